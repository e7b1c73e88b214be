"""What is learned of a choice: what to measure first, what is worth nothing, what cannot be had."""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from sim.decide.findings import Findings
from sim.decide.words import measurable, sentences, unmeasurable
from tests.made_up_choice import FLIPS, HAPPENS, NOTHING, WIDENS, made_up

NORMAL = NormalDist()


@pytest.fixture(scope="module")
def found():
    return Findings(made_up())


def told(found, place):
    name = found.choice.inputs[place].name
    return next(one for given, one in found.inputs if given.name == name)


def test_the_number_that_flips_the_choice_comes_first(found):
    assert [one.name for one, _ in measurable(found)] == ["flips", "widens"]
    assert [one.name for one, _ in unmeasurable(found)] == ["happens"]
    assert not told(found, NOTHING).is_told


def test_it_is_worth_the_unit_normal_loss(found):
    """The second option is worse by 2 + 6 X."""
    one = told(found, FLIPS).choice
    far = 2.0 / 6.0
    assert one.low < 6.0 * (NORMAL.pdf(far) - far * NORMAL.cdf(-far)) < one.high
    assert one.flips == pytest.approx(NORMAL.cdf(-far), abs=0.04)
    assert one.worth == pytest.approx(found.perfect, rel=0.01)
    assert told(found, FLIPS).money.worth == pytest.approx(3.0 * one.worth)


def test_what_both_options_share_narrows_the_band_and_is_worth_nothing(found):
    one = told(found, WIDENS)
    assert found.width == pytest.approx(2 * 1.645 * np.sqrt(200.0), rel=0.1)
    assert found.taken_off(one) == pytest.approx(found.width * (1.0 - np.sqrt(0.5)), rel=0.15)
    assert (one.choice.worth, one.choice.flips, found.taken_apart(one)) == (0.0, 0.0, 0.0)


def test_the_difference_is_known_when_what_makes_it_is(found):
    assert found.taken_apart(told(found, FLIPS)) == pytest.approx(found.width_apart, rel=0.05)


def test_groups_are_never_worth_less_than_one_of_them(found):
    by_name = {one.name: one for one in found.groups}
    every = by_name["all inputs"]
    assert len(every.members) == 4
    assert every.told.choice.worth >= told(found, FLIPS).choice.worth
    assert every.told.band.share == pytest.approx(1.0, abs=0.02)
    assert by_name["numbers of the world"].members == (FLIPS, NOTHING)
    assert by_name["dates and lengths of events"].members == (HAPPENS,)
    assert by_name["dates of projects"].told is told(found, WIDENS)
    sources = [one.name for one in found.groups if one.kind == "source"]
    assert sources == ["source_of_flips", "source_of_widens", "source_of_nothing"]


def test_an_option_that_is_never_best_changes_nothing(found):
    more = Findings(made_up(options=3))
    one, other = told(found, FLIPS).choice, told(more, FLIPS).choice
    assert other.worth == pytest.approx(one.worth, rel=0.02)
    assert (more.chosen, more.next_best) == (0, 1)
    assert more.beaten == found.beaten


def test_sentences_say_what_to_measure_and_how_things_stand(found):
    stand, first, together, *_ = sentences(found)
    assert "no stockpile" in stand
    assert f"Another is better in {100 * found.beaten:.0f} % of histories" in stand
    assert first.startswith(
        "Measure a survey of shelves, with a name that is long (world.yaml:3) first: "
    )
    assert "off the band of the difference; it would flip the choice in" in first
    assert "(USD " in first
    assert together.startswith("Known together, of the 19.6 days of the band of the difference: ")


def test_without_a_choice_only_the_band_is_told_of():
    alone = Findings(made_up(options=1))
    assert alone.next_best is None
    assert all(one.choice is None for _, one in alone.inputs)
    assert "worth" not in " ".join(sentences(alone))
    assert sentences(alone)[1].startswith("Measure first product of a plant")


def test_where_one_option_is_always_best_nothing_flips_the_choice():
    choice = made_up()
    sure = replace(choice, values=np.stack([choice.values[0], choice.values[0] + 1.0]), money=None)
    says = sentences(Findings(sure))
    assert "is best in every history, whatever comes" in says[0]
    assert says[1].startswith("No single number that can be measured would flip the choice")
    assert "To narrow the band, measure first product of a plant" in says[1]


def test_more_is_better_where_it_is():
    choice = made_up(money=False)
    turned = replace(choice, values=200.0 - choice.values, better="higher")
    one, other = (told(Findings(which), FLIPS).choice for which in (choice, turned))
    assert (other.worth, other.flips) == pytest.approx((one.worth, one.flips))


def test_money_may_choose_what_days_do_not():
    choice = made_up()
    costs = choice.money.costs + np.array([[500.0], [0.0]])
    found = Findings(replace(choice, money=replace(choice.money, costs=costs)))
    assert (found.chosen, found.cheapest) == (0, 1)
    assert "By money (lost output) sixty days is best" in sentences(found)[0]


def test_a_number_may_flip_the_choice_by_money_alone():
    choice = made_up()
    days = np.stack([choice.values[0], choice.values[0] + 1.0])
    first = sentences(Findings(replace(choice, values=days)))[1]
    assert first.startswith("Measure a survey of shelves")
    assert "it would flip the choice by money in" in first
    assert "worth USD " in first


def test_a_measure_that_never_varies_has_no_band():
    choice = made_up()
    found = Findings(replace(choice, values=np.full((2, 1024), 3.0), money=None))
    assert found.width == 0.0
    assert not any(one.is_told for _, one in found.inputs)
    assert "told from noise" in sentences(found)[1]


def test_options_that_are_the_same_in_every_history_are_said_to_be():
    choice = made_up()
    same = replace(choice, values=np.stack([choice.values[0]] * 2), money=None)
    (stand, *_) = sentences(Findings(same))
    assert "no stockpile (" in stand
    assert "the same in every history." in stand
    assert "next" not in stand
