from odoo import fields, models

from ..mail import rfc822


class MailMessage(models.Model):
    _inherit = "mail.message"

    litige_confidential = fields.Boolean(
        string="Confidential in a Dispute",
        readonly=True,
        copy=False,
        help="Read only by those who follow disputes.",
    )

    def _litige_hide(self):
        """Let only those who follow disputes read these messages, and the files they join."""
        # Its own right to be read decides, whoever wrote it.
        messages = self.sudo()
        messages.litige_confidential = True
        for message in messages:
            message.attachment_ids.filtered(
                lambda attachment: attachment.res_model == "litige.case"
            ).write({"res_model": self._name, "res_id": message.id})

    def _litige_attach_original(self, raw):
        """Join the e-mail itself, headers included, as it came: it proves more than its text."""
        self.ensure_one()
        if rfc822.ORIGINAL in self.attachment_ids.mapped("name"):
            return
        hidden = self.litige_confidential
        original = self.env["ir.attachment"].create(
            {
                "name": rfc822.ORIGINAL,
                "raw": raw,
                "mimetype": "message/rfc822",
                "res_model": self._name if hidden else self.model,
                "res_id": self.id if hidden else self.res_id,
            }
        )
        self.write({"attachment_ids": [fields.Command.link(original.id)]})
