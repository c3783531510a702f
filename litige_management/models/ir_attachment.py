from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store

from .litige_eraser import is_erasing

CONTENT = frozenset(
    (
        "raw",
        "datas",
        "store_fname",
        "db_datas",
        "checksum",
        "type",
        "url",
        "mimetype",
        "res_model",
        "res_id",
        "res_field",
        "name",
        "public",
        "access_token",
    )
)


# The files of an invoice's own messages are the invoice's: it takes its PDF back when it is reset.
MAIL_MODELS = ("litige.case", "mail.message")
# Where the files of an e-mail are read, and the key of the link by which a large one leaves.
PLACE = frozenset(("res_model", "res_id", "access_token"))


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _litige_is_frozen(self):
        """Whether one of these files is final: its model's `_is_file_final` says so."""
        # The fields that tell are technical: reading them needs no right.
        for attachment in self.sudo().filtered("res_field"):
            model = self.env.get(attachment.res_model)
            if hasattr(model, "_is_file_final") and (
                model.sudo().browse(attachment.res_id)._is_file_final(attachment.res_field)
            ):
                return True
        return self._litige_is_of_exchange() or bool(self._litige_filter_of_mail())

    def _to_store_defaults(self, target):
        """Tell the chatter which files nobody can delete, so that it does not offer it."""
        return [
            *super()._to_store_defaults(target),
            Store.Attr(
                "litige_frozen",
                lambda file: file._litige_is_frozen(),
                predicate=lambda file: (file.res_model or "").startswith("litige."),
            ),
        ]

    def _litige_get_files(self, models):
        # Which files are evidence is no secret to those who may touch them.
        return self.sudo().filtered(
            lambda file: file.res_model in models and file.res_id and not file.res_field
        )

    def _litige_is_of_exchange(self):
        """Whether one of these files belongs to a logged exchange."""
        return bool(self._litige_get_files(("litige.communication",)))

    def _litige_filter_of_mail(self):
        """Return those of these files that came with a message that an entry rests on."""
        files = self._litige_get_files(MAIL_MODELS)
        if not files:
            return self.browse()
        events = (
            self.env["litige.event"]
            # Whether an entry rests on a file is told to nobody but this guard.
            .sudo()
            .search_fetch([("message_id.attachment_ids", "in", files.ids)], ["message_id"])
        )
        return self.browse((files & events.message_id.attachment_ids).ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to lay another file over a confirmed one."""
        attachments = super().create(vals_list)
        attachments._litige_refuse_overlay()
        return attachments

    def write(self, vals):
        """Refuse to change a confirmed document, for everyone."""
        # The gateway puts the files of a confidential e-mail where fewer people read them; a file
        # too large to be joined leaves as a link.
        held = self
        if self.env.su and PLACE & vals.keys() and not CONTENT & vals.keys() - PLACE:
            held -= self._litige_filter_of_mail()
        if CONTENT & vals.keys() and held._litige_is_frozen():
            raise UserError(self.env._("A confirmed document cannot be changed."))
        result = super().write(vals)
        if "res_field" in vals:
            self._litige_refuse_overlay()
        return result

    def _litige_refuse_overlay(self):
        # The code that confirms a document stores its file with all rights.
        if not self.env.su and self._litige_is_frozen():
            raise UserError(self.env._("A confirmed document cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_litige_frozen(self):
        if not is_erasing(self.env) and self._litige_is_frozen():
            raise UserError(self.env._("A confirmed document cannot be deleted."))
