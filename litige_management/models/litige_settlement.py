from odoo import fields, models


class LitigeSettlement(models.Model):
    _name = "litige.settlement"
    _description = "Settlement Agreement"

    name = fields.Char(readonly=True, copy=False, default="/")
    case_id = fields.Many2one("litige.case", required=True, ondelete="restrict", index=True)
