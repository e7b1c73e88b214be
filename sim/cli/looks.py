"""Options that say how figures are drawn, shared by the commands that draw them."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.echo import echo
from sim.cli.options import Decorator, Real, grouped
from sim.cli.refusing import refusing
from sim.plots.view import AS_EVER, FORMATS, WIDTH, Look, View
from sim.scenario.visible import one_line

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.plots.kind import Kind
    from sim.scenario.schema import Scenario

MM = 25.4
"""Millimetres in an inch."""


@dataclass(frozen=True)
class LookOptions:
    """How figures are drawn, as options say it."""

    window: str
    width_mm: float | None
    formats: tuple[str, ...]
    drawn_groups: tuple[str, ...]
    drawn_consumers: tuple[str, ...]
    title: str
    align: str = "date"

    @property
    def look(self) -> Look:
        """How figures are drawn."""
        width = WIDTH if self.width_mm is None else self.width_mm / MM
        title = one_line(self.title)
        view = View(width, self.window, self.drawn_groups, self.drawn_consumers, title, self.align)
        return Look(view, self.formats)

    def check_drawn(self, *, left_out: bool) -> None:
        """Refuse to say how figures are drawn that are left out."""
        asked = {*self.look.view.asked}
        if self.formats != AS_EVER.formats:
            asked.add("format")
        if left_out and asked:
            names = ", ".join(f"--{name}" for name in sorted(asked))
            raise click.UsageError(f"{names}: how figures are drawn, which --no-figures leaves out")

    def check(self, scenarios: Iterable["Scenario"]) -> None:
        """Refuse days, groups and consumers that runs do not have, before they are run."""
        scenarios = list(scenarios)
        if self.align == "onset":
            self._check_align(scenarios)
        if ":" in self.window:
            low, high = _ends(self.window)
            for one in scenarios:
                first, last = max(low or one.start, one.start), min(high or one.end, one.end)
                if first >= last:
                    raise click.BadParameter(
                        f"'{self.window}' has no two days of {one.name}, "
                        f"which goes from {one.start} to {one.end}",
                        param_hint="--window",
                    )
        if self.drawn_groups:
            from sim.compare.select import groups_in
            from sim.scenario.measured import check_groups

            with refusing("--groups"):
                check_groups(self.drawn_groups, groups_in(scenarios, booked=False))
        known = {name for one in scenarios for name in one.consumers}
        for name in self.drawn_consumers:
            if name not in known:
                from sim.scenario.errors import did_you_mean

                hint = did_you_mean(name, known) or "see 'shortfall explain'"
                raise click.BadParameter(
                    f"no run has a consumer '{name}'. {hint}", param_hint="--consumers"
                )

    def _check_align(self, scenarios: list["Scenario"]) -> None:
        from sim.plots.compare_onset import check_onsets

        if ":" in self.window:
            raise click.BadParameter(
                "dates say nothing where time counts from the onset of each run; leave out one of "
                "--window and --align",
                param_hint="--window",
            )
        with refusing("--align"):
            check_onsets(scenarios)

    def check_onsets(self, comparison: "Comparison") -> None:
        """Refuse runs that cannot be moved to their onsets, if they are to be."""
        from sim.plots.compare_onset import as_asked

        with refusing("--align"):
            as_asked(comparison, self.look.view)

    def ignored_by(self, kinds: "Iterable[Kind[Any]]") -> dict[str, list[str]]:
        """List the kinds of figure in which an option changes nothing, by the options given."""
        found: dict[str, list[str]] = {}
        for kind in kinds:
            for option in kind.ignores(self.look.view):
                if kind.name not in found.setdefault(option, []):
                    found[option].append(kind.name)
        return dict(sorted(found.items()))

    def say_ignored(self, kinds: "Iterable[Kind[Any]]") -> None:
        """Say in which figures options change nothing."""
        for option, names in self.ignored_by(kinds).items():
            echo(f"--{option}: it changes nothing in {', '.join(names)}", err=True)

    def lacking(self, drawn: "Iterable[tuple[Kind[Any], Any]]") -> list[str]:
        """Say of which kinds of figure nothing is left to draw of their sources, and why."""
        reasons = ((kind.name, kind.lacks(source, self.look.view)) for kind, source in drawn)
        return [f"{name} is not drawn: {why}" for name, why in reasons if why]

    def say_lacking(self, drawn: "Iterable[tuple[Kind[Any], Any]]") -> None:
        """Say so."""
        for says in self.lacking(drawn):
            echo(f"--window: {says}", err=True)

    def say_of_page(self, folder: Path) -> None:
        """Say that a page has its figures as usual, where others are asked for."""
        if asked := self.look.view.asked:
            names = ", ".join(f"--{name}" for name in asked)
            echo(f"{names}: of the figures in {folder}; those of the page are as usual", err=True)


def _ends(window: str) -> tuple[dt.date | None, dt.date | None]:
    low, _, high = window.partition(":")
    return (
        dt.date.fromisoformat(low) if low else None,
        dt.date.fromisoformat(high) if high else None,
    )


def _window(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Read ``--window``: dates are written anew, so that one window has one form."""
    if value in {"event", "all"}:
        return value
    try:
        low, high = _ends(value)
    except ValueError:
        low = high = None
    if ":" not in value or (low, high) == (None, None) or (low and high and low >= high):
        raise click.BadParameter(
            f"'{value}': give event, all, or dates as 2027-01-01:2028-06-30, of which one may be "
            "left out",
            ctx,
            param,
        )
    return f"{low or ''}:{high or ''}"


