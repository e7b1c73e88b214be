"""How many examples a property is tried with: those that a run of all tests has time for.

``SHORTFALL_EXAMPLES=20`` in the environment tries twenty times as many.
"""

import os

from hypothesis import Phase, settings

TIMES = int(os.environ.get("SHORTFALL_EXAMPLES", "1"))


def examples(number: int) -> settings:
    """Try so many examples, others each time."""
    return settings(max_examples=number * TIMES, deadline=None)


few = settings(examples(8), derandomize=True, phases=[Phase.generate])
"""As many examples as the time of a test run allows, the same in every run, none made smaller."""

several = settings(few, max_examples=12 * TIMES)
"""The same for networks that run fast."""
