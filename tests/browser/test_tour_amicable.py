"""The amicable track from end to end: a consumer, a mediator, two offers, an agreement, a default.

The company works in the back office, the consumer on the portal, both in a real browser.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .customer import CANVAS, NAME_INPUT, SIGN, CustomerBrowser

EMAIL = "jeanne.martin@example.com"
DUE, AGREED = 1350.50, 1200.50


class TestAmicable(CustomerBrowser):
    browser_size = "1366x768"  # of the company; the consumer has a phone
    touch_enabled = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.write(
            {
                "litige_signatory_name": "Odile Lacombe",
                "litige_signatory_quality": "gérante",
                "phone": "04 72 40 00 00",
            }
        )
        cls.consumer.email = EMAIL
        cls.odile = new_test_user(
            cls.env,
            login="odile.lacombe",
            name="Odile Lacombe",
            lang="fr_FR",
            tz="UTC",
            groups="litige_management.litige_management_group_manager,account.group_account_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.company.litige_signing_user_id = cls.odile
        cls.mediator = cls.env["litige.provider"].create(
            {
                "name": "Médiation du Rhône",
                "role": "consumer_mediator",
                "company_id": cls.company.id,
                "street": "8 quai Perrache",
                "zip": "69002",
                "city": "Lyon",
                "website": "https://mediation-rhone.example",
                "contract_reference": "C-118",
                "contract_from": cls.today - timedelta(days=300),
                "listing_status": "listed",
                "listing_checked_on": cls.today - timedelta(days=30),
            }
        )
        cls.company.litige_mediator_id = cls.mediator
        cls.move = cls._create_overdue(cls.consumer, amount=DUE)
        cls.case = cls._open_case(
            cls.move,
            user_id=cls.odile.id,
            contact_id=cls.consumer.id,
            cause_id=cls.non_conformity.id,
            complaint_on=cls.today - timedelta(days=40),
            description="deux portes du dressing ferment mal",
        )
        cls.case._move_to("assessment")
        cls.case._move_to("amicable")

    def setUp(self):
        super().setUp()
        self._read_in_french()

    def test_from_the_mediator_to_the_default_on_an_agreement(self):
        self._inform_about_mediation()
        self._log_the_mediators_answer()
        self._exchange_offers()
        agreement = self._complete_the_agreement()
        with self.allow_pdf_render():
            self.start_tour(
                f"/odoo/litige.settlement/{agreement.id}",
                "litige_agreement_sign",
                login=self.odile.login,
            )
        self.env.invalidate_all()
        self.assertRecordValues(agreement.signature_ids, [{"party": "us", "channel": "office"}])
        self.assertEqual(agreement.state, "confirmed", "her turn")
        self._sign_on_the_portal(agreement)
        self._receive_two_payments(agreement)
        self._notify_the_default(agreement)
        self._come_back(agreement)

    # === THE MEDIATOR === #

    def _inform_about_mediation(self):
        """The consumer is told of the mediator by a letter, and reads the same on the portal."""
        letter = self.env["litige.letter"].browse(self.case.action_write_mediation_info()["res_id"])
        with self.allow_pdf_render():
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            self.assertFalse(letter._confirm())
        self.env["litige.delivery"].create(
            {
                "letter_id": letter.id,
                "channel": "post",
                "date_posted": self.today,
                "result": "received",
                "date_received": self.today,
            }
        )
        self.letter = letter

    def _log_the_mediators_answer(self):
        """The mediator tells that nothing came of it: the way ends, and stays confidential."""
        remedy = self.env.ref("litige_management.litige_remedy_consumer_mediation")
        mediation = self.env["litige.proceeding"].create(
            {
                "case_id": self.case.id,
                "remedy_id": remedy.id,
                "provider_id": self.mediator.id,
                "date_start": self.today - timedelta(days=20),
            }
        )
        kind = remedy.step_ids.filtered(lambda one: one.code == "notified")
        mediation.step_ids = [
            Command.create({"type_id": kind.id, "date": self.today - timedelta(days=20)})
        ]
        self.assertTrue(mediation.deadline_ids, "the mediator's time to answer runs")
        mediation._end("failure", self.today, "third")
        self.assertRecordValues(mediation, [{"state": "ended", "outcome": "failure"}])

    # === TWO OFFERS === #

    def _exchange_offers(self):
        """She proposes 1 100.00 on the portal; we answer 1 200.50 in three; she accepts."""
        access, token = self._invite(self.case, self.consumer)
        self.link = f"/my/litiges/acces/{access.id}/{token}"
        with self._browse() as browser:
            self._open(browser, self.link, "#litige_mediator")
            self.assertIn("Médiation du Rhône", self._run(browser, "document.body.innerText"))
            self._run(browser, "document.querySelector('#litige_propose').open = true")
            self._type(browser, "#propose_amount", "1 100,00")
            day = fields.Date.to_string(self.today + timedelta(days=15))
            self._run(browser, f"document.querySelector('#propose_first').value = '{day}'")
            self._click(browser, "form[action$='/proposer'] button", ".alert-success")
        theirs = self.case.offer_ids
        self.assertRecordValues(theirs, [{"party": "customer", "amount": 1100.0, "state": "open"}])
        ours = self.env["litige.offer"].create(
            {
                "case_id": self.case.id,
                "amount": AGREED,
                "count": 3,
                "date_first": self.first_due,
                "expires_on": self.today + timedelta(days=8),
            }
        )
        ours.action_make()
        self.assertEqual(theirs.state, "countered")
        with self._browse() as browser:
            self._open(browser, self.link, "form[action$='/accepter']")
            self._check(browser, "offers")
            self._click(
                browser, "form[action$='/accepter'] button:not([formaction])", ".alert-success"
            )
        self.assertEqual((theirs.state, ours.state), ("countered", "accepted"))

    def _complete_the_agreement(self):
        agreement = self.case.settlement_ids
        self.assertRecordValues(
            agreement,
            [
                {
                    "state": "draft",
                    "kind": "transaction",
                    "principal_amount": DUE,
                    "waived_amount": 150.0,
                    "settled_amount": AGREED,
                    "difference_amount": 0.0,
                }
            ],
        )
        self.assertEqual(agreement._get_instalments().mapped("amount"), [400.16, 400.16, 400.18])
        agreement.write(
            {
                "their_position": "La Cliente soutient que deux portes ferment mal.",
                "their_concessions": "la renonciation à demander le remplacement des deux portes",
            }
        )
        for one in agreement.signatory_ids:
            if one.party == "us":
                one.power = "extrait Kbis du 3 novembre 2026"
            else:
                one.write(
                    {
                        "civility": "madam",
                        "birth_date": "1980-05-04",
                        "birth_place": "Lyon",
                        "email": EMAIL,
                    }
                )
        self.assertFalse(agreement.issues)
        return agreement

    # === BOTH SIGN === #

    def _sign_on_the_portal(self, agreement):
        with self._browse() as browser:
            self._open(browser, self.link, f"a[href='{self._url(agreement)}']")
            self._click(browser, f"a[href='{self._url(agreement)}']", "#sign_signatory")
            self._receive_code(browser, agreement)
            self._click(browser, "form[action$='/verifier'] button", NAME_INPUT)
            self._type(browser, NAME_INPUT, "Jeanne Martin")
            self._wait_for(browser, CANVAS)
            self._draw(browser)
            self._click(browser, f"{SIGN}:enabled", ".alert-success")
            self._check(browser, "whole_signed")
        self.assertRecordValues(agreement, [{"state": "signed", "execution_state": "pending"}])
        self.assertEqual(self.case.phase, "execution")
        self.assertTrue(agreement.signed_hash)

    # === TWO PAYMENTS, THEN NONE === #

    def _on(self, day):
        return freeze_time(f"{day} 09:00:00")

    def _receive_two_payments(self, agreement):
        first, second, third = agreement._get_instalments()
        for instalment in (first, second):
            with self._on(instalment.date_due):
                self._pay(self.move, instalment.amount, date=instalment.date_due)
        self.env.invalidate_all()
        self.assertEqual((first.state, second.state, third.state), ("done", "done", "open"))
        self.assertEqual((agreement.paid_amount, agreement.left_amount), (800.32, 400.18))
        self.assertAlmostEqual(self.move.amount_residual, 550.18, 2)
        self.third = third.date_due
        self.assertEqual(self.third, self.first_due + relativedelta(months=2))

    def _notify_the_default(self, agreement):
        """Ten days later nothing came: the notice names the third instalment, and the days left."""
        noticed = self.third + timedelta(days=10)
        with self._on(noticed), self.allow_pdf_render():
            agreement._refresh_execution()
            self.assertEqual(agreement.execution_state, "late")
            letter = self.env["litige.letter"].browse(agreement.action_notify_default()["res_id"])
            letter._refresh_checks()
            letter.check_ids.is_acknowledged = True
            self.assertFalse(letter._confirm())
        self.assertEqual(letter.amount, 400.18)
        self.received = noticed + timedelta(days=3)
        with self._on(self.received):
            self.env["litige.delivery"].create(
                {
                    "letter_id": letter.id,
                    "channel": "registered",
                    "date_posted": noticed,
                    "date_presented": self.received,
                    "result": "received",
                    "date_received": self.received,
                }
            )

    def _come_back(self, agreement):
        """The thirty days of a consumer are over: the balance is due, the discount is lost."""
        self.assertEqual(agreement.cure_days, 30)
        last = self.received + timedelta(days=30)
        with self._on(last):
            self.env.invalidate_all()
            self.assertEqual(agreement.cure_until, last)
            self.assertFalse(agreement.can_accelerate, "the last day is hers")
        with self._on(last + timedelta(days=1)):
            self.env.invalidate_all()
            wizard = self.env["litige.settlement.accelerate"].create(
                {"settlement_id": agreement.id, "phase": "amicable"}
            )
            wizard.action_accelerate()
            self.env.invalidate_all()
            self.assertRecordValues(
                agreement,
                [
                    {
                        "execution_state": "accelerated",
                        "agreed_left_amount": 400.18,
                        "original_left_amount": 550.18,
                    }
                ],
            )
        self.assertEqual(self.case.phase, "amicable")
        self.assertAlmostEqual(self.case.open_amount, 550.18, 2)
        self.assertEqual(agreement._get_instalments().mapped("state"), ["done", "done", "broken"])
        told = self.case.event_ids.filtered(lambda event: event.amount == 550.18)
        self.assertTrue(told, "the chronology says what is claimed again")
        for amount in ("400,18", "550,18"):
            self.assertIn(amount, told[-1].summary)
