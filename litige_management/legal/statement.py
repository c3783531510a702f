"""The statement of sums due: one invoice, a set of invoices, as of an explicit date.

    values = LegalValues(rates, parameters)
    statement = make_statement(debts, values, as_of=date(2026, 7, 31), mode=CLAIMED)
    statement.total_claimed            # what the letter asks for
    statement.lines[0].segments        # the lines of interest of the first invoice
    to_dict(statement)                 # frozen with the letter (see statement_json)

In every mode interest and indemnity are worked out and can be printed; ``mode`` decides
what is *claimed* (see :mod:`.debts`: ``SHOWN``, ``CLAIMED``, ``INTEREST_FIRST``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import interest as engine
from .applied import LEGAL, RateBook
from .debts import (
    CLAIMED,
    CREDIT_ERROR,
    CREDIT_GESTURE,
    DISPUTED,
    INTEREST_FIRST,
    MODES,
    PAYMENT,
    SHOWN,
    UNDISPUTED,
    WRITE_OFF,
    ZERO,
    Debt,
    Note,
)
from .imputation import Imputation, impute_interest_first
from .interest import Indemnity, Segment
from .rates import LegalValues
from .standing import Regime


class DebtStatement(NamedTuple):
    """What is owed on one invoice.

    ``principal`` less ``never_due`` (credit notes for error), ``paid``, ``credited``
    (gestures) and ``written_off`` is ``principal_open``; ``principal_due`` is its part
    whose due date has come, ``principal_disputed`` the disputed part of the latter.
    ``interest`` and ``interest_disputed`` total the segments of each part, as booked.
    """

    debt: Debt
    as_of: date
    mode: str
    regime: Regime
    principal: Decimal
    never_due: Decimal
    paid: Decimal
    credited: Decimal
    written_off: Decimal
    principal_open: Decimal
    principal_due: Decimal
    principal_disputed: Decimal
    segments: tuple[Segment, ...]
    interest: Decimal
    interest_disputed: Decimal
    indemnity: Indemnity | None
    imputation: Imputation | None
    notes: tuple[Note, ...]

    @property
    def principal_undisputed(self) -> Decimal:
        """Principal due that nobody disputes."""
        return self.principal_due - self.principal_disputed

    @property
    def indemnity_total(self) -> Decimal:
        """Fixed indemnity, claimed or only shown."""
        return self.indemnity.total if self.indemnity else ZERO

    @property
    def indemnity_claimed(self) -> Decimal:
        """Fixed indemnity asked for: nothing when shown only or on a disputed part."""
        if self.mode == SHOWN or not self.indemnity or self.indemnity.part == DISPUTED:
            return ZERO
        return self.indemnity.total

    @property
    def interest_claimed(self) -> Decimal:
        """Interest asked for, still unpaid in the chosen imputation."""
        if self.mode == SHOWN:
            return ZERO
        return self.imputation.interest_open if self.imputation else self.interest

    @property
    def principal_claimed(self) -> Decimal:
        """Principal asked for: as booked, or what interest-first payments left of it."""
        if not self.imputation:
            return self.principal_due
        return self.principal_due + self.paid - self.imputation.principal_paid

    @property
    def balance_booked(self) -> Decimal:
        """Principal and interest with payments on the principal, as the ledger has it."""
        return self.principal_due + (ZERO if self.mode == SHOWN else self.interest)

    @property
    def balance_imputed(self) -> Decimal:
        """Principal and interest in the imputation claimed; as booked by default."""
        return self.principal_claimed + self.interest_claimed

    @property
    def imputation_difference(self) -> Decimal:
        """What interest-first imputation adds to the balance as booked."""
        return self.balance_imputed - self.balance_booked

    @property
    def total_claimed(self) -> Decimal:
        """All the statement asks for on this invoice."""
        return self.principal_claimed + self.interest_claimed + self.indemnity_claimed

    @property
    def total_shown(self) -> Decimal:
        """Principal due, interest and indemnity of both parts, as booked: information."""
        return self.principal_due + self.interest + self.interest_disputed + self.indemnity_total


#: Figures of a line that add up over a statement.
TOTALS = (
    "principal",
    "never_due",
    "paid",
    "credited",
    "written_off",
    "principal_open",
    "principal_due",
    "principal_disputed",
    "principal_undisputed",
    "principal_claimed",
    "interest",
    "interest_disputed",
    "interest_claimed",
    "indemnity_total",
    "indemnity_claimed",
    "balance_booked",
    "balance_imputed",
    "imputation_difference",
    "total_claimed",
    "total_shown",
)


class Statement(NamedTuple):
    """Statement of a set of invoices in one currency, in the order they were given."""

    as_of: date
    mode: str
    currency: str
    lines: tuple[DebtStatement, ...]

    def total(self, figure: str) -> Decimal:
        """Sum of one of :data:`TOTALS` over the lines.

        :raises ValueError: no such figure.
        """
        if figure not in TOTALS:
            raise ValueError(f"A statement has no total {figure!r}")
        return sum((getattr(line, figure) for line in self.lines), ZERO)

    @property
    def totals(self) -> dict[str, Decimal]:
        """Every figure of :data:`TOTALS`, summed."""
        return {figure: self.total(figure) for figure in TOTALS}

    @property
    def total_claimed(self) -> Decimal:
        """All the statement asks for."""
        return self.total("total_claimed")

    @property
    def rates(self) -> list:
        """Rates applied in the segments, once each, in order of appearance."""
        found = {}
        for line in self.lines:
            shown = line.imputation.segments if line.imputation else ()
            for segment in line.segments + tuple(shown):
                found.setdefault(segment.rate)
        return list(found)


def debt_statement(
    debt: Debt,
    book: RateBook,
    as_of: date,
    mode: str = SHOWN,
    per_instalment: bool = False,
    for_declaration: bool = False,
) -> DebtStatement:
    """What is owed on ``debt`` at the end of the day ``as_of``.

    Payments and credits after that day are left out, except a credit note for error:
    what was never due is claimed in no statement.

    :param per_instalment: one fixed indemnity per late instalment instead of one.
    :param for_declaration: made for the insolvency representative, see
        :func:`.interest.regime_of`.
    :raises StatementRefused: the debtor's situation allows no statement.
    :raises MissingLegalValue: a rate or parameter is not in the tables.
    :raises ValueError: values no invoice can have, see :meth:`.debts.Debt.check`.
    """
    if mode not in MODES:
        raise ValueError(f"Unknown mode {mode!r}")
    debt.check()
    regime = engine.regime_of(debt, as_of, for_declaration)
    if debt.movements:
        debt = _known_by(debt, as_of)
    end = engine.last_day(debt, as_of)
    lines = engine.segments(debt, regime, end, book)
    charge = engine.indemnity(debt, regime, end, book, per_instalment)
    account = None
    if mode == INTEREST_FIRST:
        account = impute_interest_first(debt, regime, end, book)
    interest = interest_disputed = ZERO
    for line in lines:
        if line.part == UNDISPUTED:
            interest += line.interest
        else:
            interest_disputed += line.interest
    return DebtStatement(
        debt,
        as_of,
        mode,
        regime,
        *_principal_figures(debt, as_of),
        tuple(lines),
        interest,
        interest_disputed,
        charge,
        account,
        _notes(debt, regime, lines, end, as_of, book),
    )


def _known_by(debt: Debt, as_of: date) -> Debt:
    kept = tuple(
        movement
        for movement in debt.movements
        if movement.dated_on <= as_of or movement.kind == CREDIT_ERROR
    )
    return debt if len(kept) == len(debt.movements) else debt._replace(movements=kept)


def _principal_figures(debt: Debt, as_of: date) -> tuple[Decimal, ...]:
    """The figures of :class:`DebtStatement` from ``principal`` to
    ``principal_disputed``."""
    principal = due = ZERO
    for due_on, amount in debt.instalments:
        principal += amount
        if due_on <= as_of:
            due += amount
    received = dict.fromkeys((CREDIT_ERROR, PAYMENT, CREDIT_GESTURE, WRITE_OFF), ZERO)
    total = ZERO
    for movement in debt.movements:
        received[movement.kind] += movement.amount
        total += movement.amount
    due = max(ZERO, due - total)
    return (principal, *received.values(), principal - total, due, min(debt.disputed, due))


def _notes(debt, regime, lines, end, as_of, book) -> tuple[Note, ...]:
    if (
        regime is Regime.LATE_PAYMENT
        and debt.contract_rate is None
        and not debt.enforceable_on
        and not debt.disputed
        and end == as_of
        and not debt.movements
    ):
        return ()
    notes = engine.floor_notes(lines, book)
    legal = regime is Regime.LEGAL_FROM_NOTICE
    if legal and debt.notice_on is None:
        notes.append(Note("no_notice", {}))
    if legal and debt.contract_rate is not None:
        notes.append(Note("contract_rate_ignored", {"percent": debt.contract_rate}))
    if debt.enforceable_on and book.kind_for(debt, regime) != LEGAL:
        params = {"enforceable_on": debt.enforceable_on}
        notes.append(Note("judgment_rate_to_check", params))
    if end != as_of:
        notes.append(Note("stopped_by_insolvency", {"opened_on": debt.insolvent_on}))
    if debt.disputed:
        notes.append(Note("disputed_not_claimed", {"amount": debt.disputed}))
    never_due = sum((m.amount for m in debt.movements if m.kind == CREDIT_ERROR), ZERO)
    if never_due:
        notes.append(Note("credited_from_the_start", {"amount": never_due}))
    return tuple(notes)


def make_statement(
    debts: Iterable[Debt],
    values: LegalValues | RateBook,
    as_of: date,
    mode: str = SHOWN,
    per_instalment: bool = False,
    for_declaration: bool = False,
) -> Statement:
    """The statement of several invoices of one debtor; errors as
    :func:`debt_statement`.

    :raises ValueError: the invoices are not all in one currency, or there is none.
    """
    debts = list(debts)
    currencies = {debt.currency for debt in debts}
    if len(currencies) != 1:
        raise ValueError(
            "A statement needs invoices, all in one currency: "
            + (", ".join(sorted(currencies)) or "none given")
        )
    book = values if isinstance(values, RateBook) else RateBook(values)
    lines = tuple(
        debt_statement(debt, book, as_of, mode, per_instalment, for_declaration) for debt in debts
    )
    return Statement(as_of, mode, currencies.pop(), lines)


__all__ = [
    "CLAIMED",
    "INTEREST_FIRST",
    "SHOWN",
    "TOTALS",
    "DebtStatement",
    "Statement",
    "debt_statement",
    "make_statement",
]
