from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the disputes of the invoices reconciled."""
        partials = super().create(vals_list)
        partials._litige_touch()
        return partials

    def unlink(self):
        """Tell the disputes of the invoices whose reconciliation goes away."""
        self._litige_touch()
        return super().unlink()

    def _litige_touch(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        self.env["litige.claim"]._touch(moves.ids)
