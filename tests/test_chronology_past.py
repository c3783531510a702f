"""A dispute begins with the past of its invoices: nothing is forgotten, nothing told twice."""

from datetime import datetime

from odoo.tests import new_test_user

from .letter_common import LetterCommon


class TestChronologyPast(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue()

    # === BUILDERS === #

    @classmethod
    def _send(cls, move, subject="Votre facture", partner=None, status="sent", **values):
        """Note an e-mail that left with an invoice, as Odoo keeps it."""
        message = cls.env["mail.message"].create(
            {
                "model": "account.move",
                "res_id": move.id,
                "message_type": "comment",
                "subject": subject,
                "body": "<p>Veuillez trouver…</p>",
                "date": datetime(2026, 3, 2, 23, 30),
                "subtype_id": cls.env.ref("mail.mt_comment").id,
                **values,
            }
        )
        cls.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": (partner or move.partner_id).id,
                "notification_type": "email",
                "notification_status": status,
            }
        )
        return message

    @classmethod
    def _receive(cls, move, **values):
        return cls.env["mail.message"].create(
            {
                "model": "account.move",
                "res_id": move.id,
                "message_type": "email",
                "subject": "Re: Votre facture",
                "email_from": "compta@dubreuil.example",
                "author_id": False,
                **values,
            }
        )

    def _emails(self, case):
        return case.event_ids.filtered(lambda event: event.kind == "email").sorted("rank")

    # === E-MAILS === #

    def test_emails_of_the_invoice_come_in_dated_at_their_date(self):
        sent = self._send(self.move)
        received = self._receive(self.move)
        events = self._emails(self._open_case(self.move))
        self.assertRecordValues(
            events,
            [
                {
                    "message_id": sent.id,
                    "direction": "out",
                    "summary": "E-mail sent: “Votre facture”",
                    "parties": "SARL Dubreuil",
                    "occurred_at": datetime(2026, 3, 2, 23, 30),
                    "res_id": self.move.id,
                },
                {
                    "message_id": received.id,
                    "direction": "in",
                    "summary": "E-mail received: “Re: Votre facture”",
                    "parties": "compta@dubreuil.example",
                    "occurred_at": received.date,
                    "res_id": self.move.id,
                },
            ],
        )

    def test_an_email_sent_late_in_the_evening_is_dated_in_the_company_s_day(self):
        self.company.partner_id.tz = "Europe/Paris"
        self._send(self.move)
        event = self._emails(self._open_case(self.move))
        self.assertEqual(str(event.occurred_on), "2026-03-03", "half past midnight in Paris")

    def test_what_did_not_reach_anybody_outside_is_no_email(self):
        colleague = new_test_user(self.env, "colleague").partner_id
        self._send(self.move, status="exception")
        self._send(self.move, status="ready")
        self._send(self.move, partner=colleague)
        self.move.message_post(body="Appeler lundi")
        self.assertFalse(self._emails(self._open_case(self.move)))

    def test_an_email_of_a_mediator_on_an_invoice_is_confidential_too(self):
        provider = self.env["litige.provider"].create(
            {"name": "Médiateur", "role": "mediator", "email": "mediation@cnpm.example"}
        )
        self._receive(
            self.move,
            email_from="CNPM <mediation@cnpm.example>",
            subject="Proposition",
            body="<p>800 euros</p>",
        )
        self._send(self.move, partner=provider.partner_id, subject="Nos observations")
        self._receive(self.move, body="<p>Non</p>")
        case = self._open_case(self.move)
        self.assertEqual(
            self._emails(case).mapped(lambda event: (event.confidential_ground, event.summary)),
            [
                ("mediation", "E-mail received: “Proposition”"),
                ("mediation", "E-mail sent: “Nos observations”"),
                (False, "E-mail received: “Re: Votre facture”"),
            ],
        )
        usable = case._get_usable_events("court").filtered(lambda event: event.kind == "email")
        self.assertEqual(usable.mapped("summary"), ["E-mail received: “Re: Votre facture”"])
        found = {one.name: one.confidential for one in case._find_emails()}
        self.assertEqual(sorted(found.values()), [False, True, True], found)

    def test_an_email_is_taken_once_whatever_happens_next(self):
        self._send(self.move)
        case = self._open_case(self.move)
        case._close("abandoned", reason="Essai")
        case._reopen("Repris")
        self.env["litige.case.past"]._note_past(case.claim_ids)
        self.assertEqual(len(self._emails(case)), 1)

    def test_an_email_sent_later_comes_in_when_the_night_looks(self):
        case = self._open_case(self.move)
        self._send(self.move, subject="Relance")
        self.env["litige.case.past"]._note_past(case.claim_ids)
        self.assertEqual(self._emails(case).summary, "E-mail sent: “Relance”")

    def test_a_merged_dispute_does_not_tell_its_past_again(self):
        self._send(self.move)
        source, target = self._open_case(self.move), self._open_case(self._create_overdue())
        source._merge_into(target)
        self.env["litige.case.past"]._note_past(target.claim_ids)
        events = target._get_usable_events("court").filtered(lambda event: event.kind == "email")
        self.assertEqual(len(events), 1)

    # === LETTERS === #

    def test_a_reminder_written_before_comes_in_with_its_sendings(self):
        letters, refusals = self.env["litige.letter"]._write_letters("reminder", self.move)
        self.assertFalse(refusals)
        letter = self._confirm(letters)
        self._deliver(letter)
        self.assertFalse(letter.case_id)
        case = self._open_case(self.move)
        told = case.event_ids.filtered(lambda event: event.kind in ("letter", "delivery"))
        self.assertEqual(sorted(told.mapped("kind")), ["delivery", "letter"])
        self.assertEqual((letter.case_id, letter.delivery_ids.case_id), (case, case))
        self.env["litige.case.past"]._note_past(case.claim_ids)
        self.assertEqual(len(case.event_ids.filtered(lambda event: event.kind == "letter")), 1)

    # === MONEY === #

    def test_payments_and_credits_before_the_dispute_come_in(self):
        self._pay(self.move, 200)
        self._credit(self.move, 100)
        case = self._open_case(self.move)
        money = case.event_ids.filtered("ledger_key").sorted("rank")
        self.assertEqual(
            sorted(zip(money.mapped("kind"), money.mapped("amount"), strict=True)),
            [("credit", 100), ("payment", 200)],
        )
        self.assertEqual(money.mapped("occurred_on"), [self.today, self.today])

    def test_reconciled_unreconciled_reconciled_again(self):
        case = self._open_case(self.move)
        self._pay(self.move, 200)
        line = self.move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        paid = line.matched_credit_ids.credit_move_id
        line.remove_move_reconcile()
        self._run_precommit()
        (line | paid).reconcile()
        self._run_precommit()
        case.claim_ids._sync_ledger()
        self.assertEvents(case, "payment", "payment_reversed", "payment")
        self.assertIsNone(case._verify_chronology())

    # === COST === #

    def test_the_past_of_many_costs_as_many_queries_as_that_of_few(self):
        def count(size):
            moves = [
                self._create_overdue(partner=self._create_customer(f"Client {number}"))
                for number in range(size)
            ]
            for move in moves:
                self._send(move)
                self._receive(move)
            cases = [self._open_case(move) for move in moves]
            claims = self.env["litige.claim"].union(*(case.claim_ids for case in cases))
            for move in moves:
                self._send(move, subject="Relance")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            events = self.env["litige.case.past"]._note_past(claims)
            self.env.flush_all()
            self.assertEqual(len(events), size)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(12))
