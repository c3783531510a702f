import base64
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date

from ..legal import debts, execution
from ..legal.rates import MissingLegalValue
from ..legal.returned import Returned, returned_claim

DEFAULT_FIELDS = {"accelerated_on"}


class LitigeSettlementDefaultMixin(models.AbstractModel):
    """An instalment that does not come: notice, then the whole balance at once.

    Two balances that nobody may mix: what is left *under the agreement*, and what comes back of
    the *original claim* when the discount was granted on condition. Each says how payments count.
    """

    _name = "litige.settlement.default.mixin"
    _description = "Default on an Agreement"

    currency_id = fields.Many2one("res.currency")  # the agreement says which
    default_letter_ids = fields.One2many(
        "litige.letter",
        "settlement_id",
        string="Notices of Default",
    )
    cure_until = fields.Date(
        string="To Put Right By",
        compute="_compute_default",
        help="The last day the customer has to pay what the notice of default names.",
    )
    can_accelerate = fields.Boolean(compute="_compute_default")
    default_status = fields.Text(
        string="Where the Default Stands",
        compute="_compute_default",
    )
    accelerated_on = fields.Date(
        string="Balance Due At Once Since",
        readonly=True,
        copy=False,
        help="The day the default was declared: the whole balance became due.",
    )
    agreed_left_amount = fields.Monetary(
        string="Left under the Agreement",
        compute="_compute_balances",
    )
    original_left_amount = fields.Monetary(
        string="Left of the Original Claim",
        compute="_compute_balances",
        help="When the discount was granted on condition and the condition failed.",
    )
    balance_text = fields.Text(
        string="How It Is Counted",
        compute="_compute_balances",
    )

    # === THE NOTICE === #

    def _get_current_notice(self):
        """Return the last confirmed notice that names an instalment still unpaid."""
        self.ensure_one()
        unpaid = set(self._get_late_instalments().ids)
        # Who may read the agreement may know that its default was notified.
        letters = self.sudo().default_letter_ids.filtered(
            lambda letter: (
                letter.state == "confirmed"
                and unpaid & {line["id"] for line in letter.default_json or []}
            )
        )
        return letters.sorted(lambda letter: (letter.date, letter.id))[-1:]

    @api.depends("execution_state", "commitment_ids.state", "default_letter_ids.effective_date")
    @api.depends_context("tz", "lang")
    def _compute_default(self):
        today = fields.Date.context_today(self)
        for settlement in self:
            due, settlement.can_accelerate = settlement._get_cure(today)
            settlement.cure_until = due
            settlement.default_status = settlement.execution_state in (
                "late",
                "noticed",
            ) and " ".join(
                filter(None, (settlement._get_default_status(due), settlement._get_our_default()))
            )

    def _get_our_default(self):
        """Say that we are late ourselves: the customer may hold back (art. 1219 C. civ.)."""
        late = self.commitment_ids.filtered(lambda line: line.party == "us" and line.is_late)
        return late and self.env._(
            "Do first what we promised and is late: the customer may have the right to hold back "
            "their payments until then."
        )

    def _get_cure(self, today):
        """Return (last day to put right, whether the balance may be declared due)."""
        self.ensure_one()
        if self.execution_state not in ("late", "noticed"):
            return False, False
        # Each notice runs on its own: the oldest whose instalments are unpaid decides.
        unpaid = set(self._get_late_instalments().ids)
        days = [
            execution.cure_until(letter.effective_date, self.cure_days)
            for letter in self.sudo().default_letter_ids  # as for the current notice
            if letter.state == "confirmed"
            and letter.effective_date
            and unpaid & {line["id"] for line in letter.default_json or []}
        ]
        return min(days, default=False), bool(days) and today > min(days)

    def _get_default_status(self, due):
        notice = self._get_current_notice()
        if not notice:
            return self.env._("The customer must first be given notice to pay what is late.")
        if not due:
            return self.env._(
                "The notice %(letter)s has no effect yet: note the day it was first presented or "
                "received.",
                letter=notice.name,
            )
        if self.can_accelerate:
            return self.env._(
                "The days left by the notice ended on %(date)s, and what it names is not paid: "
                "the whole balance may be declared due.",
                date=format_date(self.env, due),
            )
        return self.env._(
            "The customer has until %(date)s to pay what the notice names.",
            date=format_date(self.env, due),
        )

    def action_notify_default(self):
        """Write the notice of default: it names the clause, the instalments, the days left."""
        self.ensure_one()
        if self.state != "signed" or self.accelerated_on:
            raise UserError(
                self.env._("%(agreement)s is not being performed.", agreement=self.name)
            )
        self._check_payable()
        self._refresh_execution()
        if not self._get_late_instalments():
            raise UserError(
                self.env._("No instalment is late: days of grace count as being in time.")
            )
        Letter = self.env["litige.letter"]
        vals = Letter._prepare_letter(
            "default",
            self._get_moves(),
            case=self.case_id,
            settlement_id=self.id,
            channel="registered",
            notice_days=self.cure_days,
            interest_mode="shown",
        )
        letter = Letter.create(vals)
        letter._refresh_amount()
        letter._fill_prose()
        return letter._get_records_action()

    def _check_payable(self):
        """Raise when the law forbids the customer to pay: what does not come is no default."""
        partner = self.partner_id
        if partner.litige_insolvency_kind or partner.litige_overindebted_on:
            raise UserError(
                self.env._(
                    "The law no longer lets %(customer)s pay earlier debts (insolvency or "
                    "over-indebtedness): an instalment that does not come is no default. Declare "
                    "the claim instead.",
                    customer=partner.name,
                )
            )

    def _get_deed_copy(self):
        """Return the PDF of the deed: as signed on a screen or scanned, else its bare text."""
        self.ensure_one()
        scans = self.signatory_ids.sorted("party").mapped("scan")  # the customer's first
        for copy in (self.signed_file, *scans):
            content = base64.b64decode(copy or b"")
            if content.startswith(b"%PDF"):
                return content
        return self._get_frozen_attachments()[self].raw

    # === THE WHOLE BALANCE === #

    def action_accelerate(self):
        """Ask where the dispute goes, showing both balances."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Declare the Whole Balance Due"),
            "res_model": "litige.settlement.accelerate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_id": self.id},
        }

    def _accelerate(self, phase):
        """Declare the balance due after an unheeded notice, and bring the dispute back.

        :param phase: `amicable` or `judicial`
        """
        self.ensure_one()
        self.check_access("write")
        self._check_payable()
        self._refresh_execution()
        if self.accelerated_on or not self.can_accelerate:
            raise UserError(
                self.env._(
                    "The balance is not due at once: the notice of default must have taken effect, "
                    "its days be over and what it names still be unpaid."
                )
            )
        unpaid = self._get_late_instalments()
        unpaid.write({"state": "broken"})
        self._write_protected(
            {"accelerated_on": fields.Date.context_today(self), "execution_state": "accelerated"}
        )
        ours = self._in_company_language()
        self.case_id._append_events(
            [
                ours._prepare_execution_event(
                    ours.env._(
                        "Whole balance of %(agreement)s due, after a notice without effect. "
                        "%(balance)s",
                        agreement=self.name,
                        balance=ours.balance_text,
                    ),
                    amount=self._get_claimed_left(),
                )
            ]
        )
        if self.case_id.phase == "execution":
            self.case_id._move_to(phase)

    def _get_claimed_left(self):
        """Return what may now be claimed: the original claim when the discount is lost."""
        self.ensure_one()
        return self.original_left_amount if self._is_discount_lost() else self.agreed_left_amount

    def _is_discount_lost(self):
        return self.kind == "transaction" and self.is_discount_conditional

    # === BALANCES === #

    @api.depends(
        "commitment_ids.paid_amount",
        "settled_amount",
        "principal_amount",
        "charges_fate",
        "charges_amount",
        "imputation",
        "is_discount_conditional",
        "state",
    )
    @api.depends_context("tz", "lang")
    def _compute_balances(self):
        for settlement in self:
            if settlement.state != "signed":
                settlement.agreed_left_amount = settlement.original_left_amount = 0.0
                settlement.balance_text = False
                continue
            agreed, original, missing = settlement._get_balances()
            settlement.agreed_left_amount = float(agreed.total)
            settlement.original_left_amount = float(original.total)
            settlement.balance_text = settlement._describe_balances(agreed, original, missing)

    def _get_balances(self):
        """Return what is left (agreed, original), and why the charges could not be counted."""
        self.ensure_one()
        paid = self._get_paid_decimal()
        included = (
            self._to_decimal(self.charges_amount) if self.charges_fate == "included" else Decimal()
        )
        agreed = execution.balance(
            self._to_decimal(self.settled_amount) - included, included, paid, self.imputation
        )
        principal = self._to_decimal(self.principal_amount)
        if not self._is_discount_lost():
            principal -= self._to_decimal(self.waived_amount)
        original, missing = execution.balance(principal, Decimal(), paid, self.imputation), None
        if not self.is_protected and self.charges_fate != "none":
            try:
                original = self._count_original(fields.Date.context_today(self))
            except (RedirectWarning, UserError) as error:
                missing = error.args[0]
        return agreed, original, missing

    def _count_original(self, day):
        """Return the `legal.execution.Balance` of the original claim, charges up to `day`.

        :raises UserError, RedirectWarning: as `litige.statement`
        """
        lost, Statement = self._is_discount_lost(), self.env["litige.statement"]
        agreed = {line.claim_id.move_id.id: line for line in self.line_ids}
        invoices = [
            Returned(
                line.debt,
                line.regime,
                due=self._to_decimal(agreed[line.debt.key].due_amount),
                waived=self._to_decimal(0 if lost else agreed[line.debt.key].waived_amount),
                indemnity=line.indemnity_total,
            )
            for line in self._get_statement(day).lines
        ]
        try:
            return returned_claim(
                invoices,
                self._get_all_receipts(),
                self.signed_on,
                day,
                Statement._get_rate_book(self.company_id),
                self.imputation,
            )
        except MissingLegalValue as error:
            raise Statement._get_missing_error(error) from error

    def _describe_balances(self, agreed, original, missing):
        """Return both balances in words: which principal, which charges, which imputation."""

        def money(amount):
            return self.currency_id.format(float(amount))

        order = (
            self.env._("payments counted on interest first")
            if self.imputation == execution.INTEREST
            else self.env._("payments counted on the principal first")
        )
        lines = [
            self.env._(
                "Under the agreement: %(total)s (principal %(principal)s, interest and indemnities "
                "%(charges)s; %(order)s).",
                total=money(agreed.total),
                principal=money(agreed.principal),
                charges=money(agreed.charges),
                order=order,
            )
        ]
        if self._is_discount_lost():
            lines.append(
                self.env._(
                    "Return to the original claim: %(total)s (principal %(due)s before payments, "
                    "%(principal)s left, interest and indemnities as of today %(charges)s; "
                    "%(order)s).",
                    total=money(original.total),
                    due=money(self.principal_amount),
                    principal=money(original.principal),
                    charges=money(original.charges),
                    order=order,
                )
            )
        elif original.charges:
            lines.append(
                self.env._(
                    "Beside it, interest and indemnities as of today: %(charges)s.",
                    charges=money(original.charges),
                )
            )
        return "\n".join([*lines, missing] if missing else lines)

    # === CHARGES === #

    def _get_waived_charges(self):
        """Return the interest and indemnities given up, on the day of the agreement.

        Those of the disputed part count too: the agreement ends the dispute.

        :raises UserError, RedirectWarning: as `litige.statement`
        """
        self.ensure_one()
        if self.charges_fate != "waived" or not self.line_ids:
            return Decimal()
        return self._count_charges(self.date or fields.Date.context_today(self))

    def _count_charges(self, day):
        """Return the interest and indemnities on the invoices of the agreement on `day`."""
        names = ("interest", "interest_disputed", "indemnity_total")
        return sum(map(self._get_statement(day).total, names), Decimal())

    def _get_statement(self, day):
        """Return the statement of the invoices of the agreement on `day`."""
        claims = self.line_ids.claim_id._origin
        return self.env["litige.statement"]._statement_for_moves(
            claims.move_id, day, debts.CLAIMED, claims=claims
        )
