"""Whatever comes in by e-mail: nothing is lost, nothing is written by half, nothing loops."""

import base64
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from .gateway_common import PDF, GatewayCommon

STRANGER = "x@nulle-part.example"


def raw(*lines, body=b"Bonjour"):
    """Return an e-mail written line by line, as bytes."""
    lines = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return b"\r\n".join([*lines, b"", body])


class TestBrokenEmails(GatewayCommon):
    def _head(self, **values):
        headers = {
            "From": STRANGER,
            "To": self.address,
            "Subject": "Litige",
            "Message-Id": "<broken@nulle-part.example>",
            **{name.replace("_", "-"): value for name, value in values.items()},
        }
        return [f"{name}: {value}" for name, value in headers.items() if value is not None]

    def _receive_one(self, mail):
        """Receive one e-mail, which must open exactly one dispute; return it."""
        case = self._receive(mail)
        self.assertEqual(len(case), 1)
        self.assertEqual(case.phase, "identification")
        self.assertEqual(len(self._emails(case)), 1)
        self.assertIsNone(case._verify_chronology())
        self.assertFalse(self._asides())
        return case

    def test_unknown_charset(self):
        mail = raw(*self._head(Content_Type="text/plain; charset=x-klingon"), body=b"Livraison due")
        self.assertIn("Livraison due", self._receive_one(mail).description)

    def test_text_that_is_not_in_its_charset(self):
        mail = raw(
            *self._head(Content_Type="text/plain; charset=utf-8"),
            body="Pièces abîmées".encode("cp1252"),
        )
        self.assertIn("Pi", self._receive_one(mail).description)

    def test_raw_bytes_in_headers(self):
        head = self._head(From=None, Subject=None)
        mail = raw(
            *head, b"From: Jos\xe9 <x@nulle-part.example>", b"Subject: d\xe9\xff\xfe livraison"
        )
        case = self._receive_one(mail)
        self.assertEqual(case.sender_email, STRANGER)
        self.assertIn("livraison", self._emails(case).summary)

    def test_nul_characters(self):
        mail = raw(
            *self._head(Subject="=?utf-8?B?QQBC?=", Content_Type="text/plain; charset=utf-8"),
            body=b"avant\x00apres",
        )
        self.assertIn("avant", self._receive_one(mail).description)

    def test_no_sender(self):
        case = self._receive_one(raw(*self._head(From=None)))
        self.assertTrue(case.is_sender_unverified)
        self.assertTrue(case.partner_id.name)

    def test_sender_that_is_no_address(self):
        self.assertTrue(self._receive_one(raw(*self._head(From="Paul"))).is_sender_unverified)

    def test_no_subject_no_body(self):
        case = self._receive_one(raw(*self._head(Subject=None), body=b""))
        self.assertFalse(case.description)
        self.assertTrue(self._emails(case).summary)

    def test_html_alone_with_a_script(self):
        mail = raw(
            *self._head(Content_Type="text/html; charset=utf-8"),
            body=b"<p>Facture <b>fausse</b></p><script>alert(1)</script><img src=x onerror=a()>",
        )
        case = self._receive_one(mail)
        body = self._emails(case).message_id.body
        self.assertIn("fausse", body)
        self.assertNotIn("script", body)
        self.assertNotIn("onerror", body)
        self.assertNotIn("<", case.description)

    def test_comment_for_a_whole_page(self):
        mail = raw(*self._head(Content_Type="text/html"), body=b"<!-- rien -->")
        self._receive_one(mail)

    def test_parts_that_never_end(self):
        mail = raw(
            *self._head(Content_Type='multipart/mixed; boundary="b"', MIME_Version="1.0"),
            body=b"--b\r\nContent-Type: text/plain\r\n\r\nincomplet\r\n--b\r\nContent-Type: appli",
        )
        self.assertIn("incomplet", self._receive_one(mail).description)

    def test_boundary_that_is_missing(self):
        mail = raw(*self._head(Content_Type="multipart/mixed", MIME_Version="1.0"), body=b"seul")
        self._receive_one(mail)

    def test_base64_that_is_not(self):
        mail = raw(
            *self._head(
                Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"
            ),
            body=b"!!! pas du base64 @@@",
        )
        self._receive_one(mail)

    def test_outlook_envelope_is_kept_and_proposed(self):
        case = self._receive_one(
            self._mail(From=STRANGER, files=[("winmail.dat", b"\x78\x9f\x3e\x22tnef")])
        )
        self.assertEqual(case.exhibit_ids.file_name, "winmail.dat")

    def test_email_within_an_email(self):
        inner = self._mail(subject="Au transporteur", text="Colis perdu", From=STRANGER)
        mail = raw(
            *self._head(Content_Type='multipart/mixed; boundary="b"', MIME_Version="1.0"),
            body=b"--b\r\nContent-Type: text/plain\r\n\r\nvoir joint\r\n--b\r\n"
            b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"
            + inner
            + b"\r\n--b--\r\n",
        )
        case = self._receive_one(mail)
        self.assertIn("voir joint", case.description)
        files = self._emails(case).message_id.attachment_ids
        self.assertTrue(any(b"Colis perdu" in file.raw for file in files))

    def test_ten_megabytes(self):
        big = b"%PDF" + b"\x01\x02" * (5 * 1024 * 1024)
        case = self._receive_one(self._mail(From=STRANGER, files=[("plans.pdf", big)]))
        self.assertEqual(case.exhibit_ids.file_size, len(big))

    def test_two_hundred_attachments(self):
        files = [(f"photo-{rank}.bin", b"photo %d" % rank) for rank in range(200)]
        case = self._receive_one(self._mail(From=STRANGER, files=files))
        self.assertEqual(len(case.exhibit_ids), 200)

    def test_header_that_would_add_a_recipient(self):
        case = self._receive_one(
            raw(*self._head(Subject="=?utf-8?Q?Litige=0D=0ABcc:_victime=40example.com?="))
        )
        message = self._emails(case).message_id
        self.assertNotRegex(message.subject, r"[\r\n]")
        self.assertFalse(self.outside)

    def test_dates_that_cannot_be(self):
        today = fields.Date.today()
        for rank, date in enumerate(
            (
                "Thu, 01 Jan 1970 00:00:00 +0000",
                "Fri, 31 Dec 9999 23:59:59 +0000",
                "hier",
                "Mon, 99 Foo 20260 99:99:99 +9999",
            )
        ):
            with self.subTest(date=date):
                case = self._receive(self._mail(From=f"x{rank}@nulle-part.example", Date=date))
                event = self._emails(case)
                self.assertLessEqual(abs((event.occurred_on - today).days), 1)
                self.assertEqual(event.message_id.date, event.occurred_at)

    def test_what_raises_is_repaired_and_what_cannot_be_is_set_aside(self):
        mail = self._mail()
        with patch.object(
            type(self.Case), "message_update", side_effect=ValueError("boom"), create=True
        ):
            self.assertFalse(self._receive(mail))
        aside = self._asides()
        self.assertEqual((aside.reason, aside.company_id), ("unreadable", self.company))
        self.assertEqual(base64.b64decode(aside.file), mail)
        self.assertIn("boom", aside.error)
        self.assertFalse(self._emails(self.case), "nothing is written by half")

    def test_exhibits_that_fail_do_not_lose_the_email(self):
        with (
            patch.object(type(self.Case), "_add_exhibits", side_effect=ValueError("boom")),
            mute_logger("odoo.addons.litige_management.models.litige_case_email_mixin"),
        ):
            self._receive(self._mail(files=[("bl.pdf", PDF)]))
        self.assertIn("bl.pdf", self._emails(self.case).message_id.attachment_ids.mapped("name"))


