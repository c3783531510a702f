from odoo import api, fields, models

USERS = "litige_management.litige_management_group_user"


class LitigeCaseBundleMixin(models.AbstractModel):
    """The files of a dispute made for a mediator, a lawyer, a court or an insurer."""

    _name = "litige.case.bundle.mixin"
    _description = "Case Files of a Dispute"

    bundle_ids = fields.One2many("litige.bundle", "case_id", string="Case Files", groups=USERS)
    bundle_count = fields.Integer(compute="_compute_bundle_count", groups=USERS)

    @api.depends("bundle_ids")
    def _compute_bundle_count(self):
        counts = dict(
            self.env["litige.bundle"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.bundle_count = counts.get(case._origin, 0)

    def action_bundle(self):
        """Choose for whom to make the file of the dispute."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_bundle_make_action"
            ),
            "context": {"default_case_id": self.id},
        }

    def action_view_bundles(self):
        """Open the files made for this dispute."""
        self.ensure_one()
        if len(self.bundle_ids) == 1:
            return self.bundle_ids._get_records_action()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_bundle_action"
            ),
            "domain": [("case_id", "=", self.id)],
        }
