import re

from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeClaim(models.Model):
    """One invoice in a dispute: how much is disputed, the hold on it, what became of it.

    Amounts are in the invoice's currency and follow the ledger: `_sync_ledger` writes them,
    nobody else. At any time claimed = conceded + paid + settled + written off + open.
    """

    _name = "litige.claim"
    _inherit = [
        "litige.batch.mixin",
        "litige.claim.hold.mixin",
        "litige.claim.exit.mixin",
        "litige.claim.ledger.mixin",
        "litige.claim.limitation.mixin",
        "litige.claim.limitation.words",
    ]
    _description = "Disputed Invoice"
    _order = "case_id desc, date_due, id"
    _check_company_auto = True

    case_id = fields.Many2one("litige.case", required=True, ondelete="restrict", index=True)
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date_invoice = fields.Date(string="Invoice Date", readonly=True)
    date_due = fields.Date(
        string="Due Date",
        readonly=True,
        help="The due date when the invoice entered the dispute; a later change on the invoice "
        "does not move it, nor the penalties.",
    )
    due_snapshot = fields.Json(
        readonly=True,
        help="Each instalment's due date and amount when the invoice entered.",
    )
    interest_start = fields.Date(
        readonly=True,
        help="The earliest due date: penalties run from the day after.",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        precompute=True,
        help="The dispute on this invoice is not over.",
    )
    state = fields.Selection(
        [
            ("posted", "Posted"),
            ("pending", "Payment under way"),
            ("draft", "Reset to draft"),
            ("cancel", "Cancelled"),
        ],
        string="Invoice State",
        default="posted",
        readonly=True,
    )

    # What is disputed at the opening
    opening_amount = fields.Monetary(
        string="Due at Opening",
        readonly=True,
        help="What was due when the invoice entered.",
    )
    disputed_amount = fields.Monetary(
        string="Disputed at Opening",
        readonly=True,
        help="The part that the customer contested when the invoice entered.",
    )
    baseline = fields.Json(
        readonly=True,
        help="What had been paid, credited… before the invoice entered.",
    )

    # What became of it
    claimed_amount = fields.Monetary(string="Claimed", readonly=True)
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    conceded_amount = fields.Monetary(string="Credited", readonly=True)
    settled_amount = fields.Monetary(string="Settled Away", readonly=True)
    written_off_amount = fields.Monetary(string="Written Off", readonly=True)
    open_amount = fields.Monetary(string="Still Due", readonly=True)
    open_disputed_amount = fields.Monetary(string="Disputed Part Still Due", readonly=True)
    open_undisputed_amount = fields.Monetary(string="Undisputed Part Still Due", readonly=True)

    is_whole = fields.Boolean(
        string="Whole Invoice",
        compute="_compute_is_whole",
        help="The whole of what remains due is disputed.",
    )
    held_amount = fields.Monetary(
        compute="_compute_held_amount",
        store=True,
        precompute=True,
        help="The disputed part still due, kept out of payment reminders.",
    )

    # What the law counts from
    notice_date = fields.Date(
        string="Formal Notice Effective",
        help="The day the formal notice that lists this invoice took effect: received, else first "
        "presented. Never the day it was posted.",
    )
    enforceable_on = fields.Date(
        help="The day a decision on this invoice became enforceable.",
    )

    _open_move_uniq = models.UniqueIndex(
        "(move_id) WHERE is_open",
        lambda env, diag: env["litige.claim"]._get_duplicate_message(diag),
    )
    _review_idx = models.Index("(hold_review_date) WHERE is_held")
    _case_move_uniq = models.Constraint(
        "UNIQUE (case_id, move_id)",
        "This invoice is already in this dispute.",
    )
    # Only the erasure of a closed dispute cuts the link to the invoice, and so to the customer.
    _move_check = models.Constraint(
        "CHECK (move_id IS NOT NULL OR NOT is_open)", "A claim is about an invoice."
    )
    _disputed_check = models.Constraint(
        "CHECK (disputed_amount >= 0 AND disputed_amount <= opening_amount)",
        "The disputed amount must lie between zero and what is due.",
    )

    @api.depends("case_id.phase")
    def _compute_is_open(self):
        for claim in self:
            claim.is_open = claim.case_id.phase != "closed"

    @api.depends("open_undisputed_amount")
    def _compute_is_whole(self):
        for claim in self:
            claim.is_whole = claim.currency_id.is_zero(claim.open_undisputed_amount)

    @api.depends("is_held", "open_disputed_amount")
    def _compute_held_amount(self):
        for claim in self:
            claim.held_amount = claim.open_disputed_amount if claim.is_held else 0.0

    @api.depends("move_id.name", "case_id.name")
    def _compute_display_name(self):
        for claim in self:
            # A resolver reads the claim, and not the invoice.
            claim.display_name = f"{claim.sudo().move_id.name or '…'} ({claim.case_id.name})"

    @api.model
    def _get_duplicate_message(self, diag):
        """Tell who came second which dispute the invoice is in (`diag`: PostgreSQL's detail)."""
        ids = re.findall(r"\(move_id\)=\((\d+)\)", (diag and diag.message_detail) or "")
        # Its number, no more, even to those who may not read it.
        claim = self.sudo().search(
            [
                ("move_id", "in", [int(id_) for id_ in ids]),
                ("is_open", "=", True),
            ],
            limit=1,
        )
        return self.env._(
            "Someone has just put %(invoice)s in the dispute %(case)s: open it there.",
            invoice=claim.move_id.name or "",
            case=claim.case_id.name or "",
        )

    def _write_protected(self, vals):
        """Write on the claims of who may write on their dispute.

        Nobody has the right to write claims: their amounts and dates follow the ledger.
        """
        self.case_id.check_access("write")
        # Checked just above; the values come from the ledger or from a checked action.
        self.sudo().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(
            self.env._(
                "An invoice never leaves a dispute without trace. Close the dispute instead."
            )
        )

    def action_open_case(self):
        """Open the dispute of this invoice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.case_id.id}

    def action_open_invoice(self):
        """Open the invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }
