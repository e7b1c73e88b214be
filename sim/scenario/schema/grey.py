"""Grey lanes: goods that travel under papers for another country."""

from sim.scenario.schema.base import Block, Dated, Place
from sim.scenario.schema.quantity import Fraction, Surcharge, TonnesPerYear


class Grey(Block):
    """What makes a lane a grey one.

    Its papers name a civil buyer in the third country, so an export control hits it only where it
    is aimed at that country and at civil use, and a listing of its buyer does not hit it at all.
    """

    via: Place
    """The third country that the goods are declared for."""
    capacity_t_per_year: Dated[TonnesPerYear] | None = None
    """Most it carries: tonnes as the good is ordered in (t REO, t of element, t of magnets), over
    all its buyers and items together, each in proportion to its orders; several sellers have it by
    their portions. So much is ordered in a day; what is wanted beyond is not kept waiting, but
    ordered anew. None: no limit."""
    premium: Dated[Surcharge] = 0.0
    """Price above the normal one, as a share of it; for reports, it changes no flow."""
    intercepted: Dated[Fraction] = 0.0
    """Chance that all that the lane ships in a week is seized. Who ordered it orders anew.
    Where it changes within a week, what leaves on a day meets the chance of that day, by the week's
    draw."""
