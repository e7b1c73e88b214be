"""Shortfall: how many days of production a rare-earth export halt costs.

A discrete-event simulator of the chain from mine to magnet. Scenarios are YAML files; see
``shortfall --help`` for the command line.
"""

__version__ = "0.1.0"
