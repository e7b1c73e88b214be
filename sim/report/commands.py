"""How a result is made again: what to type, and what proves that it is the same."""

import shlex
from collections.abc import Sequence

from sim import __version__
from sim.output.stored import StoredRun
from sim.report.document import Block, Code, Items, Paragraph
from sim.report.words import file_name
from sim.scenario.locate import shipped_names


def commands(runs: Sequence[StoredRun]) -> list[Block]:
    """Give the commands that make runs and their report again, and what their folders hold."""
    lines = [run_command(run) for run in runs]
    folders = [f"results/{run.name}-{run.digest}" for run in runs]
    lines += [f"shortfall verify {shlex.join(folders)}", f"shortfall report {shlex.join(folders)}"]
    from_stored = any(_is_stored(run) for run in runs)
    return [
        Paragraph("The same scenario, seed and version give the same bytes on any machine."),
        Code("\n".join(lines)),
        *(
            [Paragraph("scenario.yaml is the one in the folder of the run.", small=True)]
            if from_stored
            else []
        ),
        Items(tuple(_proof(run) for run in runs)),
    ]


def run_command(run: StoredRun) -> str:
    """Write the command that makes a run."""
    words = ["shortfall", "run", asked_for(run), "-n", str(run.count), "--seed", str(run.seed)]
    if run.sampling.scheme != "random":
        words += ["--sampling", run.sampling.scheme]
    for setting in run.loaded.settings:
        words += ["--set", setting]
    return shlex.join(words)


def asked_for(run: StoredRun) -> str:
    """Name the scenario file of a run, without the folder, which is of one machine."""
    name = run.loaded.named
    if not name or _is_stored(run):
        return "scenario.yaml"
    if name in shipped_names():
        return name
    return file_name(name)


def _is_stored(run: StoredRun) -> bool:
    """Tell whether its scenario was read from the folder of the run."""
    return file_name(run.loaded.named or "scenario.yaml") == "scenario.yaml"


def _proof(run: StoredRun) -> str:
    versions = ", ".join(f"{name} {one}" for name, one in run.manifest.versions.items())
    return (
        f"{run.name}: digest {run.digest}, program {run.source} ({versions}), "
        f"{run.said}, seed {run.seed}."
    )


def program() -> str:
    """Name the program that wrote a report."""
    return f"Written by shortfall {__version__}."
