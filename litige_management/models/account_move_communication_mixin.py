from odoo import api, fields, models
from odoo.exceptions import UserError

DISPUTE_GROUPS = "litige_management.litige_management_group_resolver,account.group_account_readonly"


class AccountMoveCommunicationMixin(models.AbstractModel):
    """What was said and promised about an invoice, with or without a dispute."""

    _name = "account.move.communication.mixin"
    _description = "Exchanges on an Invoice"

    litige_promise_ids = fields.Many2many(
        "litige.promise",
        "litige_promise_move_rel",
        "move_id",
        "promise_id",
        string="Payments Promised",
        copy=False,
        groups=DISPUTE_GROUPS,
    )
    litige_promise_notice = fields.Char(
        string="Promise",
        compute="_compute_litige_promise_notice",
        help="The payment that the customer promised, and for when.",
        groups=DISPUTE_GROUPS,
    )

    @api.depends("litige_promise_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_litige_promise_notice(self):
        # With the reader's own rights: what is confidential stays so.
        pending = self.env["litige.promise"].search(
            [("move_ids", "in", self.ids), ("state", "=", "pending")]
        )
        for move in self:
            # A resolver reads what is promised, and not which invoices it pays.
            promises = [p for p in pending if move._origin.id in p.sudo().move_ids.ids]
            move.litige_promise_notice = (
                " · ".join(promise._get_headline() for promise in promises) or False
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Make invoices that no promise pays yet."""
        self._litige_refuse_promises(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to give a promise other invoices than those it was made for."""
        self._litige_refuse_promises([vals])
        return super().write(vals)

    def _litige_refuse_promises(self, vals_list):
        # Which invoices a promise pays decides whether it was kept.
        if not self.env.su and any("litige_promise_ids" in vals for vals in vals_list):
            raise UserError(
                self.env._("Promises are not changed by hand: log an exchange instead.")
            )

    def _litige_get_pending_promises(self):
        """Return the payments promised on these invoices and still awaited, soonest first.

        Chasing pauses until their day. Whatever rights the user has: read what you show.
        """
        # Reminders must know of a promise even when who writes them may not read the exchange.
        return (
            self.env["litige.promise"]
            .sudo()
            .search([("move_ids", "in", self.ids), ("state", "=", "pending")])
        )

    def action_litige_log(self):
        """Log a call, a meeting, a letter… about this invoice."""
        self.ensure_one()
        case = self.litige_case_id or self.commercial_partner_id._litige_get_only_open_case(
            self.company_id
        )
        return self.env["litige.communication"]._action_log(
            move_id=self.id,
            case_id=case.id,
            partner_id=self.commercial_partner_id.id,
            contact_id=(case.contact_id or self.partner_id).id,
            company_id=self.company_id.id,
        )
