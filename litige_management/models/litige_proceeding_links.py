"""What is attached to a proceeding, and why it is confidential by default."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

GROUND = "mediation"


class LitigeProceedingAttachedMixin(models.AbstractModel):
    """A record of a dispute that may belong to one of its proceedings."""

    _name = "litige.proceeding.attached.mixin"
    _description = "Attached to a Proceeding"

    proceeding_id = fields.Many2one(
        "litige.proceeding",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        groups="litige_management.litige_management_group_user",
        domain="[('case_id', '=', case_id)]",
        help="The mediation, conciliation… it belongs to. What belongs to a mediation or a "
        "conciliation is confidential by default.",
    )

    @api.onchange("proceeding_id")
    def _onchange_proceeding_id(self):
        if self.proceeding_id.is_confidential and not self.confidential:
            self.update(self._get_confidential_values())

    @api.model
    def _get_confidential_values(self):
        """Return what makes a record confidential by law (CPC, art. 1528-3)."""
        return {"confidential": True, "confidential_ground": GROUND}

    @api.model
    def _keep_confidential(self, vals_list):
        """Complete new values: confidential unless a person says otherwise."""
        default = self.env.context.get("default_proceeding_id")
        if default:
            vals_list = [{"proceeding_id": default, **vals} for vals in vals_list]
        ids = {vals["proceeding_id"] for vals in vals_list if vals.get("proceeding_id")}
        proceedings = self.env["litige.proceeding"].browse(ids)
        secret = set(proceedings.filtered("is_confidential").ids)
        return [
            {**self._get_confidential_values(), **vals}
            if vals.get("proceeding_id") in secret and not vals.get("produced_in_mediation")
            else vals
            for vals in vals_list
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """Keep confidential what belongs to a mediation or a conciliation."""
        return super().create(self._keep_confidential(vals_list))


class LitigeExhibit(models.Model):
    _name = "litige.exhibit"
    _inherit = ["litige.exhibit", "litige.proceeding.attached.mixin"]


class LitigeCommunication(models.Model):
    _name = "litige.communication"
    _inherit = ["litige.communication", "litige.proceeding.attached.mixin"]


class LitigeProceeding(models.Model):
    _inherit = "litige.proceeding"

    communication_ids = fields.One2many("litige.communication", "proceeding_id", string="Exchanges")
    exhibit_ids = fields.One2many("litige.exhibit", "proceeding_id", string="Exhibits")

    def message_post(self, *, message_type="notification", **kwargs):
        """Tell the chronology what was written to, or came from, third parties."""
        message = super().message_post(message_type=message_type, **kwargs)
        outside = message.partner_ids.filtered("partner_share")
        if message_type == "email" or (outside and message_type in ("comment", "email_outgoing")):
            self._note_email(message, "in" if message_type == "email" else "out", outside)
        return message

    def _note_email(self, message, direction, people):
        """Append an e-mail of this proceeding, confidential where the law says so."""
        self.ensure_one()
        text = html2plaintext(message.body or Markup()).strip()
        secret = self.is_confidential
        names = people.mapped("name") if direction == "out" else [message.author_id.name]
        # The chronology writes itself, whoever receives the mail.
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": self.case_id.id,
                    "kind": "email",
                    "direction": direction,
                    "occurred_on": fields.Date.context_today(self, message.date),
                    "occurred_at": message.date,
                    "parties": ", ".join(filter(None, names)) or message.email_from,
                    "summary": "\n".join(filter(None, (message.subject, text))) or "…",
                    "standing": "theirs" if direction == "in" else "ours",
                    "confidential": secret,
                    "confidential_ground": secret and GROUND,
                    "res_model": self._name,
                    "res_id": self.id,
                    "message_id": message.id,
                }
            ]
        )

    def action_write_summary(self):
        """Write the summary of the dispute for the third party who leads this proceeding."""
        self.ensure_one()
        if not self.provider_id:
            raise UserError(self.env._("Say first who leads it."))
        return self.case_id._write_letter(
            "neutral_summary", partner=self.provider_id.partner_id, proceeding_id=self.id
        )
