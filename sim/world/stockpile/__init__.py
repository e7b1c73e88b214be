"""Strategic stockpiles: what they hold, release, buy and cost."""
