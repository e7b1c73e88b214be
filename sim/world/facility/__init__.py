"""Facilities: mines, plants, depots and consumers."""
