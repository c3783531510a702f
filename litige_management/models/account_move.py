from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .litige_ledger import CREDIT_GROUNDS

# A customer who sees an invoice on the portal sees nothing of our file on it.
INTERNAL = "base.group_user"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = [
        "account.move",
        "account.move.letter.mixin",
        "account.move.communication.mixin",
    ]

    litige_claim_ids = fields.One2many(
        "litige.claim",
        "move_id",
        string="Disputes",
        groups="litige_management.litige_management_group_resolver,account.group_account_readonly",
    )
    litige_state = fields.Selection(
        [("overdue", "Overdue"), ("disputed", "In dispute")],
        string="Dispute Status",
        compute="_compute_litige_state",
        search="_search_litige_state",
        help="Whether this invoice is late, or in dispute.",
        groups=INTERNAL,
    )
    litige_case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        compute="_compute_litige_state",
        help="The open dispute on this invoice, for those who may read it.",
        groups=INTERNAL,
    )
    litige_case_name = fields.Char(
        string="Dispute Number", compute="_compute_litige_state", groups=INTERNAL
    )
    litige_held_amount = fields.Monetary(
        string="Held in Dispute",
        compute="_compute_litige_state",
        help="The disputed amount, kept out of payment reminders.",
        groups=INTERNAL,
    )
    litige_is_partial = fields.Boolean(
        string="Partly Disputed", compute="_compute_litige_state", groups=INTERNAL
    )
    litige_review_date = fields.Date(
        string="Review on", compute="_compute_litige_state", groups=INTERNAL
    )
    litige_days_overdue = fields.Integer(
        string="Days Overdue", compute="_compute_litige_state", groups=INTERNAL
    )
    litige_overdue_amount = fields.Monetary(
        string="Overdue Amount", compute="_compute_litige_state", groups=INTERNAL
    )
    litige_notice = fields.Char(
        string="Dispute Notice",
        compute="_compute_litige_notice",
        help="What the invoice's banner says: how late it is, or which dispute holds it.",
        groups=INTERNAL,
    )
    litige_penalty_rate = fields.Float(
        string="Late-Payment Rate (%)",
        digits=(6, 3),
        copy=False,
        readonly=True,
        help="The yearly contractual rate of late-payment penalties on the day the invoice was "
        "confirmed, in per cent. Zero: the legal rate.",
        groups=INTERNAL,
    )
    litige_credit_ground = fields.Selection(
        CREDIT_GROUNDS,
        string="Ground of the Credit Note",
        help="Decides from when a credit note lowers what late-payment interest is counted on.",
        copy=False,
        groups=INTERNAL,
    )
    litige_settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        index="btree_not_null",
        copy=False,
        groups="litige_management.litige_management_group_user",
        help="The agreement that this entry carries out.",
    )

    # === COMPUTES === #

    @api.depends("litige_claim_ids.is_open", "payment_state", "state", "amount_residual")
    @api.depends_context("tz", "uid", "allowed_company_ids")
    def _compute_litige_state(self):
        # Every accountant sees that an invoice is in dispute and where: its number, no more.
        claims = (
            self.env["litige.claim"]
            .sudo()
            .search(
                [
                    ("move_id", "in", self.ids),
                    ("is_open", "=", True),
                ]
            )
        )
        readable = claims.case_id.with_env(self.env)._filtered_access("read")
        claims = claims.grouped("move_id")
        today = fields.Date.context_today(self)
        for move in self:
            claim = claims.get(move._origin.sudo())
            overdue, days = move._litige_get_overdue(today)
            move.litige_state = "disputed" if claim else "overdue" if overdue else False
            move.litige_case_id = claim and (claim.case_id.with_env(self.env) & readable)
            move.litige_case_name = claim.case_id.name if claim else False
            move.litige_held_amount = claim.held_amount if claim else 0.0
            move.litige_is_partial = bool(claim) and not claim.is_whole
            move.litige_review_date = claim.hold_review_date if claim else False
            move.litige_days_overdue = days
            move.litige_overdue_amount = overdue

    @api.depends(
        "litige_state",
        "litige_days_overdue",
        "litige_overdue_amount",
        "litige_held_amount",
        "litige_review_date",
    )
    @api.depends_context("lang", "tz")
    def _compute_litige_notice(self):
        for move in self:
            move.litige_notice = (
                move._litige_get_dispute_notice()
                if move.litige_state == "disputed"
                else move._litige_get_overdue_notice()
                if move.litige_state == "overdue"
                else False
            )

    def _litige_get_overdue_notice(self):
        self.ensure_one()
        amount = self.currency_id.format(self.litige_overdue_amount)
        if self.litige_days_overdue == 1:
            return self.env._("Overdue by 1 day — %(amount)s", amount=amount)
        return self.env._(
            "Overdue by %(days)s days — %(amount)s",
            days=self.litige_days_overdue,
            amount=amount,
        )

    def _litige_get_dispute_notice(self):
        self.ensure_one()
        if self.currency_id.is_zero(self.litige_held_amount):
            return self.env._("In dispute: %(case)s", case=self.litige_case_name)
        return self.env._(
            "In dispute: %(case)s — %(amount)s held back from reminders, to review on %(date)s",
            case=self.litige_case_name,
            amount=self.currency_id.format(self.litige_held_amount),
            date=format_date(self.env, self.litige_review_date),
        )

    def _search_litige_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._check_field_access(self._fields["litige_state"], "read")
        disputed = Domain(
            "id",
            "in",
            # The state of an invoice is no secret to those who see the invoice.
            self.env["litige.claim"].sudo()._search([("is_open", "=", True)]).subselect("move_id"),
        )
        domains = []
        if "disputed" in value:
            domains.append(disputed)
        if "overdue" in value:
            domains.append(self._litige_get_overdue_domain() & ~disputed)
        if False in value:
            domains.append(~(disputed | self._litige_get_overdue_domain()))
        return Domain.OR(domains)

    # === LATENESS === #

    @api.model
    def _litige_get_overdue_domain(self):
        """Return the domain of customer invoices with something overdue today."""
        return (
            Domain("state", "=", "posted")
            & Domain("move_type", "in", ("out_invoice", "out_receipt"))
            & Domain("payment_state", "in", ("not_paid", "partial"))
            & Domain(
                "line_ids",
                "any",
                [
                    ("account_type", "=", "asset_receivable"),
                    ("date_maturity", "<", "today"),
                    ("amount_residual", ">", 0),
                ],
            )
        )

    def _litige_get_overdue(self, today):
        """Return what is overdue on this invoice, in its currency, and for how many days."""
        self.ensure_one()
        if (
            self.state != "posted"
            or self.move_type not in ("out_invoice", "out_receipt")
            or self.payment_state not in ("not_paid", "partial")
        ):
            return 0.0, 0
        late = self._litige_get_term_lines().filtered(
            lambda line: (
                line.date_maturity
                and line.date_maturity < today
                and line.amount_residual_currency > 0
            )
        )
        amount = sum(late.mapped("amount_residual_currency"))
        days = (today - min(late.mapped("date_maturity"))).days if late else 0
        return amount, days

    def _litige_get_term_lines(self):
        """Return the receivable lines, one per instalment. Read for those who see the invoice."""
        # The due dates of an invoice are no secret to those who see the invoice.
        return self.sudo().line_ids.filtered(lambda line: line.account_type == "asset_receivable")

    def _litige_get_due_snapshot(self):
        """Return each instalment's due date and amount, as plain values, soonest first."""
        self.ensure_one()
        return sorted(
            (
                {
                    "date": fields.Date.to_string(line.date_maturity or self.invoice_date_due),
                    "amount": line.amount_currency,
                }
                for line in self._litige_get_term_lines()
            ),
            key=lambda item: item["date"] or "",
        )

    def _litige_get_first_due_date(self):
        """Return the earliest due date with something still due, None without any."""
        dates = [
            line.date_maturity
            for line in self._litige_get_term_lines()
            if line.date_maturity and not line.reconciled
        ]
        return min(dates, default=None)

    # === WHAT TOUCHES A DISPUTE === #

    def write(self, vals):
        """Compare a disputed invoice with its dispute when it is posted, reset or cancelled."""
        if "state" in vals:
            self.env["litige.claim"]._touch(self.ids)
        if {"partner_id", "currency_id", "company_id"} & vals.keys():
            self._litige_check_identity(vals)
        return super().write(vals)

    def _litige_check_identity(self, vals):
        """Refuse to make an invoice in dispute another customer's, currency's or company's."""
        # Whether an invoice is in dispute is no secret to those who may edit it.
        claims = (
            self.env["litige.claim"]
            .sudo()
            .search([("move_id", "in", self.ids), ("is_open", "=", True)])
        )
        for claim in claims:
            move = claim.move_id
            partner = self.env["res.partner"].browse(vals.get("partner_id", move.partner_id.id))
            if (
                partner.commercial_partner_id.id != move.commercial_partner_id.id
                or vals.get("currency_id", move.currency_id.id) != move.currency_id.id
                or vals.get("company_id", move.company_id.id) != move.company_id.id
            ):
                raise UserError(
                    self.env._(
                        "%(invoice)s is in the dispute %(case)s: its customer, currency and "
                        "company cannot change. Cancel it and make a new invoice instead.",
                        invoice=move.name,
                        case=claim.case_id.name,
                    )
                )

    def _compute_payment_state(self):
        """Payments without an entry change this state and nothing else."""
        result = super()._compute_payment_state()
        self.env["litige.claim"]._touch(self._origin.ids)
        return result

    def _post(self, soft=True):
        """Keep the late-payment rate agreed on the day the invoice is confirmed."""
        posted = super()._post(soft)
        # Invoices are also confirmed by people and crons without any right on accounting.
        fresh = posted.sudo().filtered(
            lambda move: (
                move.move_type in ("out_invoice", "out_receipt") and not move.litige_penalty_rate
            )
        )
        by_rate = fresh.grouped(lambda move: move._litige_get_contract_rate())
        for rate, moves in by_rate.items():
            if rate:
                moves.litige_penalty_rate = rate
        return posted

    def _litige_get_contract_rate(self):
        """Return the contractual yearly rate for this customer, in per cent; zero: legal rate."""
        self.ensure_one()
        partner = self.commercial_partner_id.with_company(self.company_id)
        return partner.litige_penalty_rate or self.company_id.litige_penalty_rate

    # === ACTIONS === #

    def action_litige_open(self):
        """Open a dispute on the chosen invoices."""
        return self.env["litige.case.open"]._action_for_moves(self)

    def action_litige_view(self):
        """Open the dispute of this invoice."""
        self.ensure_one()
        if not self.litige_case_id:
            raise UserError(
                self.env._("You may see that this invoice is in dispute, and not the file itself.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.litige_case_id.id}
