"""The bibliography: what results rest on first, and what only maps show last."""

from sim.report.bibliography import ON_MAPS, bibliography, tally
from sim.scenario.explain import explain
from sim.scenario.load import load

PLACE = "mines.rock.location={latitude: 41.8, longitude: 110}", "mines.rock.sources.location=atlas"
ATLAS = "sources.atlas={title: An atlas, publisher: Somebody, year: 2020, grade: A}"


def test_the_source_of_a_place_comes_last_and_counts_for_no_result():
    bare, placed = load("two-mines"), load("two-mines", [ATLAS, *PLACE])
    table = bibliography([placed])
    assert [row[0].text for row in table.rows] == ["example", "atlas"]
    assert table.below[-1] == ON_MAPS
    assert bibliography([bare]).below[-1] != ON_MAPS
    said = tally(explain(placed))
    assert said.partition(";")[0] == tally(explain(bare)).partition(";")[0]
    assert "grade A" not in said
