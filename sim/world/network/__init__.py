"""The network: who stands in which row, what each can make, what flows where by plan."""
