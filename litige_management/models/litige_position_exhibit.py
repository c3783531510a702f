from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..legal import strength
from .litige_exhibit_type import WEIGHTS


class LitigePositionExhibit(models.Model):
    """What one exhibit says of one position."""

    _name = "litige.position.exhibit"
    _inherit = ["litige.assessed.mixin"]
    _description = "Exhibit of a Position"
    _order = "position_id, stance desc, id"  # what supports first
    _rec_name = "exhibit_id"
    _check_company_auto = True

    position_id = fields.Many2one(
        "litige.position", required=True, ondelete="cascade", check_company=True
    )
    case_id = fields.Many2one(
        related="position_id.case_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="position_id.company_id", store=True, precompute=True, index=True
    )
    exhibit_id = fields.Many2one(
        "litige.exhibit",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('case_id', '=', case_id), ('state', '=', 'kept'), ('withdrawn_on', '=', False)]",
    )
    stance = fields.Selection(
        [(strength.SUPPORTS, "Supports"), (strength.CONTRADICTS, "Contradicts")],
        string="Says",
        required=True,
        default=strength.SUPPORTS,
        help="Whether the exhibit shows what is claimed, or the opposite.",
    )
    weight = fields.Selection(
        WEIGHTS,
        compute="_compute_weight",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="How convincing it is on this very point. Strong: signed by the other side, or by "
        "someone neutral. Medium: an exchange, a photo. Weak: written by ourselves.",
    )
    note = fields.Char(help="The page or the words that matter.")
    is_usable = fields.Boolean(
        string="Counts",
        compute="_compute_is_usable",
        help="What is confidential for good, withdrawn or not accepted yet does not count.",
    )

    _position_exhibit_uniq = models.Constraint(
        "UNIQUE (position_id, exhibit_id)",
        "This exhibit already says something of this position: change its weight instead.",
    )

    @api.depends("exhibit_id")
    def _compute_weight(self):
        for link in self:
            link.weight = link.exhibit_id.weight or link.weight or "medium"

    @api.depends(
        "exhibit_id.state", "exhibit_id.withdrawn_on", "exhibit_id.is_confidential_binding"
    )
    def _compute_is_usable(self):
        usable = self.exhibit_id._filter_usable("court").filtered(
            lambda exhibit: exhibit.state == "kept" and not exhibit.withdrawn_on
        )
        for link in self:
            link.is_usable = link.exhibit_id in usable

    @api.constrains("position_id", "exhibit_id")
    def _check_same_case(self):
        for link in self:
            if link.exhibit_id.case_id != link.position_id.case_id:
                raise ValidationError(
                    self.env._("An exhibit speaks for or against a position of its own dispute.")
                )
