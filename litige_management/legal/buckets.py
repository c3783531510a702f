"""How much of a claim is still open, disputed or not.

Two buckets are filled at the opening of the case. A payment empties the undisputed one
first; a credit note, a settlement or a write-off the disputed one first. What the claim
gains later (an earlier payment that bounced, an amount raised) is undisputed. Only the
totals count, so the order in which things were booked never matters, and always:

    claimed + excess = conceded + paid + settled + written off + open
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Buckets(NamedTuple):
    """Where a claim stands; ``excess`` is what was received beyond it."""

    claimed: Decimal
    open_disputed: Decimal
    open_undisputed: Decimal
    excess: Decimal

    @property
    def open(self) -> Decimal:
        """All that is still open."""
        return self.open_disputed + self.open_undisputed


def allocate(
    disputed: Decimal,
    undisputed: Decimal,
    *,
    paid: Decimal = ZERO,
    conceded: Decimal = ZERO,
    settled: Decimal = ZERO,
    written_off: Decimal = ZERO,
    raised: Decimal = ZERO,
) -> Buckets:
    """Allocate what happened since the opening of the case.

    :param disputed: disputed part at the opening.
    :param undisputed: the rest of what was open then.
    :param paid: total of payments since, net of those undone.
    :param conceded: total of credit notes since.
    :param settled: given up by a settlement, without a credit note.
    :param written_off: written off as lost.
    :param raised: total the claim gained since.
    :raises ValueError: one of them is negative.
    """
    given = {
        "disputed": disputed,
        "undisputed": undisputed,
        "paid": paid,
        "conceded": conceded,
        "settled": settled,
        "written_off": written_off,
        "raised": raised,
    }
    for name, amount in given.items():
        if amount < 0:
            raise ValueError(f"{name} cannot be negative: {amount}")
    forgiven = conceded + settled + written_off
    undisputed += raised
    paid_beyond = max(ZERO, paid - undisputed)
    forgiven_beyond = max(ZERO, forgiven - disputed)
    claimed = disputed + undisputed
    return Buckets(
        claimed=claimed,
        open_disputed=max(ZERO, disputed - forgiven - paid_beyond),
        open_undisputed=max(ZERO, undisputed - paid - forgiven_beyond),
        excess=max(ZERO, paid + forgiven - claimed),
    )
