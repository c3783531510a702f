from odoo import fields, models


class LitigeProvider(models.Model):
    _name = "litige.provider"
    _description = "Third Party in Disputes"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True)
