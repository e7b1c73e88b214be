"""Disruptions: what goes wrong, when, for how long, how probably; one kind a file.

Each kind declares what it names, what sets it off, and what it does
(:class:`~sim.scenario.schema.disruption.timed.Timed`). Checks, world, plots and command line read
that and know no kind by name, so a new one is a file here and a line in
:mod:`~sim.scenario.schema.disruption.kinds`.
"""
