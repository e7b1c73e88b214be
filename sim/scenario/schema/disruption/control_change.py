"""An export control is changed for a time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from sim.scenario.chain import MAGNETS, Good
from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.aim import Aim
from sim.scenario.schema.disruption.effect import Change
from sim.scenario.schema.disruption.export_control import ExportControl
from sim.scenario.schema.disruption.licensing import LICENSING, too_long
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.licence import EndUse, General, Inspection, LicenceTerms

if TYPE_CHECKING:
    from sim.scenario.network import Network


class ControlChange(Timed):
    """An export control is changed for a time, for some or all of what it hits.

    Of several in force at once, value by value, one for named destinations, end uses or goods
    counts before one for all, and else the one that is expected to start last.
    """

    kind: Literal["control_change"]
    """The kind of disruption."""
    control: Id
    """The export control that is changed."""
    destinations: list[Place] | Literal["all"] = "all"
    """Countries and blocs for which it is changed."""
    end_uses: list[EndUse] | Literal["all"] = "all"
    """End uses for which it is changed."""
    goods: list[Good] | Literal["all"] = "all"
    """Goods for which it is changed, with all their elements: to change some only, give them a
    control of their own."""
    suspended: bool = False
    """The control does not apply while the change is in force."""
    licence: LicenceTerms | None = None
    """New terms of case-by-case licences."""
    general: General | None = None
    """New general licences."""
    inspection: Inspection | None = None
    """New tests of goods that hold nothing controlled."""

    nouns: ClassVar = {"control": "disruption", "destinations": "place"}

    @property
    def changes(self) -> Change:
        """The control that it names."""
        aim = Aim(self.destinations, self.end_uses, self.goods)
        return Change(self.control, self.suspended, aim)

    def findings(self, network: "Network") -> Iterator[Finding]:
        """Find changes of what is no control, of nothing, and for nobody."""
        yield from too_long(self.licence, self.general, self.inspection)
        control = network.scenario.disruptions[self.control]
        said = [block for block in LICENSING if getattr(self, block) is not None]
        if not isinstance(control, ExportControl):
            says = f"{self.control} is of the kind {control.kind}."
            yield Finding(("control",), says, "Name an export_control.")
            return
        if not said and not self.suspended:
            says = "It changes nothing."
            remedy = f"Write suspended: true, or one of {', '.join(LICENSING)}."
            yield Finding(("control",), says, remedy)
        for block in said:
            if control.mode != "licence":
                says = f"{self.control} has the mode {control.mode}; {block} acts on licences."
                yield Finding((block,), says, "Give the control mode: licence.")
        others = [good for good in self._named_goods if good not in control.goods]
        for good in others:
            says = f"{self.control} is not about {good}."
            yield Finding(("goods",), says, f"Its goods: {', '.join(control.goods)}.")
        if self.inspection is not None and self.goods != "all" and MAGNETS not in self.goods:
            says = "inspection has no effect for these goods: only magnets are tested."
            yield Finding(("inspection",), says, "Name magnets, or leave it out.", "warning")
        if not others and not self._shares_a_route_with(control, network):
            key = "goods" if self.destinations == self.end_uses == "all" else "destinations"
            says = f"{self.control} hits no lane with these destinations, end uses and goods."
            remedy = "Name destinations, end uses and goods that the control is aimed at."
            yield Finding((key,), f"{says} It can hit nothing.", remedy)

    @property
    def _named_goods(self) -> list[Good]:
        return [] if self.goods == "all" else self.goods

    def _shares_a_route_with(self, control: ExportControl, network: "Network") -> bool:
        return any(
            route.good in control.goods
            and network.stands(route.seller, control.exporter)
            and control.aim.at(network, route)
            and self.changes.aim.at(network, route)
            for route in network.routes
        )
