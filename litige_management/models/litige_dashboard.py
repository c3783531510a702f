import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang
from odoo.tools.json import json_default

from .litige_case_assessment_mixin import ASSESSMENT_GROUPS

MONTHS = 12
SMALL = 100


class LitigeDashboard(models.AbstractModel):
    """The dashboard: each question of an owner answered by a figure, a sentence and a picture.

    Everything is worded here, so that whoever cannot see the picture is told the same. One call, a
    constant number of queries. Each tile is a dict:

    - `code`, `title`, `figure` (what is written large), `words` (the sentence around it), `note`;
    - `kind`: how `rows` are drawn (bars, months, dates or ways), with their `legend`;
    - `action`: the list that it opens.

    A row has a `label`, its `text`, its `size` (from 0 to 1), a `tone` (what its colour means), and
    often an `action` of its own. The amounts are in the currency of the current company.
    """

    _name = "litige.dashboard"
    _inherit = ["litige.dashboard.follow.mixin", "litige.dashboard.past.mixin"]
    _description = "Disputes Dashboard"

    @api.model
    def get_figures(self):
        """Return the tiles for whoever looks, in their companies and their language."""
        self.env["litige.case.report"].check_access("read")
        today = fields.Date.context_today(self)
        if not self.env["litige.case"].search_count([], limit=1):
            return {"tiles": []}
        since = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        past = self._read_past(since)
        tiles = [
            self._get_deadlines(today),
            self._get_open(),
            self._get_flow(since),
            self._get_money(past, since),
            self._get_days(past, since),
            self._get_causes(since),
            self._get_ways(),
        ]
        return {"tiles": [tile for tile in tiles if tile]}

    # === SMALL TOOLS === #

    @api.model
    def _report(self):
        """Return the analysis by whole invoice: no tile looks at products."""
        return self.env["litige.case.report"].with_context(litige_whole=True)

    @api.model
    def _sees_costs(self):
        return self.env.user.has_group(ASSESSMENT_GROUPS)

    @api.model
    def _amount(self, amount):
        """Return an amount to be looked at, without its cents unless it is a small one."""
        amount = amount or 0
        unit = "decimals" if 0 < abs(amount) < SMALL else "units"
        return formatLang(
            self.env, amount, currency_obj=self.env.company.currency_id, rounding_unit=unit
        )

    @api.model
    def _count(self, count):
        """Return a number of disputes in words."""
        if count == 1:
            return self.env._("1 dispute")
        return self.env._("%(count)s disputes", count=count)

    @api.model
    def _days(self, days):
        """Return a number of days in words."""
        days = round(days or 0)
        return self.env._("1 day") if days == 1 else self.env._("%(days)s days", days=days)

    @api.model
    def _share(self, part, whole):
        """Return a share in words, a dash of nothing."""
        if not whole:
            return "–"
        return self.env._("%(share)s%%", share=round(100 * (part or 0) / whole))

    @api.model
    def _bars(self, rows):
        """Complete rows with the length of their bar: the longest is 1."""
        longest = max((row["value"] or 0 for row in rows), default=0)
        for row in rows:
            row["size"] = max(row["value"] or 0, 0) / longest if longest > 0 else 0
        return rows

    @api.model
    def _list(self, name, domain, model="litige.case", views=("list", "form"), **context):
        """Return the action that shows the records behind a figure, as it travels to a browser."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, view] for view in views],
            "domain": json.loads(json.dumps(list(Domain(domain)), default=json_default)),
            "context": context,
        }

    @api.model
    def _counted(self, domain):
        """Return the domain of the disputes that the figures count (see litige.case.report)."""
        return Domain(domain) & Domain("outcome", "not in", ("merged", "mistake"))
