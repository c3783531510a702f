import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

BEFORE, AFTER = "before", "after"
TEMPLATES = {
    BEFORE: "litige_management.mail_template_litige_instalment_before",
    AFTER: "litige_management.mail_template_litige_instalment_after",
}
# Switched on late, the reminders leave alone what has been late for longer than this.
CATCH_UP_DAYS = 7


class LitigeCommitment(models.Model):
    """Reminders of the customer's instalments by e-mail, before and after their due date."""

    _inherit = "litige.commitment"

    open_amount = fields.Monetary(
        string="Left to Pay",
        compute="_compute_open_amount",
        help="What this instalment still lacks.",
    )

    @api.depends("amount", "paid_amount")
    def _compute_open_amount(self):
        for commitment in self:
            commitment.open_amount = commitment.amount - commitment.paid_amount

    @api.model
    def _cron_remind(self, limit=100):
        """Remind of the instalments to come and of those that are late, once each, in batches."""
        today = fields.Date.context_today(self)
        # Each company says when, for its own agreements only: nobody is logged in at night.
        companies = self.env["res.company"].search(
            [
                "|",
                ("litige_instalment_days_before", ">", 0),
                ("litige_instalment_days_after", ">", 0),
            ]
        )
        todo = [
            (step, company, ids)
            for company in companies
            for step in (BEFORE, AFTER)
            if (ids := self._search_to_remind(step, company, today).ids)
        ]
        self.env["ir.cron"]._commit_progress(remaining=sum(len(ids) for *_rest, ids in todo))
        for step, company, ids in todo:
            for start in range(0, len(ids), limit):
                batch = self.browse(ids[start : start + limit])
                for commitment in batch.try_lock_for_update().with_company(company):
                    try:
                        with self.env.cr.savepoint():
                            commitment._remind(step, today)
                    except Exception:  # the next night tries again; the others are told
                        _logger.exception("Instalment %s not reminded of", commitment.id)
                if not self.env["ir.cron"]._commit_progress(len(batch)):
                    return

    @api.model
    def _search_to_remind(self, step, company, today):
        """Return the instalments of `company` to remind of on `today`, not reminded of yet."""
        days = company[f"litige_instalment_days_{step}"]
        if days <= 0:
            return self.browse()
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "payment"),
                ("party", "=", "customer"),
                ("state", "=", "open"),
                ("is_by_hand", "=", False),
                (f"reminded_{step}", "=", False),
                ("settlement_id.state", "=", "signed"),
                ("settlement_id.accelerated_on", "=", False),
                ("case_id.phase", "!=", "closed"),
                # Those debts may no longer be paid nor chased.
                ("case_id.partner_id.litige_insolvency_kind", "=", False),
                ("case_id.partner_id.litige_overindebted_on", "=", False),
            ]
        )
        if step == BEFORE:
            domain &= Domain("date_due", ">=", today)
            domain &= Domain("date_due", "<=", today + timedelta(days=days))
        else:
            last = today - timedelta(days=days)
            domain &= Domain("date_due", "<=", last)
            domain &= Domain("date_due", ">=", last - timedelta(days=CATCH_UP_DAYS))
        return self.search(domain, order="date_due, id")

    def _remind(self, step, today):
        """Queue one e-mail per instalment, note it, and never twice."""
        template = self.env.ref(TEMPLATES[step], raise_if_not_found=False)
        if not template:
            return
        for commitment in self.filtered(lambda one: one._get_reminder_partner().email):
            commitment.write({f"reminded_{step}": today})
            template.send_mail(commitment.id)
            settlement = commitment.settlement_id._in_company_language()
            settlement.case_id._append_events(
                [
                    settlement._prepare_execution_event(
                        settlement.env._(
                            "Reminder of the instalment of %(date)s sent by e-mail: %(agreement)s",
                            date=format_date(settlement.env, commitment.date_due),
                            agreement=settlement.name,
                        ),
                        occurred_on=today,
                        direction="out",
                        amount=commitment.open_amount,
                    )
                ]
            )

    def _get_reminder_partner(self):
        """Return whom the reminder goes to: the contact of the dispute, else the customer."""
        self.ensure_one()
        contact = self.case_id.contact_id
        return contact if contact.email else self.case_id.partner_id
