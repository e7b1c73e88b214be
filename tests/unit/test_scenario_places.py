"""Places that are written by name, or otherwise than everywhere else."""

import pytest

from sim.scenario.country import CODES, code_of
from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

REGION = "consumers.us_ev.region"


def warned(tmp_path, *settings):
    """Give what is warned about the region of a consumer."""
    found = load(write(tmp_path, CHAIN), settings).warnings
    return [one.message for one in found if one.path == REGION]


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("Germany", "DE"),
        ("Germny", "DE"),
        ("United_States", "US"),
        ("USA", "US"),
        ("Brazil", "BR"),
        ("UK", "GB"),
        ("Europe", "EU"),
        ("ALLIED", "ALLIES"),
    ],
)
def test_a_place_that_nothing_else_names_is_told_with_what_is_meant(tmp_path, place, meant):
    (says,) = warned(tmp_path, f"{REGION}={place}")
    assert says == (
        f"Nothing else in the scenario names the place '{place}'. Did you mean '{meant}'?"
    )


@pytest.mark.parametrize("place", ["US", "ALLIES", "NZ", "EU", "ROW"])
def test_places_of_the_scenario_and_codes_of_countries_are_no_mistake(tmp_path, place):
    assert warned(tmp_path, f"{REGION}={place}") == []


def test_a_place_that_a_bloc_names_is_no_mistake(tmp_path):
    atlantis = f"{REGION}=Atlantis"
    assert warned(tmp_path, atlantis) == [
        "Nothing else in the scenario names the place 'Atlantis'."
    ]
    assert warned(tmp_path, atlantis, "blocs.ISLES=[Atlantis]") == []


def test_two_that_stand_in_the_name_of_a_place_whose_code_is_used_are_told(tmp_path):
    hit = "disruptions.halt.destinations=[Germany]"
    (says,) = warned(tmp_path, f"{REGION}=Germany", "consumers.de_wind.region=Germany", hit)
    assert says.startswith("'Germany' is another place than 'DE', which the scenario names, too.")


def test_a_place_that_is_not_there_is_told_with_the_code_of_its_name(tmp_path):
    (found,) = problems(write(tmp_path, CHAIN), ["policy.home_first=[Germany]"])
    assert found.message == "There is no place 'Germany'. Did you mean 'DE'?"


def test_names_of_other_countries_and_blocs_are_not_taken_for_those_of_the_table():
    others = ["Iraq", "Niger", "Mali", "Allies", "COVERED", "Home", *CODES]
    assert [code_of(name) for name in others] == [""] * len(others)
    names = [(code, name) for code, all_of in CODES.items() for name in all_of.split("; ")]
    assert all(code_of(name) == code for code, name in names)
