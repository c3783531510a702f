from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..legal import admissibility, judicial, statement_json
from ..legal.debts import PAYMENT, SHOWN, UNDISPUTED, ZERO
from ..legal.standing import is_consumer, is_professional
from ..legal.statement import DebtStatement
from .litige_letter_template import AMICABLE_KINDS

# Letters that ask the customer for money.
CLAIMING = frozenset(("reminder", "notice", "second_notice", "default"))
# A reminder asks for no interest, whatever the company claims later; nor does a referral.
WITHOUT_INTEREST = ("reminder", "conciliator_referral")


class Row(NamedTuple):
    """One invoice of the table of sums: the record and what the law says of it."""

    move: models.Model
    line: DebtStatement
    contested: float | None = None

    @property
    def disputed(self):
        """What is shown as disputed of it: as the law counts it, unless told otherwise."""
        return self.line.principal_disputed if self.contested is None else self.contested

    @property
    def received(self):
        """Payments, credit notes and write-offs, of whatever kind."""
        line = self.line
        return line.never_due + line.paid + line.credited + line.written_off

    @property
    def to_come(self):
        """What is still to be paid on instalments that are not due yet."""
        return self.line.principal_open - self.line.principal_due

    @property
    def entries(self):
        """Payments and credits, oldest first, each with its split when interest is paid first."""
        splits = iter(self.line.imputation.payments if self.line.imputation else ())
        movements = sorted(self.line.debt.movements, key=lambda movement: movement.dated_on)
        return [
            (movement, next(splits, None) if movement.kind == PAYMENT else None)
            for movement in movements
        ]

    @property
    def interest_settled(self):
        """Interest that payments have paid, when they are set against it first."""
        return sum((split.to_interest for _movement, split in self.entries if split), ZERO)

    @property
    def due_dates(self):
        """Due dates of the instalments that have come, soonest first."""
        return sorted(
            {part.due_on for part in self.line.debt.instalments if part.due_on <= self.line.as_of}
        )


