"""A ban on transfers by others: what makers sell who keep batches apart, and who mix."""

import numpy as np
import pytest

from tests.known_answers.cases import run
from tests.known_answers.test_origin_rule import DAY, SEA, SHELF, buys, rule, short_from

BOTH_SELLS_TO_OTHERS = "lanes.others.from={east: 0.4, west: 0.3, both: 0.3}"


def listed(*keys: str) -> str:
    """Put arms on the list of CN, from the day on that is also that of the rule of origin."""
    told = "kind: entity_listing, exporter: CN, entities: [arms], third_party: true"
    return f"disruptions.listing={{{', '.join([told, 'start: 2026-04-11', *keys])}}}"


def test_a_mixture_with_any_of_the_exporters_metal_is_not_sold():
    assert short_from(*buys(both=1), listed()) == (DAY + SEA + SHELF, 1.0)


def test_by_batch_a_maker_sells_its_free_part():
    """Half of its metal is from the exporter: half of the use comes in, the shelf lasts twice."""
    found = short_from(*buys(both=1), listed("by_batch: true"))
    assert found == (DAY + SEA + 2 * SHELF, 0.5)
    assert found == short_from(*buys(both=1), rule())


def test_those_on_the_list_get_what_is_free_of_all_that_it_makes():
    """It makes 2.2 t a day, of which 1.1 t are free: they need 1 t."""
    assert short_from(*buys(both=1), BOTH_SELLS_TO_OTHERS, listed("by_batch: true")) == (None, 0.0)


@pytest.mark.parametrize(
    ("made_by", "mixes"), [("both", "magnet_makers.both.batches_apart=false"), ("east", "")]
)
def test_who_mixes_or_stands_there_sells_nothing(made_by, mixes):
    told = (*buys(**{made_by: 1}), *([mixes] if mixes else []), listed("by_batch: true"))
    assert short_from(*told) == (DAY + SEA + SHELF, 1.0)


def test_when_the_ban_ends_all_is_sold_again():
    """Half comes in for 42 days, and the shelf lasts for 28 of them."""
    first, lacks = short_from(*buys(both=1), listed("by_batch: true", "duration_days: 42"))
    assert (first, lacks) == (DAY + SEA + 2 * SHELF, 0.0)


def test_a_history_hangs_on_no_other_in_which_the_ban_begins_on_another_day():
    drawn = listed("by_batch: true").replace("2026-04-11", "{uniform: [60, 140]}")
    both = *buys(both=1), drawn, "magnet_makers.both.capacity_t_blanks_per_year=329"
    one, three = (run("origin_rule", *both, n=n).record.served_t for n in (1, 3))
    assert np.array_equal(one[..., 0], three[..., 0])
    assert not np.array_equal(three[..., 0], three[..., 1])
