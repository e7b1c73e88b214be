"""Files of episodes: what is refused, and how it is said."""

import pytest

from sim.hindcast.load import episodes, load_episode
from sim.scenario.errors import ScenarioError
from tests.chain import place
from tests.episode import EPISODE, written

# fmt: off
REFUSALS = {
    "unknown key": (
        "fitted:", "fited:", "fited:", "fited",
        ("'fited' is not a key of an episode", "Did you mean 'fitted'?"),
    ),
    "unknown key in a series": (
        "grades:", "grade:", "grade:", "series.leaving.grade",
        ("'grade' is not a key in series.leaving", "Did you mean 'grades'?"),
    ),
    "no month": (
        "2026-04: 0.1", "2026-13: 0.1", "2026-13: 0.1", "series.leaving.observed.2026-13",
        ("a month, as 2025-04",),
    ),
    "negative": (
        "2026-04: 0.1", "2026-04: -0.1", "2026-04: -0.1", "series.leaving.observed.2026-04",
        ("-0.1 must be at least 0",),
    ),
    "no such scenario": (
        "../strait.yaml", "../straits.yaml", "scenario:", "scenario",
        ("'../straits.yaml', but there is no such file",),
    ),
    "no such flow": (
        "flow: out", "flow: outt", "flow: outt", "series.leaving.flow",
        ("no flow 'outt'", "Did you mean 'out'?", "in, out"),
    ),
    "no such consumer": (
        "who: motors", "who: motor", "who: motor", "plant_stops.motors.who",
        ("no consumer or region 'motor'", "Did you mean 'motors'?"),
    ),
    "no such source": (
        "sources: {all: log}\nplant_stops", "sources: {all: lag}\nplant_stops", "all: lag",
        "series.leaving.sources.all", ("no source 'lag'", "Did you mean 'log'?"),
    ),
    "not simulated": (
        "2026-04: 0.1", "2026-04: 0.1, 2026-10: 8", "2026-10: 8", "series.leaving.observed.2026-10",
        ("2026-10 does not lie within whole months of the scenario, 2026-01-01 to 2026-09-30",),
    ),
    "before normal": (
        "normal: [2026-01, 2026-02]", "normal: [2026-02, 2026-02]", "2026-01: 8.5",
        "series.leaving.observed.2026-01", ("2026-01 comes before 2026-02",),
    ),
    "out of order": (
        "from: 2026-05, to: 2026-06", "from: 2026-06, to: 2026-05", "{from: 2026-06",
        "series.leaving.totals.0", ("2026-06 comes after 2026-05",),
    ),
    "fitted to normal months": (
        "in_sample: [2026-03", "in_sample: [2026-02", "in_sample:", "in_sample",
        ("begin in 2026-02, before normal flow ends", "after 2026-02"),
    ),
    "no normal flow": (
        "2026-01: 8.5, 2026-02: 7.7, ", "", "observed:", "series.leaving.observed",
        ("normal flow is not known", "normal_t"),
    ),
    "grade of nothing": (
        "grades: {2026-04", "grades: {2026-05", "2026-05: estimate", "series.leaving.grades.2026-05",
        ("Nothing is recorded of 2026-05",),
    ),
    "lost days that are not known": (
        "{month: 2026-04,", "{month: 2026-05,", "lost_days:", "series.leaving.limits.lost_days",
        ("by the end of 2026-05 are not known",),
    ),
    "nothing to judge": (
        "in_sample: [2026-03, 2026-04]\n", "", "wape_in_sample", "series.leaving.limits.wape_in_sample",
        ("Nothing is recorded to judge by it",),
    ),
    "a window that ends before it begins": (
        "days: [60, 70]", "days: [70, 60]", "days: [70", "plant_stops.motors.days",
        ("Day 70 comes after day 60",),
    ),
}
# fmt: on


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_episode_is_refused_at_its_place(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    old, new, at, path, says = REFUSALS[name]
    file = written(tmp_path, old, new)
    with pytest.raises(ScenarioError) as caught:
        load_episode(file)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert (problem.line, problem.column) == place(EPISODE.replace(old, new), at)
    assert problem.file == "observed/strait.yaml"
    for words in says:
        assert words in f"{problem.message} {problem.remedy}"


def test_a_part_that_stands_still_is_counted_from_the_reference_disruption(tmp_path):
    file = written(tmp_path, "within: 5,", "measure: first_stop_1pct,")
    scenario = tmp_path / "strait.yaml"
    scenario.write_text(scenario.read_text().replace("  reference: halt\n", ""))
    with pytest.raises(ScenarioError) as caught:
        load_episode(file, root=tmp_path)
    assert "measures.reference" in str(caught.value)


def test_the_end_of_a_total_is_a_month_whose_lost_days_are_known(tmp_path):
    load_episode(written(tmp_path, "{month: 2026-04,", "{month: 2026-06,"), root=tmp_path)


def test_settings_change_the_scenario_of_an_episode(tmp_path):
    found = load_episode(written(tmp_path), ["seed=7"], tmp_path)
    assert (found.name, found.loaded.scenario.name, found.loaded.scenario.seed) == (
        "strait", "strait", 7,
    )  # fmt: skip


def test_the_scenario_of_an_episode_lies_below_the_root(tmp_path):
    file = written(tmp_path)
    with pytest.raises(ScenarioError, match="which leads out of"):
        load_episode(file)
    with pytest.raises(ScenarioError, match="which leads out of"):
        load_episode(written(tmp_path, "../strait.yaml", "/etc/passwd"), root=tmp_path)


def test_of_the_observed_files_those_that_name_a_scenario_are_episodes():
    assert "senkaku-2010" in episodes()
    assert "balance-2024" not in episodes()


@pytest.mark.parametrize("name", episodes())
def test_every_shipped_episode_is_right(name):
    assert load_episode(episodes()[name]).episode.series
