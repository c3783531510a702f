import hashlib

from markupsafe import Markup

from odoo import Command, api, models
from odoo.tools import format_datetime, plaintext2html

# A letter of ours is a `letter` of the chronology: what a person logs is paper that came or went
# by post.
EVENT_KINDS = {"letter": "mail"}
# Both sides are there: nobody sends nor receives.
FACE_TO_FACE = ("meeting", "visit")


class LitigeCommunicationPostingMixin(models.AbstractModel):
    """Where a logged exchange shows: in a thread, and in the chronology of its dispute."""

    _name = "litige.communication.posting.mixin"
    _description = "Posting of Logged Exchanges"

    # === THE THREAD === #

    def _post(self):
        """Post the exchange in the thread of its dispute, else of its invoice or customer.

        Never to the customer: on an invoice or a customer it is a log that notifies nobody, in a
        dispute the thread tells people of the company only.
        """
        self.ensure_one()
        body = self._get_body()
        files = [] if self.confidential else self.attachment_ids.ids
        author = self.user_id.sudo().partner_id  # a colleague's name is no secret
        if self.case_id and not self.sudo().reminder_id:  # a resolver reads no reminders
            # A resolver comments a dispute without the right to write on it.
            message = self.case_id.sudo().message_post(
                body=body,
                author_id=author.id,
                message_type="notification",
                subtype_id=self._get_subtype().id,
                attachment_ids=files,
            )
        else:
            # Whoever may log on the invoice or the customer was checked by the rules. What left by
            # itself is written in the dispute too, and wakes nobody.
            thread = (self.case_id or self.move_id or self.partner_id).sudo()
            message = thread._message_log(
                body=body, author_id=author.id, attachment_ids=[Command.set(files)]
            )
            message.subtype_id = self._get_subtype()
        # Nobody writes this link by hand.
        self.sudo().message_id = message

    def _get_other_party(self):
        """Return whom we spoke with, by name, and of which company."""
        self.ensure_one()
        other = self.contact_id or self.partner_id
        name = other.name or other.display_name
        if other.commercial_partner_id == self.partner_id != other:
            return f"{name} ({self.partner_id.name})"
        return name

    def _get_parties(self):
        """Return who took part, by name: who spoke to whom, when one did."""
        self.ensure_one()
        # The name of a colleague is no secret.
        names = [self.user_id.sudo().name, self._get_other_party()]
        if self.direction == "in":
            names.reverse()
        link = " – " if self.channel in ("meeting", "visit") else " → "
        return link.join(name for name in names if name)

    def _get_subtype(self):
        self.ensure_one()
        # Unlike `ref`, it asks the database nothing: many are posted at once.
        known = self.env["ir.model.data"]._xmlid_to_res_id(
            f"litige_management.mail_message_subtype_{self.channel}", raise_if_not_found=True
        )
        return self.env["mail.message.subtype"].browse(known)

    def _get_body(self):
        """Return what the thread says: who, when, how, and the words unless confidential."""
        self.ensure_one()
        head = Markup("<p><b>%s</b> · %s · %s</p>") % (
            self._get_html_link(title=self._get_headline()),
            format_datetime(self.env, self.occurred_at, dt_format="short"),
            self._get_parties(),
        )
        if self.confidential:
            note = self.env._("Confidential: what was said stays in the exchange itself.")
            return head + Markup('<p class="text-warning">%s</p>') % note
        promises = Markup().join(
            Markup("<p><b>%s</b></p>") % promise._get_headline() for promise in self.promise_ids
        )
        return head + plaintext2html(self.summary) + promises

    def _get_headline(self):
        channel = dict(self._fields["channel"]._description_selection(self.env))[self.channel]
        if self.channel in FACE_TO_FACE:
            return channel
        direction = dict(self._fields["direction"]._description_selection(self.env))
        return f"{channel}, {direction[self.direction].lower()}"

    # === THE CHRONOLOGY === #

    def _append_to_chronology(self, messages=None):
        """Append what was exchanged and promised to the chronology of its dispute.

        :param messages: the message behind each entry, by exchange, when not its own
        """
        records = self.filtered("case_id").sorted("occurred_at")
        # A resolver logs on a dispute, whose chronology writes itself.
        records = records.sudo()
        vals_list = [
            vals
            for record in records
            for vals in (
                record._prepare_event((messages or {}).get(record.id) or record.message_id),
                *record.promise_ids._prepare_made_events(),
            )
        ]
        records.case_id._append_events(vals_list)

    def _prepare_event(self, message):
        self.ensure_one()
        corrected = self.corrected_id.event_ids.filtered(
            lambda event: event.case_id == self.case_id and not event.kind.startswith("promise")
        )
        return {
            "case_id": self.case_id.id,
            "kind": EVENT_KINDS.get(self.channel, self.channel),
            "occurred_on": self._get_local_date(),
            "occurred_at": self.occurred_at,
            "direction": self.direction,
            "parties": self._get_parties(),
            "summary": self.summary,
            "standing": self.standing,
            "confidential": self.confidential,
            "confidential_ground": self.confidential_ground,
            "corrected_event_id": corrected[:1].id,
            "claim_id": self._get_claim().id,
            "details": self._get_details(),
            "res_model": self._name,
            "res_id": self.id,
            "partner_id": (self.contact_id or self.partner_id).id,
            "message_id": message.id,
            "attachment_id": self.attachment_ids[:1].id,
        }

    def _get_claim(self):
        return self.case_id.claim_ids.filtered(lambda claim: claim.move_id == self.move_id)

    def _get_details(self):
        """Return the files of the exchange by name and hash: they are sealed with the words."""
        files = [
            {"name": file.name, "sha256": hashlib.sha256(file.raw or b"").hexdigest()}
            for file in self.attachment_ids
        ]
        return {"files": files} if files else None

    # === A DISPUTE OPENS === #

    @api.model
    def _take_over(self, cases):
        """Bring into disputes what was logged on their invoices and customers before.

        Each exchange once, and only in its own company. A constant number of queries.

        :param cases: the disputes that have just opened, or whose invoices or customer changed
        """
        # Whoever opens a dispute may have logged nothing: what was said enters it all the same.
        cases = cases.sudo()
        by_move = {claim.move_id: claim.case_id for claim in cases.claim_ids}
        by_customer = {}
        for case in cases:
            by_customer.setdefault((case.partner_id, case.company_id), case)
        loose = (
            self.env["litige.communication"]
            # What was logged joins the dispute, whoever opens it.
            .sudo()
            .search(
                [
                    ("case_id", "=", False),
                    ("company_id", "in", cases.company_id.ids),
                    "|",
                    ("move_id", "in", cases.claim_ids.move_id.ids),
                    "&",
                    ("move_id", "=", False),
                    ("partner_id", "in", cases.partner_id.ids),
                ]
            )
        )
        taken = {
            record: by_move.get(record.move_id)
            or by_customer.get((record.partner_id, record.company_id))
            for record in loose
        }
        taken = {record: case for record, case in taken.items() if case}
        if not taken:
            return
        for record, case in taken.items():
            record.case_id = case
        # Nobody has the right to write on an exchange.
        records = self.env["litige.communication"].sudo().union(*taken)
        messages = records._repeat_in_cases()
        records._append_to_chronology(messages)

    def _repeat_in_cases(self):
        """Show what was logged before in the threads of the disputes too: messages by exchange."""
        author, email = self.env.user.partner_id, self.env.user.email_formatted
        messages = (
            self.env["litige.case"]
            # The thread repeats what was logged, whoever opens the dispute.
            .sudo()
            ._message_create(
                [
                    {
                        "model": "litige.case",
                        "res_id": record.case_id.id,
                        "author_id": record.user_id.partner_id.id or author.id,
                        "email_from": record.user_id.email_formatted or email,
                        "body": record._get_body(),
                        "message_type": "notification",
                        "is_internal": True,
                        "subtype_id": record._get_subtype().id,
                        "attachment_ids": [
                            Command.set([] if record.confidential else record.attachment_ids.ids)
                        ],
                        "email_add_signature": False,
                        "record_alias_domain_id": False,
                        "record_company_id": record.company_id.id,
                        "reply_to": email,
                    }
                    for record in self.sorted("occurred_at")
                ]
            )
        )
        return dict(zip(self.sorted("occurred_at").ids, messages, strict=True))

    # === UNINSTALLING === #

    def _reattach_on_uninstall(self):
        """Leave a copy of each file on what it was about; confidential ones to administrators."""
        for record in self.sudo():  # uninstalling is an administrator's act
            owner = record.move_id or record.case_id.claim_ids.move_id[:1] or record.partner_id
            place = {"res_model": owner._name, "res_id": owner.id}
            if record.confidential:
                place = {"res_model": False, "res_id": False}
            for file in record.attachment_ids:
                file.copy(place)
