"""Controls: what narrows lanes, and what sets disruptions off."""
