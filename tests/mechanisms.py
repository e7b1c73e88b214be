"""Which mechanism carries how many days that defence is short: the table of scenarios/README.md.

``python -m tests.mechanisms`` runs each scenario as it is and with each mechanism off, by the
settings that stand there, and renews the table. Options of ``shortfall run`` may follow.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.marked import replaced

README = Path(__file__).resolve().parents[1] / "scenarios" / "README.md"
NAME = "mechanisms"
"""What the table is marked as."""
SCENARIOS = "military-denial", "defence-halt", "two-year-halt", "samarium-halt"
WHOSE = {
    "us_defence": "US",
    "us_defence_smco": "US, SmCo",
    "eu_defence": "EU",
    "eu_defence_smco": "EU, SmCo",
    "jp_defence": "Japan",
    "kr_defence": "Korea",
}
AS_IT_IS = "as it is"
HISTORIES = 16
AS_WRITTEN = "worlds=central"
"""Switches differ by what they switch alone: no number is off."""


def switches(text: str) -> dict[str, tuple[str, ...]]:
    """Read the settings that switch mechanisms off, by name, from the table above the marks."""
    _, _, section = text.partition("## Which mechanism carries the answer\n")
    table, _, _ = section.partition(f"<!-- {NAME}:begin -->")
    rows = re.findall(r"^\| (.+?) \| `(--set .+?)` \|$", table, re.MULTILINE)
    return {name: tuple(shlex.split(options)[1::2]) for name, options in rows}


def header(text: str) -> str:
    """Give the first two lines of the table."""
    names = ["shortfall days of defence", "", AS_IT_IS, *switches(text)]
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}"


def days(scenario: str, *options: str) -> dict[str, str]:
    """Run a scenario; give the shortfall days of each region's defence, with their interval."""
    command = [sys.executable, "-m", "sim", "run", scenario, "-n", str(HISTORIES), "-q", "--json"]
    done = subprocess.run(
        [*command, "--no-figures", "--set", AS_WRITTEN, *options],
        check=True,
        capture_output=True,
        text=True,
    )
    found = {}
    for row in json.loads(done.stdout)["rows"]:
        if row["measure"] == "shortfall_days" and row["group"] in WHOSE:
            low, high = row["ci95"]
            found[row["group"]] = f"{row['mean']:.0f} ± {(high - low) / 2:.0f}"
    return found


def main() -> None:
    """Run what is missing, and renew the table."""
    text, options = README.read_text(encoding="utf-8"), sys.argv[1:]
    settings = [(), *switches(text).values()]
    lines = [header(text)]
    for scenario in SCENARIOS:
        cells = [
            days(scenario, *(part for setting in some for part in ("--set", setting)), *options)
            for some in settings
        ]
        for number, (group, label) in enumerate(WHOSE.items()):
            first = "" if number else f"`{scenario}`"
            row = [first, label, *(cell[group] for cell in cells)]
            lines.append(f"| {' | '.join(row)} |")
        print(*lines[-len(WHOSE) :], sep="\n", flush=True)
    README.write_text(replaced(text, NAME, "\n".join(lines)), encoding="utf-8")


if __name__ == "__main__":
    main()
