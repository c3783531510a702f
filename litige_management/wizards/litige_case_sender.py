from odoo import fields, models


class LitigeCaseSender(models.TransientModel):
    _name = "litige.case.sender"
    _description = "Say Who the Sender Is"

    case_id = fields.Many2one("litige.case", string="Dispute", required=True)
    sender_email = fields.Char(related="case_id.sender_email", string="Sender", related_sudo=False)
    company_id = fields.Many2one(related="case_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        domain="[('commercial_partner_id', '=', id), ('company_id', 'in', (False, company_id))]",
        help="The customer this e-mail comes from.",
    )
    target_id = fields.Many2one(
        "litige.case",
        string="Put It In",
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id),"
        " ('phase', '!=', 'closed'), ('id', '!=', case_id)]",
        help="The open dispute of this customer that the e-mail is about. Empty: it is a new one.",
    )
    remember = fields.Boolean(
        string="Recognise This Address From Now On",
        default=True,
        help="The address becomes one of the customer's contacts: its next e-mails come in "
        "verified.",
    )

    def action_confirm(self):
        """Give the e-mails to their customer, and to the right dispute."""
        self.ensure_one()
        self.case_id._attach_to_customer(self.partner_id, self.remember)
        case = self.case_id
        if self.target_id:
            case._move_emails_to(self.target_id)
            case = self.target_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {**action, "views": [(False, "form")], "res_id": case.id}
