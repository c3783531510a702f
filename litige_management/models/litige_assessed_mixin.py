from odoo import api, models
from odoo.exceptions import UserError

# What may still be completed once a dispute is closed: the lawyer's bill comes later.
COMPLETED_LATER = frozenset(("cost",))


class LitigeAssessedMixin(models.AbstractModel):
    """Records by which a dispute is weighed: they stay as they were once it is closed."""

    _name = "litige.assessed.mixin"
    _description = "Part of an Assessment"

    @api.model_create_multi
    def create(self, vals_list):
        """Add to the assessment of open disputes only."""
        records = super().create(vals_list)
        records._check_case_open()
        return records

    def write(self, vals):
        """Change the assessment of open disputes only."""
        if vals.keys() <= COMPLETED_LATER:
            return super().write(vals)
        self._check_case_open()
        result = super().write(vals)
        if "case_id" in vals:
            self._check_case_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_case_open()

    def _check_case_open(self):
        """Raise, in words, when one of the disputes is closed."""
        closed = self.case_id.filtered(lambda case: not case.is_open)
        if closed:
            raise UserError(
                self.env._(
                    "%(cases)s: closed, so its assessment stays as it was. Reopen the dispute to "
                    "change it.",
                    cases=", ".join(closed.mapped("name")),
                )
            )
