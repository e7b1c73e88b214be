"""Triggers, lists and grey lanes that make no sense are refused, with the rule and the remedy."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

CONTROL = "kind: export_control, exporter: CN, goods: [magnets]"
OUTAGE = "kind: outage, facilities: [maker]"
CLOSURE = "kind: lane_closure, lanes: [sea]"
LOW = "consumers: [us_ev], cover_days_below: 5"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{{{CONTROL}, trigger: {{}}}}", "trigger", "exactly one of after, consumers, late and given_up; this one has none"),
        (f"{{{CONTROL}, trigger: {{after: halt, {LOW}}}}}", "trigger", "has after and consumers"),
        (f"{{{CONTROL}, trigger: {{after: halt, cover_days_below: 4}}}}", "trigger",
         "A trigger with after has no cover_days_below: that goes with consumers"),
        (f"{{{CONTROL}, trigger: {{consumers: [us_ev]}}}}", "trigger", "needs cover_days_below"),
        (f"{{{CONTROL}, trigger: {{{LOW}, of: end}}}}", "trigger", "A trigger with consumers has no of: that goes with after"),
        (f"{{{CONTROL}, trigger: {{{LOW}, lag_days: 0.5}}}}", "trigger.lag_days",
         "The lag is 0.5 days: too short after a state. Write at least 1"),
        (f"{{{CONTROL}, trigger: {{after: halt, lag_days: -1}}}}", "trigger.lag_days", "-1 must be at least 0"),
        (f"{{{CONTROL}, trigger: {{consumers: [], cover_days_below: 4}}}}", "trigger.consumers", "empty"),
        (f"{{{CONTROL}, trigger: {{consumers: [FR], cover_days_below: 4}}}}", "trigger.consumers.0",
         "no consumer or place with consumers 'FR'"),
        (f"{{{CONTROL}, trigger: {{after: hallt}}}}", "trigger.after",
         "no disruption 'hallt'. Did you mean 'halt'?"),
        (f"{{{CONTROL}, start: 10, trigger: {{after: halt}}}}", "start",
         "It has a start and a trigger as well. Keep one"),
        (f"{{{CONTROL}, trigger: {{after: more_trouble}}}}", "trigger.after",
         "Each of these waits for the other: more_trouble after more_trouble"),
        (f"{{{OUTAGE}, trigger: {{{LOW}}}}}", "trigger.consumers",
         "Consumers who run low set it off; the days of the kind outage must be known before the run. "
         "A state may set off: export_control"),
        (f"{{{CONTROL}, trigger: {{after: halt, lag_days: 400}}}}", "trigger",
         "It starts on day 459 at the earliest, after the horizon. The horizon has 365 days"),
    ],
)  # fmt: skip
def test_a_trigger_that_makes_no_sense_is_refused(disruption, key, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more_trouble={disruption}"])
    assert problem.path == f"disruptions.more_trouble.{key}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("first", "second", "path", "says"),
    [
        (f"{{{CLOSURE}, trigger: {{after: second}}}}", f"{{{CLOSURE}, trigger: {{after: first}}}}",
         None, "waits for the other"),
        (f"{{{CLOSURE}, start: 9}}", f"{{{OUTAGE}, trigger: {{after: first, of: end}}}}",
         "disruptions.second.trigger.of", "first never ends, so this never begins"),
        ("{kind: project_cancel, projects: [more]}", f"{{{OUTAGE}, trigger: {{after: first, of: end}}}}",
         "disruptions.second.trigger.of", "first never ends, so this never begins"),
        (f"{{{CLOSURE}, trigger: {{{LOW}}}}}", f"{{{OUTAGE}, trigger: {{after: first}}}}",
         "disruptions.second.trigger.after", "Consumers who run low set it off, by way of first"),
    ],
)  # fmt: skip
def test_two_disruptions_that_never_meet_are_refused(first, second, path, says, tmp_path):
    settings = [f"disruptions.first={first}", f"disruptions.second={second}"]
    settings.append("projects.more.first_product=2026-06-01")
    (problem,) = problems(write(tmp_path, CHAIN), settings)
    assert path is None or problem.path == path
    assert says in problem.message


@pytest.mark.parametrize(
    "disruption",
    [
        f"{{{CONTROL}, trigger: {{after: halt, of: end, lag_days: {{uniform: [1, 400]}}}}}}",
        f"{{{OUTAGE}, trigger: {{after: halt}}, duration_days: 10}}",
        "{kind: demand_shock, consumers: [US], factor: 2, trigger: {after: halt}, end: 2026-12-01}",
        f"{{{CONTROL}, trigger: {{consumers: [US, de_wind], cover_days_below: {{uniform: [5, 9]}}}}}}",
        f"{{{CLOSURE}, trigger: {{{LOW}, lag_days: 3}}, duration_days: 30}}",
        f"{{kind: feed_loss, plants: [separator], trigger: {{{LOW}}}}}",
        f"{{kind: entity_listing, exporter: CN, entities: [us_ev, maker], trigger: {{{LOW}}}}}",
        f"{{kind: project_slip, projects: [more], months: 3, trigger: {{{LOW}}}}}",
        "{kind: project_cancel, projects: [more], trigger: {after: halt, of: end, lag_days: {uniform: [1, 400]}}}",
    ],
)
def test_a_trigger_that_can_set_it_off_is_accepted(disruption, tmp_path):
    comes = "projects.more.first_product=2026-12-01"
    found = load(write(tmp_path, CHAIN), [f"disruptions.more_trouble={disruption}", comes])
    assert found.warnings == ()


@pytest.mark.parametrize(("lag", "warns"), [(61, True), (60, False)])
def test_what_can_delay_a_project_only_once_it_has_come_is_a_warning(lag, warns, tmp_path):
    slip = f"kind: project_slip, projects: [more], months: 3, trigger: {{after: halt, lag_days: {lag}}}"
    settings = ["projects.more.first_product=2026-05-01", f"disruptions.late={{{slip}}}"]
    found = load(write(tmp_path, CHAIN), settings).warnings
    assert [(warning.path, warning.level) for warning in found] == [
        ("disruptions.late.projects.0", "warning")
    ] * warns
    for warning in found:
        assert "It is set off on day 120 at the earliest, when more has come." in warning.message
        assert "planned first product is on 2026-05-01" in warning.remedy


def test_what_follows_a_slip_that_comes_too_late_never_begins(tmp_path):
    settings = [
        "projects.more.first_product=2026-05-01",
        "disruptions.late={kind: project_slip, projects: [more], months: 3, trigger: {after: halt, lag_days: 90}}",
        f"disruptions.then={{{CLOSURE}, trigger: {{after: late}}}}",
    ]
    (warning, problem) = problems(write(tmp_path, CHAIN), settings)
    assert warning.path == "disruptions.late.projects.0"
    assert problem.path == "disruptions.then.trigger.after"
    assert problem.message == "late never begins, so this never begins."


LISTING = "kind: entity_listing, exporter: CN"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{{{LISTING}, entities: []}}", "entities", "empty: it can hit nothing"),
        (f"{{{LISTING}, entities: [us_ef]}}", "entities.0",
         "no facility or consumer 'us_ef'. Did you mean 'us_ev'?"),
        (f"{{{LISTING}, entities: [maker]}}", "entities",
         "None of these buys any of the goods from CN: it can hit nothing. What reaches them: nothing"),
        (f"{{{LISTING}, entities: [us_ev], goods: [oxide]}}", "entities", "What reaches them: magnets to us_ev"),
        (f"{{{LISTING}, entities: [de_wind], goods: {{magnets: [tb]}}}}", "goods.magnets.0", "no element 'tb'"),
        ("{kind: entity_listing, exporter: FR, entities: [us_ev]}", "exporter", "no place 'FR'"),
        ("{kind: entity_listing, exporter: US, entities: [de_wind]}", "entities", "of the goods from US"),
    ],
)  # fmt: skip
def test_a_list_that_can_hit_nothing_is_refused(disruption, key, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more_trouble={disruption}"])
    assert problem.path == f"disruptions.more_trouble.{key}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("grey", "key", "says"),
    [
        ("{via: ALLIES}", "grey.via", "ALLIES is a bloc; papers name a country. Write one of its members: US, DE"),
        ("{via: CN}", "grey.via", "maker stands in CN: goods declared for CN would not leave it"),
        ("{via: VN, capacity_t_per_year: 0}", "grey.capacity_t_per_year", "a capacity of 0 carries nothing"),
        ("{via: VN, intercepted: 1.5}", "grey.intercepted", "1.5 must be at most 1"),
        ("{capacity_t_per_year: 3}", "grey.via", "'via' is missing"),
    ],
)  # fmt: skip
def test_a_grey_lane_that_makes_no_sense_is_refused(grey, key, says, tmp_path):
    lane = f"{{good: magnets, from: maker, to: us_ev, standby: 1, grey: {grey}}}"
    (problem,) = problems(write(tmp_path, CHAIN), [f"lanes.side={lane}"])
    assert problem.path == f"lanes.side.{key}"
    assert says in f"{problem.message} {problem.remedy}"


def test_a_grey_lane_does_not_push(tmp_path):
    lane = "{good: magnets, from: maker, to: us_ev, push: true, grey: {via: VN}}"
    found = problems(write(tmp_path, CHAIN), [f"lanes.side={lane}"])
    assert "lanes.side.grey" in {problem.path for problem in found}


def test_a_country_of_papers_can_be_controlled_and_stands_beside_the_open_lane(tmp_path):
    """The same two may trade by an open lane of the same role."""
    settings = [
        "lanes.spare={good: magnets, from: maker, to: us_ev, standby: 1}",
        "lanes.side={good: magnets, from: maker, to: us_ev, standby: 1, grey: {via: VN}}",
        f"disruptions.more_trouble={{{CONTROL}, destinations: [VN]}}",
    ]
    assert load(write(tmp_path, CHAIN), settings).warnings == ()
    (problem,) = problems(write(tmp_path, CHAIN), settings[2:])
    assert "no place 'VN'" in problem.message


def test_a_control_that_only_reaches_abroad_is_accepted(tmp_path):
    """Nothing leaves US, but others may hold what does."""
    control = "kind: export_control, exporter: DE, goods: [magnets]"
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more_trouble={{{control}}}"])
    assert problem.path == "disruptions.more_trouble.exporter"
    rule = f"disruptions.more_trouble={{{control}, extraterritorial: 0.001}}"
    assert load(write(tmp_path, CHAIN), [rule]).warnings == ()
