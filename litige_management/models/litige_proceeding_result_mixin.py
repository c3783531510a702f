from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from .litige_award import CLAIMED


class LitigeProceedingResultMixin(models.AbstractModel):
    """What a proceeding costs, what it brought, and what may be enforced."""

    _name = "litige.proceeding.result.mixin"
    _description = "Costs and Result of a Proceeding"

    award_ids = fields.One2many("litige.award", "proceeding_id", string="Decisions")
    cost_ids = fields.One2many("litige.cost", "proceeding_id", string="Costs")
    currency_id = fields.Many2one("res.currency")  # the dispute says which
    company_currency_id = fields.Many2one("res.currency")  # and its company
    cost_amount = fields.Monetary(
        string="Spent", compute="_compute_costs", currency_field="company_currency_id"
    )
    recoverable_amount = fields.Monetary(
        string="Recoverable",
        compute="_compute_costs",
        currency_field="company_currency_id",
        help="What the customer may be ordered to bear: legal costs and article 700.",
    )
    granted_amount = fields.Monetary(
        string="Granted",
        compute="_compute_granted",
        help="By the decision that stands, before interest after it.",
    )

    @api.depends("cost_ids.amount", "cost_ids.recovery")
    def _compute_costs(self):
        for one in self:
            one.cost_amount = sum(one.cost_ids.mapped("amount"))
            one.recoverable_amount = sum(
                one.cost_ids.filtered(lambda cost: cost.recovery != "none").mapped("amount")
            )

    @api.depends("award_ids.granted_amount", "award_ids.replaced_by_id")
    def _compute_granted(self):
        for one in self:
            one.granted_amount = sum(one._get_standing_awards().mapped("granted_amount"))

    def _get_standing_awards(self):
        """Return the decisions that no other one replaced."""
        return self.award_ids.filtered(lambda award: not award.replaced_by_id)

    # === PROPOSALS === #

    def _propose_claimed(self):
        """Return what was asked: as in the last decision, else the sums due on this day."""
        self.ensure_one()
        last = (self | self.parent_id).award_ids.sorted("date")[-1:]
        if last:
            return {name: last[name] for name in CLAIMED}
        costs = {
            recovery: sum(
                self.cost_ids.filtered(lambda one, r=recovery: one.recovery == r).mapped("amount")
            )
            for recovery in ("costs", "article_700")
        }
        return {
            "claimed_principal": sum(self.claim_ids.mapped("open_amount")),
            "claimed_article_700": costs["article_700"],
            "claimed_costs": costs["costs"],
        }

    def _propose_enforceable_on(self):
        """Return the day after the last period that had to be over, when it has come."""
        self.ensure_one()
        waits = self.deadline_ids.filtered(
            lambda one: one.state != "cancelled" and one.rule_id.opens_ids
        )
        day = max(waits.mapped("date"), default=None)
        day = day and day + timedelta(days=1)
        return day if day and day <= fields.Date.context_today(self) else None

    # === ENFORCING === #

    def _become_enforceable(self, day):
        """Write on the claims from when the decision may be enforced; the dispute goes on there.

        A decision that is enforceable already stays so from its first day.
        """
        self.ensure_one()
        awards = self._get_standing_awards()
        claims = (awards.claim_ids or self.claim_ids).filtered(
            lambda claim: not claim.enforceable_on
        )
        claims._write_protected({"enforceable_on": day})
        awards.filtered(lambda award: not award.enforceable_on)._set_enforceable(day)
        case = self.case_id
        if case.phase in ("identification", "assessment"):
            case._move_to("judicial", occurred_on=day)
        if case.phase != "execution":
            case._move_to("execution", occurred_on=day)

    def _suspend_enforcement(self, day):
        """A challenge or a ruling that takes the decision away: nothing is enforceable any more.

        An opposition stops a payment order, not a judgment that is enforceable at once; a later
        ruling undoes the one it was about, whatever it was.
        """
        self.ensure_one()
        awards = self.parent_id._get_standing_awards() or self._get_standing_awards().filtered(
            lambda award: not award.is_provisional
        )
        awards = awards.filtered("enforceable_on")
        if not awards:
            return
        awards._set_enforceable(False)
        awards.claim_ids._write_protected({"enforceable_on": False})
        if self.case_id.phase == "execution":
            self.case_id._move_to("judicial", occurred_on=day)

    def _note_award(self, award):
        """Tell the chronology what was granted, and what was refused."""

        def tell(one):
            told = award.with_env(one.env)
            return one.env._(
                "%(way)s: %(result)s on %(date)s (%(shares)s)",
                way=one._get_words(),
                result=told._get_result_words(),
                date=format_date(one.env, told.date),
                shares=told._get_shares_words(),
            )

        self._note(tell, occurred_on=award.date, amount=award.granted_amount)

    def action_view_awards(self):
        """Open the decision, or the list of them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_award_action"
        )
        action["domain"] = [("proceeding_id", "=", self.id)]
        if len(self.award_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.award_ids.id)
        return action