class LitigeLetterStatementMixin(models.AbstractModel):
    """The sums of a letter: counted while it is a draft, a JSON snapshot afterwards."""

    _name = "litige.letter.statement.mixin"
    _description = "Sums of a Letter"

    interest_mode = fields.Selection(
        [
            ("shown", "Shown, not claimed"),
            ("claimed", "Shown and claimed"),
            ("claimed_first", "Claimed, and paid first by any partial payment"),
        ],
        string="Late-Payment Interest",
        required=True,
        default="shown",
        help="Shown: the letter says what the law would let you claim, and claims the principal.",
    )
    statement_json = fields.Json(
        string="Statement",
        readonly=True,
        copy=False,
        help="The sums as they were counted when the letter was confirmed.",
    )

    # === THE CUSTOMER IN LAW === #

    @api.model
    def _get_standing_of(self, case, moves):
        """Return what the customer is: as confirmed on the dispute, else as recorded."""
        if case and case.standing:
            return case.standing
        return moves.commercial_partner_id[:1]._litige_propose_standing()

    @api.model
    def _get_audience_of(self, standing):
        """Return which text is meant for that standing: an unknown one is treated as a consumer."""
        return "professional" if is_professional(standing or None) else "consumer"

    def _get_standing(self):
        self.ensure_one()
        return self._get_standing_of(self.case_id, self.move_ids)

    def _get_audience(self):
        self.ensure_one()
        return self._get_audience_of(self._get_standing())

    def _is_for_consumer(self):
        """Whether consumer law protects the recipient."""
        self.ensure_one()
        return is_consumer(self._get_standing() or None)

    # === THE STATEMENT === #

    def _get_ordered_moves(self):
        return self.move_ids.sorted(lambda move: (move.invoice_date_due or move.date, move.id))

    def _get_statements(self):
        """Return the statement of each letter, or the error that forbids it.

        Confirmed letters give back what they printed; the ledger is not asked again.
        """
        # Each reading of a JSON field copies it whole: once is enough.
        frozen = {letter: letter.statement_json for letter in self}
        results = {
            letter: statement_json.from_dict(data) for letter, data in frozen.items() if data
        }
        drafts = self.filtered(lambda letter: letter not in results)
        empty = drafts.filtered(lambda letter: not letter.move_ids)
        for letter in empty:
            results[letter] = UserError(self.env._("Choose at least one invoice."))
        for (day, mode, options), letters in (
            (drafts - empty)
            .grouped(
                lambda letter: (
                    letter._get_statement_day(),
                    letter._get_statement_mode(),
                    tuple(letter._get_statement_options().items()),
                )
            )
            .items()
        ):
            results |= self.env["litige.statement"]._statements_for_groups(
                {letter: letter._get_ordered_moves() for letter in letters},
                day,
                mode,
                **dict(options),
            )
        return results

    def _get_statement_day(self):
        """Return the day on which the sums are counted."""
        self.ensure_one()
        return self.date

    def _get_statement_mode(self):
        """Return the mode of the statement: some letters ask for no interest, ever."""
        self.ensure_one()
        without = self.kind in WITHOUT_INTEREST or self.kind in AMICABLE_KINDS
        return SHOWN if without else self.interest_mode

    def _get_statement_options(self):
        """Return the options of the statement (see `litige.statement`)."""
        return {}

    def _get_claimed_total(self, statement):
        """Return what the letter asks for."""
        self.ensure_one()
        return statement.total_claimed

    def _refresh_amount(self):
        """Count again what each draft asks for; zero when no statement can be made."""
        for letter, statement in self._get_statements().items():
            if not isinstance(statement, Exception):
                letter.amount = float(letter._get_claimed_total(statement))
            else:
                letter.amount = 0.0

    def _freeze_statements(self):
        """Keep the sums of each letter as they are counted now.

        :return: the failures, `{letter: message}`
        """
        failures = {}
        for letter, statement in self._get_statements().items():
            message = self._get_refusal(letter, statement)
            if message:
                failures[letter] = letter.document_error = message
                continue
            letter.write(
                {
                    "statement_json": statement_json.to_dict(statement),
                    "amount": float(letter._get_claimed_total(statement)),
                }
            )
        return failures

    @api.model
    def _get_refusal(self, letter, statement):
        """Return in words why nothing may be claimed by this letter, None when it may."""
        if isinstance(statement, (UserError, RedirectWarning)):
            return statement.args[0]
        if isinstance(statement, Exception):
            return str(statement)
        if letter.kind in AMICABLE_KINDS:
            return letter._get_amicable_refusal(statement)
        if letter.kind in CLAIMING and letter._is_recovered_by_officer():
            return self.env._(
                "The recovery of small claims is under way: nothing may be claimed before the "
                "judicial officer has recorded its outcome."
            )
        if statement.total_claimed <= 0:
            return self.env._(
                "Nothing is due on %(invoices)s on the date of the letter.",
                invoices=", ".join(letter.move_ids.mapped("name")),
            )
        return None

    def _is_recovered_by_officer(self):
        """Whether a small-claims recovery is pending on the dispute (art. R125-7 CPCE)."""
        self.ensure_one()
        running = self.case_id._get_course_facts()["running"] if self.case_id else ()
        return judicial.SMALL_CLAIMS in running

    def _get_rows(self, statement):
        """Return the rows of the table, in the order of the statement."""
        moves = {move.id: move for move in self.move_ids}
        return [Row(moves[int(line.debt.key)], line) for line in statement.lines]

    def _get_interest_values(self, statement):
        """Return what the paragraphs on interest and on the disputed part depend on."""
        self.ensure_one()
        charges = [
            line.indemnity
            for line in statement.lines
            if line.indemnity and line.indemnity.part == UNDISPUTED
        ]
        due, disputed = statement.total("principal_due"), statement.total("principal_disputed")
        return {
            "indemnity": charges[0] if charges else None,
            "indemnity_due": sum((charge.total for charge in charges), ZERO),
            "disputed": disputed,
            "undisputed": due - disputed,
            "imputed": statement.total("principal_claimed") - due,
            "notice_dates": sorted(
                {
                    line.debt.notice_on
                    for line in statement.lines
                    if line.debt.notice_on and line.debt.notice_on <= statement.as_of
                }
            ),
        }

    # === WHAT FOLLOWS === #

    def _get_follow_ups(self, statement):
        """Return the ways that the law leaves open if the letter stays without effect.

        :return: tuple of `legal.admissibility.FollowUp`
        """
        self.ensure_one()
        law = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        values = judicial.Values.in_force(law, self.date)
        return admissibility.follow_ups(self._get_facts(statement), values)

    def _get_facts(self, statement):
        """Return what decides the open ways (`legal.judicial.Facts`)."""
        self.ensure_one()
        due, disputed = statement.total("principal_due"), statement.total("principal_disputed")
        debts = [line.debt for line in statement.lines]
        course = self.case_id._get_course_facts() if self.case_id else {}
        facts = judicial.Facts(
            standing=self._get_standing() or None,
            today=self.date,
            amount=due,
            undisputed=max(ZERO, due - max(disputed, self._get_disputed())),
            **course,
            **self.commercial_partner_id._litige_get_court_facts(self.company_id),
        )
        # What the statement was counted with decides, and stays so once it is confirmed.
        return facts._replace(
            insolvent=any(debt.insolvent or debt.insolvent_on for debt in debts),
            over_indebted=any(debt.over_indebted for debt in debts),
            enforceable=facts.enforceable or any(debt.enforceable_on for debt in debts),
        )

    def _get_disputed(self):
        """Return what the customer contests on these invoices, for whatever cause but non-payment.

        A customer who says nothing and does not pay contests nothing.
        """
        self.ensure_one()
        if not self.case_id or self.case_id.cause_id.is_non_payment:
            return ZERO
        claims = self.case_id.claim_ids.filtered(lambda claim: claim.move_id in self.move_ids)
        return sum((Decimal(str(amount)) for amount in claims.mapped("open_disputed_amount")), ZERO)
