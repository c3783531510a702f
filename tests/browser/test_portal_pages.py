"""The customer's pages on a phone and at a desk, usable by all (axe-core)."""

from datetime import timedelta

from odoo.fields import Command

from .customer import DESK, OURS, CustomerBrowser


class TestPortalPages(CustomerBrowser):
    def setUp(self):
        super().setUp()
        self.consumer_case.standing = "consumer"

    def _make_offers(self):
        Offer = self.env["litige.offer"]
        Offer.create(
            {
                "case_id": self.case.id,
                "party": "customer",
                "amount": 1500.0,
                "date_first": self.first_due,
                "note": "Les fenêtres ne ferment toujours pas.",
            }
        ).action_make()
        Offer.create(
            {
                "case_id": self.case.id,
                "amount": 1800.0,
                "count": 3,
                "date_first": self.first_due,
                "expires_on": self.today + timedelta(days=10),
                "line_ids": [Command.create({"description": "régler les deux fenêtres"})],
            }
        ).action_make()

    def test_the_page_of_a_dispute(self):
        self._make_offers()
        access, token = self._invite()
        with self._browse() as browser:
            self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#litige_offers")
            self._check(browser, "page")
            self._open_all(browser)
            self._check(browser, "page_open")
            self.screen = DESK
            self._open(browser, f"/my/litiges/{self.case.id}", "#litige_offers")
            self._open_all(browser)
            self._check(browser, "page_desk")
            self._click(
                browser, "form[action$='/accepter'] button:not([formaction])", ".alert-success"
            )
            self._check(browser, "accepted")
        self.assertEqual(
            self.case.offer_ids.sorted("rank").mapped("state"), ["countered", "accepted"]
        )

    def _open_all(self, browser):
        self._run(browser, "document.querySelectorAll('details').forEach((d) => (d.open = true))")

    def test_the_other_pages(self):
        move = self._create_overdue(amount=450.0)
        access, token = self._invite(self.consumer_case, self.consumer)
        with self._browse() as browser:
            self._open(browser, f"/my/litiges/acces/{access.id}/{token}", "#litige_mediator")
            self._check(browser, "consumer")
            self._open(browser, f"/my/litiges/acces/{access.id}/rien", OURS)
            self._check(browser, "closed")
            secret = move._portal_ensure_token()
            self.env.flush_all()
            path = f"/my/litiges/facture/{move.id}?access_token={secret}"
            self._open(browser, path, "#complaint_text")
            self._check(browser, "complaint")
            self._login()
            self.authenticate("portal_customer", "portal_customer", browser=browser)
            self._open(browser, "/my/litiges", OURS)
            self._check(browser, "list")
