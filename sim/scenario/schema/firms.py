"""The firms that a consumer is made of: each with a shelf of its own."""

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import AcrossFirms, Strata


class Firms(Block):
    """The firms of a consumer, alike in all but the length of their shelves.

    A firm whose shelf is empty stands still while others run. What comes is shared out in
    proportion to what each lacks of its shelf, and of its use of the day. Lanes and sellers deal
    with the consumer as a whole, as if there were no firms.
    """

    stock_days_factor: AcrossFirms
    """Shelf of a firm, times the ``stock_days`` of its consumer: how it varies across firms, by
    their share of demand. It is never drawn; what varies between histories is ``stock_days``."""
    strata: Strata = 16
    """Groups that the firms are put into, each with the same share of demand and, as its shelf,
    that of the firm in its middle."""
