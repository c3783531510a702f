from odoo import api, fields, models
from odoo.tools import formataddr


class ResCompany(models.Model):
    """The address to which e-mails about disputes are sent, one for each company."""

    _inherit = "res.company"

    litige_alias_id = fields.Many2one(
        "mail.alias",
        string="Dispute Address",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    litige_alias_name = fields.Char(
        string="Dispute E-Mail Address",
        compute="_compute_litige_alias_name",
        inverse="_inverse_litige_alias_name",
        help="E-mails to this address open a dispute, or join the one they are about. Empty: none.",
    )
    litige_alias_email = fields.Char(compute="_compute_litige_alias_name")
    litige_alias_user_id = fields.Many2one(
        "res.users",
        string="New Disputes Go To",
        domain="[('share', '=', False)]",
        help="Who gets the disputes that e-mails of unknown senders and new customers open.",
    )

    @api.depends("litige_alias_id.alias_name", "litige_alias_id.alias_domain_id.name")
    def _compute_litige_alias_name(self):
        for company in self:
            # The address is no secret: it is on every e-mail.
            alias = company.sudo().litige_alias_id
            company.litige_alias_name = alias.alias_name
            company.litige_alias_email = (
                alias.alias_full_name if alias.alias_name and alias.alias_domain_id else False
            )

    def _inverse_litige_alias_name(self):
        """Create, rename or remove the address; it leads to this company alone."""
        # Managers of disputes choose the address; aliases are technical.
        Alias = self.env["mail.alias"].sudo()
        for company in self:
            alias, name = company.sudo().litige_alias_id, company.litige_alias_name
            if not name:
                alias.unlink()
            elif alias:
                alias.alias_name = name
            else:
                company.litige_alias_id = Alias.create(
                    {
                        "alias_name": name,
                        "alias_domain_id": company.alias_domain_id.id,
                        "alias_model_id": self.env["ir.model"]._get_id("litige.case"),
                        "alias_defaults": repr({"company_id": company.id}),
                        "alias_contact": "everyone",
                    }
                )
        self.invalidate_recordset(["litige_alias_name", "litige_alias_email", "litige_alias_id"])

    def write(self, vals):
        """Move the dispute address along with the company's domain."""
        result = super().write(vals)
        if "alias_domain_id" in vals:
            # As above: the address follows, whoever changes the domain.
            self.sudo().litige_alias_id.alias_domain_id = vals["alias_domain_id"]
        return result

    @api.model
    def _litige_reply_to(self, reply_to, companies):
        """Return `reply_to` with the dispute address of each company that has one.

        :param reply_to: formatted addresses by id
        :param companies: the company of each id
        """
        for res_id, company in companies.items():
            if company.litige_alias_email and res_id in reply_to:
                reply_to[res_id] = formataddr((company.name, company.litige_alias_email))
        return reply_to
