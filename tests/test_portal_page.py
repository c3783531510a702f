"""What the customer's page shows, and everything that it never does."""

from .portal_common import PDF, PortalCommon


class TestPortalPage(PortalCommon):
    def _page(self, case=None):
        return self._enter(case)

    def test_it_shows_invoices_amounts_and_what_was_paid(self):
        claim = self.case.claim_ids[0]
        self._pay(claim.move_id, 200.0)
        text = self._text(self._page())
        for shown in (claim.move_id.name, "1,000.00", "1,800.00", self.company.name):
            self.assertIn(shown, text)

    def test_a_signed_agreement_says_what_is_left_and_the_books_do_not(self):
        """The price stays whole in the books until the discount is credited: it is not due."""
        agreement = self._sign(self._confirm(self._create_transaction(waived=200.0)))
        self._pay(self.case.claim_ids.move_id[0], 600.0)
        text = self._text(self._enter())
        self.assertRegex(text, r"what you pay and when: \D*1,200\.00\D* left to pay")
        self.assertNotIn("In all", text)
        agreement._write_protected({"accelerated_on": self.today, "execution_state": "accelerated"})
        self.env.invalidate_all()
        self.assertIn("In all", self._text(self._enter()))

    def test_nothing_of_our_house_is_shown(self):
        case = self.case
        exhibit = case._add_exhibits([{"raw": PDF, "file_name": "secret-exhibit.pdf"}])
        self.env["litige.event"].create(
            [
                {"case_id": case.id, "kind": "note", "summary": "SECRET-NOTE"},
                {
                    "case_id": case.id,
                    "kind": "complaint",
                    "summary": "SECRET-MEDIATION",
                    "standing": "theirs",
                    "confidential": True,
                    "confidential_ground": "mediation",
                },
            ]
        )
        self.env["litige.position"].create(
            {"case_id": case.id, "side": "ours", "name": "SECRET-POSITION"}
        )
        case.message_post(body="SECRET-MESSAGE")
        case.description = "SECRET-DESCRIPTION"
        case.cause_id = self.env["litige.cause"].create({"name": "SECRET-CAUSE"})
        case._append_events(
            [
                {
                    "case_id": case.id,
                    "kind": "portal_answer",
                    "summary": "SECRET-CONFIDENTIAL-ANSWER",
                    "confidential": True,
                    "confidential_ground": "mediation",
                }
            ]
        )
        draft = self._create_transaction()
        page = self._page()
        self.assertNotIn("SECRET", page.text)
        for hidden in (
            exhibit.file_name,
            self.consumer.name,
            self.consumer_case.name,
            draft.name,
        ):
            self.assertNotIn(hidden, page.text)

    def test_letters_are_those_that_were_sent_to_them(self):
        letters = self.env["litige.letter"]
        for _each in range(3):
            letters += letters._write_letters(
                "reminder", self.case.claim_ids.move_id, case=self.case
            )[0]
        for letter, subject in zip(letters, ("envoyée", "gardée", "perdue"), strict=True):
            letter.subject = f"Lettre {subject}"
        letters._refresh_checks()
        letters.check_ids.is_acknowledged = True
        with self.allow_pdf_render():
            self.assertFalse(letters._confirm())
        sent, kept, lost = letters
        for letter, result in ((sent, "pending"), (lost, "lost")):
            self.env["litige.delivery"].create({"letter_id": letter.id, "result": result})
        page = self._page()
        self.assertIn("Lettre envoyée", page.text)
        self.assertNotIn("Lettre gardée", page.text)
        self.assertNotIn("Lettre perdue", page.text)
        file = self.url_open(f"/my/litiges/{self.case.id}/courrier/{sent.id}")
        self.assertEqual(file.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertEqual(file.content, sent._get_frozen_attachments()[sent].raw)
        for other in (kept, lost):
            page = self.url_open(f"/my/litiges/{self.case.id}/courrier/{other.id}")
            self.assertEqual(page.status_code, 404)

    # === MEDIATOR === #

    def test_consumers_are_told_of_the_mediator_and_companies_are_not(self):
        self.assertNotIn("mediator", self._text(self._page()))
        self.consumer_case.standing = "consumer"
        text = self._text(self._page(self.consumer_case))
        self.assertIn("free of charge", text)
        self.assertIn("Ask us for the name", text, "nobody is named before we have confirmed one")
        provider = self.env["litige.provider"].create(
            {
                "name": "Médiateur du bâtiment",
                "role": "consumer_mediator",
                "company_id": self.company.id,
                "website": "https://mediateur.example",
                "referral": "Par le formulaire en ligne.",
                "contract_reference": "C-1",
                "contract_from": self.today,
                "street": "1 rue de la Paix",
                "zip": "75002",
                "city": "Paris",
            }
        )
        provider.action_confirm_listing()
        self.company.litige_mediator_id = provider
        text = self._text(self.url_open(f"/my/litiges/{self.consumer_case.id}"))
        for shown in ("Médiateur du bâtiment", "1 rue de la Paix", "https://mediateur.example"):
            self.assertIn(shown, text)
        provider.website = "javascript:alert(1)"
        page = self.url_open(f"/my/litiges/{self.consumer_case.id}")
        self.assertNotIn("javascript:alert", page.text)


class TestPortalComplaint(PortalCommon):
    def setUp(self):
        super().setUp()
        self.user = self._login()
        self.move = self._create_overdue(partner=self.user.partner_id, amount=500.0)

    def _open_form(self, move=None, **options):
        return self.url_open(f"/my/litiges/facture/{(move or self.move).id}", **options)

    def _complain(self, page=None, **data):
        page = page or self._open_form()
        return self._post(
            f"/my/litiges/facture/{self.move.id}",
            {"amount": "120", "text": "La porte est rayée", **data},
            page,
            files=[("files", ("porte.pdf", PDF, "application/pdf"))],
        )

    def test_from_an_overdue_invoice_a_complaint_opens_a_dispute_to_look_into(self):
        invoice = self.url_open(f"/my/invoices/{self.move.id}")
        self.assertIn(f"/my/litiges/facture/{self.move.id}", invoice.text)
        page = self._complain()
        case = self.move.sudo().litige_claim_ids.case_id
        self.assertIn(case.name, page.text)
        self.assertEqual((case.phase, case.partner_id), ("identification", self.customer))
        self.assertEqual(case.description, "La porte est rayée")
        claim = case.claim_ids
        self.assertEqual((claim.disputed_amount, claim.held_amount), (120.0, 120.0))
        (event,) = self._events(case, "portal_contest")
        self.assertEqual((event.standing, event.amount), ("theirs", 120.0))
        self.assertTrue(case.user_id and case.activity_ids)
        self.assertEqual(case.exhibit_ids.state, "proposed")
        self.assertIn(case.name, self.url_open("/my/litiges").text)

    def test_once_per_invoice(self):
        form = self._open_form()
        self._complain(form)
        again = self._complain(form)
        self.assertEqual(again.status_code, 404)
        self.assertEqual(self._open_form().status_code, 404)
        self.assertEqual(len(self.move.sudo().litige_claim_ids), 1)
        invoice = self.url_open(f"/my/invoices/{self.move.id}")
        self.assertNotIn("/my/litiges/facture/", invoice.text)

    def test_what_is_not_overdue_not_theirs_or_switched_off_is_not_there(self):
        paid = self._create_overdue(partner=self.user.partner_id, amount=10.0)
        self._pay(paid)
        early = self._create_overdue(partner=self.user.partner_id, amount=10.0, days=-5)
        other = self._create_overdue(self.consumer, amount=10.0)
        for move in (paid, early, other):
            self.assertEqual(self._open_form(move).status_code, 404, move.name)
        self.assertEqual(
            self.url_open(f"/my/litiges/facture/{other.id}?access_token=guess").status_code, 404
        )
        self.company.litige_portal_enabled = False
        self.assertEqual(self._open_form().status_code, 404)
        self.assertNotIn("/my/litiges/facture/", self.url_open(f"/my/invoices/{self.move.id}").text)

    def test_a_bad_amount_or_no_reason_opens_nothing(self):
        for data in ({"amount": "500.01"}, {"amount": "0"}, {"text": " "}, {"amount": "x"}):
            self.assertEqual(self._complain(**data).status_code, 422, data)
        self.assertFalse(self.move.sudo().litige_claim_ids)

    def test_by_the_link_of_the_invoice_without_a_login(self):
        self._leave()
        token = self.move._portal_ensure_token()
        page = self._open_form()
        self.assertEqual(page.status_code, 404)
        page = self.url_open(f"/my/litiges/facture/{self.move.id}?access_token={token}")
        shown = self._complain(page, access_token=token)
        case = self.move.litige_claim_ids.case_id
        self.assertIn(case.name, shown.text)
        self.assertEqual(case.portal_access_ids.partner_id, self.user.partner_id)
