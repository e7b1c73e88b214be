"""The queue of licence applications alone, against closed forms and a bookkeeper of tonnes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.world.licence.queue import LicenceQueue

F64 = NDArray[np.float64]
WIDTH = 64
ONE = np.ones((1, WIDTH))
NO_LIMIT = np.full((1, WIDTH), np.inf)
DESK = Groups(np.array([0]), 1)


def days(number: int) -> NDArray[np.int64]:
    return np.full((1, 1), number)


class Office:
    """A queue with one flow, driven day by day."""

    def __init__(self, decision=0, refile=30, validity=0, granted=1.0, refiled=1.0):
        self.queue = LicenceQueue(1, WIDTH, max(decision, 400), refile + 1, validity)
        self.decision, self.refile, self.granted, self.refiled = decision, refile, granted, refiled
        self.validity = np.full((1, WIDTH), float(validity) if validity else np.inf)

    def day(self, day: int, filed: float = 0.0, capacity: float = np.inf, shipped: float = np.inf):
        """Run a day; ship at most so much of what may leave."""
        queue = self.queue
        queue.expire(day, days(self.refile))
        queue.file(day, filed * ONE + queue.due_again(day), days(self.decision))
        queue.decide(
            day,
            DESK,
            capacity * ONE,
            self.granted * ONE,
            self.refiled * ONE,
            days(self.refile),
            self.validity,
        )
        leaving = np.minimum(queue.usable, shipped)
        queue.use(leaving)
        return float(leaving[0, 0])


def test_a_fixed_decision_time_shifts_shipments_by_exactly_that_time():
    office = Office(decision=20)
    filed = [float(d % 7) if d < 100 else 0.0 for d in range(140)]
    left = [office.day(d, filed[d]) for d in range(140)]
    assert left[:20] == [0.0] * 20
    np.testing.assert_allclose(left[20:], filed[:120], atol=1e-12)


@pytest.mark.parametrize("share", [0.25, 0.9])
def test_refused_applications_filed_again_give_the_geometric_series(share):
    """Of 1 t, share (1 - share)^k is granted in round k; a round takes 10 + 30 days."""
    office = Office(decision=10, refile=30, granted=share)
    left = [office.day(d, 1.0 if d == 0 else 0.0) for d in range(400)]
    expected = np.zeros(400)
    for k in range(10):
        expected[10 + 40 * k] = share * (1 - share) ** k
    np.testing.assert_allclose(left, expected, atol=1e-12)
    rounds = office.queue.filed[0, 0]
    assert rounds == pytest.approx(sum((1 - share) ** k for k in range(10)))


def test_what_is_given_up_leaves_the_queue():
    office = Office(granted=0.4, refiled=0.0)
    assert office.day(0, 10.0) == pytest.approx(4.0)
    assert office.queue.known[0, 0] == pytest.approx(0.0)
    assert office.queue.refused[0, 0] == pytest.approx(6.0)


def test_expiry_loses_exactly_what_was_not_shipped_in_time():
    """10 t granted on day 5 for four days, 1 t shipped a day: 4 t used, 6 t expired on day 9."""
    office = Office(validity=4, refile=50)
    left = [office.day(d, 10.0 if d == 5 else 0.0, shipped=1.0) for d in range(50)]
    assert left == [0.0] * 5 + [1.0] * 4 + [0.0] * 41
    assert office.queue.expired[0, 0] == pytest.approx(6.0)
    assert office.queue.to_refile[0, 0] == pytest.approx(6.0)
    for d in range(50, 70):
        office.day(d, shipped=1.0)
    assert office.queue.filed[0, 0] == pytest.approx(16.0), "the order starts again after 50 days"


def test_the_oldest_licences_are_used_first():
    """3 t granted on day 0 and 3 t on day 2, valid for five days; 1 t shipped a day from day 2."""
    office = Office(validity=5)
    for d in range(5):
        office.day(d, 3.0 if d in (0, 2) else 0.0, shipped=1.0 if d >= 2 else 0.0)
    office.day(5, shipped=1.0)
    assert office.queue.expired[0, 0] == 0.0, "the first three were used by day 4"
    office.day(6, shipped=0.0)
    office.day(7, shipped=0.0)
    assert office.queue.expired[0, 0] == pytest.approx(2.0)


def test_a_desk_decides_pro_rata_up_to_its_capacity():
    queue = LicenceQueue(2, WIDTH, 0, 1, 0)
    filed = np.array([[30.0], [10.0]]) * ONE
    queue.file(0, filed, days(0))
    both = np.ones((2, WIDTH))
    pool = Groups(np.array([0, 0]), 1)
    queue.decide(0, pool, 8.0 * ONE, both, both, days(1), np.inf * both)
    np.testing.assert_allclose(queue.granted[:, 0], [6.0, 2.0])
    np.testing.assert_allclose(queue.pending[:, 0], [24.0, 8.0])


class Bookkeeper:
    """The same queue, kept as a list of filings, for one history: simple and slow."""

    def __init__(self) -> None:
        self.lots: list[list[float]] = []
        """Day of filing, day from which it can be decided, tonnes left."""
        self.waited: list[tuple[float, float]] = []
        """Tonnes decided, and the days each waited."""

    def day(self, day: int, tonnes: float, decision_days: int, capacity: float) -> None:
        self.lots.append([day, day + decision_days, tonnes])
        ready = [lot for lot in self.lots if lot[1] <= day]
        total = sum(lot[2] for lot in ready)
        share = min(1.0, capacity / total) if total > 0 else 0.0
        for lot in ready:
            self.waited.append((lot[2] * share, day - lot[0]))
            lot[2] *= 1.0 - share
        self.lots = [lot for lot in self.lots if lot[2] > 1e-12]

    @property
    def pending(self) -> float:
        return sum(lot[2] for lot in self.lots)


def test_little_s_law_holds_with_the_wait_for_capacity():
    """L = lambda W: mean tonnes pending, tonnes filed a day, mean wait of a tonne.

    W comes from a bookkeeper who follows every filing, L from the queue; 64 histories give the
    interval. The desk is busy 95 % of the time on average, so that much of W is waiting for it.
    """
    rng = np.random.default_rng(7)
    span, settled, followed = 900, 300, 16
    queue = LicenceQueue(1, WIDTH, 400, 1, 0)
    books = [Bookkeeper() for _ in range(followed)]
    level, rate = np.zeros(followed), np.zeros(followed)
    for day in range(span):
        filed = rng.gamma(2.0, 0.5, (1, WIDTH))
        wait = np.ceil(rng.lognormal(np.log(20), 0.5, (1, WIDTH))).astype(np.int64)
        queue.file(day, filed + queue.due_again(day), wait)
        queue.decide(day, DESK, 1.05 * ONE, ONE, ONE, days(1), NO_LIMIT)
        queue.use(queue.usable)
        for h, book in enumerate(books):
            if day == settled:
                book.waited.clear()
            book.day(day, filed[0, h], int(wait[0, h]), 1.05)
        if day >= settled:
            level += queue.pending[0, :followed] / (span - settled)
            rate += filed[0, :followed] / (span - settled)
    np.testing.assert_allclose(
        queue.pending[0, :followed], [book.pending for book in books], atol=1e-9
    )
    followed_up = [np.array(book.waited) for book in books]
    wait_days = np.array([np.average(x[:, 1], weights=x[:, 0]) for x in followed_up])
    gap = level - rate * wait_days
    error = gap.std(ddof=1) / np.sqrt(followed)
    assert abs(gap.mean()) < 3 * error
    assert error < 0.03 * level.mean(), "the interval is narrow enough to say something"
    assert level.mean() > 1.15 * rate.mean() * 20 * np.exp(0.125), "the desk makes them wait"


def test_the_mean_age_is_that_of_what_waits():
    """After 50 days of 1 t a day and no decision the mean age is 24.5 days."""
    office = Office(decision=300)
    for d in range(50):
        office.day(d, 1.0)
    assert office.queue.age_days(49)[0, 0] == pytest.approx(24.5)


def test_withdrawn_applications_and_lapsed_licences_are_told_apart():
    office = Office(decision=10)
    for d in range(15):
        office.day(d, 1.0, shipped=0.0)
    office.queue.withdraw(np.zeros((1, WIDTH)))
    assert office.queue.withdrawn[0, 0] == pytest.approx(10.0)
    assert office.queue.expired[0, 0] == pytest.approx(5.0)
    assert office.queue.known[0, 0] == 0.0
    assert [office.day(d, shipped=np.inf) for d in range(15, 30)] == [0.0] * 15
