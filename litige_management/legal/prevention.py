"""The prevention check as plain values: its lines, what the invoices tell, its score."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .standing import is_consumer, is_professional

OK, WARN, TODO, NA = STATES = ("ok", "warn", "todo", "na")


class Item(NamedTuple):
    """One line of the check.

    :param state: `ok`, `warn` (to look at), `todo` (missing), `na` (does not concern the company)
    :param why: what was found, in a sentence or two
    :param act: what the button does, a key of `litige.prevention.check`, empty when nothing is left
    """

    code: str
    name: str
    state: str
    why: str
    act: str = ""
    label: str = ""


class Facts(NamedTuple):
    """What the invoices of the last two years say.

    :param standings: customers invoiced, by standing (empty: nobody said)
    :param dead_links: invoices whose notes lead to the closed European platform
    :param excess: invoices of the last year due later than the law allows
    """

    standings: dict
    dead_links: int
    excess: int

    def count(self, test):
        """Return how many customers have a standing that passes `test`."""
        return sum(count for standing, count in self.standings.items() if test(standing))

    @property
    def consumers(self):
        """How many consumers were invoiced."""
        return self.count(is_consumer)

    @property
    def professionals(self):
        """How many professionals were invoiced."""
        return self.count(is_professional)

    @property
    def unknown(self):
        """How many customers have no standing."""
        return self.standings.get("", 0)


def get_score(items: Iterable[Item]) -> int:
    """What is right among what concerns the company, in per cent, rounded down.

    What is to be looked at counts for half: a hundred means that nothing is left.

    >>> get_score([Item("a", "", OK, ""), Item("b", "", TODO, ""), Item("c", "", NA, "")])
    50
    """
    points = {OK: 2, WARN: 1, TODO: 0}
    counted = [points[item.state] for item in items if item.state != NA]
    return 100 * sum(counted) // (2 * len(counted)) if counted else 100


def sort_items(items: Iterable[Item]) -> list[Item]:
    """The items, what is missing first, what does not concern the company last."""
    order = {TODO: 0, WARN: 1, OK: 2, NA: 3}
    return sorted(items, key=lambda item: order[item.state])
