"""Which inputs drive a measure, told from the histories of a run that is there."""
