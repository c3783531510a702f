from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    litige_standing = fields.Selection(related="company_id.litige_standing", readonly=False)
    litige_region = fields.Selection(related="company_id.litige_region", readonly=False)
    litige_hold_days = fields.Integer(related="company_id.litige_hold_days", readonly=False)
    litige_timestamp_url = fields.Char(related="company_id.litige_timestamp_url", readonly=False)
    litige_penalty_rate = fields.Float(related="company_id.litige_penalty_rate", readonly=False)
    litige_penalty_clause = fields.Char(related="company_id.litige_penalty_clause", readonly=False)
    litige_interest_mode = fields.Selection(
        related="company_id.litige_interest_mode", readonly=False
    )
    litige_notice_days_professional = fields.Integer(
        related="company_id.litige_notice_days_professional", readonly=False
    )
    litige_notice_days_consumer = fields.Integer(
        related="company_id.litige_notice_days_consumer", readonly=False
    )
    litige_bank_entry_days = fields.Integer(
        related="company_id.litige_bank_entry_days", readonly=False
    )
    litige_is_ei = fields.Boolean(related="company_id.litige_is_ei", readonly=False)
    litige_legal_form = fields.Char(related="company_id.litige_legal_form", readonly=False)
    litige_share_capital = fields.Monetary(
        related="company_id.litige_share_capital",
        readonly=False,
        currency_field="currency_id",
    )
    litige_rcs_city = fields.Char(related="company_id.litige_rcs_city", readonly=False)
    litige_signatory_name = fields.Char(related="company_id.litige_signatory_name", readonly=False)
    litige_signatory_quality = fields.Char(
        related="company_id.litige_signatory_quality", readonly=False
    )
    litige_alias_name = fields.Char(related="company_id.litige_alias_name", readonly=False)
    litige_alias_email = fields.Char(related="company_id.litige_alias_email")
    litige_alias_user_id = fields.Many2one(
        related="company_id.litige_alias_user_id", readonly=False
    )
    litige_mediator_id = fields.Many2one(related="company_id.litige_mediator_id", readonly=False)
    litige_mediation_excluded = fields.Boolean(
        related="company_id.litige_mediation_excluded", readonly=False
    )
    litige_mediator_warning = fields.Text(related="company_id.litige_mediator_warning")
    litige_instalment_days_before = fields.Integer(
        related="company_id.litige_instalment_days_before", readonly=False
    )
    litige_instalment_days_after = fields.Integer(
        related="company_id.litige_instalment_days_after", readonly=False
    )
    litige_portal_enabled = fields.Boolean(
        related="company_id.litige_portal_enabled", readonly=False
    )
    litige_portal_days = fields.Integer(related="company_id.litige_portal_days", readonly=False)
    litige_signing_user_id = fields.Many2one(
        related="company_id.litige_signing_user_id", readonly=False
    )

    litige_has_no_policy = fields.Boolean(related="company_id.litige_has_no_policy", readonly=False)

    def action_litige_show_steps(self):
        """Take up all the first steps again, those that were left out too."""
        self.company_id.litige_onboarding_skipped = False
        return self.env["ir.actions.act_window"]._for_xml_id("litige_management.litige_case_action")

    def action_litige_choose_mediator(self):
        """Show the consumer mediators, the archived ones that came with the application too."""
        return self.env["litige.provider"]._get_mediators_action()

    litige_profession = fields.Char(related="company_id.litige_profession", readonly=False)
    litige_birth_date = fields.Date(related="company_id.litige_birth_date", readonly=False)
    litige_birth_place = fields.Char(related="company_id.litige_birth_place", readonly=False)
    litige_nationality = fields.Char(related="company_id.litige_nationality", readonly=False)
    litige_representative_name = fields.Char(
        related="company_id.litige_representative_name", readonly=False
    )
    litige_representative_quality = fields.Char(
        related="company_id.litige_representative_quality", readonly=False
    )
    litige_signatory_power = fields.Char(
        related="company_id.litige_signatory_power", readonly=False
    )
    litige_print_mentions = fields.Boolean(
        related="company_id.litige_print_mentions", readonly=False
    )
    litige_block_terms = fields.Boolean(related="company_id.litige_block_terms", readonly=False)
