"""Studies: many histories of a scenario, and what is asked of them."""