def parted(ctx: click.Context, param: click.Parameter, value: Any) -> tuple[str, ...]:
    """Part values at their commas, each named once."""
    names = [name.strip() for one in value for name in one.split(",")]
    return tuple(dict.fromkeys(filter(None, names)))


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    asked = [name.strip() for name in value.split(",")]
    for name in asked:
        if name not in FORMATS:
            raise click.BadParameter(f"'{name}' is not one of {', '.join(FORMATS)}", ctx, param)
    return tuple(name for name in FORMATS if name in asked)


ALIGN = click.option(
    "--align",
    type=click.Choice(("date", "onset")),
    default="date",
    help="Draw runs of a comparison by date, or from the onset of each one's first disruption. "
    "[date]",
)


def look_options(*, aligned: bool = False, **names: Collection[str]) -> Decorator:
    """Add the options that say how figures are drawn, as one `LookOptions`.

    Parameters
    ----------
    aligned : bool
        Whether figures of several runs are drawn, which may be moved in time.
    names : collection of str
        By the name of an option: more flags for it in this command.
    """
    return grouped(
        "look",
        LookOptions,
        click.option(
            "--window",
            "window",
            default="event",
            metavar="A:B|event|all",
            callback=_window,
            help="Days in figures: those around the event, all, or from a date to a date. [event]",
        ),
        click.option(
            "--width",
            *names.get("width", ()),
            "width_mm",
            type=Real(80, 400),
            metavar="MM",
            help="Width of figures; text keeps its size. [208]",
        ),
        click.option(
            "--format",
            *names.get("format", ()),
            "formats",
            default=",".join(AS_EVER.formats),
            callback=_formats,
            help="Formats of figures, of svg, pdf, png. [svg,png]",
        ),
        click.option(
            "--groups",
            "drawn_groups",
            multiple=True,
            metavar="NAME,...",
            callback=parted,
            help="Draw these groups, where a figure draws groups, as US,end_use.defence.",
        ),
        click.option(
            "--consumers",
            "drawn_consumers",
            multiple=True,
            metavar="ID,...",
            callback=parted,
            help="Draw these consumers, where a figure draws consumers or groups.",
        ),
        click.option(
            "--title",
            "title",
            default="",
            help="Head figures with this in the place of the scenario's title.",
        ),
        *([ALIGN] if aligned else []),
    )
