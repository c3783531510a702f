from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

FARTHEST_DAYS = 5 * 366


class LitigePromise(models.Model):
    """A payment promised for a day: it pauses chasing, and the ledger says whether it came.

    Nobody writes one by hand: it is made by logging an exchange, and follows the ledger.
    """

    _name = "litige.promise"
    _inherit = ["litige.promise.ledger.mixin"]
    _description = "Payment Promised"
    _order = "date_promised, id"

    communication_id = fields.Many2one(
        "litige.communication",
        string="Exchange",
        required=True,
        ondelete="restrict",
        index=True,
        help="When, how and by whom it was promised.",
    )
    partner_id = fields.Many2one(
        related="communication_id.partner_id", string="Customer", store=True, index=True
    )
    case_id = fields.Many2one(
        related="communication_id.case_id", string="Dispute", store=True, index=True
    )
    company_id = fields.Many2one(related="communication_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="communication_id.user_id", string="Promised To", store=True)
    move_ids = fields.Many2many(
        "account.move",
        "litige_promise_move_rel",
        "promise_id",
        "move_id",
        string="Invoices",
        readonly=True,
        # A resolver reads what was promised, and not the invoices.
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    paid_amount = fields.Monetary(
        string="Paid Since",
        readonly=True,
        help="What came in on these invoices since it was promised.",
    )
    date_made = fields.Date(string="Promised On", required=True, readonly=True)
    date_promised = fields.Date(string="Promised For", required=True, readonly=True, index=True)
    date_kept = fields.Date(
        string="Paid On",
        readonly=True,
        help="The day the amount promised was reached.",
    )
    state = fields.Selection(
        [
            ("pending", "Awaited"),
            ("kept", "Kept"),
            ("broken", "Not kept"),
            ("cancelled", "No longer awaited"),
        ],
        default="pending",
        required=True,
        readonly=True,
        index=True,
    )
    cancel_reason = fields.Char(
        string="Why No Longer Awaited",
        readonly=True,
        help="A promise taken back or replaced is no longer compared with the ledger.",
    )
    baseline = fields.Json(
        readonly=True,
        help="What was already paid that day, and does not count.",
    )

    _amount_check = models.Constraint(
        "CHECK (amount > 0)", "The amount promised must be above zero."
    )

    @api.depends("amount", "currency_id", "date_promised")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(amount)s for %(date)s",
                amount=promise.currency_id.format(promise.amount),
                date=format_date(self.env, promise.date_promised),
            )

    # === MAKING === #

    @api.model
    def _make(self, communication, amount, date):
        """Note what was promised in an exchange; it replaces what was awaited on these invoices.

        :raise UserError: in words, when nothing is due, or the amount or the day make no sense
        """
        moves = communication._get_promise_moves()
        date = fields.Date.to_date(date)
        self._check_terms(communication, moves, amount or 0.0, date)
        made_on = communication._get_local_date()
        counterparts = self.env["litige.ledger"]._read_counterparts(moves.ids)
        promise = self.create(
            {
                "communication_id": communication.id,
                "move_ids": [Command.set(moves.ids)],
                "currency_id": communication.currency_id.id,
                "amount": amount,
                "date_made": made_on,
                "date_promised": date,
                "baseline": self._get_baseline(moves, counterparts),
            }
        )
        promise._replace_others()
        promise._refresh(notify=False)
        return promise

    @api.model
    def _check_terms(self, communication, moves, amount, date):
        currency = communication.currency_id
        due = sum(moves.mapped("amount_residual"))
        made_on = communication._get_local_date()
        if currency.compare_amounts(amount, 0) <= 0 or not date:
            message = self.env._("Say how much they promised to pay, and for which day.")
        elif currency.is_zero(due):
            message = self.env._("Nothing is due any more: there is nothing to promise.")
        elif currency.compare_amounts(amount, due) > 0:
            message = self.env._(
                "They cannot have promised %(amount)s: only %(due)s is due.",
                amount=currency.format(amount),
                due=currency.format(due),
            )
        elif date < made_on:
            message = self.env._(
                "A promise made on %(made)s cannot be for %(date)s, before that day.",
                made=format_date(self.env, made_on),
                date=format_date(self.env, date),
            )
        elif (date - made_on).days > FARTHEST_DAYS:
            message = self.env._(
                "%(date)s is more than five years after the promise: check the year.",
                date=format_date(self.env, date),
            )
        else:
            return
        raise UserError(message)

    def _replace_others(self):
        """Stop awaiting the earlier promises on the same invoices: the latest word counts."""
        for promise in self:
            others = self.search(
                [
                    ("move_ids", "in", promise.move_ids.ids),
                    ("state", "=", "pending"),
                    ("date_made", "<=", promise.date_made),
                    ("id", "!=", promise.id),
                ]
            )
            others.write(
                {
                    "state": "cancelled",
                    "cancel_reason": self.env._(
                        "Replaced by %(promise)s", promise=promise.display_name
                    ),
                }
            )

    # === WORDS === #

    def _get_headline(self):
        """Return what was promised, as a sentence."""
        self.ensure_one()
        return self.env._(
            "%(amount)s promised for %(date)s",
            amount=self.currency_id.format(self.amount),
            date=format_date(self.env, self.date_promised),
        )

    @api.model
    def _get_letter_warnings(self, letters):
        """Return what each letter's writer must know of payments promised, by letter."""
        # Whoever writes the letter must know, whatever rights they have on the exchanges.
        pending = letters.move_ids._litige_get_pending_promises()
        warnings = {}
        for letter in letters:
            moves = letter.sudo().move_ids
            promises = pending.browse(p.id for p in pending if p.move_ids & moves)
            lines = [
                self.env._("A payment is promised: see the exchange of %(date)s.", date=date)
                if promise.communication_id.confidential
                else self.env._("A payment is promised: %(promise)s.", promise=promise.display_name)
                for promise in promises
                for date in [format_date(self.env, promise.date_made)]
            ]
            warnings[letter] = "\n".join(lines) or None
        return warnings

    # === ACTIONS === #

    def action_cancel(self):
        """Stop awaiting the payment: they took it back, or it was noted by mistake."""
        if not self.env.user.has_group("litige_management.litige_management_group_user"):
            raise AccessError(self.env._("Only users of disputes may do this."))
        self.check_access("read")
        # Checked just above: promises are nobody's to write.
        promises = self.sudo().filtered(lambda promise: promise.state != "cancelled")
        promises.write(
            {
                "state": "cancelled",
                "cancel_reason": self.env._("Set aside by %(user)s", user=self.env.user.name),
            }
        )
        promises._let_sleep()

    def action_open_case(self):
        """Open the dispute, or the exchange when there is none."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": (self.case_id or self.communication_id)._name,
            "res_id": (self.case_id or self.communication_id).id,
            "view_mode": "form",
        }
