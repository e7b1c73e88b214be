"""Chance: every draw of a replication, by name."""
