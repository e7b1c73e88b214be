"""State: the register of arrays, and pipelines of what is on its way."""
