"""Logging a call, a meeting, a letter: posted, in the chronology, and never changed."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, RecordCapturer

from .communication_common import CommunicationCommon


class TestCommunication(CommunicationCommon):
    def setUp(self):
        super().setUp()
        self.case = self._open_case(self.move, contact_id=self.comptable.id)

    # === THE FORM === #

    def test_the_form_asks_for_the_summary_only(self):
        action = self.case.with_user(self.user).action_log()
        with Form.from_action(self.env(user=self.user), action) as form:
            form.summary = "La comptable dit que le virement part jeudi."
        [logged] = self.case.communication_ids
        self.assertRecordValues(
            logged,
            [
                {
                    "partner_id": self.customer.id,
                    "contact_id": self.comptable.id,
                    "channel": "call",
                    "direction": "out",
                    "user_id": self.user.id,
                    "company_id": self.company.id,
                    "confidential": False,
                }
            ],
        )

    def test_ticking_a_promise_proposes_what_is_due(self):
        self._pay(self.move, 200.0)
        action = self.case.with_user(self.user).action_log()
        with Form.from_action(self.env(user=self.user), action) as form:
            form.summary = "Elle paie le 3."
            form.has_promise = True
            self.assertEqual(form.promise_amount, 1000.0)
            self.assertEqual(form.promise_scope, self.move.name)
            form.promise_date = self._in_days(11)
        self.assertRecordValues(
            self.case.promise_ids,
            [{"amount": 1000.0, "date_promised": self._in_days(11), "move_ids": self.move.ids}],
        )

    def test_from_an_invoice_or_a_customer_the_only_open_case_is_proposed(self):
        user = self.env(user=self.user)
        other = self._create_overdue(amount=50.0)
        for where in (self.move, other, self.customer, self.comptable):
            form = Form.from_action(user, where.with_user(self.user).action_litige_log())
            self.assertEqual(form.case_id, self.case)
            self.assertEqual(form.partner_id, self.customer)
            form.case_id = self.env["litige.case"]  # a person may say no
        self._open_case(other)
        form = Form.from_action(user, self.customer.with_user(self.user).action_litige_log())
        self.assertFalse(form.case_id, "Two disputes are open: which one is for a person to say")
        form = Form.from_action(user, other.with_user(self.user).action_litige_log())
        self.assertEqual(form.case_id, other.litige_case_id, "An invoice knows its dispute")

    def test_what_cannot_have_happened_is_refused_in_words(self):
        for values, words in (
            ({"occurred_at": self._ago(hours=-3)}, "has not come yet"),
            ({"occurred_at": "1926-11-20 10:00:00"}, "check the year"),
            ({"summary": "   "}, "in a few words"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self._log(self.case, **values)
        self._log(self.case, occurred_at=self._ago(minutes=-2))  # two clocks never agree

    # === WHERE IT SHOWS === #

    def test_each_channel_is_posted_under_its_subtype_and_enters_the_chronology(self):
        kinds = {"letter": "mail"}
        for channel in ("call", "meeting", "email", "letter", "sms", "visit"):
            logged = self._log(self.case, channel=channel, summary=f"Par {channel}")
            message = logged.message_id
            self.assertEqual((message.model, message.res_id), ("litige.case", self.case.id))
            self.assertEqual(
                message.subtype_id,
                self.env.ref(f"litige_management.mail_message_subtype_{channel}"),
            )
            self.assertIn(f"Par {channel}", message.body)
            [event] = logged.event_ids
            self.assertRecordValues(
                event,
                [
                    {
                        "case_id": self.case.id,
                        "kind": kinds.get(channel, channel),
                        "summary": f"Par {channel}",
                        "message_id": message.id,
                        "occurred_at": logged.occurred_at,
                    }
                ],
            )
        self.assertFalse(self.case._verify_chronology())

    def test_the_content_is_what_one_side_says_even_when_both_were_there(self):
        for channel, direction, standing in (
            ("call", "in", "theirs"),
            ("call", "out", "theirs"),
            ("email", "in", "theirs"),
            ("letter", "out", "ours"),
            ("meeting", "in", "theirs"),
            ("visit", "out", "theirs"),
        ):
            logged = self._log(self.case, channel=channel, direction=direction)
            self.assertEqual(logged.event_ids.standing, standing, channel)
        established = self._log(self.case, direction="in", channel="visit", standing="fact")
        self.assertEqual(established.event_ids.standing, "fact", "A person may know better")

    def test_parties_are_names_and_files_are_sealed(self):
        file = self.env["ir.attachment"].create({"name": "photo.jpg", "raw": b"porte"})
        logged = self._log(
            self.case, contact_id=self.comptable.id, attachment_ids=[Command.set(file.ids)]
        )
        event = logged.event_ids
        ours, theirs = self.env.user.name, "Luc Faure (SARL Dubreuil)"
        for values, parties in (
            ({"direction": "out"}, f"{ours} → {theirs}"),
            ({"direction": "in"}, f"{theirs} → {ours}"),
            ({"direction": "in", "channel": "letter"}, f"{theirs} → {ours}"),
        ):
            other = self._log(self.case, contact_id=self.comptable.id, **values)
            self.assertEqual(other.event_ids.parties, parties)
        visit = self._log(self.case, contact_id=self.comptable.id, channel="visit")
        self.assertIn(" – ", visit.event_ids.parties)
        self.assertEqual(event.details["files"][0]["name"], "photo.jpg")
        self.assertEqual(logged.message_id.attachment_ids, file)
        self.assertEqual((file.res_model, file.res_id), ("litige.communication", logged.id))

    def test_a_file_of_another_document_is_copied(self):
        file = self.env["ir.attachment"].create(
            {"name": "a.pdf", "raw": b"x", "res_model": "account.move", "res_id": self.move.id}
        )
        logged = self._log(self.case, attachment_ids=[Command.set(file.ids)])
        self.assertNotEqual(logged.attachment_ids, file)
        self.assertEqual(logged.attachment_ids.raw, b"x")
        self.assertEqual(file.res_model, "account.move")

    def test_files_survive_the_application(self):
        Attachment = self.env["ir.attachment"]
        files = Attachment.create([{"name": f"photo{n}.jpg", "raw": b"porte"} for n in range(2)])
        told = self._log(self.move, attachment_ids=[Command.set(files[0].ids)])
        secret = self._log(
            self.move,
            confidential=True,
            confidential_ground="mediation",
            attachment_ids=[Command.set(files[1].ids)],
        )
        (told | secret)._reattach_on_uninstall()
        copies = Attachment.sudo().search(
            [("name", "like", "photo"), ("res_model", "!=", "litige.communication")], order="name"
        )
        self.assertEqual(
            copies.mapped(lambda copy: (copy.res_model, copy.res_id, copy.raw)),
            [("account.move", self.move.id, b"porte"), (False, 0, b"porte")],
        )

    def test_without_case_it_is_a_log_on_the_invoice_or_the_customer_told_to_nobody(self):
        self.move.message_subscribe(partner_ids=self.customer.ids)
        self.customer.message_subscribe(partner_ids=self.comptable.ids)
        loose = self._create_overdue(self.consumer)
        loose.message_subscribe(partner_ids=self.consumer.ids)
        self.consumer.message_subscribe(partner_ids=self.consumer.ids)
        for where in (loose, self.consumer):
            logged = self._log(where, user=self.user)
            message = logged.message_id.sudo()
            self.assertEqual((message.model, message.res_id), (where._name, where.id))
            self.assertTrue(message.is_internal)
            self.assertTrue(message.subtype_id.internal)
            self.assertFalse(message.notification_ids)
            self.assertFalse(logged.event_ids)

    def test_customers_following_a_case_thread_receive_nothing(self):
        self.case.message_subscribe(partner_ids=self.comptable.ids)
        message = self._log(self.case, contact_id=self.comptable.id).message_id
        self.assertNotIn(self.comptable, message.notified_partner_ids | message.partner_ids)
        self.assertTrue(message.is_internal or message.subtype_id.internal)

    # === CONFIDENTIAL === #

    def test_words_of_a_confidential_exchange_are_not_in_the_thread(self):
        file = self.env["ir.attachment"].create({"name": "offre.pdf", "raw": b"offre"})
        logged = self._log(
            self.case,
            summary="Il propose 600 €.",
            confidential=True,
            confidential_ground="mediation",
            attachment_ids=[Command.set(file.ids)],
            promised=600.0,
        )
        self.assertNotIn("600", logged.message_id.body)
        self.assertFalse(logged.message_id.attachment_ids)
        for event in self.case.event_ids.filtered(lambda event: event.kind in ("call", "promise")):
            self.assertTrue(event.is_confidential_binding)
        accountant = self.case.with_user(self.accountant)
        self.assertFalse(accountant.communication_ids.search([]))
        self.assertFalse(accountant.promise_notice)
        with self.assertRaises(AccessError):
            file.with_user(self.accountant).read(["raw"])

    def test_a_mere_wish_warns(self):
        form = Form(
            self.env["litige.communication"].with_context(default_partner_id=self.customer.id),
            "litige_management.litige_communication_view_form_log",
        )
        form.confidential = True
        with self.assertLogs("odoo.tests.form.onchange", "WARNING"):
            form.confidential_ground = "wish"

    def test_the_form_logs_on_an_invoice_and_on_a_customer_without_any_dispute(self):
        """The customer and the invoice are shown there, and cannot be changed."""
        invoice = self._create_overdue(self.consumer, 1200.0)
        for where, move in ((invoice, invoice), (self.consumer, invoice.browse())):
            action = where.with_user(self.user).action_litige_log()
            with (
                RecordCapturer(self.env["litige.communication"]) as logged,
                Form.from_action(self.env(user=self.user), action) as form,
            ):
                form.summary = "Le virement part jeudi."
                form.has_promise = True
                form.promise_date = self._in_days(8)
            self.assertRecordValues(
                logged.records,
                [{"partner_id": self.consumer.id, "move_id": move.id, "case_id": False}],
            )
            self.assertEqual(logged.records.promise_ids.amount, 1200.0)
            self.assertEqual(logged.records.message_id.model, where._name)

    # === FOR GOOD === #

    def test_nothing_of_it_changes_afterwards(self):
        logged = self._log(self.case)
        for records in (logged, logged.with_user(self.user), logged.sudo()):
            for values in (
                {"summary": "Autre"},
                {"occurred_at": self._ago(days=2)},
                {"attachment_ids": [Command.clear()]},
                {"partner_id": self.consumer.id},
                {"case_id": False},
                {"confidential": True},
            ):
                with self.assertRaises(UserError):
                    records.write(values)
            with self.assertRaises(UserError):
                records.unlink()

    def test_a_correction_is_a_new_exchange_that_names_the_first(self):
        logged = self._log(self.case, summary="Paie le 3.")
        action = logged.with_user(self.user).action_correct()
        with Form.from_action(self.env(user=self.user), action) as form:
            self.assertEqual(form.summary, "Paie le 3.")
            form.summary = "Paie le 13."
        correction = self.case.communication_ids - logged
        self.assertEqual(correction.corrected_id, logged)
        self.assertEqual(correction.event_ids.corrected_event_id, logged.event_ids)
        self.assertEqual(logged.summary, "Paie le 3.")

    def test_exchange_of_one_customer_is_not_logged_on_the_case_of_another(self):
        with self.assertRaisesRegex(ValidationError, "same customer"):
            self._log(self.case, move_id=self._create_overdue(self.consumer).id)
