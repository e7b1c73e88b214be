"""The market: prices, and what responds to them."""
