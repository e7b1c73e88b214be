"""Content follows matter: what is told of where it has been adds up to what there is."""

import numpy as np
import pytest

from sim.scenario.provenance import ANY, Origin
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.provenance.provenance import Provenance
from sim.world.world import World
from tests.integration.all_of_a_chain import all_of_a_chain

REST = ["JP", "US"]
"""All others that make anything in that world."""
PLACES = ["CN", "REST", "WORLD"]
CLOSE = 1e-9


class Books:
    """What accounts say has left each stock since the last month's end, beside what content does.

    It follows a world of which all that can be random is, with recyclers, heavies passed on,
    depots, seizures, surplus that a stockpile buys, outages and releases.
    """

    def __init__(self) -> None:
        self.world: World | None = None
        self.before: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}
        self.gaps: dict[str, float] = {}
        self.months = 0

    def compare(self, provenance: Provenance) -> None:
        """Compare at a month's end, after content was followed."""
        self.months += 1
        accounts = {(one.name, one.whose): one.out.copy() for one in self.world.accounts()}
        for flow in provenance._goods.values():
            for kind, pool, names in (
                ("stock", flow.sellers, flow.layout.sellers),
                ("input", flow.buyers, flow.layout.buyers),
            ):
                self.look_at(kind, pool, flow.cells)
                for key, out in accounts.items():
                    if key[0] == f"{kind} of {flow.good}" and not self.has_surplus(*key):
                        rows = [names.index(name) for name in key[1]]
                        self.leaves(key, out, pool, flow.cells, rows)
        for work in provenance._works:
            key = next(key for key in accounts if key[0] == f"process of {work.block}")
            self.leaves(key, accounts[key], work.pool, work._sold.cells, slice(None))
        self.before = accounts

    def has_surplus(self, account: str, names: tuple[str, ...]) -> bool:
        """Tell whether what is set aside leaves the account, but not its plants."""
        return account == "stock of oxide" and names[0] in self.world.scenario.separation_plants

    def leaves(self, key, out, pool, cells, rows) -> None:
        """Compare what has left by content with what has by the account."""
        whole = np.unique(np.arange(cells.count)[cells.whole])
        gone = (pool.mixed - pool.content)[rows][:, whole, 0]
        items = np.arange(out.shape[1])[cells.item][whole]
        told = (out - self.before.get(key, 0.0))[:, items]
        self.note(f"leaves {key[0]}", gone - told, np.abs(told).max(initial=1.0))

    def look_at(self, kind, pool, cells) -> None:
        """Compare labels with each other, and with everything."""
        held = pool.content[:, cells.of_elements]
        most = np.abs(held).max(initial=1.0)
        cn, rest, world = (held[:, :, 1 + 5 * at : 6 + 5 * at] for at in range(3))
        self.note(f"partition of {kind}", cn[:, :, :4] + rest[:, :, :4] - world[:, :, :4], most)
        self.note(f"world of {kind}", world[:, :, 4] - held[:, :, 0], most)
        self.note(f"beyond {kind}", np.maximum(held[:, :, 1:] - held[:, :, :1], 0.0), most)
        self.note(f"below {kind}", np.minimum(held, 0.0), most)

    def note(self, what: str, gap: np.ndarray, scale: float) -> None:
        self.gaps[what] = max(self.gaps.get(what, 0.0), float(np.abs(gap).max(initial=0.0) / scale))


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    scenario = all_of_a_chain(tmp_path_factory.mktemp("world"))
    measures = scenario.measures.model_copy(update={"exposure": PLACES})
    blocs = {**scenario.blocs, "REST": REST, "WORLD": [*REST, "CN"]}
    scenario = scenario.model_copy(update={"measures": measures, "blocs": blocs})
    found, patch = Books(), pytest.MonkeyPatch()
    opens, step = World.open, Provenance._step

    def open_and_remember(world, warm):
        found.world = world
        opens(world, warm)

    def step_and_compare(provenance):
        step(provenance)
        found.compare(provenance)

    with patch.context() as patched:
        patched.setattr(World, "open", open_and_remember)
        patched.setattr(Provenance, "_step", step_and_compare)
        run_block(Job(scenario, 1).study(), Block(0, 0, 64), lambda *_: None)
    return found


def test_what_leaves_by_content_is_what_leaves_by_the_account(books):
    assert books.months == 12
    found = {what: gap for what, gap in books.gaps.items() if what.startswith("leaves")}
    assert {"leaves input of concentrate", "leaves stock of scrap"} < set(found)
    assert {what: gap for what, gap in found.items() if gap > CLOSE} == {}


@pytest.mark.parametrize("what", ["partition", "world", "beyond", "below"])
def test_places_that_are_all_of_the_world_hold_everything_and_no_more(books, what):
    found = {name: gap for name, gap in books.gaps.items() if name.startswith(what)}
    assert len(found) == 2
    assert {name: gap for name, gap in found.items() if gap > CLOSE} == {}


def test_nobody_has_asked_for_another_origin(books):
    provenance = books.world.provenance
    assert provenance.share(Origin("CN"), "oxide").max() == pytest.approx(1.0)
    with pytest.raises(ValueError, match="is not followed"):
        provenance.share(Origin("JP", ANY), "oxide")
