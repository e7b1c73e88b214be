"""A country stops or limits exports of goods."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import model_validator

from sim.scenario.chain import Good
from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.aim import Aim
from sim.scenario.schema.disruption.effect import Cap, Left, Licensing, Narrowing, Tonnes
from sim.scenario.schema.disruption.embargo import Embargo, names_none, never_told_apart
from sim.scenario.schema.disruption.licensing import LICENSING, too_long
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.schema.licence import EndUse, General, Inspection, Licence
from sim.scenario.schema.quantity import Amount, Factor, FixedFraction, Fraction
from sim.scenario.use import Use, uses

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route


QuotaPeriod = Literal["month", "quarter", "half_year", "year"]
"""Periods of the calendar, each from the first day of a month."""
MONTHS: dict[QuotaPeriod, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Months in a period."""


class ExportControl(Timed):
    """A country stops or limits exports of goods."""

    kind: Literal["export_control"]
    """The kind of disruption."""
    exporter: Place
    """The country (or bloc) whose exports are controlled."""
    goods: list[Good] | dict[Good, Literal["all"] | list[Id]]
    """Goods hit; a mapping names the elements for each good."""
    destinations: list[Place] | Literal["all"] = "all"
    """Countries and blocs that the control is aimed at; all means every other country."""
    end_uses: list[EndUse] | Literal["all"] = "all"
    """End uses hit; goods for facilities count as civil."""
    mode: Literal["halt", "quota", "licence"] = "halt"
    """halt ships nothing; quota ships a share of the undisrupted flow of the date, or so many
    tonnes a period; licence ships what the authority has granted."""
    quota_share: Fraction = 0.0
    """With quota: the share that may be shipped."""
    quota_t: Amount | dict[Good, Amount] | None = None
    """With quota, instead of quota_share: tonnes that may leave in each period, first come first
    served over all sellers; then the lanes are closed until the next begins. What is not used
    lapses. Contained element of oxide, metal and scrap, REO of concentrate, finished magnets. With
    several goods a mapping gives each its own."""
    quota_period: QuotaPeriod = "year"
    """With quota_t: periods of the calendar; one in which the control begins has all its tonnes."""
    licence: Licence | None = None
    """With licence: how applications are decided; none takes the defaults."""
    general: General | None = None
    """With licence: general licences."""
    inspection: Inspection | None = None
    """With licence: tests of goods of the same kind that hold nothing controlled."""
    content_threshold: FixedFraction = 0.001
    """Magnets count as holding an element from this content on."""
    extraterritorial: FixedFraction | None = None
    """From which content of the exporter's material in controlled elements, t per t of the goods,
    goods are hit that leave other countries (0.001 is the 0.1 % rule); none hits none of them."""
    follows_content: bool = False
    """Whether other countries may not pass the exporter's material on: of what they send to the
    destinations, the exporter's part of the plan passes as its own goods do, the rest freely up to
    the undisrupted flow. Of several controlled elements that of the largest such part counts."""
    third_country_cap: Factor | None = None
    """How many times the undisrupted flow of the date the exporter delivers of these goods to
    countries that the control is not aimed at, lane by lane; none delivers them what they order."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""

    nouns: ClassVar = {"exporter": "place", "destinations": "place"}
    targets: ClassVar = ("goods", "destinations", "end_uses")

    @model_validator(mode="before")
    @classmethod
    def _usual_licence(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("mode") == "licence":
            return {"licence": {}} | {k: v for k, v in data.items() if v is not None}
        return data

    @property
    def aim(self) -> Aim:
        """At whom it is aimed."""
        return Aim(self.destinations, self.end_uses)

    @property
    def left(self) -> Left | None:
        """With a quota its share; tonnes, once they are used up, leave nothing."""
        return Left("quota_share") if self.mode == "quota" and self.quota_t is None else None

    @property
    def licenses(self) -> Licensing | None:
        """With licences the exporter's authority."""
        if self.mode != "licence":
            return None
        at_random = self.licence is not None and self.licence.decisions == "random"
        return Licensing(self.exporter, at_random)

    def narrows(self, network: "Network") -> Narrowing:
        """Narrow what leaves the exporter, and what others export of its material."""
        embargo = self._embargo(network)
        items, abroad = embargo.narrowing()
        cap = None
        if self.third_country_cap is not None:
            cap = Cap("third_country_cap", embargo.elsewhere(lambda r: self._is_third(network, r)))
        licensed = self.mode == "licence"
        return Narrowing(
            items, abroad, self.orders_when_closed, licensed=licensed, tonnes=self._tonnes, cap=cap
        )

    def names(self) -> Iterator[Use]:
        """Go through the elements, too."""
        yield from super().names()
        for good, elements in self.goods.items() if isinstance(self.goods, dict) else ():
            if elements != "all":
                yield from uses(("goods", good), elements, "element")

    def findings(self, network: "Network") -> Iterator[Finding]:
        """Find keys that have no effect, too."""
        yield from super().findings(network)
        yield from names_none(self.goods)
        if self.mode == "quota" and not self.model_fields_set & {"quota_share", "quota_t"}:
            says = "A quota of nothing: it acts as a halt."
            yield Finding(
                ("mode",), says, "Write quota_share or quota_t, or mode: halt.", "warning"
            )
        if self.mode != "quota" and "quota_share" in self.model_fields_set:
            says = f"quota_share has no effect with the mode {self.mode}."
            yield Finding(("quota_share",), says, "Write mode: quota.", "warning")
        if not self.follows_content:
            yield from never_told_apart(self, self.goods)
        yield from self._beyond_the_aim(network)
        yield from self._without_tonnes() if self.quota_t is None else self._of_tonnes()
        yield from too_long(self.licence, self.general, self.inspection)
        for block in LICENSING if self.mode != "licence" else ():
            if getattr(self, block) is not None:
                says = f"{block} has no effect with the mode {self.mode}."
                yield Finding((block,), says, "Write mode: licence.", "warning")

    def _beyond_the_aim(self, network: "Network") -> Iterator[Finding]:
        """Find what is said of other countries and cannot hold."""
        if self.follows_content and (self.mode == "licence" or self.quota_t is not None):
            what = "Licences are given for" if self.mode == "licence" else "Tonnes count"
            says = f"{what} whole orders, not the exporter's part of them."
            remedy = "Write extraterritorial, or mode: halt or quota with quota_share."
            yield Finding(("follows_content",), says, remedy)
        if self._content_abroad is not None:
            key = "follows_content" if self.extraterritorial is None else "extraterritorial"
            yield from self._embargo(network).follows_nothing(key)
        if self.third_country_cap is None:
            return
        embargo = self._embargo(network)
        items = embargo.elsewhere(lambda route: self._is_third(network, route))
        if not any(items(route) for route in network.routes):
            says = f"No lane of these goods leaves {self.exporter} for a third country."
            remedy = "Leave third_country_cap out, or name destinations."
            yield Finding(("third_country_cap",), says, remedy)

    def _is_third(self, network: "Network", route: "Route") -> bool:
        """Tell whether a route leads to a country at which the control is not aimed."""
        to, _ = network.declared(route)
        return self.destinations != "all" and not any(
            network.within(to, target) for target in self.destinations
        )

    def _without_tonnes(self) -> Iterator[Finding]:
        if "quota_period" in self.model_fields_set:
            says = "quota_period has no effect without quota_t."
            yield Finding(("quota_period",), says, "Write quota_t, or leave it out.", "warning")

    def _of_tonnes(self) -> Iterator[Finding]:
        """Find tonnes that have no effect, or of which it is not clear what they are of."""
        path, goods = ("quota_t",), list(self.goods)
        if self.mode != "quota":
            says = f"quota_t has no effect with the mode {self.mode}."
            yield Finding(path, says, "Write mode: quota.", "warning")
        elif "quota_share" in self.model_fields_set:
            says = "It has quota_share and quota_t."
            yield Finding(path, says, "Keep one; null removes an inherited one.")
        if not isinstance(self.quota_t, dict):
            if len(goods) > 1:
                says = "Tonnes of several goods do not add up."
                remedy = f"Give each its own: {{{', '.join(f'{good}: ...' for good in goods)}}}."
                yield Finding(path, says, remedy)
            return
        for good in [good for good in self.quota_t if good not in goods]:
            says = f"It is not about {good}."
            yield Finding((*path, good), says, f"Its goods: {', '.join(goods)}.")
        if lacking := [good for good in goods if good not in self.quota_t]:
            says = f"There are no tonnes of {', '.join(lacking)}."
            yield Finding(path, says, "Name each of its goods.")

    @property
    def _tonnes(self) -> Tonnes | None:
        if self.quota_t is None or self.mode != "quota":
            return None
        each = isinstance(self.quota_t, dict)
        return Tonnes(
            lambda good: ("quota_t", good) if each else ("quota_t",), MONTHS[self.quota_period]
        )

    def misses(self, network: "Network") -> Iterator[Finding]:
        """It must have a good, a destination and an end use in common with some route."""
        # What a control that reaches abroad hits there is known only from the plan.
        if self._content_abroad is not None or self.third_country_cap is not None:
            return
        embargo = self._embargo(network)
        leaving = [route for route in network.routes if embargo.leaves(route)]
        if not any(embargo.aimed(route) and embargo.is_on(route) for route in leaving):
            ways = sorted({f"{r.good} to {network.declared(r)[0]}" for r in leaving})
            says = f"No lane that leaves {self.exporter} has the goods, destinations and end uses."
            remedy = f"Leaving {self.exporter}: {', '.join(ways[:10]) or 'nothing'}."
            yield Finding(("exporter",), f"{says} It can hit nothing.", remedy)

    @property
    def _content_abroad(self) -> float | None:
        follows = self.follows_content and self.extraterritorial is None
        return 0.0 if follows else self.extraterritorial

    def _embargo(self, network: "Network") -> Embargo:
        return Embargo(
            network,
            self.exporter,
            self.goods,
            self.content_threshold,
            aimed=lambda route: self.aim.at(network, route),
            content_abroad=self._content_abroad,
            within_borders=False,
            in_part=self.follows_content,
        )
