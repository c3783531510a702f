from odoo import fields, models


class LitigeRootCause(models.Model):
    """What made a dispute possible, on our side or not, found when it ends.

    The *cause* of a dispute is what the customer says on the first day. The root cause is what to
    change so that the next one does not happen: each comes with what to do about it.
    """

    _name = "litige.root.cause"
    _description = "Root Cause of Disputes"
    _order = "sequence, name"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        help="Leave empty to offer this root cause in every company.",
    )
    advice = fields.Text(
        string="What to Change",
        translate=True,
        help="What to do differently so that it does not happen again. The dashboard says it of "
        "the root cause that comes back most.",
    )
