from odoo import api, fields, models

from .litige_case_transition import find_transition

AGREEMENT_GROUPS = "litige_management.litige_management_group_user,account.group_account_readonly"


class LitigeCaseSettlementMixin(models.AbstractModel):
    """The agreements of a dispute."""

    _name = "litige.case.settlement.mixin"
    _description = "Agreements of a Dispute"

    settlement_ids = fields.One2many(
        "litige.settlement",
        "case_id",
        string="Agreements",
        groups=AGREEMENT_GROUPS,
    )
    settlement_count = fields.Integer(
        compute="_compute_settlement_count",
        groups=AGREEMENT_GROUPS,
    )

    @api.depends("settlement_ids")
    def _compute_settlement_count(self):
        counts = dict(
            self.env["litige.settlement"]._read_group(
                [("case_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["case_id"],
                ["__count"],
            )
        )
        for case in self:
            case.settlement_count = counts.get(case._origin, 0)

    def _has_signed_settlement(self):
        """Whether an agreement signed by both sides is to be performed."""
        self.ensure_one()
        return any(
            settlement.state == "signed"
            # Once its balance is due at once, only an enforceable one is still executed.
            and (not settlement.accelerated_on or settlement.title_state == "granted")
            for settlement in self.settlement_ids
        )

    def _on_agreement_signed(self):
        """Bring the disputes with a signed agreement to execution, where it is followed."""
        for case in self:
            if case.phase in ("execution", "closed"):
                continue
            if not find_transition(case.phase, "execution"):
                case._move_to("amicable")
            case._move_to("execution")

    # === ACTIONS === #

    def action_new_settlement(self):
        """Prepare an agreement on this dispute, filled from the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Agreement"),
            "res_model": "litige.settlement",
            "view_mode": "form",
            "context": {"default_case_id": self.id},
        }

    def action_view_settlements(self):
        """Open the agreements of this dispute."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_settlement_action"
        )
        return {
            **action,
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }
