from odoo import api, fields, models

SCOPES = [
    ("case", "Closed disputes"),
    ("reminder", "Reminders, statements and checklists"),
    ("letter", "Letters without a dispute"),
    ("communication", "Exchanges without a dispute"),
    ("mail_aside", "E-mails set aside"),
    ("portal_access", "Links to the portal that no longer open"),
]


class LitigeRetentionRule(models.Model):
    """How long what a company knows of people is kept, once its purpose is over.

    The law gives no number of months for most of it: each company decides, and must be able to say
    what it decided. What the law does give (limitations, titles, books) is counted on each dispute.
    """

    _name = "litige.retention.rule"
    _description = "Retention of Personal Data"
    _order = "sequence, company_id, id"
    _rec_name = "scope"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, help="Switched off: nothing of this is ever proposed.")
    scope = fields.Selection(SCOPES, string="What", required=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: every company that has no rule of its own.",
    )
    months = fields.Integer(
        string="Months More",
        required=True,
        help="Closed disputes: months added after the last day on which anybody could go to court. "
        "The others: months from the day it was written or received, or from the day the link "
        "stopped working.",
    )
    counts_books = fields.Boolean(
        string="As Long as the Books",
        default=True,
        help="Keep a dispute as long as the papers of the books it belongs to: ten years from the "
        "end of the financial year (art. L123-22 of the commercial code).",
    )
    note = fields.Text(string="Why", translate=True, help="What your register of processing says.")

    _scope_uniq = models.UniqueIndex(
        "(scope, COALESCE(company_id, 0))", "There is already a rule for this."
    )
    _months_check = models.Constraint(
        "CHECK (months >= 0)", "A number of months cannot be negative."
    )

    @api.model
    def _get_rules(self, company):
        """Return the rule of each scope for a company: its own wins over the common one.

        A scope whose rule is switched off, or that has none, is left out: nothing is proposed.
        """
        rules = self.with_context(active_test=False).search(
            [("company_id", "in", [False, company.id])]
        )
        found = {}
        for rule in rules.sorted(lambda one: bool(one.company_id)):
            found[rule.scope] = rule
        return {scope: rule for scope, rule in found.items() if rule.active}
