"""Worlds that agree with what was recorded of an episode: history matching, then weights."""
