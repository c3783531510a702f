from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import insurance
from ..legal.rates import MissingLegalValue


class LitigeInsurancePolicy(models.Model):
    """A contract of legal-protection insurance (protection juridique) of the company."""

    _name = "litige.insurance.policy"
    _inherit = ["litige.insurance.policy.words", "mail.thread"]
    _description = "Legal-Protection Policy"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    provider_id = fields.Many2one(
        "litige.provider",
        string="Insurer",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('role', '=', 'insurer')]",
        tracking=True,
        help="Whom a claim is declared to: the insurer, or the broker that manages the contract.",
    )
    number = fields.Char(string="Policy Number", required=True, tracking=True)
    date_from = fields.Date(
        string="In Force From",
        required=True,
        tracking=True,
        help="The first day of the cover.",
    )
    is_renewed = fields.Boolean(
        string="Renewed by Itself",
        default=True,
        tracking=True,
        help="It goes on each year until one side gives notice: the term below does not end it.",
    )
    date_to = fields.Date(
        string="Term",
        tracking=True,
        help="The last day of the current period.",
    )
    waiting_months = fields.Integer(
        string="Waiting Period (months)",
        help="Months from the start during which a new dispute is not covered.",
    )
    threshold = fields.Monetary(
        help="Below this amount at stake, the insurer does not step in.",
    )
    excess = fields.Monetary(help="What stays at your charge in each claim.")
    claim_ceiling = fields.Monetary(string="Ceiling per Claim")
    year_ceiling = fields.Monetary(string="Ceiling per Year")
    excludes_unpaid = fields.Selection(
        [("yes", "Not covered"), ("no", "Covered"), ("unknown", "Not checked yet")],
        string="Unpaid Invoices",
        default="unknown",
        required=True,
        tracking=True,
        help="Many contracts leave out invoices that are merely unpaid (recouvrement), and cover a "
        "customer who contests. Read the exclusions.",
    )
    exclusions = fields.Text(help="In the words of the contract.")
    declaration_days = fields.Integer(
        string="Time to Declare",
        help="Days given by the contract from the refusal or the silence. 0: the legal minimum is "
        "counted, and nothing below it ever is.",
    )
    declaration_unit = fields.Selection(
        [("working_days", "Working days"), ("days", "Days")],
        default="working_days",
        required=True,
    )
    lawyer_choice = fields.Selection(
        [
            ("free", "You choose, within their scale of fees"),
            ("agreed", "After their consent"),
            ("unknown", "Not checked yet"),
        ],
        string="Lawyer",
        default="unknown",
        required=True,
        help="When a lawyer is needed, the law lets you choose yours, whatever the insurer "
        "suggests; what it reimburses is limited by the contract.",
    )
    lawyer_fees = fields.Text(
        string="Scale of Fees", help="What the contract reimburses of a lawyer, by kind of act."
    )
    document = fields.Binary(
        string="Contract", attachment=True, help="General and special conditions, as signed."
    )
    document_name = fields.Char()
    note = fields.Text(string="Our Notes")
    claim_ids = fields.One2many("litige.insurance.claim", "policy_id", string="Claims")
    claim_count = fields.Integer(compute="_compute_claim_count")
    warning = fields.Char(compute="_compute_warning")

    _number_uniq = models.UniqueIndex(
        "(company_id, provider_id, number)", "This policy is recorded already."
    )
    _dates_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A policy cannot end before it starts."
    )
    _amounts_check = models.Constraint(
        "CHECK (threshold >= 0 AND excess >= 0 AND claim_ceiling >= 0 AND year_ceiling >= 0 "
        "AND waiting_months >= 0 AND declaration_days >= 0)",
        "An amount or a delay is never negative.",
    )

    # === COMPUTES === #

    @api.depends("provider_id", "number")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = f"{policy.provider_id.name or ''} – {policy.number or ''}"

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        counts = dict(
            self.env["litige.insurance.claim"]._read_group(
                [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
            )
        )
        for policy in self:
            policy.claim_count = counts.get(policy._origin, 0)

    @api.depends("date_to", "is_renewed", "excludes_unpaid", "document")
    @api.depends_context("tz", "lang")
    def _compute_warning(self):
        today = fields.Date.context_today(self)
        for policy in self.with_context(bin_size=True):
            policy.warning = policy._get_warning(today)

    def _get_warning(self, today):
        """Return what is to do about the policy, in one sentence, False when nothing is."""
        self.ensure_one()
        last = self._get_last_day()
        if last and last < today:
            return self.env._(
                "It ended on %(date)s: only what was refused until then may be covered.",
                date=format_date(self.env, last),
            )
        if self.excludes_unpaid == "unknown":
            return self.env._(
                "Read the exclusions, and say whether unpaid invoices are covered: many contracts "
                "leave them out."
            )
        return False

    # === CONSTRAINTS === #

    @api.constrains("provider_id")
    def _check_provider(self):
        for policy in self:
            if policy.provider_id.role != "insurer":
                raise ValidationError(
                    self.env._(
                        "%(name)s is not recorded as an insurer.",
                        name=policy.provider_id.display_name,
                    )
                )

    @api.constrains("date_to", "is_renewed")
    def _check_term(self):
        for policy in self:
            if not policy.is_renewed and not policy.date_to:
                raise ValidationError(
                    self.env._("Say when a policy that is not renewed by itself ends.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.claim_ids:
            raise UserError(self.env._("Claims were declared on this policy: archive it instead."))

    # === WHAT IT COVERS === #

    @api.model
    def _get_policies(self, companies):
        """Return the policies of each company, the latest first, in one query."""
        found = self.search([("company_id", "in", companies.ids)])
        by_company = found.grouped("company_id")
        return {company: by_company.get(company, self.browse()) for company in companies}

    def _get_last_day(self):
        """Return the last day of the cover, False while it renews itself."""
        self.ensure_one()
        return not self.is_renewed and self.date_to

    def _to_terms(self):
        """Return what the contract says, as the rules of cover take it."""
        self.ensure_one()
        return insurance.Policy(
            date_from=self.date_from,
            date_to=self._get_last_day() or None,
            waiting_months=self.waiting_months,
            threshold=Decimal(str(self.threshold)),
            excludes_unpaid=self.excludes_unpaid,
        )

    def _count_declaration(self, loss_on):
        """Return the last day to declare a loss of that day."""
        self.ensure_one()
        return insurance.declare_by(
            loss_on,
            self._get_value(insurance.MIN_DAYS, loss_on),
            self.company_id._litige_get_calendar(),
            self.declaration_days,
            self.declaration_unit,
        )

    def _count_action(self, loss_on, interruptions=()):
        """Return the last day to sue the insurer for what it owes."""
        self.ensure_one()
        return insurance.action_by(
            loss_on, interruptions, self._get_value(insurance.ACTION_MONTHS, loss_on)
        )

    def _get_value(self, code, day):
        """Return a delay of the law on that day.

        A loss older than what is recorded of the law takes the value of today: its time is over
        under either, and the screen of an old dispute must open all the same.
        """
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            return int(values.parameter(code, day).value)
        except MissingLegalValue:
            return int(values.parameter(code, fields.Date.context_today(self)).value)

    # === BUTTONS === #

    def action_renew(self):
        """Move the term by one year."""
        for policy in self:
            if not policy.date_to:
                raise UserError(self.env._("Say first when the current period ends."))
            policy.date_to += relativedelta(years=1)
        return True

    def action_view_claims(self):
        """Show the claims declared on the policy."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_insurance_claim_action"
        )
        return {**action, "domain": [("policy_id", "=", self.id)], "context": {}}
