"""E-mails open disputes, join them, and stand in their chronology; from strangers, marked."""

import base64

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .gateway_common import PDF, GatewayCommon


class TestGateway(GatewayCommon):
    # === OPENING === #

    def test_customer_without_dispute_opens_one_in_identification(self):
        case = self._receive(
            self._mail(From="Jeanne Martin <jeanne@martin.example>", files=[("bl.pdf", PDF)])
        )
        self.assertEqual((case.partner_id, case.phase), (self.consumer, "identification"))
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.cause_id.code, "other")
        self.assertEqual(case.description, "La livraison est incomplète.")
        self.assertFalse(case.is_sender_unverified)
        self.assertEqual(case.standing, "consumer")
        self.assertTrue(case.user_id)

    def test_email_is_in_the_chronology_once_with_what_it_says(self):
        case = self._receive(self._mail(From="Jeanne Martin <jeanne@martin.example>"))
        event = self._emails(case)
        self.assertEqual(len(event), 1)
        self.assertEqual((event.direction, event.standing), ("in", "theirs"))
        self.assertEqual(event.occurred_at, fields.Datetime.to_datetime("2026-11-02 09:15:00"))
        self.assertEqual(event.occurred_on, fields.Date.to_date("2026-11-02"))
        self.assertEqual(event.summary, "Votre facture – La livraison est incomplète.")
        self.assertIn("jeanne@martin.example", event.parties)
        self.assertEqual(event.message_id.model, "litige.case")
        self.assertNotIn("complaint", case.event_ids.mapped("kind"))
        self.assertIsNone(case._verify_chronology())

    def test_attachments_are_proposed_as_exhibits_of_theirs(self):
        case = self._receive(
            self._mail(
                From="jeanne@martin.example", files=[("bl.pdf", PDF), ("smime.p7s", b"signature")]
            )
        )
        exhibit = case.exhibit_ids
        self.assertEqual(exhibit.mapped("file_name"), ["bl.pdf"])
        self.assertEqual((exhibit.state, exhibit.side), ("proposed", "theirs"))
        self.assertFalse(case._get_exhibits("court"))

    def test_original_of_the_email_is_kept_as_it_came(self):
        mail = self._mail(From="jeanne@martin.example")
        case = self._receive(mail)
        original = self._emails(case).message_id.attachment_ids
        self.assertEqual(original.name, "original.eml")
        self.assertEqual(original.raw, mail)

    # === JOINING === #

    def test_contact_of_the_customer_joins_the_only_open_dispute(self):
        self.assertFalse(self._receive(self._mail()))
        event = self._emails(self.case)
        self.assertEqual((event.standing, event.partner_id), ("theirs", self.contact))
        self.assertEqual(self.case.phase, "identification")

    def test_number_in_the_subject_chooses_among_several_disputes(self):
        other = self._open_case(self._create_overdue())
        self.assertFalse(self._receive(self._mail(subject=f"RE: [{other.name}] votre relance")))
        self.assertTrue(self._emails(other))
        self.assertFalse(self._emails(self.case))

    def test_several_disputes_and_no_number_open_one_to_sort_then_join_it(self):
        self._open_case(self._create_overdue())
        new = self._receive(self._mail())
        self.assertEqual((new.partner_id, new.is_sender_unverified), (self.customer, False))
        self.assertFalse(self._receive(self._mail()))
        self.assertEqual(len(self._emails(new)), 2)

    def test_number_of_a_stranger_never_joins(self):
        new = self._receive(self._mail(subject=self.case.name, From="x@nulle-part.example"))
        self.assertTrue(new.is_sender_unverified)
        self.assertNotEqual(new.partner_id, self.customer)
        self.assertFalse(self._emails(self.case))
        self.assertIn("(unverified sender)", self._emails(new).parties)
        self.assertEqual(self._emails(new).standing, "fact")

    def test_number_of_another_customer_never_joins(self):
        new = self._receive(self._mail(subject=self.case.name, From="jeanne@martin.example"))
        self.assertEqual(new.partner_id, self.consumer)
        self.assertFalse(self._emails(self.case))

    def test_closed_dispute_is_not_joined_by_its_number(self):
        self.case.action_close_mistake()
        new = self._receive(self._mail(subject=self.case.name))
        self.assertEqual(new.partner_id, self.customer)
        self.assertFalse(self._emails(self.case))

    def test_address_shared_by_two_customers_names_none(self):
        self.consumer.email = "compta@dubreuil.example"
        new = self._receive(self._mail(From="compta@dubreuil.example"))
        self.assertTrue(new.is_sender_unverified)
        self.assertNotIn(new.partner_id, self.customer | self.consumer)
        self.assertFalse(self._receive(self._mail(From="compta@dubreuil.example")))
        self.assertEqual(len(self._emails(new)), 2)

    # === ANSWERS === #

    def test_answer_to_a_message_joins_even_a_dispute_that_is_not_the_only_one(self):
        self._open_case(self._create_overdue())
        self._receive(self._mail(In_Reply_To=self._reference(self.case)))
        self.assertTrue(self._emails(self.case))

    def test_answer_of_a_stranger_is_kept_marked_and_told_to_nobody_outside(self):
        self._receive(
            self._mail(In_Reply_To=self._reference(self.case), From="x@nulle-part.example")
        )
        event = self._emails(self.case)
        self.assertEqual(event.standing, "fact")
        self.assertIn("(unverified sender)", event.parties)
        self.assertIn("⚠", event.message_id.body)
        self.assertFalse(self.outside)

    def test_answer_to_a_merged_dispute_goes_where_it_went(self):
        other = self._open_case(self._create_overdue())
        reference = self._reference(other)
        other._merge_into(self.case)
        self._receive(self._mail(In_Reply_To=reference))
        self.assertTrue(self._emails(self.case))

    def test_answer_of_a_colleague_is_a_comment_and_no_event(self):
        user = new_test_user(
            self.env,
            "litige_colleague",
            groups="litige_management.litige_management_group_user",
            email="claire@lacombe.example",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self._receive(self._mail(In_Reply_To=self._reference(self.case), From=user.email))
        self.assertFalse(self._emails(self.case))
        self.assertEqual(self.case.message_ids[0].author_id, user.partner_id)

    # === WRITING === #

    def _write(self, **values):
        action = self.case.action_write_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"])
        with self.mock_mail_gateway():
            composer.create({"body": "<p>Bonjour,</p>", **values})._action_send_mail()
            return self._mails[:]

    def test_email_written_from_the_dispute_leaves_and_is_an_event_of_ours(self):
        sent = self._write()
        self.assertIn("compta@dubreuil.example", str(sent[0]["email_to"]))
        self.assertIn(self.address, sent[0]["reply_to"])
        event = self._emails(self.case)
        self.assertEqual((event.direction, event.standing), ("out", "ours"))
        self.assertIn("compta@dubreuil.example", event.parties)
        self.assertNotIn(self.customer, self.case.message_partner_ids)

    def test_email_to_be_sent_later_leaves_like_one_sent_at_once(self):
        action = self.case.action_write_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"])
        composer.create(
            {"body": "<p>À demain,</p>", "scheduled_date": "2099-01-01 08:00:00"}
        ).action_schedule_message()
        waiting = self.env["mail.scheduled.message"].search([("res_id", "=", self.case.id)])
        self.assertFalse(self._emails(self.case))
        with self.mock_mail_gateway():
            # The job that sends has no dialog behind it.
            waiting._post_message()
            self.assertIn("compta@dubreuil.example", str(self._mails[0]["email_to"]))
        self.assertEqual(self._emails(self.case).direction, "out")
        self.assertFalse(waiting.exists())

    def test_answer_to_what_we_wrote_comes_back_to_the_same_dispute(self):
        self._open_case(self._create_overdue())
        sent = self._write()
        self._receive(self._mail(References=sent[0]["message_id"]))
        self.assertEqual(self._emails(self.case).mapped("direction"), ["out", "in"])

    # === THE SENDER IS KNOWN === #

    def _identify(self, case, **values):
        wizard = self.env["litige.case.sender"].create(
            {"case_id": case.id, "partner_id": self.customer.id, **values}
        )
        return wizard.action_confirm()

    def test_stranger_becomes_a_contact_and_is_recognised(self):
        new = self._receive(self._mail(From="Ana <ana@perso.example>"))
        self._identify(new)
        self.assertEqual((new.partner_id, new.is_sender_unverified), (self.customer, False))
        self.assertEqual(new.contact_id.commercial_partner_id, self.customer)
        self._receive(self._mail(subject=new.name, From="ana@perso.example"))
        self.assertEqual(self._emails(new)[-1].standing, "theirs")
        with self.assertRaises(UserError):
            new._attach_to_customer(self.consumer)

    def test_stranger_s_email_is_moved_to_the_right_dispute(self):
        new = self._receive(self._mail(From="ana@perso.example", files=[("bl.pdf", PDF)]))
        email = self._emails(new)
        self._identify(new, target_id=self.case.id)
        self.assertEqual((new.outcome, new.merged_into_id), ("merged", self.case))
        moved = self._emails(self.case)
        self.assertEqual((moved.summary, moved.message_id), (email.summary, email.message_id))
        self.assertEqual(moved.message_id.res_id, self.case.id)
        self.assertEqual(self.case.exhibit_ids.file_name, "bl.pdf")
        self.assertIsNone(self.case._verify_chronology())

    def test_contact_made_for_a_sender_goes_when_it_is_not_to_be_remembered(self):
        new = self._receive(self._mail(From="ana@perso.example"))
        stranger = new.partner_id
        self._identify(new, remember=False)
        self.assertFalse(stranger.active)

    # === COMPANIES === #

    def test_address_of_another_company_never_reaches_this_one(self):
        other = self.setup_other_company()["company"]
        other.alias_domain_id = self.mail_alias_domain
        other.litige_alias_name = "litiges-b"
        self.customer.company_id = self.company
        mails = [
            self._mail(subject=self.case.name, To=other.litige_alias_email),
            self._mail(To=other.litige_alias_email, In_Reply_To=self._reference(self.case)),
        ]
        new = self._receive(*mails)
        self.assertEqual(new.company_id, other)
        self.assertTrue(new.is_sender_unverified, "the contact belongs to the first company")
        self.assertFalse(self._emails(self.case))
        self.assertEqual(len(self._emails(new)), 2)

    # === WHAT STAYS AS IT CAME === #

    def test_headers_behind_an_event_are_not_edited(self):
        message = self._emails(self._receive(self._mail(From="jeanne@martin.example"))).message_id
        for name in ("message_id", "incoming_email_to", "incoming_email_cc", "outgoing_email_to"):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                message.with_user(self.env.ref("base.user_admin")).write({name: "x@y.example"})
        # A sending writes back the identifier it had.
        message.sudo().write({"message_id": message.message_id})

    def test_a_moved_email_takes_no_frozen_file_along(self):
        original = self._emails(
            self._receive(self._mail(From="jeanne@martin.example"))
        ).message_id.attachment_ids
        opinion = self.env["litige.opinion"].create(
            {
                "case_id": self.case.id,
                "lawyer_id": self.customer.id,
                "conclusion": "Non",
                "document": base64.b64encode(b"avis"),
            }
        )
        opinion.action_confirm()
        frozen = self.env["ir.attachment"].search(
            [("res_model", "=", opinion._name), ("res_field", "=", "document")]
        )
        original.sudo().write({"access_token": "x"})
        with self.assertRaises(UserError):
            (original | frozen).sudo().write({"access_token": "y"})
