"""The SimPy model: one noun a file, every quantity an array with the histories last."""
