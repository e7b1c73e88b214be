"""Results of a run as tables and files.

:func:`~sim.output.tables.tabulate` computes every table of a run once; the terminal summary, the
files and the figures all read it, so that they never disagree.
"""
