"""A metal maker whose feed of the first day was bought long ago, of one seller."""

import numpy as np
import pytest

from tests.known_answers.cases import run


@pytest.mark.parametrize(("seller", "part"), [("sep_here", 1.0), ("sep_there", 0.0), (None, 0.5)])
def test_the_first_feed_is_of_whom_it_was_bought(seller, part):
    """It buys half of each and has feed for 200 days, and for one at sea, which mixes by the month.

    So of 201 days of old feed and a month of new the part of the old is left. All that it makes is
    used, by one who buys of it alone, some weeks later.
    """
    record = run(
        "origin_rule",
        "lanes.oxide_there.share=0.5",
        "lanes.more={good: oxide, from: sep_here, to: metal_there, share: 0.5}",
        "lanes.half_here.share=0",
        "lanes.half_there.share=1",
        "lanes.arms_east.share=0",
        "lanes.arms_both.share=1",
        f"metal_makers.metal_there={{feed_days: 200, first_feed_from: {seller or 'null'}}}",
        "measures.exposure=[CN]",
    ).record
    place = record.exposures.index("CN.separated")
    found = record.exposure_t[:, place, 0, 0, 0] / record.used_content_t[:, 0, 0, 0]
    days = np.array([31, 28, 31, 30, 31, 30])
    feed = 0.5 + (part - 0.5) * np.cumprod(201 / (201 + days))
    # What lies behind it on the first day, metal and magnets, is used up by March.
    np.testing.assert_allclose(found[2:], feed[2:], atol=0.06)
