from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import clean_context

STANDINGS = [
    ("consumer", "Consumer"),
    ("non_professional", "Association, co-ownership or other non-professional body"),
    ("merchant", "Merchant or commercial company"),
    ("artisan", "Craftsperson (artisan)"),
    ("professional", "Liberal or other civil professional"),
    ("farmer", "Farmer"),
    ("public", "Public body"),
]


class LitigeCase(models.Model):
    """One dispute with one customer, in one company and one currency."""

    _name = "litige.case"
    _inherit = [
        "litige.case.gateway.mixin",  # these three before the thread whose doors they close
        "litige.case.email.mixin",
        "litige.case.thread.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "litige.case.retention.mixin",  # before the phases it refuses
        "litige.case.phase.mixin",
        "litige.case.lifecycle.mixin",
        "litige.case.screen.mixin",
        "litige.case.communication.mixin",
        "litige.case.chronology.mixin",
        "litige.case.chronology.document.mixin",
        "litige.case.letter.mixin",
        "litige.case.settlement.mixin",
        "litige.case.exhibit.mixin",
        "litige.case.checklist.mixin",
        "litige.case.collect.mixin",
        "litige.case.collect.prevention.mixin",
        "litige.case.bundle.mixin",
        "litige.case.assessment.mixin",
        "litige.case.steps.mixin",
        "litige.case.amicable.mixin",
        "litige.case.amicable.words",
        "litige.case.cost.mixin",
        "litige.case.judicial.mixin",
        "litige.case.judicial.words",
        "litige.case.judicial.sentences",
        "litige.case.insolvency.mixin",
        "litige.case.limitation.mixin",
        "litige.case.offer.mixin",
        "litige.case.exit.mixin",
        "litige.case.portal.mixin",
        "litige.case.portal.page.mixin",
        "litige.case.portal.offer.mixin",
    ]
    _description = "Dispute Case"
    _order = "date_opened desc, id desc"
    _check_company_auto = True
    # A resolver has no right to write on the case, but must be able to comment it.
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        check_company=True,
        help="The customer this dispute is with (the company, not one of its contacts).",
    )
    contact_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="The person to write to.",
    )
    insolvency_kind = fields.Selection(related="partner_id.litige_insolvency_kind")
    overindebted_on = fields.Date(related="partner_id.litige_overindebted_on")
    standing = fields.Selection(
        STANDINGS,
        tracking=True,
        help="What the customer is for this purchase. It decides the interest, the court and "
        "the mediation that the law opens.",
    )
    standing_confirmed = fields.Boolean(
        copy=False,
        tracking=True,
        help="A person has checked what the customer is: nothing that depends on it is claimed "
        "before.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        tracking=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who follows this dispute.",
    )
    resolver_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who can fix the cause: the salesperson, the technician… They see this case only.",
    )
    cause_id = fields.Many2one(
        "litige.cause",
        required=True,
        tracking=True,
        check_company=True,
        help="Why the customer does not pay, as it looks today.",
    )
    description = fields.Text(
        string="What the Customer Says",
        help="In the customer's own words when possible.",
    )
    phase = fields.Selection(
        [
            ("identification", "Identification"),
            ("assessment", "Assessment"),
            ("amicable", "Amicable"),
            ("judicial", "Court"),
            ("execution", "Execution"),
            ("closed", "Closed"),
        ],
        required=True,
        default="identification",
        # Not tracked: the chronology tells it, sealed, and a thousand cases move at once.
        index=True,
        group_expand="_expand_phases",
        copy=False,
        help="Where the dispute stands.",
    )
    phase_before_closing = fields.Char(readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ("paid", "Paid"),
            ("settled", "Settled"),
            ("conceded", "Conceded to the customer"),
            ("judgment_won", "Judgment won"),
            ("judgment_lost", "Judgment lost"),
            ("abandoned", "Abandoned"),
            ("irrecoverable", "Irrecoverable"),
            ("merged", "Merged into another case"),
            ("mistake", "Opened by mistake"),
        ],
        readonly=True,
        tracking=True,
        copy=False,
    )
    outcome_reason = fields.Text(readonly=True, copy=False)
    date_opened = fields.Date(
        copy=False,
        string="Opened On",
        required=True,
        readonly=True,
        default=fields.Date.context_today,
    )
    date_closed = fields.Date(string="Closed On", readonly=True, copy=False)
    merged_into_id = fields.Many2one("litige.case", readonly=True, copy=False)
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")

    claim_ids = fields.One2many("litige.claim", "case_id", string="Invoices")
    event_ids = fields.One2many("litige.event", "case_id", string="Chronology")
    event_count = fields.Integer(compute="_compute_event_count")
    # Searching through it must not tell what a confidential e-mail says to who may not read it.
    message_ids = fields.One2many(bypass_search_access=False)

    # Amounts: sums of the claims, in the case's currency.
    claimed_amount = fields.Monetary(
        string="Claimed",
        compute="_compute_amounts",
        store=True,
        help="What was due when the invoices entered the case, and whatever came due again since.",
    )
    open_amount = fields.Monetary(
        string="Still Due",
        compute="_compute_amounts",
        store=True,
        help="What remains unpaid today.",
    )
    disputed_amount = fields.Monetary(
        string="Disputed",
        compute="_compute_amounts",
        store=True,
        help="The part of what remains due that the customer contests.",
    )
    held_amount = fields.Monetary(
        string="Held",
        compute="_compute_amounts",
        store=True,
        help="What is kept out of payment reminders.",
    )
    oldest_due_date = fields.Date(
        compute="_compute_amounts",
        store=True,
        help="The oldest due date among the invoices.",
    )
    hold_review_date = fields.Date(
        string="Hold to Review",
        compute="_compute_amounts",
        store=True,
        help="The next day on which someone must decide whether to keep holding.",
    )
    is_all_settled = fields.Boolean(
        string="Nothing Left Due",
        compute="_compute_amounts",
        store=True,
    )
    days_overdue = fields.Integer(
        compute="_compute_days_overdue",
        help="Days since the oldest due date.",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    color = fields.Integer(default=0)

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'",
        "Case numbers must be unique in a company.",
    )

    # === COMPUTES === #

    @api.depends(
        "claim_ids.claimed_amount",
        "claim_ids.open_amount",
        "claim_ids.open_disputed_amount",
        "claim_ids.held_amount",
        "claim_ids.date_due",
        "claim_ids.hold_review_date",
        "claim_ids.is_held",
        "outcome",
    )
    def _compute_amounts(self):
        for case in self:
            # What was opened by mistake was never claimed.
            claims = [] if case.outcome == "mistake" else list(case.claim_ids)
            case.claimed_amount = sum(claim.claimed_amount for claim in claims)
            case.open_amount = sum(claim.open_amount for claim in claims)
            case.disputed_amount = sum(claim.open_disputed_amount for claim in claims)
            case.held_amount = sum(claim.held_amount for claim in claims)
            case.oldest_due_date = min(
                (claim.date_due for claim in claims if claim.date_due), default=False
            )
            case.hold_review_date = min(
                (c.hold_review_date for c in claims if c.held_amount and c.hold_review_date),
                default=False,
            )
            case.is_all_settled = bool(claims) and all(
                claim.currency_id.is_zero(claim.open_amount) for claim in claims
            )

    @api.depends("oldest_due_date")
    @api.depends_context("tz")
    def _compute_days_overdue(self):
        today = fields.Date.context_today(self)
        for case in self:
            late = (today - case.oldest_due_date).days if case.oldest_due_date else 0
            case.days_overdue = max(late, 0)

    @api.depends("phase")
    def _compute_is_open(self):
        for case in self:
            case.is_open = case.phase != "closed"

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        if True in value:
            domains.append(Domain("phase", "!=", "closed"))
        if False in value:
            domains.append(Domain("phase", "=", "closed"))
        return Domain.OR(domains)

    @api.depends("event_ids")
    def _compute_event_count(self):
        counts = dict(
            self.env["litige.event"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.event_count = counts.get(case._origin, 0)

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = f"{case.name} – {case.partner_id.display_name or ''}"

    # === CONSTRAINTS === #

    @api.constrains("partner_id")
    def _check_partner_is_commercial(self):
        for case in self:
            if case.partner_id != case.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "A dispute is with the customer itself: choose %(customer)s rather than "
                        "its contact %(contact)s.",
                        customer=case.partner_id.commercial_partner_id.display_name,
                        contact=case.partner_id.display_name,
                    )
                )

    @api.constrains("user_id", "resolver_id")
    def _check_people_are_ours(self):
        for case in self:
            if (case.user_id | case.resolver_id).filtered("share"):
                raise ValidationError(
                    self.env._("The owner and the resolver of a dispute are people of the company.")
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Number the cases, and start their chronology. Numbers of a batch are drawn at once."""
        by_company = defaultdict(list)
        # A case starts at the beginning, with the next number, whatever an import says.
        settled = self._get_protected_fields() - {"company_id", "currency_id", "partner_id"}
        for vals in vals_list:
            for name in settled:
                vals.pop(name, None)
            by_company[vals.get("company_id") or self.env.company.id].append(vals)
        for company_id, batch in by_company.items():
            company = self.env["res.company"].browse(company_id)
            for vals, number in zip(batch, company._litige_next_numbers(len(batch)), strict=True):
                vals["name"] = number
        # Neither may a default of the context say otherwise.
        model = self.with_context(clean_context(self.env.context))
        cases = super(LitigeCase, model).create(vals_list).with_env(self.env)
        # Nobody has the right to write the heads of the chains but the chronology itself.
        self.env["litige.case.chain"].sudo()._open_chains(cases)
        self.env["litige.case.stay"].sudo()._begin(cases)  # nor to say where they have been
        return cases

    def write(self, vals):
        """Refuse to write by hand what the transitions write.

        A phase alone, clicked or dragged on a screen, takes the way of the transition table.
        """
        if not self.env.su and vals.keys() == {"phase"}:
            return self._move_by_hand(vals["phase"])
        if not self.env.su and self._get_protected_fields() & vals.keys():
            raise UserError(
                self.env._("Use the buttons: they keep the chronology and the holds in order.")
            )
        return super().write(vals)

    def _get_protected_fields(self):
        """Return the fields that only the transitions, the ledger and the holds write."""
        return {"partner_id", "phase"} | {
            name
            for name, field in self._fields.items()
            if field.readonly and field.store and field._module == "litige_management"
        }

    def _write_protected(self, vals):
        """Write what only the code of disputes writes, for who may write on the dispute."""
        self.check_access("write")
        # Checked just above; the values come from a checked transition.
        self.sudo().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(
            self.env._("A dispute is never deleted. Close it as opened by mistake instead.")
        )

    # === SMALL TOOLS === #

    def _append_events(self, vals_list):
        """Append events to the chronology, whatever rights the current user has on it."""
        # The chronology is written by what happens, not by the rights of who makes it happen.
        return self.env["litige.event"].sudo()._append(vals_list)
