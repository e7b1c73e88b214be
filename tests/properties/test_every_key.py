"""Every key of the format has an effect, or is refused or warned about where it has none."""

import pytest

from tests.properties.keys.case import Case, cases, keys
from tests.properties.keys.evidence import EVIDENCE, told


def test_every_key_has_a_case():
    """Name a value that moves something in ``keys/cases``, or what is said against the key."""
    known = {f"{block}.{key}" for block, names in keys().items() for key in names}
    named = {case.key for case in cases()}
    assert known - named == set(), "give each a case in tests/properties/keys/cases/*.yaml"
    assert named - known == set(), "these keys are gone: take their cases out"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)
def test_a_key_has_the_effect_it_should_have(case: Case):
    if case.told is not None:
        assert any(case.told in says for says in told(case.world, case.other))
        return
    assert EVIDENCE[case.shown](case.world, case.one, case.other), f"{case.other} moves nothing"
