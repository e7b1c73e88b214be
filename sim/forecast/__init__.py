"""Forecasts to be judged by: frozen before the months they are of, and scored as these come in."""
