"""The rules of the world as pure functions on arrays: they know numpy and nothing of ours."""
