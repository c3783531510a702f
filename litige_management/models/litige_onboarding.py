from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGER = "litige_management.litige_management_group_manager"
SETTINGS = "base.group_system"
STEPS = ("identity", "mediator", "insurance", "address", "reminders", "dispute")


class ResCompany(models.Model):
    _inherit = "res.company"

    litige_onboarding_skipped = fields.Char(
        string="First Steps Left Out",
        help="The first steps that this company does without, and “all” once they are put away.",
    )


class LitigeOnboarding(models.AbstractModel):
    """The six first steps of a company, done when what they lead to is there.

    Nothing is ticked by hand: a step that is undone later stands open again. One that a company
    does without can be left out, and all of them put away.
    """

    _name = "litige.onboarding"
    _description = "First Steps"

    @api.model
    def get_steps(self):
        """Return what the screens show, nothing for who sets nothing up or once all is done.

        :return: `{"company", "done", "steps": [{"code", "title", "text", "done", "skipped",
            "label", "hint"}]}`; a step with a `hint` is somebody else's to do
        """
        if not self.env.user.has_group(MANAGER):
            return {}
        company = self.env.company
        skipped = self._get_skipped(company)
        if "all" in skipped:
            return {}
        words = self._get_words()
        done = {code: getattr(self, f"_is_done_{code}")(company) for code in STEPS}
        closed = [code for code in STEPS if done[code] or code in skipped]
        if len(closed) == len(STEPS):
            return {}
        is_admin = self.env.user.has_group(SETTINGS)
        hint = self.env._("An administrator does this, in Settings → Disputes.")
        steps = []
        for code in STEPS:
            title, text, label = words[code]
            steps.append(
                {
                    "code": code,
                    "title": title,
                    "text": text,
                    "label": label,
                    "done": done[code],
                    "skipped": code in skipped and not done[code],
                    "hint": "" if is_admin or code not in ("identity", "address") else hint,
                }
            )
        return {"company": company.name, "done": len(closed), "steps": steps}

    @api.model
    def _get_words(self):
        """Return the title, the sentence and the button of each step."""
        return {
            "identity": (
                self.env._("Say who you are"),
                self.env._(
                    "SIREN, legal form, who signs: a letter that does not say it is weak, and the "
                    "law asks for it."
                ),
                self.env._("Fill In"),
            ),
            "mediator": (
                self.env._("Name your mediator"),
                self.env._(
                    "Whoever sells to consumers must have one, free of charge for them. Leave this "
                    "out if you sell to businesses only."
                ),
                self.env._("Choose"),
            ),
            "insurance": (
                self.env._("Find your legal-protection policy"),
                self.env._(
                    "It may pay for the lawyer, if it is told in time. Look in your business "
                    "insurance, and leave this out if you have none."
                ),
                self.env._("Record It"),
            ),
            "address": (
                self.env._("Give disputes an e-mail address"),
                self.env._(
                    "What customers and mediators write to it lands in the right dispute by itself."
                ),
                self.env._("Choose"),
            ),
            "reminders": (
                self.env._("Switch the reminders on"),
                self.env._(
                    "A courteous one, then a firm one: most disputes are a forgotten invoice. "
                    "Nothing is sent before you say so."
                ),
                self.env._("See the Levels"),
            ),
            "dispute": (
                self.env._("Open your first dispute"),
                self.env._(
                    "From an overdue invoice, one click: the amount is held back from reminders "
                    "and the file begins."
                ),
                self.env._("Overdue Invoices"),
            ),
        }

    # === DONE OR NOT === #

    @api.model
    def _is_done_identity(self, company):
        return bool(company.litige_standing) and not company._litige_get_missing_identity()

    @api.model
    def _is_done_mediator(self, company):
        if company.litige_mediation_excluded or company.litige_mediator_id:
            return True
        # Whom the company invoices, and no more, whoever asks.
        moves = self.env["account.move"].sudo()
        sold = [
            ("company_id", "=", company.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ]
        to_consumers = [
            *sold,
            "|",
            ("commercial_partner_id.litige_standing", "=", "consumer"),
            "&",
            ("commercial_partner_id.litige_standing", "=", False),
            ("commercial_partner_id.is_company", "=", False),
        ]
        return bool(
            moves.search_count(sold, limit=1) and not moves.search_count(to_consumers, limit=1)
        )

    @api.model
    def _is_done_insurance(self, company):
        policies = self.env["litige.insurance.policy"]
        return company.litige_has_no_policy or bool(
            policies.search_count([("company_id", "=", company.id)], limit=1)
        )

    @api.model
    def _is_done_address(self, company):
        return bool(company.litige_alias_email)

    @api.model
    def _is_done_reminders(self, company):
        """Done too when another module of the company reminds the customers."""
        levels = self.env["litige.reminder.level"]
        on = [("company_id", "=", company.id), ("is_on", "=", True)]
        return bool(company._litige_get_other_dunning() or levels.search_count(on, limit=1))

    @api.model
    def _is_done_dispute(self, company):
        cases = self.env["litige.case"]
        return bool(cases.search_count([("company_id", "=", company.id)], limit=1))

    # === DOING === #

    @api.model
    def open_step(self, code):
        """Return the action that leads to a step."""
        self._check_manager()
        if code == "mediator":
            return self.env["litige.provider"]._get_mediators_action()
        actions = {
            "identity": "res_config_settings_action_litige",
            "address": "res_config_settings_action_litige",
            "insurance": "litige_insurance_policy_action",
            "reminders": "litige_reminder_level_action",
            "dispute": "account_move_action_litige_overdue",
        }
        return self.env["ir.actions.act_window"]._for_xml_id(f"litige_management.{actions[code]}")

    @api.model
    def skip(self, code):
        """Leave a step out, or take it up again; `all` puts them all away."""
        self._check_manager()
        if code not in (*STEPS, "all"):
            raise ValueError(f"Unknown step: {code!r}")
        company = self.env.company
        skipped = self._get_skipped(company) ^ {code}
        # How far a company got is no setting of its own: managers of disputes go through it.
        company.sudo().litige_onboarding_skipped = ",".join(sorted(skipped)) or False
        return self.get_steps()

    @api.model
    def _get_skipped(self, company):
        return {code for code in (company.litige_onboarding_skipped or "").split(",") if code}

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only managers of disputes set them up."))
