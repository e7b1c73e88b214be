"""Designs: scenarios that differ, at each of which the same histories are met, in few worlds."""
