"""Trade: orders, lanes, stocks and shipments of each good."""
