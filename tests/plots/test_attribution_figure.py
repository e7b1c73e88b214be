"""The figure of an attribution, with made-up histories."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib import rc_context

from sim.attribute.attribution import Attribution, Shares
from sim.attribute.cause import causes_of
from sim.attribute.question import Question, chosen_groups
from sim.output.monthly import Months
from sim.output.run_request import RunRequest
from sim.plots.attribution import attribution_figure, draw_attribution
from sim.plots.style import RC, footer
from sim.scenario.load import load
from tests.plots.legible import assert_apart, assert_inside, assert_told, lay_out, texts
from tests.plots.studies import files_of, study_in

HISTORIES = 20


def question():
    loaded = load("licences-2025")
    groups = chosen_groups(loaded.scenario, ("US", "EU", "JP"))
    return Question(
        RunRequest(loaded, HISTORIES, 1),
        causes_of(loaded.scenario, with_stockpiles=True),
        groups,
    )


@pytest.fixture(scope="module")
def answer():
    """Eight causes, of which some save; what is there anyway; Japan never goes short."""
    asked = question()
    months = len(Months.of(asked.scenario).days)
    luck = np.random.default_rng(3)
    shares = []
    for group in asked.groups:
        size = {"EU": 2.0, "JP": 0.0, "US": 5.0}[group.name]
        by_cause = size * luck.normal(1.0, 0.3, (len(asked.causes), months, HISTORIES))
        by_cause[:, :5] = by_cause[:, 14:] = 0.0
        by_cause[2] *= -1.0
        none = np.full((months, HISTORIES), 0.1 * size)
        shares.append(
            Shares(group, none + by_cause.sum(axis=0), none, by_cause, by_cause, {}, None)
        )
    onset = np.linspace(90.0, 120.0, HISTORIES)
    windows = {name: np.stack([onset, onset + 200.0]) for name in asked.scenario.disruptions}
    return Attribution(asked, shares, windows, {})


@pytest.fixture(scope="module")
def figure(answer):
    with rc_context(RC):
        figure = attribution_figure(answer)
        footer(figure, "world as known on 2026-06-30")
        lay_out(figure)
        yield figure


def test_no_text_leaves_the_figure(figure):
    assert_inside(figure, texts(figure))


def test_no_text_overlaps_another(figure):
    assert_apart(texts(figure))


def test_it_says_what_its_histories_differ_by(figure):
    assert_told(figure)


def test_a_group_has_a_row_if_it_goes_short(figure):
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert [title.partition(":")[0] for title in titles if title] == ["EU", "US"]


def test_the_stack_is_as_high_as_the_shares_are(answer, figure):
    """What is above zero less what is below it is the whole, month by month."""
    (ax,) = (ax for ax in figure.axes if ax.get_title(loc="left").startswith("EU"))
    heights = sum(patch.get_height() for patch in ax.patches if hasattr(patch, "get_height"))
    shares = next(one for one in answer.shares if one.group.name == "EU")
    assert heights == pytest.approx(shares.whole_run(shares.total))


def test_figures_repeat_byte_for_byte(answer, tmp_path):
    first, again = (
        {path.name: path.read_bytes() for path in draw_attribution(answer, study_in(tmp_path / to))}
        for to in "ab"
    )
    assert first == again
    assert set(first) == set(files_of("attribution"))


def test_the_strip_has_causes_and_not_what_is_there_at_every_point(answer):
    """The note below the table names that."""
    for count in (8, 2):
        asked = replace(answer.question, causes=answer.question.causes[:count])
        with rc_context(RC):
            strip, *_ = attribution_figure(replace(answer, question=asked)).axes
        causes = set().union(*(cause.disruptions for cause in asked.causes))
        disruptions = asked.scenario.disruptions
        assert len(strip.texts) == sum(disruptions[name].changes is None for name in causes)
