"""A sized stockpile: the measure against the size, and how many histories meet the target."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.plots.note import differ, note_of, room_of
from sim.plots.study import Drawn, Study
from sim.plots.style import INK, WIDTH, headline, light_grid, reach
from sim.plots.told import Cell, Data, listed, told_under
from sim.scenario.errors import plural
from sim.size.form import FORMS
from sim.size.measured import SHORT, Scale
from sim.size.question import Question
from sim.size.size_result import SizeResult

F64 = NDArray[np.float64]

COLOURS = dict(zip(FORMS, ("#0072B2", "#E69F00", "#D55E00", "#009E73", "#CC79A7"), strict=False))
NAMES = {"days": "size (days of members' use)", "tonnes": "size (t)", "musd": "size (M USD)"}
LEFT, RIGHT, GAP = 0.70, 0.30, 0.34
"""Margins beside the panels and the gap between two columns, inch."""
BELOW, BOTTOM, BETWEEN = 0.32, 0.50, 0.16
"""Room for the headline, for the sizes under the lowest panel, and between two rows, inch."""
MEASURE, SHARE = 1.9, 1.2
"""Heights of the two rows, inch."""
BEYOND = 1.6
"""How far the axis goes beyond the result, times its interval's end."""


def draw_sizes(
    question: Question, results: Sequence[SizeResult], scale: Scale, study: Study
) -> list[Path]:
    """Draw the curves of all forms into the folder of a study, and give the paths.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """

    def figures() -> Iterator[Drawn]:
        figure = size_figure(question, results, scale)
        curves = [_Curve(question, result, scale) for result in results]
        yield "size", figure, told_under(figure, _in_words(curves), _data(curves))

    return study.draw(figures)


def size_figure(question: Question, results: Sequence[SizeResult], scale: Scale) -> Figure:
    """Draw a column a form: the measure above, the share of histories below."""
    count = len(results)
    said = plural(question.histories, "history")
    note = note_of(
        f"{question.scenario.name}, {said} at each size, the same luck at all. Above: mean with "
        "its 95 % interval over the band of 5-95 % of histories. Below: share of histories with "
        "its exact 95 % interval; dashed: what is asked for. Green: the least size, with its 95 % "
        "interval; grey: an endless stock.",
        differ(question.scenario, question.histories),
    )
    height = room_of(note, BELOW) + MEASURE + BETWEEN + SHARE + BOTTOM
    figure = Figure(figsize=(WIDTH, height))
    width = (WIDTH - LEFT - RIGHT - (count - 1) * GAP) / count
    first: list[Axes] = []
    for column, result in enumerate(results):
        left = LEFT + column * (width + GAP)
        curve = _Curve(question, result, scale)
        panels = []
        for row, (bottom, tall) in enumerate(
            ((BOTTOM + SHARE + BETWEEN, MEASURE), (BOTTOM, SHARE))
        ):
            box = (left / WIDTH, bottom / height, width / WIDTH, tall / height)
            panels.append(figure.add_axes(box, sharey=first[row] if first else None))
        curve.draw_measure(panels[0])
        curve.draw_share(panels[1])
        for ax in panels:
            curve.mark(ax)
            ax.tick_params(labelleft=column == 0)
        panels[0].tick_params(labelbottom=False)
        panels[1].set_xlabel(NAMES[scale.unit], labelpad=2)
        first = first or panels
    target = question.target
    unit = results[0].endless.unit
    first[0].set_ylabel(target.measure + (f" ({unit})" if unit != "1" else ""))
    first[1].set_ylabel("histories that keep\nthe limit (%)")
    headline(figure, f"The least {question.stockpile} for {target.text}", note)
    return figure


def _in_words(curves: Sequence["_Curve"]) -> str:
    """Say what the least size is in each form, and how many histories keep the limit there."""
    said = list[str]()
    for curve in curves:
        steps = curve.result.steps
        share = [point.verdict.share for point in curve.points if point.steps == steps]
        kept = f", with which {100 * share[0]:.0f} % of histories keep the limit" if share else ""
        said.append(f"{curve.result.form} {curve.size}{kept}")
    return f"Curves against the size, a column a form. The least size: {listed(said)}"


