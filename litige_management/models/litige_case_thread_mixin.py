from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LitigeCaseThreadMixin(models.AbstractModel):
    """The thread of a dispute: internal, and told of what the ledger does.

    A letter of the mediator or of a lawyer must never reach the other side because somebody
    follows the thread: only people of the company do.
    """

    _name = "litige.case.thread.mixin"
    _description = "Dispute Thread"

    # === INTERNAL === #

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let people of the company follow, and nobody else."""
        return super().message_subscribe(self._keep_internal(partner_ids), subtype_ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return super()._message_subscribe(
            self._keep_internal(partner_ids), subtype_ids, customer_ids
        )

    def message_post(self, *, partner_ids=None, message_type="notification", **kwargs):
        """Notify people of the company only, but for an e-mail that a user writes."""
        # Bare addresses are nobody of the company.
        kwargs.pop("outgoing_email_to", None)
        if message_type != "email_outgoing":
            inside = self._keep_internal(partner_ids)
            if message_type == "comment" and not self.env.su:
                self._refuse_outsiders(set(partner_ids or []) - set(inside))
            partner_ids = inside
        return super().message_post(partner_ids=partner_ids, message_type=message_type, **kwargs)

    def _refuse_outsiders(self, partner_ids):
        """Tell who writes to people outside that the thread reaches nobody there."""
        if partner_ids:
            # Their names were just chosen on the screen.
            names = self.env["res.partner"].sudo().browse(partner_ids).mapped("display_name")
            raise UserError(
                self.env._(
                    "The messages of a dispute stay in the company: %(names)s would receive "
                    "nothing. Press “Write an E-Mail” to write to them.",
                    names=", ".join(names),
                )
            )

    def _message_get_suggested_recipients_batch(self, **kwargs):
        """Propose nobody: the chatter of a dispute writes to no customer."""
        return {case.id: [] for case in self}

    def _keep_internal(self, partner_ids):
        """Return the partners who are people of the company."""
        # Who is a colleague is no secret.
        partners = self.env["res.partner"].sudo().browse(partner_ids or [])
        return partners.filtered(
            lambda partner: any(not user.share for user in partner.user_ids)
        ).ids

    def _log_note(self, text):
        """Log the same plain-text note on each case.

        The thread writes it on the first; the others get copies of its row, in one statement.
        """
        first, others = self[:1], self[1:]
        if not first:
            return
        note = first._message_log(body=Markup("<p>%s</p>") % text)
        if others:
            others._copy_note(note)

    def _copy_note(self, note):
        Message = note.browse()
        columns = SQL(", ").join(
            SQL.identifier(name)
            for name, field in Message._fields.items()
            if field.store and field.column_type and name not in ("id", "res_id")
        )
        note.flush_recordset()
        self.env.cr.execute(
            SQL(
                "INSERT INTO mail_message (res_id, %(columns)s) "
                "SELECT unnest(%(cases)s), %(columns)s FROM mail_message WHERE id = %(note)s",
                columns=columns,
                cases=self.ids,
                note=note.id,
            )
        )
        self.invalidate_recordset(["message_ids", "has_message"], flush=False)

    # === WHAT THE LEDGER SAYS === #

    def _on_ledger_change(self, events):
        """Tell the owners what changed, and offer to close what is settled. Constant queries."""
        by_case = events.grouped("case_id")
        if not by_case:
            return
        messages = self._message_log_batch(
            {case.id: case._describe_ledger(by_case[case]) for case in by_case}
        )
        messages.subtype_id = self.env.ref("litige_management.mail_message_subtype_ledger")
        touched = self.browse(case.id for case in by_case)
        opened = touched.filtered("is_open")
        settled = opened.filtered("is_all_settled")
        xmlid = "litige_management.mail_activity_type_close_paid"
        (opened - settled).activity_unlink([xmlid])
        settled._schedule_once(xmlid, self.env._("Nothing is left due: close the dispute?"))
        (touched - opened).filtered(
            lambda case: any(event.kind.endswith("_reversed") for event in by_case[case])
        )._schedule_once(
            "litige_management.mail_activity_type_ledger_alert",
            self.env._("A payment was taken back after the dispute was closed: reopen it?"),
        )

    def _describe_ledger(self, events):
        self.ensure_one()
        lines = Markup().join(
            Markup("<li>%s %s</li>")
            % (event.summary, self.currency_id.format(event.amount) if event.amount else "")
            for event in events
        )
        return Markup("<ul>%s</ul>") % lines

    def _schedule_once(self, xmlid, note, date_deadline=None, user=None):
        """Schedule an activity on each case that has none of this type, for who can act on it."""
        if not self:
            return
        known = self.activity_search([xmlid])
        cases = self.filtered(lambda case: case.id not in known.mapped("res_id"))
        by_owner = cases.grouped(lambda case: case._get_awake_user(user))
        for owner, owned in by_owner.items():
            owned.activity_schedule(
                xmlid,
                date_deadline=date_deadline or fields.Date.context_today(self),
                note=note,
                user_id=owner.id,
            )

    def _get_awake_user(self, user=None):
        """Return who can act: this user, else the owner, else a manager of the company."""
        self.ensure_one()
        company, users = self.company_id, self.env["res.users"]
        for candidate in (user or users, self.user_id):
            if awake := candidate._litige_filter_working(company):
                return awake
        managers = users._litige_find_working(company, "litige_management_group_manager")
        return managers[:1] or self.env.user
