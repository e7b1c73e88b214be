"""A scenario whose texts want to be more than text: no screen, file or page obeys them."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.cli.conftest import Call

MINES = Path(__file__).resolve().parents[2] / "scenarios" / "two-mines.yaml"
TEXT = r"\e[31m\e]0;x\a<script>alert(1)</script> $\\frac{$ | `c` [a](b) \u202E \x9b2J \r\nnext"
EVIL = f"""\
schema: 1
name: evil
extends: two-mines.yaml
end: 2026-06-30
question: "{TEXT}"
consumers:
  motors: {{label: "=1+1 {TEXT}", sector: "@a {TEXT}", note: "{TEXT}"}}
disruptions:
  halt: {{label: "{TEXT}"}}
sources:
  example: {{title: "-{TEXT}"}}
"""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def test_no_text_of_a_scenario_steers(call: Call, tmp_path: Path) -> None:
    """Run, compare in all forms and explain it: no control character, no tag, no formula."""
    (tmp_path / "two-mines.yaml").write_text(MINES.read_text())
    (tmp_path / "evil.yaml").write_text(EVIL)
    (tmp_path / "more.yaml").write_text(
        EVIL.replace("name: evil", "name: more").replace("note:", "stock_days: 40, note:")
    )
    quick = ("-n", 2, "--workers", 1)
    shown = []
    for command in (
        ("validate", "evil.yaml"),
        ("explain", "evil.yaml"),
        ("run", "evil.yaml", *quick),
        *(("compare", "evil.yaml", "more.yaml", *quick, f"--{form}") for form in ("md", "html")),
        ("compare", "evil.yaml", "more.yaml", *quick, "--csv", "--no-figures"),
        ("explain", "evil.yaml", "--set", "consumers.motors.label={TEXT"),
    ):
        result = call(*command)
        assert result.exit_code in {0, 2}, result.stderr
        shown += [result.stdout, result.stderr]
    files = [
        path
        for path in tmp_path.glob("results/**/*")
        if path.suffix in {".csv", ".json", ".svg", ".md", ".html"}
    ]
    assert {path.suffix for path in files} >= {".csv", ".json", ".svg"}
    for path in files:
        text = path.read_text()
        if path.suffix == ".svg":
            ET.fromstring(text)
        if path.suffix == ".csv":
            assert not re.search(r'(^|,)"?[=@]', text, re.MULTILINE), path
        shown.append(text)
    for text in shown:
        found = STEERING.search(text)
        assert found is None, text[max(found.start() - 60, 0) : found.end()]
    page, markdown = next(t for t in shown if "<!DOCTYPE" in t), shown[6]
    assert set(re.findall("<script[^>]*>", page)) <= {
        "<script>", '<script type="application/json">',
        '<script type="application/json" class="panels">',
    }  # fmt: skip
    assert page.count("<script>") == 1
    assert "<script>alert" not in page
    assert "<script" not in markdown.replace("`", "")
