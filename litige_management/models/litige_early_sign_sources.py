"""Where early signs come from: payments, promises, logged exchanges, e-mails that come back."""

import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .litige_reminder_result_mixin import OURS

_logger = logging.getLogger(__name__)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Notice late instalments that a payment leaves open."""
        partials = super().create(vals_list)
        # A reconciliation is seldom booked by who may read all of the invoice.
        self.env["litige.early.sign"]._touch_lines(partials.sudo().debit_move_id)
        return partials


class LitigePromise(models.Model):
    _inherit = "litige.promise"

    def _tell(self, before, counterparts):
        """Notice customers who do not keep their word, and not for the first time."""
        result = super()._tell(before, counterparts)
        broken = self.filtered(lambda promise: promise.state == "broken")
        self.env["litige.early.sign"]._tell_broken_promises(broken)
        return result


class LitigeCommunication(models.Model):
    _inherit = "litige.communication"

    @api.model_create_multi
    def create(self, vals_list):
        """Notice complaints that nobody opened a dispute for."""
        records = super().create(vals_list)
        self.env["litige.early.sign"]._tell_complaints(records)
        return records


class LitigeCaseOpening(models.AbstractModel):
    _inherit = "litige.case.opening"

    @api.model
    def _create_claims(self, pairs, events=()):
        """An invoice in dispute answers the question asked about it and about its customer."""
        claims = super()._create_claims(pairs, events)
        self.env["litige.early.sign"]._answer(claims)
        return claims


class AccountMove(models.Model):
    _inherit = "account.move"

    def _message_receive_bounce(self, email, partner):
        """Notice that what was written about a late invoice came back."""
        result = super()._message_receive_bounce(email, partner)
        late = self.filtered(lambda move: move.litige_state == "overdue")
        for company, theirs in late.grouped("company_id").items():
            self.env["litige.early.sign"]._tell_unreachable(theirs, company)
        return result


class LitigeReminder(models.Model):
    _inherit = "litige.reminder"

    def _note_failed(self, reason):
        """Notice that a customer cannot be written to. Never stops the queue of e-mails."""
        result = super()._note_failed(reason)
        try:
            with self.env.cr.savepoint():
                # What our own server refuses tells nothing of the customer.
                theirs_to_mend = self.filtered(
                    lambda one: one.sudo().mail_id.failure_type not in OURS
                )
                for company, theirs in theirs_to_mend.grouped("company_id").items():
                    self.env["litige.early.sign"]._tell_unreachable(theirs.partner_id, company)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # the whole is tried again
        except Exception:
            _logger.exception("Nobody was told of the failed reminders %s", self.ids)
        return result
