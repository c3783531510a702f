from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import retention
from .litige_retention_rule import SCOPES


class LitigeErasureLine(models.Model):
    """One dispute, or all that is old of one kind, in a proposal of erasure."""

    _name = "litige.erasure.line"
    _description = "Line of an Erasure"
    _order = "erasure_id desc, scope, kept_until, id"
    _check_company_auto = True

    erasure_id = fields.Many2one("litige.erasure", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        related="erasure_id.company_id", store=True, precompute=True, index=True
    )
    state = fields.Selection(related="erasure_id.state")
    selected = fields.Boolean(string="Erase", default=True)
    scope = fields.Selection(SCOPES, string="What", required=True, readonly=True)
    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    date_closed = fields.Date(related="case_id.date_closed", string="Closed")
    kept_until = fields.Date(
        readonly=True,
        help="The last day on which something kept it. For what belongs to no dispute: whatever is "
        "older than this day.",
    )
    reason = fields.Selection(
        [
            (retention.LIMITATION, "End of the last limitation"),
            (retention.TITLE, "End of the enforceable title"),
            (retention.BOOKS, "End of the years the books are kept"),
        ],
        string="What Kept It",
        readonly=True,
    )
    count = fields.Integer(string="How Many", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Add nothing to a report."""
        lines = super().create(vals_list)
        lines._unlink_except_done()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if "done" in self.mapped("state"):
            raise UserError(self.env._("The report of an erasure is never changed."))

    def write(self, vals):
        """Let a person choose the lines, and nothing else, until it is done."""
        if vals.keys() - {"selected", "count"} or "done" in self.mapped("state"):
            raise UserError(self.env._("Only which lines to erase can be chosen here."))
        return super().write(vals)

    def _get_records(self):
        """Return the records of a line that is about no dispute, by model."""
        self.ensure_one()
        rules = self.env["litige.retention.rule"]._get_rules(self.company_id)
        if self.scope not in rules:
            return []
        return self.erasure_id._find_loose(self.scope, rules[self.scope])

    def _check_over(self):
        """Refuse to erase a dispute that something keeps: reopened, or kept longer meanwhile."""
        cases = self.case_id
        if not cases:
            return
        today = fields.Date.context_today(self)
        rules = self.env["litige.retention.rule"]._get_rules(self.company_id)
        closed = cases.filtered(lambda case: case.phase == "closed" and not case.erased_on)
        kept = closed._get_retentions(rules["case"]) if "case" in rules else {}
        refused = cases.filtered(
            lambda case: case not in kept or not retention.is_over(kept[case], today)
        )
        if refused:
            raise UserError(
                self.env._(
                    "%(cases)s must be kept for now: propose again.",
                    cases=", ".join(refused.mapped("name")),
                )
            )

    def _get_words(self):
        """Say why this dispute may be erased, in the language of its chronology."""
        self.ensure_one()
        line = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        reasons = dict(self._fields["reason"]._description_selection(line.env))
        return line.env._(
            "%(reason)s on %(date)s",
            reason=reasons.get(self.reason, ""),
            date=format_date(line.env, self.kept_until),
        )

    @api.depends("scope", "case_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["scope"]._description_selection(self.env))
        for line in self:
            line.display_name = line.case_id.name or labels.get(line.scope)
