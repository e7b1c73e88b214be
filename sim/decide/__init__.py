"""Which number to go and measure: what knowing it would change of a choice, from stored runs."""
