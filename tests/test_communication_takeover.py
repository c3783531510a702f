"""What was logged before a dispute enters it, once; what an event rests on stays as it is."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError

from .communication_common import CommunicationCommon


class TestTakeOver(CommunicationCommon):
    def _kinds(self, case):
        """Return the kinds of what was exchanged, in the order it was written."""
        channels = {"call", "meeting", "email", "mail", "sms", "visit", "promise"}
        return [event.kind for event in case.event_ids.sorted("rank") if event.kind in channels]

    def test_a_dispute_takes_over_what_was_logged_on_its_invoices_and_customer(self):
        file = self.env["ir.attachment"].create({"name": "photo.jpg", "raw": b"porte"})
        on_move = self._log(
            self.move, occurred_at=self._ago(days=3), attachment_ids=[Command.set(file.ids)]
        )
        on_customer = self._log(self.customer, channel="visit", occurred_at=self._ago(days=9))
        on_other = self._log(self._create_overdue(amount=70.0))
        stranger = self._log(self.consumer)
        case = self._open_case(self.move)
        self.assertEqual(case.communication_ids, on_move | on_customer)
        self.assertEqual(self._kinds(case), ["visit", "call"])
        self.assertFalse((on_other | stranger).case_id)
        self.assertFalse(case._verify_chronology())
        event = on_move.event_ids
        self.assertEqual(event.occurred_at, on_move.occurred_at)
        self.assertEqual(event.message_id.model, "litige.case", "It shows in the dispute's thread")
        self.assertEqual(event.message_id.attachment_ids, file)
        self.assertEqual(on_move.message_id.model, "account.move", "and still on the invoice")

    def test_promises_come_along(self):
        logged = self._log(self.move, promised=500.0)
        case = self._open_case(self.move)
        self.assertEqual(logged.promise_ids.case_id, case)
        self.assertEqual(self._kinds(case), ["call", "promise"])
        self._pay(self.move, 500.0)
        self.assertIn("promise_kept", case.event_ids.mapped("kind"))

    def test_each_once_whatever_happens_to_the_dispute(self):
        self._log(self.move)
        case = self._open_case(self.move)
        other = self._create_overdue(amount=70.0)
        self._log(other, channel="sms")
        self.env["litige.case.opening"]._add_claims([(case, [{"move": other, "disputed": 70.0}])])
        self.assertEqual(self._kinds(case), ["call", "sms"])
        case._close("abandoned")
        self._log(self.customer, channel="letter")
        case._reopen("Ils ont écrit")
        self.assertEqual(self._kinds(case), ["call", "sms", "mail"])
        case._close("abandoned")
        case._reopen("Encore")
        self.assertEqual(self._kinds(case), ["call", "sms", "mail"])

    def test_two_disputes_become_one_and_take_what_waited(self):
        case = self._open_case(self.move)
        target = self._open_case(self._create_overdue(amount=70.0))
        waiting = self._log(self.customer)
        case._merge_into(target)
        self.assertEqual(waiting.case_id, target)

    def test_a_dispute_opened_by_an_email_takes_over_too_and_follows_its_sender(self):
        case = self.env["litige.case"].create(
            {"partner_id": self.consumer.id, "cause_id": self.non_payment.id}
        )
        case._write_protected({"is_sender_unverified": True})
        logged = self._log(case)
        before = self._log(self.customer, channel="visit")
        case._attach_to_customer(self.customer)
        self.assertEqual(logged.partner_id, self.customer)
        self.assertEqual(case.communication_ids, logged | before)

    def test_only_within_one_company(self):
        elsewhere = (
            self.env["litige.communication"]
            .with_company(self.other_company)
            .with_context(allowed_company_ids=[self.other_company.id, self.company.id])
            .create(
                {
                    "partner_id": self.customer.id,
                    "summary": "Autre société",
                    "company_id": self.other_company.id,
                }
            )
        )
        self._open_case(self.move)
        self.assertFalse(elsewhere.case_id)

    def test_many_disputes_take_over_in_a_constant_number_of_queries(self):
        counts = []
        for size in (2, 2, 10):  # the first fills the caches
            moves = [
                self._create_overdue(self._create_customer(f"Client {size}-{n}"))
                for n in range(size)
            ]
            for move in moves:
                self._log(move)
                self._log(move.partner_id, promised=10.0)
            specs = [self._spec(move) for move in moves]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases = self.env["litige.case.opening"]._open(specs)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            for case in cases:
                self.assertEqual(sorted(self._kinds(case)), ["call", "call", "promise"])
        self.assertEqual(counts[2], counts[1], counts)

    def _spec(self, move):
        return {
            "case": {
                "company_id": move.company_id.id,
                "currency_id": move.currency_id.id,
                "partner_id": move.partner_id.id,
                "cause_id": self.non_payment.id,
                "user_id": self.env.uid,
            },
            "claims": [{"move": move, "disputed": move.amount_residual}],
            "hold": {"reason": "x", "review_date": self._in_days(30)},
        }


class TestMessagesBehindEvents(CommunicationCommon):
    def setUp(self):
        super().setUp()
        self.case = self._open_case(self.move)
        self.file = self.env["ir.attachment"].create({"name": "photo.jpg", "raw": b"porte"})
        self.logged = self._log(self.case, attachment_ids=[Command.set(self.file.ids)])
        self.message = self.logged.message_id

    def test_nobody_edits_the_message(self):
        for message in (self.message, self.message.sudo(), self.message.with_user(self.user)):
            for values in (
                {"body": "Autre"},
                {"date": fields.Datetime.now() - timedelta(days=3)},
                {"author_id": self.comptable.id},
                {"attachment_ids": [Command.clear()]},
                {"subtype_id": self.env.ref("mail.mt_comment").id},
                {"subject": "Autre"},
            ):
                with self.assertRaisesRegex(UserError, "stays as it is"):
                    message.write(values)

    def test_nobody_edits_it_through_the_chatter(self):
        self.message.sudo().message_type = "comment"  # as an e-mail of a colleague would be
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.case._message_update_content(self.message.sudo(), body="Autre")
        with self.assertRaises(UserError):
            self.case._message_update_content(self.message.sudo(), body="", attachment_ids=[])
        self.assertIn("virement", self.message.body)

    def test_nobody_deletes_it(self):
        for user in (self.env.user, self.user):
            with self.assertRaises(UserError):
                self.message.with_user(user).unlink()

    def test_marks_of_a_reader_are_free(self):
        self.message.with_user(self.user).toggle_message_starred()
        self.assertTrue(self.message.with_user(self.user).starred)

    def test_a_message_behind_nothing_is_free(self):
        note = self.case.message_post(body="Brouillon", message_type="comment")
        note.write({"body": "Corrigé"})
        self.case._message_update_content(note, body="Corrigé encore")
        note.unlink()

    def test_files_are_neither_changed_nor_deleted(self):
        for values in ({"raw": b"autre"}, {"name": "autre.jpg"}, {"res_id": 0}, {"public": True}):
            with self.assertRaises(UserError):
                self.file.sudo().write(values)
        with self.assertRaises(UserError):
            self.file.sudo().unlink()

    def test_a_document_deleted_with_its_thread_leaves_the_words(self):
        draft = self._create_overdue(self.consumer)
        logged = self._log(draft)
        draft.button_draft()
        draft.unlink()
        self.assertFalse(logged.move_id)
        self.assertFalse(logged.message_id)
        self.assertEqual(logged.summary, "Le virement part jeudi.")

    def test_an_invoice_whose_mails_are_in_the_file_can_still_be_reset(self):
        pdf = self.env["ir.attachment"].create(
            {
                "name": "F.pdf",
                "raw": b"%PDF",
                "res_model": "account.move",
                "res_id": self.move.id,
            }
        )
        message = self.move.message_post(body="Facture", attachment_ids=pdf.ids)
        self.case._append_events(
            [
                {
                    "case_id": self.case.id,
                    "kind": "email",
                    "summary": "Facture envoyée",
                    "message_id": message.id,
                }
            ]
        )
        pdf.name = "F (détachée).pdf"
        with self.assertRaises(UserError):
            message.body = "Autre"


class TestChannels(CommunicationCommon):
    def test_the_thread_is_read_by_channel(self):
        case = self._open_case(self.move)
        call = self._log(case).message_id
        visit = self._log(case, channel="visit").message_id
        self._pay(self.move, 100.0)
        fetch = self.env["mail.message"].with_user(self.user)._message_fetch
        self.assertEqual(fetch(None, thread=case, litige_channel="call")["messages"], call)
        self.assertEqual(fetch(None, thread=case, litige_channel="visit")["messages"], visit)
        self.assertFalse(fetch(None, thread=case, litige_channel="sms")["messages"])
        payments = fetch(None, thread=case, litige_channel="ledger")["messages"]
        self.assertEqual(len(payments), 1)
        self.assertIn("100", payments.body)
        everything = fetch(None, thread=case)["messages"]
        self.assertLess(call | visit | payments, everything)
        self.assertEqual(fetch(None, thread=case, litige_channel="?")["messages"], everything)

    def test_nobody_follows_channels_on_invoices_and_customers(self):
        subtypes = self.env["mail.message.subtype"]
        ours = subtypes.union(
            *(
                self.env.ref(f"litige_management.mail_message_subtype_{channel}")
                for channel in ("call", "meeting", "email", "letter", "sms", "visit")
            )
        )
        self.assertTrue(all(ours.mapped("internal")))
        for model in ("account.move", "res.partner"):
            default, _internal, _external = subtypes.default_subtypes(model)
            self.assertFalse(default & ours, model)
        self.assertLessEqual(ours, subtypes.default_subtypes("litige.case")[0])
