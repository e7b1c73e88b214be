"""The one table of kinds of figure: those of a run, and those of several runs compared."""

from sim.compare.comparison import Comparison
from sim.output.tables import Tables
from sim.plots.alluvial import alluvial_figure, alluvial_told, flows_anywhere
from sim.plots.bottlenecks import bottlenecks_figure, bottlenecks_told, breaks
from sim.plots.calendar import calendar_figure, calendar_told
from sim.plots.compare_consumers import consumers_figure, consumers_told
from sim.plots.compare_difference import difference_figure, difference_told, is_any_paired
from sim.plots.compare_exposure import (
    exposure_figure,
    exposure_told,
    is_followed,
    is_met_without,
    without_figure,
    without_told,
)
from sim.plots.compare_overlay import overlay_figure, overlay_told
from sim.plots.compare_storylines import (
    compare_storylines_figure,
    compare_storylines_told,
    is_any_told,
)
from sim.plots.compare_totals import totals_figure, totals_told
from sim.plots.compare_window import too_short
from sim.plots.cover import cover_figure, cover_told
from sim.plots.exceedance import exceedance_figure, exceedance_told
from sim.plots.exposure import exposure_figures
from sim.plots.exposure import exposure_told as own_exposure_told
from sim.plots.fill import fill_figure, fill_told
from sim.plots.finance import finance_figure, finance_told
from sim.plots.flows import flows_figure, flows_told
from sim.plots.kind import ALIGN, CHOICES, Kind
from sim.plots.licences import licences_figure, licences_told
from sim.plots.map import is_mapped, map_figures, map_told
from sim.plots.prices import prices_figure, prices_told
from sim.plots.projects import are_late, projects_figures, projects_told
from sim.plots.shortfall import shortfall_figure, shortfall_told
from sim.plots.storylines import storylines_figure, storylines_told
from sim.plots.supply import supply_figure, supply_told
from sim.plots.survival import stands_still, survival_figure, survival_told
from sim.plots.unserved import anyone_short, unserved_figure, unserved_told

WHOSE = CHOICES - {"window"}
NOTHING: frozenset[str] = frozenset()
OVER_TIME = frozenset({"window", ALIGN})
EVERY = CHOICES | OVER_TIME

_OF_A_RUN: tuple[Kind[Tables], ...] = (
    Kind("storylines", storylines_figure, storylines_told, takes=CHOICES),
    Kind("shortfall", shortfall_figure, shortfall_told, takes=CHOICES),
    Kind("bottlenecks", bottlenecks_figure, bottlenecks_told, breaks, CHOICES),
    Kind("fill", fill_figure, fill_told, takes=CHOICES),
    Kind("unserved", unserved_figure, unserved_told, anyone_short, CHOICES, True),
    Kind("exceedance", exceedance_figure, exceedance_told, takes=WHOSE, on_request=True),
    Kind("calendar", calendar_figure, calendar_told, takes=WHOSE, on_request=True),
    Kind("survival", survival_figure, survival_told, stands_still, CHOICES),
    Kind("cover", cover_figure, cover_told),
    Kind("supply", supply_figure, supply_told, lambda tables: bool(tables.axis("origins"))),
    Kind("alluvial", alluvial_figure, alluvial_told, flows_anywhere, NOTHING, True),
    Kind("map", map_figures, map_told, is_mapped, NOTHING, True),
    Kind("flows", flows_figure, flows_told, lambda tables: bool(tables.flows)),
    Kind("licences", licences_figure, licences_told, lambda tables: bool(tables.ledgers)),
    Kind("prices", prices_figure, prices_told, lambda tables: tables.prices is not None),
    Kind("finance", finance_figure, finance_told, lambda tables: bool(tables.finance)),
    Kind("projects", projects_figures, projects_told, are_late, NOTHING),
    Kind("exposure", exposure_figures, own_exposure_told, lambda tables: bool(tables.exposure)),
)

_OF_SEVERAL: tuple[Kind[Comparison], ...] = (
    Kind("storylines", compare_storylines_figure, compare_storylines_told, is_any_told, EVERY),
    Kind("overlay", overlay_figure, overlay_told, takes=OVER_TIME),
    Kind("difference", difference_figure, difference_told, is_any_paired, OVER_TIME),
    Kind("consumers", consumers_figure, consumers_told, takes=OVER_TIME),
    Kind("totals", totals_figure, totals_told),
    Kind("exposure", exposure_figure, exposure_told, is_followed, OVER_TIME, lacks=too_short),
    Kind("without", without_figure, without_told, is_met_without, lacks=too_short),
)

OF_A_RUN = {kind.name: kind for kind in _OF_A_RUN}
"""Those of a run, in the order in which they are drawn and shown."""
OF_SEVERAL = {kind.name: kind for kind in _OF_SEVERAL}
"""Those of a comparison."""
