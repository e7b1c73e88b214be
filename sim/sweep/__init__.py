"""Sweeps: the same scenario at many points of a design, every point a run of its own.

A design is made and every point's scenario read before the first is run. All points have the same
seed, so history 17 meets the same draws at each of them: they are paired.
"""
