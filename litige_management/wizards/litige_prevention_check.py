from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Windows that lead to where something is put right.
WINDOWS = {
    "terms": "litige_management.litige_terms_action",
    "policies": "litige_management.litige_insurance_policy_action",
    "rates": "litige_management.litige_legal_rate_action",
    "payment_terms": "account.action_payment_term_form",
}
SETTINGS = {
    "settings": "litige_management.res_config_settings_action_litige",
    "account_settings": "account.action_account_config",
    "company": "base.action_res_company_form",
}


class LitigePreventionCheck(models.TransientModel):
    """The prevention check on a screen: read when it is opened, nothing is kept."""

    _name = "litige.prevention.check"
    _description = "Prevention Check on Screen"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    score = fields.Integer(
        readonly=True,
        help="What is right among what concerns you, in per cent. What is to be looked at counts "
        "for half.",
    )
    missing = fields.Integer(readonly=True)
    line_ids = fields.One2many("litige.prevention.check.line", "check_id", readonly=True)

    @api.depends("company_id")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._("Prevention Check")

    @api.model
    def action_open(self):
        """Check the current company, and show what was found."""
        self.browse().check_access("create")
        company = self.env.company
        score, items = self.env["litige.prevention"]._get_check(company)
        check = self.create(
            {
                "company_id": company.id,
                "score": score,
                "missing": sum(item.state == "todo" for item in items),
                "line_ids": [
                    fields.Command.create(
                        {
                            "sequence": rank,
                            "code": item.code,
                            "name": item.name,
                            "state": item.state,
                            "why": item.why,
                            "act": item.act,
                            "label": item.label,
                        }
                    )
                    for rank, item in enumerate(items)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prevention Check"),
            "res_model": self._name,
            "res_id": check.id,
            "views": [(False, "form")],
            "target": "current",
        }


class LitigePreventionCheckLine(models.TransientModel):
    """One line of the prevention check."""

    _name = "litige.prevention.check.line"
    _description = "Line of the Prevention Check"
    _order = "sequence, id"

    check_id = fields.Many2one(
        "litige.prevention.check", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("ok", "Right"),
            ("warn", "To look at"),
            ("todo", "Missing"),
            ("na", "Does not concern you"),
        ],
        readonly=True,
    )
    why = fields.Text(readonly=True)
    act = fields.Char(readonly=True)
    label = fields.Char(string="What to Do", readonly=True)

    def action_fix(self):
        """Do, or lead to, what puts this line right."""
        self.ensure_one()
        # The act is ours to choose, not the browser's: what is asked is read from the line.
        act, company = self.act, self.check_id.company_id
        if company not in self.env.companies:
            raise AccessError(self.env._("You do not work for this company."))
        if act in WINDOWS:
            return self.env["ir.actions.act_window"]._for_xml_id(WINDOWS[act])
        if act in SETTINGS:
            return self._open_settings(act)
        if act == "mediators":
            return self.env["litige.provider"]._get_mediators_action()
        if act == "excess":
            ids = self.env["litige.prevention"]._search_excess(company)
            return self._open_records("account.move", [("id", "in", ids)])
        if act == "customers":
            return self._open_records("res.partner", self._get_unknown_domain(company))
        if act == "print_mentions":
            return self._print_mentions(company)
        return False

    def _open_settings(self, act):
        if not self.env.user.has_group("base.group_system"):
            raise UserError(self.env._("Only an administrator changes this: ask yours for it."))
        return self.env["ir.actions.act_window"]._for_xml_id(SETTINGS[act])

    def _open_records(self, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }

    def _get_unknown_domain(self, company):
        """Return the customers invoiced of whom nobody said what they are."""
        moves = self.env["account.move"]._search(
            [
                ("company_id", "=", company.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
            ]
        )
        partners = self.env["res.partner"].search(
            [
                ("id", "in", moves.subselect("commercial_partner_id")),
                ("litige_standing", "=", False),
                "|",
                ("is_company", "=", True),
                ("vat", "!=", False),
            ]
        )
        return [("id", "in", partners.ids)]

    def _print_mentions(self, company):
        if not self.env.user.has_group("litige_management.litige_management_group_manager"):
            raise UserError(self.env._("Only a manager of disputes changes what invoices say."))
        # Managers of disputes choose it, without any right on the rest of the company.
        company.sudo().litige_print_mentions = True
        return self.env["litige.prevention.check"].action_open()
