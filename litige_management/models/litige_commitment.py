from odoo import api, fields, models
from odoo.exceptions import UserError

from .litige_settlement_signatory import PARTIES

# What carrying an agreement out writes, once it is signed.
EXECUTION_FIELDS = {"state", "done_on", "proof", "proof_file", "proof_file_name"}
# What the ledger and the reminders write, and nobody else.
FOLLOW_FIELDS = {"paid_amount", "is_by_hand", "credit_note_id", "reminded_before", "reminded_after"}


class LitigeCommitment(models.Model):
    """What one party promises in an agreement: an instalment, a service, a credit note…"""

    _name = "litige.commitment"
    _description = "Commitment of an Agreement"
    _order = "settlement_id, date_due, id"
    _rec_name = "description"
    _check_company_auto = True

    settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    case_id = fields.Many2one(related="settlement_id.case_id", store=True, index=True)
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    party = fields.Selection(PARTIES, string="Who", required=True, default="customer")
    kind = fields.Selection(
        [
            ("payment", "Payment"),
            ("service", "Service or work"),
            ("credit_note", "Credit note"),
            ("withdrawal", "Withdrawal of a claim or a suit"),
            ("other", "Other"),
        ],
        string="What",
        required=True,
        default="payment",
    )
    description = fields.Char(
        help="What exactly is promised, as the agreement says it. Not needed for a payment.",
    )
    amount = fields.Monetary(help="Tax included.")
    date_due = fields.Date(string="Due Date")
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("broken", "Not kept")],
        default="open",
        required=True,
        copy=False,
    )
    paid_amount = fields.Monetary(
        string="Paid",
        readonly=True,
        copy=False,
        help="What payments reconciled with the invoices of the agreement have filled of it.",
    )
    is_by_hand = fields.Boolean(
        readonly=True,
        copy=False,
        help="Noted as done by a person: the ledger no longer follows it.",
    )
    credit_note_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The credit note drafted for this commitment.",
    )
    reminded_before = fields.Date(readonly=True, copy=False)
    reminded_after = fields.Date(readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    done_on = fields.Date(copy=False, help="The day it was done.")
    proof = fields.Char(copy=False, help="What proves it: bank entry, delivery note, credit note…")
    proof_file = fields.Binary(string="Proof (File)", attachment=True, copy=False)
    proof_file_name = fields.Char(copy=False)

    _amount_check = models.Constraint("CHECK (amount >= 0)", "An amount cannot be negative.")
    _payment_check = models.Constraint(
        "CHECK (kind <> 'payment' OR amount > 0)",
        "A payment needs an amount.",
    )

    @api.depends("state", "date_due", "settlement_id.state")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for commitment in self:
            commitment.is_late = bool(
                commitment.state == "open"
                and commitment.settlement_id.state == "signed"
                and commitment.date_due
                and commitment.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain(
            [
                ("state", "=", "open"),
                ("settlement_id.state", "=", "signed"),
                ("date_due", "<", "today"),
            ]
        )
        domains = [late if wanted else ~late for wanted in value]
        return fields.Domain.OR(domains)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to add to an agreement that is no longer a draft; nothing is done yet."""
        for vals in vals_list:
            for name in FOLLOW_FIELDS | {"state", "done_on"}:
                vals.pop(name, None)
        commitments = super().create(vals_list)
        commitments.settlement_id._check_draft()
        return commitments

    def write(self, vals):
        """Once the agreement leaves draft, only what became of the promise may be noted."""
        if FOLLOW_FIELDS & vals.keys() and not self.env.su:
            raise UserError(self.env._("What was paid follows the ledger: nobody writes it."))
        course = vals.keys() & (EXECUTION_FIELDS | FOLLOW_FIELDS)
        if vals.keys() - course:
            self.settlement_id._check_draft()
        if course and any(settlement.state != "signed" for settlement in self.settlement_id):
            raise UserError(self.env._("Only what was promised in a signed agreement is followed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.settlement_id._check_draft()

    # === ACTIONS === #

    def action_done(self):
        """Note that it was done, today unless a day was given before.

        The ledger no longer follows an instalment noted by hand: it was paid some other way.
        """
        for commitment in self:
            commitment.write(
                {
                    "state": "done",
                    "done_on": commitment.done_on or fields.Date.context_today(self),
                }
            )
            # Its rights are checked by the write just above.
            commitment.sudo().write({"is_by_hand": True, "paid_amount": commitment.amount})
        self._log_outcome(self.env._("Kept: %(what)s"))
        self.settlement_id._refresh_execution()

    def action_reopen(self):
        """Take back what was noted by hand: the ledger follows it again."""
        self.write({"state": "open", "done_on": False})
        # Its rights are checked by the write just above.
        self.sudo().write({"is_by_hand": False, "paid_amount": 0.0})
        self._log_outcome(self.env._("To do again: %(what)s"))
        self.settlement_id._refresh_execution()

    def action_broken(self):
        """Note that it was not kept."""
        self.write({"state": "broken"})
        self._log_outcome(self.env._("Not kept: %(what)s"))
        self.settlement_id._refresh_execution()

    def _log_outcome(self, pattern):
        self.case_id._append_events(
            [
                {
                    "case_id": commitment.case_id.id,
                    "kind": "agreement",
                    "occurred_on": commitment.done_on or fields.Date.context_today(self),
                    "summary": pattern % {"what": commitment._get_label()},
                    "amount": commitment.amount,
                    "details": {
                        "agreement": commitment.settlement_id.name,
                        "proof": commitment.proof,
                    },
                    "res_model": "litige.settlement",
                    "res_id": commitment.settlement_id.id,
                }
                for commitment in self
            ]
        )

    def _get_label(self):
        """Return what is promised, by whom, in a few words."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        parties = dict(self._fields["party"]._description_selection(self.env))
        what = self.description or kinds[self.kind]
        if self.amount:
            what = f"{what}, {self.currency_id.format(self.amount)}"
        return f"{parties[self.party]} – {what} ({self.settlement_id.name})"

    # === CREDIT NOTES === #

    def _follow_credit_notes(self):
        """Note that a promised credit note was posted, or taken back."""
        for commitment in self.filtered("credit_note_id"):
            posted = commitment.credit_note_id.state == "posted"
            if posted == (commitment.state == "done"):
                continue
            commitment.write(
                {
                    "state": "done" if posted else "open",
                    "done_on": posted and commitment.credit_note_id.date,
                    "proof": commitment.credit_note_id.name if posted else False,
                }
            )
