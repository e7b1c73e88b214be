"""A small chain that is whole, from mine to two consumers, and ways to spoil it."""

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.load import load

CHAIN = """\
schema: 1
name: chain
start: 2026-01-01
end: 2026-12-31
elements:
  ndpr: {oxide_t_per_t_element: 1.17}
  dy: {oxide_t_per_t_element: 1.15, heavy: true}
grades:
  standard: {recipe: {ndpr: 0.3}}
  high_dy: {recipe: {ndpr: 0.27, dy: 0.03}}
blocs:
  ALLIES: [US, DE]
mines:
  pit: {country: CN, basket: {ndpr: 0.2, dy: 0.02}, capacity_t_reo_per_year: 2000}
separation_plants:
  separator:
    country: CN
    recovery: {ndpr: 0.9, dy: 0.8}
metal_makers:
  smelter: {country: CN, metal_yield: 0.95}
magnet_makers:
  maker:
    country: CN
    capacity_t_blanks_per_year: 300
    finished_t_per_t_blank: 0.8
consumers:
  us_ev:
    region: US
    sector: EV traction
    demand_t_per_year: 100
    grades: {standard: 0.6, high_dy: 0.4}
  de_wind:
    region: DE
    sector: wind
    demand_t_per_year: 50
    grades: {standard: 1}
lanes:
  ore: {good: concentrate, from: pit, to: separator, share: 1}
  oxide: {good: oxide, from: separator, to: smelter, share: 1}
  metal: {good: metal, from: smelter, to: maker, share: 1}
  sea: {good: magnets, from: maker, to: [us_ev, de_wind], transit_days: 35, share: 1}
projects:
  more: {facility: maker, adds_per_year: 100, first_product: 2027-01-01}
stockpiles:
  reserve: {country: US, members: [us_ev], fill_days: 60}
disruptions:
  halt:
    kind: export_control
    exporter: CN
    goods: [magnets]
    destinations: [ALLIES]
    start: 2026-03-01
    duration_days: 90
"""
"""The file; its sums, names and dates are all right."""


def spoilt(old: str, new: str) -> str:
    """Give the chain with one passage replaced."""
    assert CHAIN.count(old) == 1, f"{old!r} stands {CHAIN.count(old)} times in the chain"
    return CHAIN.replace(old, new)


def write(folder: Path, text: str, name: str = "case.yaml") -> Path:
    """Write a scenario file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def problems(file: Path, settings: Sequence[str] = ()) -> list[Problem]:
    """Load a file that is refused, and give all that is wrong with it."""
    try:
        load(file, settings)
    except ScenarioError as error:
        return error.problems
    raise AssertionError(f"{file} was accepted")


def place(text: str, passage: str) -> tuple[int, int]:
    """Give line and column of the first occurrence of a passage."""
    before = text[: text.index(passage)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
