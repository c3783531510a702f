from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .litige_ledger import CREDIT_GROUNDS

KINDS = [
    ("credit_note", "Credit note"),
    ("rebate", "Price reduction"),
    ("discount", "Discount for payment"),
    ("write_off", "Write-off"),
    ("doubtful", "Doubtful customer"),
    ("provision", "Provision"),
    ("reversal", "Reversal"),
    ("interest", "Interest and indemnity"),
    ("agreement", "Credit note of an agreement"),
]
# What gives something up: a person's limit counts these.
CONCEDING = frozenset(("credit_note", "rebate", "discount", "write_off", "agreement"))
REVERSIBLE = frozenset(("write_off", "doubtful", "provision"))
# What is asked for, drafted or posted: what was refused or deleted gives nothing up.
SPENT_STATES = ("to_approve", "draft", "posted")
ACTIVITY = "litige_management.mail_activity_type_exit"


class LitigeExit(models.Model):
    """One draft for the accountant, that ends a disputed invoice or prepares its loss.

    Nobody writes it by hand: the wizard asks for it, a manager may have to allow it, an accountant
    posts its draft. What the entry does to the dispute comes back by the ledger alone.
    """

    _name = "litige.exit"
    _inherit = [
        "litige.case.part.mixin",
        "litige.chronicle.mixin",
        "litige.exit.entry.mixin",
        "litige.exit.document.mixin",
        "litige.exit.posting.mixin",
    ]
    _description = "Accounting Exit"
    _order = "id desc"

    claim_id = fields.Many2one(
        "litige.claim", string="Disputed Invoice", required=True, index=True, ondelete="restrict"
    )
    invoice_id = fields.Many2one(
        "account.move", string="Invoice", related="claim_id.move_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="With VAT, in the currency of the invoice.")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    company_amount = fields.Monetary(
        string="In Our Currency",
        currency_field="company_currency_id",
        readonly=True,
        help="What counts towards the limit of whoever asked for it.",
    )
    interest_amount = fields.Monetary(string="Interest", readonly=True)
    indemnity_amount = fields.Monetary(string="Fixed Indemnity", readonly=True)
    rate = fields.Float(string="Rate (%)", readonly=True, digits=(5, 2))
    reason = fields.Text(readonly=True)
    explanation = fields.Text(string="How It Was Counted", readonly=True)
    date = fields.Date(string="Accounting Date", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True, check_company=True)
    account_id = fields.Many2one("account.account", readonly=True, check_company=True)
    counterpart_account_id = fields.Many2one("account.account", readonly=True, check_company=True)
    ground = fields.Selection(
        CREDIT_GROUNDS,
        readonly=True,
    )
    is_vat_recovered = fields.Boolean(string="VAT Recovered", readonly=True)
    check_ids = fields.Many2many("litige.exit.check", string="What Was Checked", readonly=True)
    vat_mention = fields.Text(
        string="Words for the Duplicate",
        readonly=True,
        help="What the duplicate of the invoice sent to the customer must say, so that they no "
        "longer deduct this VAT.",
    )
    credit_lines = fields.Json(readonly=True, help="The invoice lines credited: id, quantity.")
    origin_id = fields.Many2one(
        "litige.exit",
        string="Reverses",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_ids = fields.One2many("litige.exit", "origin_id", string="Reversals")
    settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    commitment_id = fields.Many2one(
        "litige.commitment", readonly=True, index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Draft",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    requested_by_id = fields.Many2one("res.users", string="Asked By", readonly=True)
    decision = fields.Selection(
        [("pending", "To approve"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="pending",
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Date(readonly=True)
    state = fields.Selection(
        [
            ("to_approve", "To Approve"),
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
            ("refused", "Refused"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    is_changed = fields.Boolean(
        string="Changed Since",
        compute="_compute_is_changed",
        help="The draft is no longer for the amount that was asked for.",
    )

    @api.depends("decision", "move_id.state")
    def _compute_state(self):
        for one in self:
            if one.decision != "approved":
                one.state = "to_approve" if one.decision == "pending" else "refused"
            else:
                state = one.move_id.state
                one.state = state if state in ("draft", "posted") else "cancelled"

    @api.depends("amount", "company_amount", "move_id.amount_total")
    def _compute_is_changed(self):
        for one in self:
            if not one.move_id or one.state not in ("draft", "posted"):
                one.is_changed = False
                continue
            currency = one.move_id.currency_id
            every = (
                one.search([("move_id", "=", one.move_id.id)]) if one.kind == "interest" else one
            )
            same = currency == one.currency_id
            asked = sum(every.mapped("amount" if same else "company_amount"))
            one.is_changed = bool(currency.compare_amounts(one.move_id.amount_total, asked))

    @api.depends("kind", "invoice_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            one.display_name = f"{labels.get(one.kind, '')} – {one.invoice_id.name or ''}"

    # === ASKING === #

    @api.model
    def _ask(self, vals_list):
        """Ask for exits of one dispute: drafted at once, or kept for a manager above one's limit.

        :return: the exits, all drafted or all waiting: one request is one decision
        """
        case = self.env["litige.case"].browse(vals_list[0]["case_id"])
        case.check_access("write")
        self._check_asked(case, vals_list)
        for vals in vals_list:
            claim = self.env["litige.claim"].browse(vals["claim_id"])
            vals["requested_by_id"] = self.env.uid
            vals["company_amount"] = claim._get_company_amount(vals["amount"])
        asked = sum(v["company_amount"] for v in vals_list if v["kind"] in CONCEDING)
        allowed = not case._get_exit_excess(asked)
        # Nobody has the right to write exits: the dispute was checked just above.
        exits = self.sudo().create(vals_list).with_env(self.env)
        if allowed:
            exits._decide("approved")
        else:
            exits._ask_approval()
        return exits

    @api.model
    def _check_asked(self, case, vals_list):
        """Refuse what no screen offers: it would get round the limit, which counts by dispute.

        An invoice of another dispute, the same one twice (each within what is due), or the
        reversal of what is not reversed here.
        """
        claims = self.env["litige.claim"].browse([vals["claim_id"] for vals in vals_list])
        once = [vals["claim_id"] for vals in vals_list if vals["kind"] != "agreement"]
        origins = self.browse([vals["origin_id"] for vals in vals_list if vals.get("origin_id")])
        if (
            claims.case_id != case
            or {vals["case_id"] for vals in vals_list} != {case.id}
            or len(once) != len(set(once))
            or any(one.kind not in REVERSIBLE or one.case_id != case for one in origins)
        ):
            raise UserError(
                self.env._("Each invoice of this dispute is asked for once, and no other invoice.")
            )

    def _ask_approval(self):
        """Tell a manager, and write down who asked for what."""
        case = self.case_id
        total = sum(self.mapped("amount"))
        words = self.env._(
            "%(user)s asks to concede %(amount)s on %(case)s (%(invoices)s): %(reason)s",
            user=self.env.user.name,
            amount=case.currency_id.format(total),
            case=case.name,
            invoices=", ".join(self.invoice_id.mapped("name")),
            reason=self[:1].reason or "…",
        )
        case.activity_schedule(
            ACTIVITY,
            note=plaintext2html(words),
            user_id=(case._get_exit_approver()).id,
        )
        self._log(
            lambda one: one.env._(
                "%(kind)s of %(amount)s on %(invoice)s waits for the approval of a manager"
            )
        )

    def _decide(self, decision):
        """Approve or refuse, and draft what was approved."""
        self.check_access("read")
        self.case_id.check_access("write")
        # Nobody has the right to write exits: rights on the dispute were checked just above.
        exits = self.sudo()
        exits.write(
            {
                "decision": decision,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
        if decision == "approved":
            self._draft()
            self._log(
                lambda one: one.env._("%(kind)s of %(amount)s on %(invoice)s drafted: %(reason)s")
            )
        else:
            self._log(lambda one: one.env._("%(kind)s of %(amount)s on %(invoice)s refused"))

    def _log(self, pattern):
        """Write one quiet line a record, in the language of the chronology."""
        vals_list = []
        for one in self._in_company_language():
            labels = dict(one._fields["kind"]._description_selection(one.env))
            vals_list.append(
                {
                    "case_id": one.case_id.id,
                    "claim_id": one.claim_id.id,
                    "kind": "exit",
                    "summary": pattern(one)
                    % {
                        "kind": labels[one.kind],
                        "amount": one.currency_id.format(one.amount),
                        "invoice": one.invoice_id.name,
                        "reason": one.reason or "–",
                    },
                    "amount": one.amount,
                    "res_model": one._name,
                    "res_id": one.id,
                }
            )
        self.case_id._append_events(vals_list)

    def _get_reversible(self):
        """Return what of this exit may still be reversed, in the currency of the invoice."""
        self.ensure_one()
        gone = self.reversal_ids.filtered(lambda one: one.state in SPENT_STATES)
        left = self.amount - sum(gone.mapped("amount"))
        if self.kind == "doubtful":
            # What was paid or written off there cannot go back.
            lines = self.move_id.line_ids.filtered(lambda line: line.balance > 0)
            left = min(left, sum(lines.mapped("amount_residual_currency")))
        return self.currency_id.round(max(left, 0.0))

    def _get_situation_words(self):
        """Return the sentence of each situation that speaks for a loss."""
        return {
            "liquidation": self.env._("the customer is in liquidation"),
            "insolvency": self.env._("the customer is in insolvency or over-indebtedness"),
            "court": self.env._("the claim is before a court or being enforced"),
            "year": self.env._("the oldest invoice is more than a year late"),
            "half_year": self.env._("the oldest invoice is more than six months late"),
        }

    # === DECIDING === #

    def _check_decidable(self):
        if not self.env.user.has_group("litige_management.litige_management_group_manager"):
            raise UserError(self.env._("Only a manager of disputes decides above a limit."))
        if any(one.decision != "pending" for one in self):
            raise UserError(self.env._("This was decided already."))

    def _check_still_due(self):
        """Refuse to give up what was paid, or given up otherwise, while this waited."""
        for claim, exits in self.grouped("claim_id").items():
            asked = sum(exits.mapped("amount"))
            left = claim._get_unplanned_amount(CONCEDING, exits)
            if claim.currency_id.compare_amounts(asked, left) > 0:
                raise UserError(
                    self.env._(
                        "Only %(left)s of %(invoice)s is left to give up: refuse this, and ask "
                        "again for less.",
                        left=claim.currency_id.format(left),
                        invoice=claim.move_id.name,
                    )
                )

    def action_approve(self):
        """Allow what is above the limit of whoever asked, and draft it."""
        self._check_decidable()
        for exits in self.grouped("case_id").values():
            exits._check_still_due()
            exits._decide("approved")
        self._close_activity()
        return self._get_next_action()

    def action_refuse(self):
        """Refuse: nothing is drafted."""
        self._check_decidable()
        for exits in self.grouped("case_id").values():
            exits._decide("refused")
        self._close_activity()

    def _close_activity(self):
        """Nothing more to decide on these disputes: close what asked for it."""
        for case in self.case_id:
            if not case.exit_ids.filtered(lambda one: one.decision == "pending"):
                case.activity_feedback([ACTIVITY])

    # === OPENING === #

    def _get_next_action(self):
        """Return the draft when there is one, else the list."""
        moves = self.move_id
        if len(moves) == 1:
            return self[:1].action_open_move()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("litige_management.litige_exit_action"),
            "domain": [("id", "in", self.ids)],
            "context": {},
        }

    def action_open_move(self):
        """Open the draft entry, credit note or invoice."""
        self.ensure_one()
        if not self.move_id:
            raise UserError(self.env._("There is no draft: it was refused, deleted or not made."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("What was conceded or written off stays on file."))
