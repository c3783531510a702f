from odoo import api, fields, models

from ..legal import exits as law
from .litige_exit import CONCEDING, SPENT_STATES

EXIT_GROUPS = "litige_management.litige_management_group_user,account.group_account_readonly"


class LitigeCaseExitMixin(models.AbstractModel):
    """The accounting exits of a dispute, and who may concede how much on it."""

    _name = "litige.case.exit.mixin"
    _description = "Accounting Exits of a Dispute"

    exit_ids = fields.One2many(
        "litige.exit", "case_id", string="Accounting Exits", groups=EXIT_GROUPS
    )
    # Stored: most disputes have none, and every form asks.
    exit_count = fields.Integer(compute="_compute_exit_count", store=True, groups=EXIT_GROUPS)

    @api.depends("exit_ids")
    def _compute_exit_count(self):
        counts = dict(
            self.env["litige.exit"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.exit_count = counts.get(case._origin, 0)

    def _get_exit_excess(self, asked):
        """Whether the user needs leave to concede `asked` more, in the company's currency."""
        self.ensure_one()
        limit = self.company_id._litige_get_exit_limit(self.env.user)
        if limit is None:
            return False
        # What this person conceded counts, whatever they may read of it.
        mine = (
            self.env["litige.exit"]
            .sudo()
            .search(
                [
                    ("case_id", "=", self.id),
                    ("requested_by_id", "=", self.env.uid),
                    ("kind", "in", list(CONCEDING)),
                    ("state", "in", SPENT_STATES),
                ]
            )
        )
        conceded = sum(mine.mapped("company_amount"))
        # Cents of sums of floats neither reach a limit nor pass it.
        unit = self.company_id.currency_id
        return law.exceeds(unit.round(limit), 0.0, unit.round(conceded + asked))

    def _get_exit_approver(self):
        """Return the manager of disputes to ask: the owner when they are one, else another."""
        self.ensure_one()
        people = self.env["res.users"]._litige_find_working(
            self.company_id, "litige_management_group_manager"
        )
        return (people & self.user_id or people.sorted("id", reverse=True))[:1] or self.env.user

    def _get_loss_situations(self):
        """Return what speaks for a loss on this dispute, with the company's percentages."""
        self.ensure_one()
        found = {
            "liquidation": self.insolvency_kind == "liquidation",
            "insolvency": bool(self.insolvency_kind or self.overindebted_on),
            "court": self.phase in ("judicial", "execution"),
            "year": self.days_overdue > 365,
            "half_year": self.days_overdue > 182,
        }
        return [
            self.company_id._litige_get_situation(code) for code, holds in found.items() if holds
        ]

    def action_concede(self):
        """Concede, write off, provide for, reverse, or invoice the interest of this dispute."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Concede or Write Off"),
            "res_model": "litige.case.exit",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_view_exits(self):
        """List what was conceded, written off, provided for, and the state of each draft."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("litige_management.litige_exit_action"),
            "domain": [("case_id", "=", self.id)],
            "context": {},
        }
