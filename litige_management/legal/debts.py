"""An invoice as the law sees it, and the words of its statement.

These are plain immutable values. Amounts are positive `Decimal` in the invoice's
currency, tax included; dates are `date`. Percentages are per year.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

#: Kinds of movement.
PAYMENT = "payment"
#: Credit note for an error or a non-conformity: that part of the price was never due.
CREDIT_ERROR = "credit_error"
#: Credit note granted as a gesture: the price was due until its date.
CREDIT_GESTURE = "credit_gesture"
#: Part of the debt given up without a credit note; like a gesture, from its date.
WRITE_OFF = "write_off"
MOVEMENT_KINDS = (PAYMENT, CREDIT_ERROR, CREDIT_GESTURE, WRITE_OFF)

#: Who decided that a payment goes to this invoice (art. 1342-10 C. civ.).
BY_DEBTOR = "debtor"
BY_LAW = "law"
BY_AGREEMENT = "agreement"
IMPUTATION_SOURCES = (BY_DEBTOR, BY_LAW, BY_AGREEMENT)

#: Interest and indemnity are printed for information; only the principal is asked.
SHOWN = "shown"
#: They are asked; payments stay where the ledger put them, on the principal.
CLAIMED = "claimed"
#: They are asked; payments are set against interest first (art. 1343-1 C. civ.).
INTEREST_FIRST = "claimed_first"
MODES = (SHOWN, CLAIMED, INTEREST_FIRST)

#: Part of the principal a line of interest belongs to.
UNDISPUTED = "undisputed"
DISPUTED = "disputed"


class StatementRefused(Exception):
    """No statement may be made for this debtor.

    :ivar code: ``unknown_standing``, ``public_body``, ``insolvent`` or
        ``over_indebted``;
    :ivar params: values for the sentence: ``reference``, and ``opened_on`` when known;
    :ivar key: key of the debt.
    """

    def __init__(self, code: str, key: Hashable = None, **params):
        self.code = code
        self.key = key
        self.params = params
        super().__init__(f"Statement refused: {code} {params}")


class Instalment(NamedTuple):
    """Part of the price with its own due date (the one printed on the invoice)."""

    due_on: date
    amount: Decimal


class Movement(NamedTuple):
    """A payment, credit note or write-off already set against the invoice."""

    kind: str
    dated_on: date
    amount: Decimal
    reference: str = ""
    imputation_source: str = BY_LAW


class Note(NamedTuple):
    """Something the reader must know; ``code`` is put in words by the caller."""

    code: str
    params: dict


class Debt(NamedTuple):
    """One customer invoice.

    :param key: the caller's identifier, handed back untouched;
    :param instalments: due dates as frozen when the dispute was opened;
    :param standing: code of :class:`~.standing.Standing`, ``None`` when unconfirmed;
    :param disputed: part still open that the customer disputes in good faith: its
        interest and indemnity are shown apart and never claimed;
    :param notice_on: effective date of the formal notice that lists this invoice;
    :param enforceable_on: day the judgment on this debt became enforceable;
    :param contract_rate: agreed late-payment rate, per cent; ``None``: contract silent;
    :param insolvent_on: opening judgment of the debtor's insolvency procedure;
    :param insolvent: known to be insolvent, date unknown;
    :param over_indebted: consumer whose over-indebtedness file is receivable;
    :param late_payment_agreed: apply L441-10 to a non-professional legal person;
    :param bears_interest: false for an invoice of interest and indemnity: interest on interest is
        not due of right (art. 1343-2 C. civ.), nor is an indemnity for its own collection.
    """

    key: Hashable
    reference: str
    instalments: tuple[Instalment, ...]
    movements: tuple[Movement, ...] = ()
    standing: str | None = None
    invoice_date: date | None = None
    disputed: Decimal = ZERO
    notice_on: date | None = None
    enforceable_on: date | None = None
    contract_rate: Decimal | None = None
    contract_source: str = ""
    insolvent_on: date | None = None
    insolvent: bool = False
    over_indebted: bool = False
    late_payment_agreed: bool = False
    currency: str = "EUR"
    decimals: int = 2
    bears_interest: bool = True

    @property
    def principal(self) -> Decimal:
        """Price, tax included, before any payment or credit."""
        return sum((part.amount for part in self.instalments), ZERO)

    def check(self) -> None:
        """Refuse values no invoice can have.

        :raises ValueError: no instalment, amount not above zero, unknown kind, negative
            disputed part or rate, or more set against the invoice than its price.
        """
        name = self.reference
        if not self.instalments:
            raise ValueError(f"{name}: no amount due")
        principal = ZERO
        for due_on, amount in self.instalments:
            if due_on is None:
                raise ValueError(f"{name}: an instalment has no due date")
            if amount <= 0:
                raise ValueError(f"{name}: an instalment must be above zero")
            principal += amount
        if self.movements:
            self._check_movements(principal)
        if self.disputed < 0:
            raise ValueError(f"{name}: the disputed part cannot be negative")
        if self.contract_rate is not None and self.contract_rate < 0:
            raise ValueError(f"{name}: the contractual rate cannot be negative")

    def _check_movements(self, principal: Decimal) -> None:
        total = ZERO
        for movement in self.movements:
            if movement.kind not in MOVEMENT_KINDS:
                raise ValueError(f"{self.reference}: unknown kind {movement.kind!r}")
            if movement.imputation_source not in IMPUTATION_SOURCES:
                raise ValueError(
                    f"{self.reference}: unknown imputation source {movement.imputation_source!r}"
                )
            if movement.amount <= 0:
                raise ValueError(f"{self.reference}: a {movement.kind} must be above zero")
            total += movement.amount
        if total > principal:
            raise ValueError(f"{self.reference}: {total} set against an invoice of {principal}")
