from odoo import api, models
from odoo.exceptions import UserError

from .litige_document_mixin import FILE_FIELD

CONTENT = frozenset(
    ("raw", "datas", "store_fname", "db_datas", "checksum", "type", "url", "mimetype",
     "res_model", "res_id", "res_field", "name", "public", "access_token")
)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _litige_is_frozen(self):
        """Whether one of these files is a confirmed document (see `litige.document.mixin`)."""
        # The fields that tell are technical: reading them needs no right.
        return any(
            attachment.res_field == FILE_FIELD
            and "document_frozen_at" in self.env[attachment.res_model]._fields
            for attachment in self.sudo()
            if attachment.res_model in self.env
        )

    def write(self, vals):
        """Refuse to change a confirmed document, for everyone."""
        if CONTENT & vals.keys() and self._litige_is_frozen():
            raise UserError(self.env._("A confirmed document cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_litige_frozen(self):
        if self._litige_is_frozen():
            raise UserError(self.env._("A confirmed document cannot be deleted."))
