"""What is said against milestones, and against what is to lengthen them or waits for them."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

BUILD = "build: {start: 2026-01-15, months: 8}"
"""From which a first product on 15 September 2026 follows."""


def project(milestones: str, more: str = "first_product: null") -> str:
    return f"projects.more={{{more}, milestones: {{{milestones}}}}}"


def slip(more: str) -> str:
    return f"disruptions.slip={{kind: project_slip, {more}}}"


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        ([project("build: {months: 8}")], "milestones.build", "neither start nor after"),
        ([project(f"{BUILD}, test: {{months: 1, after: biuld}}")], "milestones.test.after",
         "There is no milestone 'biuld'. Did you mean 'build'?"),
        ([project(f"{BUILD}, test: {{months: 1, after: [build, test]}}")], "milestones.test.after.1",
         "test waits for itself"),
        ([project("a: {months: 1, after: b}, b: {months: 1, after: a}")], "milestones.a.after",
         "Each of these waits for the other: a after b after a."),
        ([project(f"{BUILD}, first_product: 2026-09-15")], "milestones.first_product",
         "it follows from the others. Write first_product of the project"),
        ([project(f"{BUILD}, nameplate: 2026-09-15")], "milestones.nameplate", "Write ramp_months"),
        ([project("ground: 2026-01-15")], "first_product", "The key 'first_product' is missing."),
        ([project(BUILD, "first_product: 2026-10-01")], "first_product",
         "first_product is 2026-10-01, but its milestones lead to 2026-09-15, by build. "
         "Write 2026-09-15; or null"),
        ([project(f"{BUILD}, approved: {{months: 1, after: first_product}}",
                  "first_product: null, qualification_months: 2")], "qualification_months",
         "qualification_months and approved say both when customers count it."),
        ([project("build: {start: 2026-01-15, monts: 8}")], "milestones.build.monts",
         "Did you mean 'months'?"),
        ([project("build: 8")], "milestones.build", "8 is not a date or a mapping of"),
        ([project("build: {start: 2026-01-15, months: -8}")], "milestones.build.months",
         "-8 must be at least 0"),
        ([project("build: {start: 2026-01-15, months: {2026-01-01: 8}}")], "milestones.build.months",
         "it is planned once. Write one number; late_months"),
    ],
)  # fmt: skip
def test_milestones_that_make_no_plan_are_refused(settings, path, says, tmp_path):
    found = problems(write(tmp_path, CHAIN), settings)
    told = [f"{one.message} {one.remedy}" for one in found if one.path == f"projects.more.{path}"]
    assert any(says in one for one in told), found


def test_a_project_adds_to_a_capacity_that_there_is(tmp_path):
    depot = "depots={port: {country: US}}", "projects.more.facility=port"
    (problem,) = (
        one for one in problems(write(tmp_path, CHAIN), depot) if one.path.startswith("projects")
    )
    assert problem.path == "projects.more.facility"
    assert "port has no capacity that a project could add to" in problem.message
    unlimited = load(write(tmp_path, CHAIN), ["projects.more.facility=smelter"]).warnings
    told = {one.path: one.message for one in unlimited}
    assert "the capacity of smelter is unlimited" in told["projects.more.facility"]


STEPS = project(f"{BUILD}, machines: {{start: 2026-03-01, months: 2, cause: equipment, from: CN}}")


@pytest.mark.parametrize(
    ("more", "path", "says"),
    [
        ("months: 3", "", "A slip of whole projects names them"),
        ("projects: [more]", "", "A slip of whole projects needs months"),
        ("causes: [equipmnt], months: 3", ".causes.0",
         "No milestone that acts has the cause 'equipmnt'. Did you mean 'equipment'?"),
        ("milestones: [bild], projects: [more], months: 3", ".milestones.0",
         "No milestone of more that acts has the name 'bild'. Did you mean 'build'?"),
        ("from: [JP], months: 3", ".from.0", "needs anything from JP. Known: CN."),
        ("causes: [equipment], milestones: [build], months: 3", ".kind",
         "No milestone fits all of causes, milestones: it hits nothing."),
        ("causes: [equipment], months: -1", ".months", "Milestones only take longer: months can be -1"),
        ("causes: [equipment], months: 3, trigger: {late: more.bild, months: 1}", ".trigger.late",
         "no project or milestone that acts 'more.bild'. Did you mean 'more.build'?"),
        ("causes: [equipment], months: 3, trigger: {late: more}", ".trigger",
         "A trigger with late needs months, as months: 12"),
        ("causes: [equipment], months: 3, trigger: {given_up: more, months: 1}", ".trigger",
         "A trigger with given_up has no months: that goes with late"),
        ("causes: [equipment], months: 3, trigger: {late: more, months: 1, lag_days: 0}",
         ".trigger.lag_days", "The lag is 0 days: too short after a state."),
        ("causes: [equipment], months: 3, trigger: {late: more, months: 24}", ".trigger",
         "after the horizon"),
    ],
)  # fmt: skip
def test_what_can_lengthen_no_milestone_is_refused(more, path, says, tmp_path):
    found = {one.path: one for one in problems(write(tmp_path, CHAIN), [STEPS, slip(more)])}
    one = found[f"disruptions.slip{path}"]
    assert says in f"{one.message} {one.remedy}"


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        ([project(f"{BUILD}, test: {{start: 2026-02-01, months: 1, after: build}}")],
         "projects.more.milestones.test.start",
         "start has no effect: build, which it waits for, is not done before 2026-09-15."),
        ([project(BUILD, "first_product: null, slip_months: -3")], "projects.more.slip_months",
         "slip_months can be -3, which brings nothing forward: the milestones of more act"),
        ([project(BUILD), slip("projects: [more], months: {uniform: [-2, 6]}")],
         "disruptions.slip.months", "months can be -2, which brings nothing forward"),
        ([project(f"{BUILD}, approved: {{months: 1, after: first_product}}")],
         "projects.more.milestones.approved", "is for offtake lanes, and maker has none."),
        ([project(f"{BUILD}, machines: {{start: 2026-03-01, months: 2, fails: 1}}")],
         "projects.more.milestones.machines.fails", "It fails in every history: more never comes."),
        ([project(f"{BUILD}, test: {{months: 1, after: first_product, fails: 1}}")],
         "projects.more.milestones.test.fails", "more closes again on the day on which it is done."),
        ([project("dig: {start: 2025-01-01, months: 2}", "first_product: null")],
         "projects.more.milestones", "dig led to first product on 2025-03-01, which is not after"),
        ([STEPS, slip("projects: [more], months: 2, trigger: {given_up: more}")],
         "disruptions.slip.projects.0", "more has been given up when it is set off"),
        ([STEPS, slip("causes: [equipment], months: 0")], "disruptions.slip.months",
         "With months: 0 it changes nothing."),
        ([STEPS, slip("causes: [equipment], end: 2026-02-01, months: 1")], "disruptions.slip.end",
         "It is over before any of them begins, on 2026-03-01 by plan."),
        ([STEPS, slip("causes: [equipment], start: 2026-06-01, months: 1")],
         "disruptions.slip.start", "It begins when all of them are done, by 2026-05-01."),
        ([STEPS, "projects.wing={facility: maker, adds_per_year: 1, first_product: 2026-05-05}",
          slip("causes: [equipment], projects: [more, wing], months: 1")],
         "disruptions.slip.projects.1", "No milestone of wing is one of those"),
        ([STEPS, slip("causes: [equipment], months: 1, announced: 2026-01-01")],
         "disruptions.slip.announced", "announced has no effect"),
        ([STEPS, slip("causes: [equipment], months: 1, duration_days: 9, "
                      "trigger: {late: more, months: 1, times: 2}")],
         "disruptions.slip.trigger.times", "times has no effect: more is late, or given up, once."),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_warned_about(settings, path, says, tmp_path):
    found = {one.path: one for one in load(write(tmp_path, CHAIN), settings).warnings}
    assert says in found[path].message, found


@pytest.mark.parametrize(
    "kind", ["outage, facilities: [maker]", "demand_shock, consumers: [us_ev], factor: 2"]
)
def test_what_must_be_known_before_the_run_waits_for_no_project(kind, tmp_path):
    event = f"disruptions.more={{kind: {kind}, trigger: {{late: more, months: 1}}}}"
    (problem,) = problems(write(tmp_path, CHAIN), [STEPS, event])
    assert problem.path == "disruptions.more.trigger.late"
    assert "What becomes of more sets it off" in problem.message


MARKET = "market={normal_usd_per_kg: {china: {ndpr: 50, dy: 200}, outside: {ndpr: 50, dy: 200}}, projects: {more: {element: dy, below_usd_per_kg: 1, %s}}}"


@pytest.mark.parametrize(
    ("rule", "key", "says"),
    [
        ("milestone: bild", "milestone", "more has no milestone 'bild' that acts. Did you mean 'build'?"),
        ("milestone: machines, lead_months: 3", "lead_months", "lead_months has no effect"),
        ("milestone: machines, slip_months: 0", "slip_months", "it waits for nothing"),
        ("milestone: old", "milestone", "old began on 2025-12-01, before the start"),
    ],
)  # fmt: skip
def test_a_milestone_that_waits_for_a_price_is_one_to_come(rule, key, says, tmp_path):
    old = "old: {start: 2025-12-01, months: 1}, machines: {start: 2026-03-01, months: 2}"
    settings = [project(f"{BUILD}, {old}"), MARKET % rule]
    file = write(tmp_path, CHAIN)
    found = problems(file, settings) if "bild" in rule else load(file, settings).warnings
    told = {one.path: one.message for one in found}
    assert says in told[f"market.projects.more.{key}"], told
