from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import judgment
from ..legal.rates import MissingLegalValue
from .litige_award_payment_mixin import WHOLE_PLAN

#: What is asked from a judge, and what the judge grants of it.
HEADS = ("principal", "interest", "indemnity", "article_700", "costs")
SIDES = ("claimed", "granted")
CLAIMED, GRANTED = (tuple(f"{side}_{head}" for head in HEADS) for side in SIDES)
PROTECTED = frozenset(("proceeding_id", "step_id", "enforceable_on", "replaced_by_id"))


class LitigeAward(models.Model):
    """What a decision granted, against what was asked. Payments after it follow the ledger."""

    _name = "litige.award"
    _inherit = ["litige.award.payment.mixin"]
    _description = "Decision on the Claims"
    _order = "date, id"
    _check_company_auto = True

    step_id = fields.Many2one(
        "litige.proceeding.step",
        string="Decision",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    # Nothing is computed before it exists: the proceeding would list it twice until read again.
    proceeding_id = fields.Many2one(related="step_id.proceeding_id", store=True, index=True)
    case_id = fields.Many2one(related="proceeding_id.case_id", store=True, index=True)
    company_id = fields.Many2one(related="step_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="proceeding_id.case_id.currency_id")
    date = fields.Date(related="step_id.date", store=True, string="Given On")
    claim_ids = fields.Many2many(
        "litige.claim",
        string="Invoices",
        domain="[('case_id', '=', case_id)]",
        help="The invoices on which it was given.",
    )
    claimed_principal = fields.Monetary(help="What was asked as the price of the invoices.")
    claimed_interest = fields.Monetary(help="Late-payment interest up to the request.")
    claimed_indemnity = fields.Monetary(
        string="Claimed Indemnities", help="Fixed recovery indemnity, penalty clause, damages."
    )
    claimed_article_700 = fields.Monetary(
        help="What you spent and the law does not list: the lawyer…"
    )
    claimed_costs = fields.Monetary(help="The legal costs: the clerk, the acts, the tax stamp.")
    granted_principal = fields.Monetary()
    granted_interest = fields.Monetary()
    granted_indemnity = fields.Monetary(string="Granted Indemnities")
    granted_article_700 = fields.Monetary()
    granted_costs = fields.Monetary()
    claimed_amount = fields.Monetary(string="Claimed", compute="_compute_amounts", store=True)
    granted_amount = fields.Monetary(string="Granted", compute="_compute_amounts", store=True)
    refused_amount = fields.Monetary(
        string="Not Granted",
        compute="_compute_amounts",
        store=True,
        help="What was refused of the principal stays open on the invoices: credit it once the "
        "decision is final, or keep it while you challenge it.",
    )
    result = fields.Selection(
        [("granted", "Granted"), ("partly", "Granted in part"), ("refused", "Refused")],
        compute="_compute_amounts",
        store=True,
    )
    rate = fields.Selection(
        [
            (judgment.LEGAL_RATE, "Legal rate"),
            (judgment.LATE_PAYMENT_RATE, "Late-payment rate between professionals"),
            (judgment.AGREED_RATE, "Rate agreed in the contract"),
            (judgment.NO_INTEREST, "No interest"),
        ],
        string="Interest Granted At",
        required=True,
        default=judgment.LEGAL_RATE,
        help="What the decision says. When it says nothing, the legal rate runs from it.",
    )
    agreed_percent = fields.Float(string="Percent a Year", digits=(6, 3))
    interest_from = fields.Date(
        help="The first day of interest on the principal that is not yet in the sum granted as "
        "interest. Empty: from the day after the decision.",
    )
    is_provisional = fields.Boolean(
        string="Enforceable at Once",
        help="By law a first decision may be enforced once it is served, unless it says "
        "otherwise. A payment order may not, until the time to oppose it is over.",
    )
    enforceable_on = fields.Date(
        readonly=True,
        copy=False,
        help="From then on it may be enforced. The legal rate is raised when it stays unpaid.",
    )
    replaced_by_id = fields.Many2one(
        "litige.award",
        readonly=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The later decision that takes its place.",
    )
    note = fields.Text(string="Our Notes", help="For us alone: printed nowhere.")

    _step_uniq = models.Constraint("UNIQUE (step_id)", "This decision is recorded already.")
    _percent_check = models.Constraint(
        "CHECK (rate <> 'agreed' OR agreed_percent > 0)", "Say which rate the contract agreed."
    )

    # === COMPUTES === #

    @api.depends("step_id", "date")
    def _compute_display_name(self):
        for award in self:
            award.display_name = self.env._(
                "%(decision)s, %(date)s",
                decision=award.step_id.display_name or "",
                date=format_date(self.env, award.date) if award.date else "",
            )

    @api.depends(*CLAIMED, *GRANTED)
    def _compute_amounts(self):
        for award in self:
            shares = award._get_shares()
            award.claimed_amount = sum(float(share.claimed) for share in shares)
            award.granted_amount = sum(float(share.granted) for share in shares)
            award.refused_amount = sum(float(share.refused) for share in shares)
            award.result = judgment.result(shares)

    def _get_shares(self):
        self.ensure_one()
        return [
            judgment.Share(head, *(self._to_decimal(self[f"{side}_{head}"]) for side in SIDES))
            for head in HEADS
        ]

    @api.model
    def _to_decimal(self, amount):
        return Decimal(str(round(amount or 0.0, 6)))

    # === CONSTRAINTS === #

    @api.constrains(*CLAIMED, *GRANTED)
    def _check_amounts(self):
        for award in self:
            if any(award[name] < 0 for name in (*CLAIMED, *GRANTED)):
                raise ValidationError(
                    self.env._("Neither what is asked nor what is granted is negative.")
                )

    @api.constrains("claim_ids", "step_id")
    def _check_claims(self):
        for award in self:
            if award.claim_ids.case_id - award.proceeding_id.case_id:
                raise ValidationError(
                    self.env._("A decision is about the invoices of its dispute.")
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Record decisions; each takes the place of the one it judges again."""
        for vals in vals_list:
            for name in ("enforceable_on", "replaced_by_id"):
                vals.pop(name, None)
        awards = super().create(vals_list)
        for award in awards:
            award.proceeding_id.case_id.check_access("write")
            if not award.claim_ids:
                award.claim_ids = award.proceeding_id.claim_ids
            award._replace_earlier()
            award.proceeding_id._note_award(award)
        return awards

    def write(self, vals):
        """Refuse to write by hand what the steps write; a corrected amount is told."""
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(self.env._("Record the steps of the proceeding: they say it."))
        before = {award: award._get_shares() for award in self}
        # The instalments written with it are judged together, once all of them are.
        result = super(LitigeAward, self.with_context(litige_plan=WHOLE_PLAN)).write(vals)
        for award in self:
            if award._get_shares() != before[award]:
                award.proceeding_id._note_award(award)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A recorded decision stays: correct what it granted instead."))

    # === THE LIFE OF A DECISION === #

    def _replace_earlier(self):
        """Take the place of what this proceeding, or the one it challenges, had decided."""
        self.ensure_one()
        proceeding = self.proceeding_id
        earlier = (proceeding | proceeding.parent_id).award_ids - self
        standing = earlier.filtered(lambda one: not one.replaced_by_id)
        standing.sudo().write({"replaced_by_id": self.id})  # who records a step may: checked before

    def _set_enforceable(self, day):
        # Only the steps of a proceeding, checked, say from when it may be enforced.
        self.sudo().write({"enforceable_on": day})

    # === WORDS === #

    def _get_result_words(self):
        self.ensure_one()
        return dict(self._fields["result"]._description_selection(self.env))[self.result]

    def _get_shares_words(self):
        """Return what was granted of what was asked, head by head, where something was."""
        self.ensure_one()
        labels = {
            "principal": self.env._("principal"),
            "interest": self.env._("interest"),
            "indemnity": self.env._("indemnities"),
            "article_700": self.env._("article 700"),
            "costs": self.env._("costs"),
        }
        return "; ".join(
            self.env._(
                "%(head)s: %(granted)s of %(claimed)s",
                head=labels[share.name],
                granted=self.currency_id.format(float(share.granted)),
                claimed=self.currency_id.format(float(share.claimed)),
            )
            for share in self._get_shares()
            if share.claimed or share.granted
        )

    def _get_majorated_from(self):
        """Return the first day of the raised rate, or why it is not known."""
        self.ensure_one()
        if self.rate != judgment.LEGAL_RATE or not self.enforceable_on:
            return False
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            return judgment.majorated_from(self.enforceable_on, values, self.grace_until or None)
        except MissingLegalValue:
            return False
