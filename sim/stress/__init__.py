"""Stress tests: every part of the chain out in turn, and what each outage costs whom."""
