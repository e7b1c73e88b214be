"""The record: what a run leaves behind, and the mass balance."""