class TestWhatChangesNothing(GatewayCommon):
    AUTOMATIC = (
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"X_Auto_Response_Suppress": "All"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"List_Unsubscribe": "<https://news.example>"},
        {"Return_Path": "<>"},
    )

    def test_automatic_answer_is_a_note_of_its_dispute(self):
        for headers in self.AUTOMATIC:
            with self.subTest(headers=headers):
                events = len(self.case.event_ids)
                mail = self._mail(
                    subject="Absence",
                    text="De retour lundi",
                    files=[("bureau.txt", b"ferme")],
                    In_Reply_To=self._reference(self.case),
                    **headers,
                )
                self.assertFalse(self._receive(mail))
                self.assertFalse(self.sent, "no answer to an answer")
                note = self.case.message_ids[0]
                self.assertIn("De retour lundi", note.body)
                self.assertIn("bureau.txt", note.attachment_ids.mapped("name"))
                self.assertEqual(len(self.case.event_ids), events)
                self.assertFalse(self._asides())
        self.assertEqual(self.case.phase, "identification")
        self.assertFalse(self.case.exhibit_ids)

    def test_automatic_answer_of_a_stranger_is_set_aside_whole(self):
        mail = self._mail(From=STRANGER, Auto_Submitted="auto-replied")
        self.assertFalse(self._receive(mail))
        aside = self._asides()
        self.assertEqual(aside.reason, "automatic")
        self.assertEqual(base64.b64decode(aside.file), mail)
        self.assertFalse(self.sent)
        self.assertFalse(self._receive(mail))
        self.assertEqual(len(self._asides()), 1)

    def test_group_of_people_hands_the_email_of_a_customer_on(self):
        self._receive(
            self._mail(
                From=f"'Paul Dubreuil' via Litiges <{self.address}>",
                X_Original_From="Paul Dubreuil <paul@dubreuil.example>",
                X_Google_Group_Id="1",
                Precedence="list",
                List_Unsubscribe="<mailto:x@example.com>",
            )
        )
        self.assertEqual(self._emails(self.case).partner_id, self.contact)

    def test_said_not_to_be_automatic(self):
        self._receive(self._mail(Auto_Submitted="no"))
        self.assertTrue(self._emails(self.case))

    def test_bounce_is_a_note_of_its_dispute(self):
        reference = self._reference(self.case)
        mail = raw(
            "From: MAILER-DAEMON@dubreuil.example",
            f"To: {self.mail_alias_domain.bounce_email}",
            "Subject: Undelivered",
            "Message-Id: <bounce@dubreuil.example>",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "MIME-Version: 1.0",
            body=b"--b\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n--b\r\n"
            b"Content-Type: message/rfc822\r\n\r\nMessage-Id: "
            + reference.encode()
            + b"\r\n\r\nx\r\n--b--\r\n",
        )
        self.assertFalse(self._receive(mail))
        self.assertIn("User unknown", self.case.message_ids[0].body)
        self.assertFalse(self._emails(self.case))
        self.assertFalse(self.outside)

    def test_bounce_to_the_dispute_address_is_set_aside(self):
        self._receive(self._mail(From="mailer-daemon@nulle-part.example"))
        self.assertEqual(len(self._asides()), 1)

    def test_same_email_twice_counts_once(self):
        mail = self._mail()
        self._receive(mail, mail)
        self.assertEqual(len(self._emails(self.case)), 1)
        self.assertFalse(self._asides())

    def test_same_email_twice_without_identifier_counts_once(self):
        mail = self._mail(Message_Id=None)
        self._receive(mail, mail)
        self.assertEqual(len(self._emails(self.case)), 1)

    def test_our_own_address_as_sender_is_a_loop(self):
        catchall = self.mail_alias_domain.catchall_email
        for sender in (self.address, catchall):
            self.assertFalse(self._receive(self._mail(From=sender)))
            self.assertFalse(self.outside)
        self.assertEqual(self._asides().mapped("reason"), ["ignored", "ignored"])

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_hundreds_of_emails_of_one_address_stop_and_none_is_lost(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        mails = [self._mail(From=STRANGER, subject=f"n° {rank}") for rank in range(8)]
        case = self._receive(*mails)
        self.assertEqual(len(case), 1)
        self.assertEqual(len(self._emails(case)) + len(self._asides()), 8)
        self.assertLessEqual(len(self._emails(case)), 4)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_address_that_opens_dispute_after_dispute_is_a_loop(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 2)
        for _rank in range(2):
            self._receive(self._mail(From=STRANGER)).action_close_mistake()
        self.assertFalse(self._receive(self._mail(From=STRANGER)))
        self.assertEqual(self._asides().reason, "ignored")

    def test_what_is_set_aside_can_be_put_in_its_dispute(self):
        self._receive(self._mail(From=STRANGER, Auto_Submitted="auto-replied"))
        aside = self._asides()
        aside.case_id = self.case
        aside.action_put_in_case()
        self.assertFalse(aside.active)
        self.assertIn("original.eml", self.case.message_ids[0].attachment_ids.mapped("name"))

    def test_other_emails_pass_as_if_we_were_not_there(self):
        partner = self._create_customer("Ailleurs")
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                "res.partner", self._mail(To="ailleurs@example.com"), thread_id=partner.id
            )
        self.assertIn("incomplète", partner.message_ids[0].body)
        with self.assertRaises(ValueError), self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, self._mail(To="ailleurs@example.com"))
        self.assertFalse(self._asides())
