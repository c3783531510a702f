from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .litige_document_mixin import FROZEN_FIELDS
from .litige_settlement_default_mixin import DEFAULT_FIELDS
from .litige_settlement_execution_mixin import FOLLOW_FIELDS
from .litige_settlement_signed_copy_mixin import COPY_FIELDS
from .litige_settlement_title_mixin import TITLE_DETAILS, TITLE_FIELDS
from .res_company import SETTLEMENT

# What may still change once the text is frozen: the course of the signature, never the text.
COURSE_FIELDS = {"state", "cancel_reason", "signed_on", "user_id"}
# Their own models guard their lines.
LINE_FIELDS = {"line_ids", "commitment_ids", "signatory_ids"}
# The steps of an agreement: nothing comes after a signature, nor after a cancellation.
STEPS = {"draft": ("confirmed", "cancelled"), "confirmed": ("signed", "cancelled")}
# What only the steps themselves write.
PROTECTED_FIELDS = {"name", "state", "signed_on", "cancel_reason"}
# What only carrying a signed agreement out writes: never its text.
AFTER_FIELDS = FOLLOW_FIELDS | DEFAULT_FIELDS | TITLE_FIELDS


class LitigeSettlement(models.Model):
    """The written agreement that ends or spreads a dispute.

    A *transaction* ends it by concessions of both sides; a *payment plan* only spreads what is
    due, and gives nothing up. Draft, then confirmed (the text is frozen), then signed by both.
    """

    _name = "litige.settlement"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "litige.case.part.mixin",
        "litige.settlement.proposal.mixin",
        "litige.settlement.origin.mixin",
        "litige.settlement.check.mixin",
        "litige.settlement.title.mixin",  # before the documents: it has a file of its own
        "litige.settlement.signing.mixin",
        "litige.settlement.signed.copy.mixin",  # before the two whose files it adds to
        "litige.settlement.course.mixin",
        "litige.settlement.document.mixin",
        "litige.settlement.execution.mixin",
        "litige.settlement.default.mixin",
        "litige.settlement.credit.mixin",
    ]
    _description = "Settlement Agreement"
    _order = "date desc, id desc"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", index="trigram")
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True)
    standing = fields.Selection(related="case_id.standing")
    is_protected = fields.Boolean(
        compute="_compute_is_protected",
        help="The customer is not a professional for this purchase, or nobody said so: no fee, no "
        "interest, a long notice, no choice of court.",
    )
    kind = fields.Selection(
        [
            ("transaction", "Settlement (transaction)"),
            ("plan", "Payment plan (échéancier)"),
            ("acknowledgment", "Debt acknowledgment (reconnaissance de dette)"),
            ("record", "Record of an agreement (constat d’accord)"),
        ],
        required=True,
        default="transaction",
        tracking=True,
        help="A settlement ends the dispute for good: both sides give something up. A payment "
        "plan only spreads what is due: nobody gives anything up. A debt acknowledgment is written "
        "by the customer, in words and figures. A record says what was agreed, and waives nothing.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "To sign"),
            ("signed", "Signed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    cancel_reason = fields.Text(readonly=True, copy=False)
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="The day of the amounts. The day of the agreement is the one its signatories write.",
    )
    signed_on = fields.Date(
        readonly=True,
        copy=False,
        help="The day the last side signed: the agreement binds from it.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Prepared By",
        default=lambda self: self.env.user,
        copy=False,
    )

    # What is agreed
    line_ids = fields.One2many("litige.settlement.line", "settlement_id", copy=True)
    commitment_ids = fields.One2many("litige.commitment", "settlement_id", copy=True)
    signatory_ids = fields.One2many("litige.settlement.signatory", "settlement_id", copy=True)
    charges_fate = fields.Selection(
        [
            ("none", "None: neither asked for nor given up"),
            ("waived", "Given up"),
            ("included", "Included in the amount to pay"),
            ("reserved", "Kept for later: neither included nor given up"),
        ],
        string="Interest and Indemnities",
        compute="_compute_kind_terms",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What becomes of late-payment interest and of the fixed indemnities.",
    )
    charges_amount = fields.Monetary(
        string="Interest and Indemnities Included",
        help="The amount of interest and indemnities counted in what the customer pays.",
    )
    principal_amount = fields.Monetary(
        string="Still Due",
        compute="_compute_amounts",
        store=True,
        help="What remains due on the invoices of the agreement.",
    )
    waived_amount = fields.Monetary(string="Discount", compute="_compute_amounts", store=True)
    settled_amount = fields.Monetary(
        string="Amount to Pay",
        compute="_compute_amounts",
        store=True,
        help="What the customer pays: what is due, less the discount, plus the charges included.",
    )
    scheduled_amount = fields.Monetary(
        string="In Instalments",
        compute="_compute_scheduled_amount",
        store=True,
        help="The sum of the customer's payments below.",
    )
    difference_amount = fields.Monetary(
        string="Left to Spread",
        compute="_compute_scheduled_amount",
        store=True,
        help="What the instalments lack; below zero, what they have too much.",
    )

    # How it is paid
    bank_id = fields.Many2one(
        "res.partner.bank",
        string="Account to Pay",
        check_company=True,
        help="The bank account printed on the agreement.",
    )
    imputation = fields.Selection(
        [
            ("principal", "On the principal first"),
            ("interest", "On interest first"),
        ],
        string="Payments Applied",
        default="principal",
        required=True,
        help="What a payment extinguishes first. Interest first only with professionals, when "
        "interest is included.",
    )
    grace_days = fields.Integer(
        default=5,
        help="A payment this many days late at most is still in time.",
    )
    cure_days = fields.Integer(
        string="Days to Put Right",
        compute="_compute_kind_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="After a notice of default, the days left to pay the instalment.",
    )
    is_discount_conditional = fields.Boolean(
        string="Discount Lost on Default",
        default=True,
        help="An instalment still unpaid after the notice cancels the discount: the original claim "
        "comes back, less what was paid.",
    )

    # Its other clauses
    reserved_items = fields.Text(
        compute="_compute_kind_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="What the reciprocal waiver leaves untouched. One item a line.",
    )
    is_confidential = fields.Boolean(
        string="Confidential",
        compute="_compute_kind_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="Both sides keep the terms to themselves, with the legal exceptions.",
    )
    pending_suit = fields.Char(
        string="Suit Under Way",
        help="Court and docket number of a suit that this agreement ends.",
    )
    jurisdiction = fields.Char(
        string="Court Chosen",
        help="Only between merchants: any other choice is void.",
    )
    originals_count = fields.Integer(
        string="Originals",
        default=2,
        help="As many as there are parties.",
    )

    _amounts_check = models.Constraint(
        "CHECK (charges_amount >= 0 AND grace_days >= 0 AND cure_days >= 0)",
        "Amounts and delays cannot be negative.",
    )

    # === COMPUTES === #

    @api.depends("case_id.standing")
    def _compute_is_protected(self):
        for settlement in self:
            settlement.is_protected = settlement.case_id.standing in (
                False,
                "consumer",
                "non_professional",
            )

    @api.depends(
        "line_ids.due_amount",
        "line_ids.waived_amount",
        "charges_fate",
        "charges_amount",
        "currency_id",
    )
    def _compute_amounts(self):
        for settlement in self:
            due = sum(settlement.line_ids.mapped("due_amount"))
            waived = sum(settlement.line_ids.mapped("waived_amount"))
            included = settlement.charges_fate == "included" and settlement.charges_amount
            total = due - waived + (included or 0.0)
            settlement.principal_amount = settlement._round(due)
            settlement.waived_amount = settlement._round(waived)
            settlement.settled_amount = settlement._round(total)

    @api.depends(
        "commitment_ids.amount",
        "commitment_ids.kind",
        "commitment_ids.party",
        "settled_amount",
    )
    def _compute_scheduled_amount(self):
        for settlement in self:
            total = sum(settlement._get_instalments().mapped("amount"))
            settlement.scheduled_amount = settlement._round(total)
            settlement.difference_amount = settlement._round(settlement.settled_amount - total)

    def _round(self, amount):
        return self.currency_id.round(amount) if self.currency_id else amount

    def _get_instalments(self):
        """Return the customer's payments, soonest first."""
        payments = self.commitment_ids.filtered(
            lambda line: line.kind == "payment" and line.party == "customer"
        )
        return payments.sorted(lambda line: line.date_due or date.max)

    def _to_decimal(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places or 2}f}")

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Number the agreements in their dispute, and propose what was not given."""
        for vals in vals_list:
            for name in PROTECTED_FIELDS | FROZEN_FIELDS | AFTER_FIELDS | COPY_FIELDS:
                vals.pop(name, None)
            case = self.env["litige.case"].browse(vals.get("case_id"))
            for name, value in self._prepare_proposal(case).items():
                vals.setdefault(name, value)
        settlements = super().create(vals_list)
        for company, group in settlements.grouped("company_id").items():
            numbers = company._litige_next_numbers(len(group), SETTLEMENT)
            for settlement, number in zip(group, numbers, strict=True):
                settlement._write_protected({"name": number})
        return settlements

    def write(self, vals):
        """The text of an agreement changes in draft only; nothing changes once signed."""
        self._check_writable(vals)
        return super().write(vals)

    def _check_writable(self, vals):
        """Refuse, whoever asks, a change of a final text or a step that does not exist."""
        if (PROTECTED_FIELDS | AFTER_FIELDS) & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("Confirm, sign or cancel an agreement with its own buttons.")
            )
        if self.env.su and vals.keys() <= {"case_id", *AFTER_FIELDS}:
            return  # follows its invoices and the ledger: no change of the text
        if self.env.su and vals.keys() <= COPY_FIELDS and not any(self.mapped("signed_hash")):
            return  # the copy of what both have signed, once
        if TITLE_DETAILS & vals.keys():
            self._check_title_writable(TITLE_DETAILS & vals.keys())
        own = {
            name
            for name in vals.keys() - LINE_FIELDS - TITLE_DETAILS - AFTER_FIELDS
            if not name.startswith(("message_", "activity_"))
        }
        if own - COURSE_FIELDS - FROZEN_FIELDS:
            self._check_draft()
        for settlement in self:
            if (
                own
                and settlement.state in ("signed", "cancelled")
                or (
                    "state" in vals
                    and vals["state"] != settlement.state
                    and vals["state"] not in STEPS[settlement.state]
                )
            ):
                raise UserError(
                    self.env._("%(agreement)s can no longer be changed.", agreement=settlement.name)
                )

    def _write_protected(self, vals):
        """Write what only the steps write, for who may write on the agreement."""
        self.check_access("write")
        # Checked just above; the values come from a checked step.
        self.sudo().write(vals)

    @api.constrains("state", "signed_on", "cancel_reason")
    def _check_state(self):
        """A state is what happened: a frozen text, every signature, a reason."""
        for settlement in self:
            if settlement.state in ("confirmed", "signed") and not settlement.document_hash:
                raise UserError(self.env._("Confirm the agreement first: its text is not final."))
            if settlement.state == "signed" and not (
                settlement.signed_on and settlement._is_fully_signed()
            ):
                raise UserError(self.env._("Both sides must have signed."))
            if settlement.state == "cancelled" and not settlement.cancel_reason:
                raise UserError(self.env._("Say why the agreement is cancelled."))

    def _check_draft(self):
        """Raise when one of the agreements is no longer a draft."""
        for settlement in self:
            if settlement.state != "draft":
                raise UserError(
                    self.env._(
                        "The text of %(agreement)s is final. To change it, cancel it before it is "
                        "signed and prepare a new version.",
                        agreement=settlement.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()
