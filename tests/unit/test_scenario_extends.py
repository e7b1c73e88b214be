"""Files laid over each other, and settings of the command line over them."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.layer import Layer
from sim.scenario.load import Loaded, load
from sim.scenario.merge import Merger
from sim.scenario.node import find, plain, walk
from sim.scenario.read import parse
from tests.chain import CHAIN, problems, write
from tests.examples import examples


def child(folder: Path, text: str, name: str = "child.yaml") -> Path:
    """Write a file that extends the chain."""
    write(folder, CHAIN, "chain.yaml")
    return write(folder, f"extends: chain.yaml\n{text}", name)


def loaded(folder: Path, text: str) -> Loaded:
    """Load a file that extends the chain."""
    return load(child(folder, text))


def test_mappings_merge_by_name(tmp_path: Path) -> None:
    """A child says only what differs."""
    found = loaded(tmp_path, "consumers: {us_ev: {stock_days: 30}}\n").scenario
    assert found.consumers["us_ev"].stock_days == 30
    assert found.consumers["us_ev"].demand_t_per_year == 100
    assert set(found.consumers) == {"us_ev", "de_wind"}


def test_lists_replace(tmp_path: Path) -> None:
    """A list is one value."""
    found = loaded(tmp_path, "disruptions: {halt: {destinations: [DE]}}\n").scenario
    assert found.disruptions["halt"].destinations == ["DE"]  # type: ignore[union-attr]


def test_null_removes(tmp_path: Path) -> None:
    """An entry, or a key that then has its default."""
    found = loaded(
        tmp_path,
        "disruptions: {halt: null}\nconsumers: {us_ev: {grades: {high_dy: null, standard: 1}}}\n",
    ).scenario
    assert found.disruptions == {}
    assert found.consumers["us_ev"].grades == {"standard": 1}


def test_removing_what_is_not_there_is_a_warning(tmp_path: Path) -> None:
    """With the name that was meant."""
    (warning,) = loaded(tmp_path, "disruptions: {hallt: null}\n").warnings
    assert (warning.path, warning.line) == ("disruptions.hallt", 2)
    assert "no inherited entry 'hallt'" in warning.message
    assert "'halt'" in warning.remedy


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("90", "{triangular: [30, 60, 90]}"),
        ("{triangular: [30, 60, 90]}", "{uniform: [30, 90]}"),
        ("{lognormal: {median: 50, sigma: 0.7}}", "{lognormal: {median: 60, sigma: 0.5}}"),
        ("{triangular: [30, 60, 90]}", "45"),
    ],
)
def test_a_distribution_replaces_as_a_whole(first: str, second: str, tmp_path: Path) -> None:
    """Two forms never mix."""
    write(tmp_path, CHAIN.replace("duration_days: 90", f"duration_days: {first}"), "chain.yaml")
    file = write(
        tmp_path, f"extends: chain.yaml\ndisruptions: {{halt: {{duration_days: {second}}}}}\n"
    )
    plainly = write(
        tmp_path, CHAIN.replace("duration_days: 90", f"duration_days: {second}"), "p.yaml"
    )
    assert load(file).scenario.disruptions == load(plainly).scenario.disruptions


def test_a_schedule_replaces_as_a_whole(tmp_path: Path) -> None:
    """Dates of the parent do not stay behind."""
    dated = "magnet_makers: {maker: {capacity_t_blanks_per_year: {%s: 300}}}\n"
    write(tmp_path, CHAIN, "chain.yaml")
    write(tmp_path, "extends: chain.yaml\n" + dated % "2024-01-01", "middle.yaml")
    file = write(tmp_path, "extends: middle.yaml\n" + dated % "2025-01-01")
    maker = load(file).scenario.magnet_makers["maker"]
    assert maker.capacity_t_blanks_per_year == {dt.date(2025, 1, 1): 300}


def test_a_disruption_of_another_kind_replaces_as_a_whole(tmp_path: Path) -> None:
    """The keys of the old kind are not left in it."""
    found = loaded(
        tmp_path,
        "disruptions: {halt: {kind: outage, facilities: [maker], start: 10, duration_days: 5}}\n",
    )
    assert found.scenario.disruptions["halt"].kind == "outage"


def test_a_kind_that_is_none_of_a_disruption_is_a_key_like_any_other(tmp_path: Path) -> None:
    """What stands beside it stays: the dates of a project, another share of variance."""
    kinds = "kinds: {magnets: {slip_months: 1}, metal: {slip_months: 2}}"
    common = "common: {owner: 0.4, kind: 0.3}"
    file = child(
        tmp_path,
        f"schedule: {{after: 2026-06-30, {common}, {kinds}}}\n"
        "projects: {more: {kind: magnets, owner: one}}\n",
    )
    found = load(file, ["schedule.common.kind=0.5", "projects.more.kind=metal"]).scenario
    assert found.schedule is not None
    assert (found.schedule.common.owner, found.schedule.common.kind) == (0.4, 0.5)
    more = found.projects["more"]
    assert (more.kind, more.owner, more.adds_per_year) == ("metal", "one", 100)


def test_a_name_that_is_also_that_of_a_distribution_is_a_name(tmp_path: Path) -> None:
    """A branch may be called normal: to change its weight leaves the others, as of any other."""
    branches = "branches: {b: {weights: {normal: 0.7, halted: 0.2, uniform: 0.1}}}\n"
    file = child(tmp_path, branches + "disruptions: {halt: {branch: b.halted}}\n")
    found = load(file, ["branches.b.weights.normal=0.5", "branches.b.weights.uniform=null"])
    assert found.scenario.branches["b"].weights == {"normal": 0.5, "halted": 0.2}


def test_what_a_file_says_of_itself_is_not_inherited(tmp_path: Path) -> None:
    """Name, title, question and covers belong to one file."""
    write(tmp_path, CHAIN + "title: A chain\nquestion: Why?\n", "chain.yaml")
    found = load(write(tmp_path, "extends: chain.yaml\n", "other.yaml")).scenario
    assert (found.name, found.called, found.question) == ("other", "Other", None)


def test_two_files_that_set_the_same_value_differently_are_an_error(tmp_path: Path) -> None:
    """Unless the file that extends both says which it is."""
    child(tmp_path, "consumers: {us_ev: {stock_days: 30}}\n", "one.yaml")
    child(tmp_path, "consumers: {us_ev: {stock_days: 40, priority: 2}}\n", "two.yaml")
    both = write(tmp_path, "extends: [one.yaml, two.yaml]\n")
    (problem,) = problems(both)
    assert problem.path == "consumers.us_ev.stock_days"
    assert problem.file.endswith("two.yaml")
    assert "one.yaml:2:21 sets this to 30, this file sets it to 40" in problem.message
    settled = write(
        tmp_path, "extends: [one.yaml, two.yaml]\nconsumers: {us_ev: {stock_days: 35}}\n"
    )
    assert load(settled).scenario.consumers["us_ev"].stock_days == 35
    assert load(both, ["consumers.us_ev.stock_days=1"]).scenario.consumers["us_ev"].stock_days == 1


def test_two_files_may_change_different_values_of_a_common_parent(tmp_path: Path) -> None:
    """What only one of them changes is changed, in either order."""
    child(tmp_path, "consumers: {us_ev: {stock_days: 30}}\n", "one.yaml")
    child(tmp_path, "disruptions: {halt: null}\n", "two.yaml")
    for order in ("one.yaml, two.yaml", "two.yaml, one.yaml"):
        found = load(write(tmp_path, f"extends: [{order}]\n")).scenario
        assert found.consumers["us_ev"].stock_days == 30
        assert found.disruptions == {}


def test_one_file_that_removes_what_another_changes_is_an_error(tmp_path: Path) -> None:
    """Neither wins by chance."""
    child(tmp_path, "disruptions: {halt: {duration_days: 30}}\n", "one.yaml")
    child(tmp_path, "disruptions: {halt: null}\n", "two.yaml")
    for order in ("one.yaml, two.yaml", "two.yaml, one.yaml"):
        found = problems(write(tmp_path, f"extends: [{order}]\n"))
        assert {problem.path for problem in found} == {"disruptions.halt"}


def test_a_circle_of_files_names_the_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place of the link that closes it."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "extends: b.yaml\n", "a.yaml")
    write(tmp_path, "extends: [c.yaml]\n", "b.yaml")
    write(tmp_path, "name: c\nextends: a.yaml\n", "c.yaml")
    (problem,) = problems(Path("a.yaml"))
    assert (problem.file, problem.line, problem.column) == ("c.yaml", 2, 1)
    assert "circle: a.yaml -> b.yaml -> c.yaml -> a.yaml" in problem.message


def test_what_cannot_be_extended_is_told_at_extends(tmp_path: Path) -> None:
    """A missing file, and something that is no file name."""
    (missing,) = problems(write(tmp_path, "extends: nowhere.yaml\n"))
    assert "no such file" in missing.message
    (number,) = problems(write(tmp_path, "extends: [3]\n"))
    assert "extends takes a file name" in number.message
    (block,) = problems(write(tmp_path, "extends: [{a: b}]\n"))
    assert block.message.endswith("not {a: b}.")


def test_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    """Each with its own file, the file asked for first."""
    write(tmp_path, CHAIN.replace("metal_yield: 0.95", "metal_yield: 2"), "chain.yaml")
    found = problems(write(tmp_path, "extends: chain.yaml\nseeed: 3\n", "child.yaml"))
    assert [Path(p.file).name for p in found] == ["child.yaml", "chain.yaml"]
    write(tmp_path, "a: [\n", "one.yaml")
    write(tmp_path, "a: 1\na: 2\n", "two.yaml")
    found = problems(write(tmp_path, "extends: [one.yaml, two.yaml]\n"))
    assert [Path(p.file).name for p in found] == ["one.yaml", "two.yaml"]


def test_settings_follow_the_rules_of_the_file(tmp_path: Path) -> None:
    """Numbers, distributions, dates, removal; the later of two wins, or changes what it adds."""
    file = write(tmp_path, CHAIN)
    found = load(
        file,
        [
            "consumers.us_ev.stock_days=1",
            "consumers.us_ev.stock_days=30",
            "disruptions.halt.duration_days={triangular: [30, 60, 90]}",
            "disruptions.halt.start=2026-04-01",
            "stockpiles.reserve=null",
            "policy.allocation=pro_rata",
            "disruptions.fire={kind: outage, facilities: [maker], start: 5, duration_days: 3}",
            "disruptions.fire.start=9",
            "disruptions.fire={label: Fire}",
            "consumers.us_ev.grades=null",
            "consumers.us_ev.grades={high_dy: 1}",
        ],
    )
    scenario = found.scenario
    assert scenario.consumers["us_ev"].stock_days == 30
    assert scenario.disruptions["halt"].start == dt.date(2026, 4, 1)
    assert scenario.stockpiles == {}
    assert scenario.policy.allocation == "pro_rata"
    assert set(scenario.disruptions) == {"halt", "fire"}
    assert scenario.disruptions["fire"].start == 9
    assert scenario.disruptions["fire"].label == "Fire"
    assert scenario.consumers["us_ev"].grades == {"high_dy": 1}
    assert str(found.origins["consumers", "us_ev", "stock_days"]) == "--set"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("consumers.us_evv.stock_days=3", "no 'us_evv' in consumers. Did you mean 'us_ev'?"),
        ("consumers.us_ev.stock_day=3", "Did you mean 'stock_days'?"),
        ("consumer.us_ev.stock_days=3", "Did you mean 'consumers'?"),
        ("consumers.us_ev.stock_days.x=3", "no 'x' in consumers.us_ev.stock_days"),
        ("disruptions.fire.kind=outage", "no 'fire' in disruptions"),
        ("disruptions.hallt=null", "Did you mean 'halt'?"),
        ("stock_days", "is not path=value"),
        ("=3", "is not path=value"),
        ("consumers.us_ev.stock_days=", "no value after the =. Write null"),
        ("consumers.us_ev.stock_days= # 30", "no value after the ="),
        ("policy.consumers=3", "There is no 'consumers' in policy."),
        (
            "disruptions.fire.kind=outage",
            "To add it, write all of it: --set 'disruptions.fire={...}'",
        ),
        ("blocs.WEST=null", "There is no 'WEST' in blocs."),
        (
            "consumers.us_ev.stock_days.2026-03-01=9",
            "To add it, write all of it: --set 'consumers.us_ev.stock_days={2026-03-01: ...}'",
        ),
        ("seed=[1", "This is not YAML"),
        ("seed=-1", "-1 must be at least 0"),
    ],
)
def test_a_setting_that_sets_nothing_is_refused(setting: str, says: str, tmp_path: Path) -> None:
    """With a suggestion, and the setting itself for its line."""
    (problem,) = problems(write(tmp_path, CHAIN), [setting])
    assert problem.file == "--set"
    assert problem.text == setting
    assert says in f"{problem.message} {problem.remedy}"


def test_a_setting_adds_an_entry_to_any_table(tmp_path: Path) -> None:
    """However deep it lies, and whatever its entries are: blocks, dates, lists, numbers."""
    plant = "{facility: maker, first_product: 2026-04-01, adds_per_year: 10}"
    found = load(
        write(tmp_path, CHAIN),
        [
            f"projects.more={plant}",
            "projects.more.milestones.permit=2026-02-01",
            "projects.more.milestones.build={months: 2, after: permit}",
            "blocs.WEST=[US, JP]",
            "consumers.us_ev.stock_days={2026-01-01: 20, 2026-03-01: 30}",
            "consumers.us_ev.stock_days.2026-06-01=40",
        ],
    ).scenario
    assert list(found.projects["more"].milestones) == ["permit", "build"]
    assert found.blocs["WEST"] == ["US", "JP"]
    assert list(found.consumers["us_ev"].stock_days.values()) == [20, 30, 40]


NAMES = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    st.integers(0, 3) | st.none() | st.lists(st.integers(0, 2), max_size=2).map(str),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def _layer(name: str, tree: object, ancestors: tuple[str, ...] = ()) -> Layer:
    node = parse(str(tree).replace("None", "null"), name)
    return Layer(name, node, (str(tree),), frozenset(ancestors))


@given(st.dictionaries(NAMES, TREES), st.dictionaries(NAMES, TREES))
@examples(100)
def test_to_lay_a_file_over_twice_changes_nothing(under: object, over: object) -> None:
    """Merging is idempotent, and only a null that nothing stands below is left to be refused."""
    below, above = _layer("below", under), _layer("above", over, ("below",))
    once, twice = Merger(), Merger()
    for merger, layers in ((once, (below, above)), (twice, (below, above, above))):
        for layer in layers:
            merger.lay(layer)
    result, wrong = once.result([below, above])
    assert plain(result) == plain(twice.result([below, above])[0])
    assert wrong == []
    for path, node in walk(result):
        found, beneath = find(below.tree, path)
        assert node.value is not None or found != path or beneath.value is None
