from odoo import fields, models


class LitigeCause(models.Model):
    _name = "litige.cause"
    _description = "Dispute Cause"
    _order = "sequence, name"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=False,
        help="Short technical name, used by checklists and statistics. Leave it as it is.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        help="Leave empty to offer this cause in every company.",
    )
    is_non_payment = fields.Boolean(
        string="Only Non-Payment",
        help="The customer gives no reason: an invoice can be disputed for this cause only once it "
        "is overdue.",
    )
    is_good_faith = fields.Boolean(
        string="Withheld in Good Faith",
        help="The customer has a reason to withhold payment: late-payment penalties on the "
        "disputed part are shown but not claimed until the dispute is resolved.",
    )
    description = fields.Text(translate=True)
    requirement_ids = fields.One2many(
        "litige.cause.requirement",
        "cause_id",
        string="Exhibits Expected",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "This code is already used by another cause.",
    )

    def action_view_requirements(self):
        """Show which exhibits are expected for this cause, and what each must prove."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_cause_requirement_action"
            ),
            "name": self.env._("Exhibits Expected: %(cause)s", cause=self.name),
            "domain": [("cause_id", "=", self.id)],
            "context": {"default_cause_id": self.id},
        }
