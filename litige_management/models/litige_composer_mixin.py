from odoo import api, models


class LitigeComposerMixin(models.AbstractModel):
    """Records from which a person writes an e-mail, in Odoo's own composer."""

    _name = "litige.composer.mixin"
    _description = "Written from by E-Mail"

    @api.model
    def _find_template(self, name):
        """Return the e-mail template `name` of ours, an empty one when somebody deleted it."""
        template = self.env.ref(f"litige_management.{name}", raise_if_not_found=False)
        return template or self.env["mail.template"]

    def _get_composer_action(self, title, **context):
        """Return the action that opens the composer on this record.

        :param context: further keys: defaults of the composer, marks that the e-mail carries
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                **context,
            },
        }
