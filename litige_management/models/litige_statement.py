import gc
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import SQL

from ..legal import debts
from ..legal.applied import RateBook
from ..legal.debts import Debt, Instalment, Movement
from ..legal.rates import MissingLegalValue
from ..legal.statement import Statement, debt_statement
from .litige_ledger import CREDIT, LOSS, PAYMENT, RECOVERY, SETTLEMENT, WRITE_OFF

INVOICE_TYPES = ("out_invoice", "out_receipt")
# What a counterpart of the ledger is to the law. A transfer to another customer account is none of
# these: the customer still owes it.
MOVEMENT_KINDS = {
    PAYMENT: debts.PAYMENT,
    RECOVERY: debts.PAYMENT,
    SETTLEMENT: debts.WRITE_OFF,
    WRITE_OFF: debts.WRITE_OFF,
    LOSS: debts.WRITE_OFF,
}
# A credit note whose ground nobody said counts from the start: nothing is claimed on a price that
# may never have been due.
CREDIT_KINDS = {"gesture": debts.CREDIT_GESTURE}


class LitigeStatement(models.AbstractModel):
    """Statements of sums due, read from the ledger for any number of invoices at once.

    `_statement_for_moves` makes one statement, `_statements_for_groups` one per group of invoices
    (many letters), `_debts_for_moves` only reads. All read every row they need in a constant number
    of queries and hand plain values to `legal/`, which does the arithmetic.
    """

    _name = "litige.statement"
    _description = "Statement of Sums Due"

    # === STATEMENTS === #

    @api.model
    def _statement_for_moves(self, moves, as_of, mode=debts.SHOWN, claims=None, **options):
        """Return the `legal.statement.Statement` of `moves`, in their order, on the day `as_of`.

        :param mode: `shown`, `claimed` or `claimed_first` (see `legal.debts`).
        :param claims: the disputed invoices to read notice dates and disputed parts from; by
            default the open one of each invoice, else its last.
        :param options: `per_instalment`, `for_declaration` (see `legal.statement.debt_statement`).
        :raises UserError: in words: no statement for this debtor, currencies or companies mixed,
            not a confirmed customer invoice.
        :raises RedirectWarning: a rate is missing; its button leads to the list of rates.
        """
        [result] = self._statements_for_groups(
            {None: moves}, as_of, mode, claims, **options
        ).values()
        if isinstance(result, Exception):
            raise result
        return result

    @api.model
    def _statements_for_groups(self, groups, as_of, mode=debts.SHOWN, claims=None, **options):
        """Return a Statement for each group of invoices, or the error that stopped that one.

        :param groups: invoices by any key (a letter, a customer).
        :return: by the same keys, a `Statement`, or the error to raise or to list: a group that is
            refused does not stop the others.
        """
        moves = self.env["account.move"].union(*groups.values())
        with _collector_paused():
            rows = self._read_debts(moves, claims)
            books = {
                company_id: self._get_rate_book(self.env["res.company"].browse(company_id))
                for company_id in {company_id for company_id, _debt in rows.values()}
            }
            return {
                key: self._make_statement(
                    [rows[move_id] for move_id in group.ids], books, as_of, mode, options
                )
                for key, group in groups.items()
            }

    @api.model
    def _get_rate_book(self, company):
        """Return the `legal.applied.RateBook` of what the law says to `company`."""
        return RateBook(self.env["litige.legal.rate"]._get_legal_values(company))

    @api.model
    def _make_statement(self, rows, books, as_of, mode, options):
        """Return the Statement of (company id, Debt) rows, or the error that forbids it."""
        kinds = {(company_id, debt.currency) for company_id, debt in rows}
        if len(kinds) != 1:
            return UserError(
                self.env._("A statement needs invoices of one company, all in one currency.")
            )
        [(company_id, currency)] = kinds
        book = books[company_id]
        try:
            lines = tuple(
                debt_statement(debt, book, as_of, mode, **options) for _company, debt in rows
            )
        except debts.StatementRefused as refusal:
            return UserError(self._get_refusal_message(refusal))
        except MissingLegalValue as missing:
            return self._get_missing_error(missing)
        except ValueError as error:
            return UserError(
                self.env._("No statement can be made of these entries: %(reason)s", reason=error)
            )
        return Statement(as_of, mode, currency, lines)

    # === ERRORS IN WORDS === #

    @api.model
    def _get_refusal_message(self, refusal):
        """Say why the debtor's situation allows no statement, and what to do instead."""
        invoice = refusal.params["reference"]
        if refusal.code == "public_body":
            return self.env._(
                "The customer of %(invoice)s is a public body: its late payments follow the public "
                "procurement code, which is not counted here.",
                invoice=invoice,
            )
        if refusal.code == "over_indebted":
            return self.env._(
                "The over-indebtedness file of the customer of %(invoice)s was admitted: nothing "
                "may be asked from them. Declare the debt to the commission; for a title, see a "
                "lawyer.",
                invoice=invoice,
            )
        if refusal.code == "insolvent":
            return self.env._(
                "The customer of %(invoice)s is in an insolvency proceeding: nothing may be "
                "claimed from them, and interest stopped the day before the judgment. Declare the "
                "debt to the representative of creditors.",
                invoice=invoice,
            )
        return self.env._(
            "What the customer of %(invoice)s is in law is not known: consumer, merchant, "
            "craftsperson… Say so on the dispute or on the customer: the interest depends on it.",
            invoice=invoice,
        )

    @api.model
    def _get_missing_error(self, missing):
        """Say which value of the law is missing, and lead to where it is entered."""
        if missing.kind == "rate":
            Rate = self.env["litige.legal.rate"]
            action = "litige_management.litige_legal_rate_action"
            button = self.env._("Legal rates")
            message = self.env._(
                "The rate “%(series)s” of %(semester)s is not known yet: nothing can be counted on "
                "that half-year. Add it to the legal rates once it is published.",
                series=Rate._get_series_labels().get(missing.code, missing.code),
                semester=missing.semester.label,
            )
        else:
            action = "litige_management.litige_legal_parameter_action"
            button = self.env._("Legal parameters")
            message = self.env._(
                "The legal value “%(code)s” has no row in force on %(date)s. Add it to the legal "
                "parameters.",
                code=missing.code,
                date=missing.day,
            )
        return RedirectWarning(message, self.env.ref(action).id, button)

    # === READING === #

    @api.model
    def _debts_for_moves(self, moves, claims=None):
        """Return the `legal.debts.Debt` of each invoice, by its id, in the order of `moves`."""
        rows = self._read_debts(moves, claims)
        return {move_id: debt for move_id, (_company, debt) in rows.items()}

    @api.model
    def _read_debts(self, moves, claims=None):
        """Return (company id, Debt) by invoice id: two queries for any number of invoices."""
        ids = moves.ids
        if not ids:
            raise UserError(self.env._("A statement needs at least one invoice."))
        counterparts = self.env["litige.ledger"]._read_counterparts(ids)
        self._flush_for_reading()
        facts, terms = {}, {}
        for row in self.env.execute_query(self._get_debts_query(ids, claims)):
            move_id = row[0]
            term = (row[1], row[2])
            if move_id in facts:
                terms[move_id].append(term)
            else:
                facts[move_id] = row
                terms[move_id] = [term]
        missing = [move_id for move_id in ids if move_id not in facts]
        if missing:
            self._raise_not_invoices(missing)
        return {
            move_id: self._make_debt(facts[move_id], terms[move_id], counterparts.get(move_id))
            for move_id in ids
        }

    @api.model
    def _raise_not_invoices(self, move_ids):
        """Refuse what is no confirmed customer invoice, or nothing this user may read."""
        moves = self.env["account.move"].browse(move_ids)
        moves.check_access("read")
        raise UserError(
            self.env._(
                "A statement is made of confirmed customer invoices: %(names)s cannot be in it.",
                names=", ".join(moves.mapped("display_name")),
            )
        )

    @api.model
    def _flush_for_reading(self):
        for model, names in (
            (
                "account.move",
                [
                    "name",
                    "state",
                    "move_type",
                    "invoice_date",
                    "commercial_partner_id",
                    "company_id",
                    "currency_id",
                    "litige_penalty_rate",
                ],
            ),
            ("account.move.line", ["move_id", "account_id", "date_maturity", "amount_currency"]),
            (
                "res.partner",
                [
                    "litige_standing",
                    "litige_insolvency_kind",
                    "litige_insolvency_date",
                    "litige_overindebted_on",
                ],
            ),
            ("litige.case", ["standing", "cause_id"]),
            (
                "litige.claim",
                [
                    "move_id",
                    "case_id",
                    "is_open",
                    "open_disputed_amount",
                    "notice_date",
                    "enforceable_on",
                    "due_snapshot",
                ],
            ),
            ("litige.cause", ["is_good_faith"]),
            ("litige.exit", ["kind", "move_id"]),
        ):
            self.env[model].flush_model(names)

    @api.model
    def _get_debts_query(self, move_ids, claims):
        """Return the query of one row per instalment; rules on invoices apply.

        What is disputed in good faith is the disputed part still open of an open dispute whose
        cause gives the customer a reason to withhold.
        """
        # Whoever may read the invoice may read its statement: no right on disputes is asked.
        chosen = SQL("AND c.id = ANY(%s)", claims.ids) if claims is not None else SQL()
        readable = self.env["account.move"]._search([])
        return SQL(
            """
            WITH claim AS (
                SELECT DISTINCT ON (c.move_id)
                       c.move_id, c.notice_date, c.enforceable_on, c.due_snapshot, k.standing,
                       CASE WHEN c.is_open AND cause.is_good_faith
                            THEN c.open_disputed_amount::text END AS disputed
                  FROM litige_claim c
                  JOIN litige_case k ON k.id = c.case_id
             LEFT JOIN litige_cause cause ON cause.id = k.cause_id
                 WHERE c.move_id = ANY(%(ids)s) %(chosen)s
              ORDER BY c.move_id, c.is_open DESC, c.id DESC
            )
            SELECT account_move.id, COALESCE(l.date_maturity, account_move.invoice_date_due),
                   l.amount_currency::text, account_move.company_id, account_move.name,
                   account_move.invoice_date,
                   trim_scale(account_move.litige_penalty_rate)::text,
                   cur.name, cur.decimal_places,
                   COALESCE(claim.standing, p.litige_standing), p.litige_insolvency_date,
                   p.litige_insolvency_kind IS NOT NULL, p.litige_overindebted_on IS NOT NULL,
                   claim.disputed, claim.notice_date, claim.enforceable_on, claim.due_snapshot,
                   EXISTS (SELECT 1 FROM litige_exit e
                            WHERE e.move_id = account_move.id AND e.kind = 'interest')
              FROM %(readable)s
              JOIN account_move_line l ON l.move_id = account_move.id
                                      AND l.move_id = ANY(%(ids)s) AND l.amount_currency <> 0
              JOIN account_account a ON a.id = l.account_id
                                    AND a.account_type = 'asset_receivable'
              JOIN res_currency cur ON cur.id = account_move.currency_id
         LEFT JOIN res_partner p ON p.id = account_move.commercial_partner_id
         LEFT JOIN claim ON claim.move_id = account_move.id
             WHERE account_move.id = ANY(%(ids)s) AND %(rules)s
               AND account_move.state = 'posted' AND account_move.move_type IN %(types)s
            """,
            ids=move_ids,
            chosen=chosen,
            readable=readable.from_clause,
            rules=readable.where_clause or SQL("TRUE"),
            types=INVOICE_TYPES,
        )

    @api.model
    def _make_debt(self, row, terms, counterparts):
        """Return (company id, Debt) of one invoice from its row, instalments and counterparts."""
        (
            move_id,
            _due,
            _amount,
            company_id,
            name,
            invoice_date,
            rate,
            currency,
            decimals,
            standing,
            insolvent_on,
            insolvent,
            over_indebted,
            disputed,
            notice_on,
            enforceable_on,
            snapshot,
            is_interest,
        ) = row
        instalments = [Instalment(due_on, Decimal(amount)) for due_on, amount in terms]
        if snapshot:
            instalments = _freeze(instalments, snapshot)
        rate = Decimal(rate) if rate else None
        return company_id, Debt(
            key=move_id,
            reference=name,
            instalments=tuple(instalments),
            movements=_get_movements(counterparts, decimals) if counterparts else (),
            standing=standing,
            invoice_date=invoice_date,
            disputed=Decimal(disputed) if disputed else debts.ZERO,
            notice_on=notice_on,
            enforceable_on=enforceable_on,
            contract_rate=rate or None,
            insolvent_on=insolvent_on,
            insolvent=insolvent,
            over_indebted=over_indebted,
            currency=currency,
            decimals=decimals,
            bears_interest=not is_interest,
        )


@contextmanager
def _collector_paused():
    """Keep Python's cycle collector still while thousands of small values are made.

    None of them is in a cycle, yet their number makes the collector walk the whole registry again
    and again: it took 40 % of the time of a large statement.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _get_movements(counterparts, decimals):
    """Return what was paid or credited, as the law names it."""
    movements = []
    for line in counterparts:
        if line.kind == CREDIT:
            kind = CREDIT_KINDS.get(line.credit_ground, debts.CREDIT_ERROR)
        else:
            kind = MOVEMENT_KINDS.get(line.kind)
        amount = Decimal(f"{line.amount:.{decimals}f}")
        if kind and amount:
            movements.append(Movement(kind, line.date, amount, line.label))
    return tuple(movements)


def _freeze(instalments, snapshot):
    """Give instalments the due dates of the day the invoice entered the dispute, rank by rank.

    A date edited on the invoice afterwards does not move penalties; amounts follow the ledger.
    """
    dates = [date.fromisoformat(item["date"]) for item in snapshot if item.get("date")]
    if not dates:
        return instalments
    last = len(dates) - 1
    return [
        Instalment(dates[min(rank, last)], part.amount)
        for rank, part in enumerate(sorted(instalments))
    ]
