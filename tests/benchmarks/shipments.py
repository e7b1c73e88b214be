"""The reference job as SimPy is usually written: a process for the day, one for each shipment."""

from collections.abc import Container, Generator, Iterable
from dataclasses import dataclass

import simpy

from tests.benchmarks.chain import LEAD_DAYS, LEVELS, MEAN, OUTAGE


@dataclass
class Site:
    """A site of the chain: what it holds, and what it owes to the site below."""

    on_hand: float = 0.0
    owed: float = 0.0

    def ship(self) -> float:
        """Part with what is owed, as far as the stock goes."""
        sent = min(self.on_hand, self.owed)
        self.on_hand -= sent
        self.owed -= sent
        return sent


def shipment(
    env: simpy.Environment, site: Site, amount: float, days: int
) -> Generator[simpy.Event, None, None]:
    """Travel to a site and unload."""
    yield env.timeout(days)
    site.on_hand += amount


def daily(
    env: simpy.Environment,
    sites: list[Site],
    demand: Iterable[float],
    outage: Container[int],
    ends: list[float],
) -> Generator[simpy.Event, None, None]:
    """Order up the chain and ship down it, day after day.

    Shipments due today were scheduled before this process went to sleep, so SimPy has unloaded
    them by now.
    """
    mine, *_, consumer = sites
    for wanted in demand:
        for site in sites:
            site.owed += wanted
        mine.on_hand = 0.0 if env.now in outage else mine.owed
        for seller, buyer, days in zip(sites, sites[1:], LEAD_DAYS, strict=False):
            if (sent := seller.ship()) > 0:
                env.process(shipment(env, buyer, sent, days))
        consumer.ship()
        ends.append(consumer.owed)
        yield env.timeout(1)


def backlog(demand: Iterable[float], outage: Container[int] = OUTAGE) -> list[float]:
    """Run the chain; give the consumer's backlog at the end of each day."""
    env = simpy.Environment()
    sites = [Site()]
    for level, lead in zip(LEVELS, LEAD_DAYS, strict=True):
        site = Site(on_hand=level - MEAN * (lead - 1))  # what is due on day 0 has arrived
        sites.append(site)
        for days in range(1, lead):
            env.process(shipment(env, site, MEAN, days))
    ends: list[float] = []
    env.process(daily(env, sites, demand, outage, ends))
    env.run()
    return ends
