"""The file of a forecast: as it was written, or refused."""

import hashlib
import json
import re

import pytest

from sim.forecast.frozen import read_forecast, sealed, shipped_forecasts, text_of
from sim.output.errors import DamagedError, OutputError
from sim.scenario.errors import ScenarioError
from tests.forecasts import forecast, written


@pytest.fixture
def file(tmp_path):
    return written(tmp_path)


def test_what_is_read_is_what_was_written(file):
    assert read_forecast(file) == forecast()


def test_it_names_its_hash(file):
    assert json.loads(file.read_text())["sha256"] == sealed(forecast())
    assert re.fullmatch("[0-9a-f]{64}", sealed(forecast()))


def test_the_hash_is_of_the_content_and_not_of_the_layout(file):
    """Any tool may lay the file out anew, and sort its keys."""
    content = json.loads(file.read_text())
    file.write_text(json.dumps(content, indent=4, sort_keys=True))
    assert read_forecast(file) == forecast()


def test_the_hash_is_that_of_the_stated_recipe(file):
    """Nobody needs this program to check it."""
    content = json.loads(file.read_text())
    said = content.pop("sha256")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("120.0]", "121.0]"),
        ('"2026-06": 100.0', '"2026-06": 100.1'),
        ('"chance": 0.9', '"chance": 0.8'),
        ('"2026-07-20"', '"2026-07-21"'),
        ('"as_of": "2026-06-30"', '"as_of": "2026-05-31"'),
        ('"seed": 1', '"seed": 2'),
        ("Not in the bands: all.", "Not in the bands: nothing."),
        ('"settings": []', '"settings": [], "more": 1'),
    ],
)
def test_what_was_altered_is_refused(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(DamagedError, match=r"by-hand\.json: it is not as it was written"):
        read_forecast(file)


def test_every_value_counts(file):
    """Whatever single number, text or date is changed: it is found out."""
    content = json.loads(file.read_text())
    kept = content.pop("sha256")

    def changed(value):
        if isinstance(value, dict):
            for key in value:
                for other in changed(value[key]):
                    yield {**value, key: other}
                yield {other: value[other] for other in value if other != key}
        elif isinstance(value, list):
            for at, one in enumerate(value):
                for other in changed(one):
                    yield [*value[:at], other, *value[at + 1 :]]
        elif value is None or isinstance(value, str):
            yield f"{value}x"
        else:
            yield value + 1

    tried = 0
    for other in changed({key: value for key, value in content.items() if key != "format"}):
        file.write_text(json.dumps({"format": 1, **other, "sha256": kept}))
        with pytest.raises(DamagedError):
            read_forecast(file)
        tried += 1
    assert tried > 50


def test_one_of_a_newer_program_is_refused_by_its_format(file):
    file.write_text(file.read_text().replace('"format": 1', '"format": 2').replace("0.1.0", "0.9"))
    with pytest.raises(OutputError, match=r"format 2, and this program reads up to 1.*'0\.9'"):
        read_forecast(file)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is no forecast"),
        ("month,series,t\n", "it is no forecast"),
        ("[1, 2]", "it has no format and no sha256"),
        ('{"format": 1}', "it has no format and no sha256"),
        ('{"format": 1, "seed": 1, "seed": 2, "sha256": ""}', "'seed' is there twice"),
        ('{"format": 1, "t": NaN, "sha256": ""}', "NaN is no number"),
        ("[" * 100_000, "it is no forecast"),
    ],
)
def test_what_is_no_forecast_is_refused_with_the_remedy(file, text, says):
    file.write_text(text)
    with pytest.raises(OutputError, match=f"{says}.*forecast.json"):
        read_forecast(file)


def test_a_forged_hash_does_not_make_a_forecast_of_anything(file):
    content = {"format": 1, "name": "forged"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    content["sha256"] = hashlib.sha256(canonical.encode()).hexdigest()
    file.write_text(json.dumps(content))
    with pytest.raises(OutputError, match="it is no forecast: settings: Field required"):
        read_forecast(file)


def test_what_is_no_text_is_refused(file):
    file.write_bytes(b"\xff\xfe{}")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_forecast(file)


def test_the_file_has_a_line_a_month_and_a_line_a_stop():
    rows = text_of(forecast()).splitlines()
    assert '    "2026-07": [80.0, 95.0, 100.0, 105.0, 120.0],' in rows
    assert sum(row.startswith('  "first_stop_') for row in rows) == 3


@pytest.mark.parametrize("name", sorted(shipped_forecasts()))
def test_shipped_forecasts_are_as_they_were_written(name):
    assert read_forecast(shipped_forecasts()[name]).months
