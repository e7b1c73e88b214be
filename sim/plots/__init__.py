"""Figures of a run, one family a file; ``draw_x(ax, ...)`` draws into axes it is given.

Every figure can be read in greyscale: bands differ in lightness, series in line or hatch, and
labels stand beside what they name.
"""
