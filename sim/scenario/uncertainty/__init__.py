"""Which numbers of a scenario are uncertain, how far, and what they have in common."""
