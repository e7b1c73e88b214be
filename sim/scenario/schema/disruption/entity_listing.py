"""A country bans exports to those on a list."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from sim.scenario.chain import Good
from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.effect import Narrowing
from sim.scenario.schema.disruption.embargo import Embargo, names_none, never_told_apart
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.quantity import FixedFraction
from sim.scenario.use import Use, uses

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route


class EntityListing(Timed):
    """A country bans exports to facilities or consumers that it puts on a list."""

    kind: Literal["entity_listing"]
    """The kind of disruption."""
    exporter: Place
    """The country (or bloc) that keeps the list."""
    entities: list[Id]
    """Facilities and consumers on the list."""
    goods: list[Good] | dict[Good, Literal["all"] | list[Id]] | Literal["all"] = "all"
    """Goods banned; a mapping names the elements for each good."""
    third_party: bool = False
    """Third-party transfer ban: sellers in other countries may not sell the exporter's material to
    them either."""
    by_batch: bool = False
    """With third_party: makers and depots abroad that keep batches of magnets apart (their
    ``batches_apart``) may sell those on the list what is free of the exporter's material; else what
    they sell is one mixture, which holds it or not. In tables of exposure what those on the list
    buy so counts as the mixture of its seller."""
    content_threshold: FixedFraction = 0.001
    """Magnets count as holding an element from this content on. With third_party also the content
    of the exporter's material, t per t of the goods, from which others may not sell."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""

    nouns: ClassVar = {"exporter": "place", "entities": "facility or consumer"}
    targets: ClassVar = ("entities",)

    def narrows(self, network: "Network") -> Narrowing:
        """Close what leads to those on the list; grey lanes name somebody else."""
        items, abroad = self._embargo(network).narrowing()
        return Narrowing(items, abroad, self.orders_when_closed)

    def names(self) -> Iterator[Use]:
        """Go through the elements, too."""
        yield from super().names()
        for good, elements in self.goods.items() if isinstance(self.goods, dict) else ():
            if elements != "all":
                yield from uses(("goods", good), elements, "element")

    def findings(self, network: "Network") -> Iterator[Finding]:
        """Find goods and keys that have no effect, too."""
        yield from super().findings(network)
        yield from names_none(self.goods)
        if self.third_party:
            yield from self._embargo(network).follows_nothing("third_party")
        else:
            yield from never_told_apart(self, self.goods)
            if self.by_batch:
                says = "by_batch has no effect: without third_party nobody abroad is asked."
                yield Finding(("by_batch",), says, "Write third_party: true as well.", "warning")

    def misses(self, network: "Network") -> Iterator[Finding]:
        """Some entity must buy some of the goods, from the exporter or by third parties."""
        embargo = self._embargo(network)
        bought = [r for r in network.routes if embargo.aimed(r) and embargo.leaves(r)]
        if not any(embargo.is_on(route) for route in bought):
            ways = sorted({f"{route.good} to {route.buyer}" for route in bought})
            from_whom = "any seller" if self.third_party else self.exporter
            says = f"None of these buys any of the goods from {from_whom}: it can hit nothing."
            remedy = f"What reaches them: {', '.join(ways[:10]) or 'nothing'}."
            yield Finding(("entities",), says, remedy)

    def _embargo(self, network: "Network") -> Embargo:
        return Embargo(
            network,
            self.exporter,
            self.goods,
            self.content_threshold,
            aimed=self._lists,
            content_abroad=self.content_threshold if self.third_party else None,
            within_borders=True,
            by_batch=self.by_batch,
        )

    def _lists(self, route: "Route") -> bool:
        return route.grey is None and route.buyer in self.entities
