from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import insurance

# What only the buttons change.
PROTECTED = frozenset(
    (
        "case_id",
        "policy_id",
        "state",
        "declared_on",
        "answered_on",
        "covered_amount",
        "refusal_reason",
        "declare_deadline_id",
        "action_deadline_id",
    )
)
ANSWERS = {
    "accepted": insurance.ACCEPTED,
    "partly": insurance.ACCEPTED,
    "refused": insurance.REFUSED,
}


class LitigeInsuranceClaim(models.Model):
    """A dispute declared, or to declare, on one policy. For users alone: nobody else is told."""

    _name = "litige.insurance.claim"
    _inherit = [
        "litige.insurance.claim.course.mixin",
        "litige.chronicle.mixin",
        "litige.case.part.mixin",
    ]
    _description = "Legal-Protection Claim"
    _order = "declare_by, id"

    policy_id = fields.Many2one(
        "litige.insurance.policy",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    provider_id = fields.Many2one(related="policy_id.provider_id", store=True, index=True)
    # What the insurer pays is in the currency of the contract, whatever that of the dispute.
    currency_id = fields.Many2one(related="policy_id.currency_id")
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    state = fields.Selection(
        [
            ("todo", "To declare"),
            ("declared", "Declared"),
            ("accepted", "Covered"),
            ("partly", "Covered in part"),
            ("refused", "Refused"),
            ("dropped", "Not declared"),
        ],
        default="todo",
        required=True,
        readonly=True,
        index=True,
    )
    loss_kind = fields.Selection(
        [
            ("refusal", "The customer refused or contested"),
            ("silence", "The customer did not answer"),
            ("against_us", "We refused what the customer claims"),
        ],
        string="What Happened",
        required=True,
        default="refusal",
        help="The time to declare starts with the refusal opposed to a claim, yours or the "
        "customer's, or with the silence that stands for it: never with the invoice.",
    )
    loss_on = fields.Date(
        string="Refusal or Silence On", required=True, help="The day the time to declare starts."
    )
    loss_reason = fields.Char(
        string="How You Know",
        help="The letter, the e-mail or the notice that shows it. Printed, in French.",
    )
    declare_by = fields.Date(
        compute="_compute_declare_by",
        store=True,
        index=True,
        help="The last day to declare it: the time of the contract, never less than the law gives.",
    )
    days_left = fields.Integer(compute="_compute_days_left")
    is_late = fields.Boolean(compute="_compute_days_left")
    declared_on = fields.Date(readonly=True)
    reference = fields.Char(string="Their Number", help="The number the insurer gave to the claim.")
    answered_on = fields.Date(readonly=True)
    covered_amount = fields.Monetary(
        readonly=True, help="What the insurer agrees to pay of lawyers, officers and court costs."
    )
    refusal_reason = fields.Text(readonly=True)
    paid_amount = fields.Monetary(
        string="Paid So Far", help="What the insurer has paid or reimbursed."
    )
    interrupted_on = fields.Date(
        string="Last Registered Letter to Them",
        help="A registered letter about what they owe starts the time to sue them again.",
    )
    action_by = fields.Date(
        string="Sue Them By",
        compute="_compute_action_by",
        store=True,
        help="The last day to claim in court what the insurer owes.",
    )
    circumstances = fields.Text(
        help="Printed in the declaration: what was agreed, done, refused. In French."
    )
    expectation = fields.Selection(
        [
            ("recover", "Recover what is owed"),
            ("defend", "Defend us against a claim"),
            ("both", "Both"),
        ],
        string="What We Expect",
        default="recover",
        required=True,
    )
    lawyer_id = fields.Many2one(
        "litige.provider",
        string="Lawyer We Choose",
        check_company=True,
        index="btree_not_null",
        domain="[('role', '=', 'lawyer')]",
        help="Empty: the declaration keeps the choice open. When the customer has a lawyer, you "
        "may have one too.",
    )
    opposing_lawyer = fields.Char(string="Lawyer of the Customer")
    letter_ids = fields.One2many("litige.letter", "insurance_claim_id", string="Declarations")
    declare_deadline_id = fields.Many2one(
        "litige.deadline", readonly=True, ondelete="set null", index="btree_not_null"
    )
    action_deadline_id = fields.Many2one(
        "litige.deadline", readonly=True, ondelete="set null", index="btree_not_null"
    )
    note = fields.Text(string="Our Notes")

    _case_policy_uniq = models.UniqueIndex(
        "(case_id, policy_id) WHERE state <> 'dropped'",
        "This dispute is declared on this policy already.",
    )
    _amounts_check = models.Constraint(
        "CHECK (covered_amount >= 0 AND paid_amount >= 0)", "An amount is never negative."
    )

    # === COMPUTES === #

    @api.depends("policy_id", "case_id")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = f"{claim.policy_id.display_name} – {claim.case_id.name or ''}"

    @api.depends(
        "loss_on",
        "policy_id.declaration_days",
        "policy_id.declaration_unit",
        "company_id.litige_region",
    )
    def _compute_declare_by(self):
        for claim in self:
            claim.declare_by = bool(claim.loss_on and claim.policy_id) and (
                claim.policy_id._count_declaration(claim.loss_on)
            )

    @api.depends("loss_on", "interrupted_on", "policy_id")
    def _compute_action_by(self):
        for claim in self:
            interruptions = [day for day in (claim.interrupted_on,) if day]
            claim.action_by = bool(claim.loss_on and claim.policy_id) and (
                claim.policy_id._count_action(claim.loss_on, interruptions)
            )

    @api.depends("declare_by", "state")
    @api.depends_context("tz")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for claim in self:
            left = (claim.declare_by - today).days if claim.declare_by else 0
            claim.days_left = left if claim.state == "todo" else 0
            claim.is_late = claim.state == "todo" and left < 0

    # === CONSTRAINTS === #

    @api.constrains("loss_on", "interrupted_on")
    def _check_days(self):
        today = fields.Date.context_today(self)
        for claim in self:
            if any(day and day > today for day in (claim.loss_on, claim.interrupted_on)):
                raise ValidationError(self.env._("Only what has happened can be recorded."))

    @api.constrains("lawyer_id")
    def _check_lawyer(self):
        for claim in self:
            if claim.lawyer_id and claim.lawyer_id.role != "lawyer":
                raise ValidationError(
                    self.env._("%(name)s is not recorded as a lawyer.", name=claim.lawyer_id.name)
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Note losses: their deadline is counted, and the chronology told."""
        for vals in vals_list:
            for name in PROTECTED - {"case_id", "policy_id"}:
                vals.pop(name, None)
        claims = super().create(vals_list)
        claims.case_id.check_access("write")
        if not all(claims.case_id.mapped("is_open")):
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        claims._follow_deadlines()
        claims._note(
            lambda one: one.env._(
                "Refusal or silence to declare to %(insurer)s by %(date)s",
                insurer=one.provider_id.name,
                date=format_date(one.env, one.declare_by),
            ),
            lambda one: one.loss_on,
        )
        return claims

    def write(self, vals):
        """Refuse to write by hand what the buttons write; count again what a day moves."""
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(
                self.env._("Use the buttons: they keep the chronology and the deadlines in order.")
            )
        if "loss_on" in vals and any(claim.state != "todo" for claim in self):
            raise UserError(
                self.env._("It was declared with its day: that day cannot be changed any more.")
            )
        result = super().write(vals)
        if {"loss_on", "interrupted_on", "state"} & vals.keys():
            self._follow_deadlines()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A claim is not deleted: say that it is not declared instead."))

    def _write_protected(self, vals):
        """Write what only the buttons write, for who may write on the dispute."""
        self.case_id.check_access("write")
        self.check_access("write")
        # Checked just above; the values come from a checked button.
        self.sudo().write(vals)

    def _follow_to(self, case):
        """Go with the dispute that another one absorbed; a policy is declared to once."""
        known = case.insurance_claim_ids.filtered(lambda one: one.state != "dropped").policy_id
        for claim in self:
            if claim.state == "todo" and claim.policy_id in known:
                claim._write_protected({"state": "dropped"})
            elif claim.state != "dropped" and claim.policy_id in known:
                continue  # each was declared: both stay where they were
            else:
                # The merge was checked; the claim goes on in the other dispute.
                claim.sudo().write({"case_id": case.id})
                deadlines = claim.sudo().declare_deadline_id | claim.sudo().action_deadline_id
                deadlines.write({"case_id": case.id})

    # === BUTTONS === #

    def action_write_letter(self):
        """Write the declaration to the insurer."""
        self.ensure_one()
        draft = self.letter_ids.filtered(lambda one: one.state == "draft")[:1]
        if draft:
            return draft._get_records_action()
        return self.case_id._write_letter(
            "insurer_claim",
            partner=self.provider_id.partner_id,
            insurance_claim_id=self.id,
        )

    def action_note_declared(self):
        """Ask when it was declared: by telephone, on their site, by letter."""
        return self._ask("declared")

    def action_note_answer(self):
        """Ask what the insurer answered."""
        return self._ask("accepted")

    def _ask(self, answer):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.provider_id.name,
            "res_model": "litige.insurance.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_id": self.id, "default_answer": answer},
        }

    def action_drop(self):
        """Say that it is not declared on this policy: the countdown stops."""
        todo = self.filtered(lambda one: one.state == "todo")
        todo._write_protected({"state": "dropped"})
        if todo:
            todo._note(
                lambda one: one.env._(
                    "Not declared to %(insurer)s, by choice", insurer=one.provider_id.name
                ),
                fields.Date.context_today,
            )
        return True

    def action_open(self):
        """Open the claim."""
        self.ensure_one()
        return self._get_records_action()
