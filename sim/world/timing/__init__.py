"""Timing: when each disruption is in force."""
