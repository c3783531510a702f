from odoo import models


class LitigeChronicleMixin(models.AbstractModel):
    """Records of one company whose life is written down in the chronology of a dispute."""

    _name = "litige.chronicle.mixin"
    _description = "Told in a Chronology"

    def _in_company_language(self):
        """Return the records with the language in which the chronology is written: the company's.

        A nightly job has no language, and a customer who pays online has their own: the chronology
        ends up in a court file.
        """
        lang = self.company_id[:1].partner_id.lang
        if not lang or lang == self.env.context.get("lang"):
            return self
        return self.with_context(lang=lang)