def _data(curves: Sequence["_Curve"]) -> Data:
    unit = curves[0].unit
    columns = {
        "form": "what it is held as",
        "size": f"size, {unit}",
        "mean": "mean of the measure over histories, in its unit",
        "half_width95": "half the 95 % interval of the mean",
        "q05": "5 % quantile of histories",
        "q95": "95 % quantile of histories",
        "share": "share of histories that keep the limit, 1",
        "share_low": "lower end of its exact 95 % interval, 1",
        "share_high": "upper end of the same, 1",
    }
    rows = list[list[Cell]]()
    for curve in curves:
        for size, point in zip(curve.x.tolist(), curve.points, strict=True):
            found, kept = point.statistics, point.verdict
            rows.append(
                [curve.result.form, size, found.mean, found.half_width95, found.quantiles[0],
                 found.quantiles[4], kept.share, kept.share_low, kept.share_high]
            )  # fmt: skip
    return Data(columns, rows)


class _Curve:
    """One form's points in the unit of the figure."""

    def __init__(self, question: Question, result: SizeResult, scale: Scale) -> None:
        self.question, self.result = question, result
        self.unit = SHORT[scale.unit]
        self.factor = question.step_days * scale.of(result.form, 1.0, result.t_per_day)
        ends = [result.steps, result.high_steps, result.low_steps]
        known = [n for n in ends if n is not None]
        finite = [p for p in result.points if p.steps != question.endless]
        most = BEYOND * max(known) if known and max(known) > 0 else np.inf
        self.points = [p for p in finite if p.steps <= most] or finite
        self.x = self.factor * np.array([p.steps for p in self.points], dtype=np.float64)
        self.end = float(self.x.max()) if self.x.size and self.x.max() > 0 else self.factor
        self.colour = COLOURS[result.form]

    def draw_measure(self, ax: Axes) -> None:
        """Draw mean, interval and band of the measure."""
        found = [point.statistics for point in self.points]
        low, high = (self._finite([s.quantiles[i] for s in found]) for i in (0, 4))
        mean = self._finite([s.mean for s in found])
        half = self._finite([s.half_width95 for s in found])
        drawn = ~(np.isnan(low) | np.isnan(high))
        ax.fill_between(self.x, low, high, where=drawn, color=self.colour, alpha=0.25, linewidth=0)
        ax.errorbar(
            self.x, mean, reach(mean, half, low), color=INK, linewidth=1.2, elinewidth=0.9,
            capsize=2.0, marker="o", markersize=2.6,
        )  # fmt: skip
        ax.axhline(self.question.target.limit, color=INK, linewidth=0.8, linestyle=(0, (4, 1.5)))
        endless = self.result.endless.statistics.mean
        if np.isfinite(endless):
            ax.axhline(endless, color="#9A9A9A", linewidth=0.8)
        ax.set_title(f"held as {self.result.form}: {self.size}")

    def draw_share(self, ax: Axes) -> None:
        """Draw the share of histories that keep the limit."""
        found = [point.verdict for point in self.points]
        share, low, high = (
            100.0 * np.array([getattr(v, name) for v in found])
            for name in ("share", "share_low", "share_high")
        )
        ax.fill_between(self.x, low, high, color=self.colour, alpha=0.25, linewidth=0)
        ax.plot(self.x, share, color=INK, linewidth=1.2, marker="o", markersize=2.6)
        ax.axhline(100.0 * self.result.endless.verdict.share, color="#9A9A9A", linewidth=0.8)
        if self.question.target.probability is not None:
            wanted = 100.0 * self.question.target.probability
            ax.axhline(wanted, color=INK, linewidth=0.8, linestyle=(0, (4, 1.5)))
        ax.set_ylim(-4, 104)

    def mark(self, ax: Axes) -> None:
        """Mark the result and its interval."""
        result = self.result
        ax.set_xlim(-0.02 * self.end, 1.04 * self.end)
        light_grid(ax)
        if result.steps is None:
            return
        low = self.factor * (result.low_steps if result.low_steps is not None else result.steps)
        high = 1.04 * self.end
        if result.high_steps is not None:
            high = min(self.factor * result.high_steps, high)
        ax.axvspan(low, high, color="#009E73", alpha=0.16, linewidth=0)
        ax.axvline(self.factor * result.steps, color="#009E73", linewidth=1.2)

    @property
    def size(self) -> str:
        """The least size, in words."""
        if self.result.steps is None:
            return "no size does"
        return f"{self.factor * self.result.steps:,.4g} {self.unit}"

    @staticmethod
    def _finite(values: Sequence[float]) -> F64:
        found = np.array(values, dtype=np.float64)
        return np.where(np.isfinite(found), found, np.nan)
