"""Offers on the portal: what the customer sees of them, and their answer, given once."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import JsonRpcException

from .portal_common import PortalCommon
from .test_portal_acts import EVIL


class TestPortalOffer(PortalCommon):
    def setUp(self):
        super().setUp()
        self._enter()

    def _offer(self, amount=1700.0, make=True, **values):
        offer = self.env["litige.offer"].create(
            {
                "case_id": self.case.id,
                "amount": amount,
                "date_first": self.first_due,
                "expires_on": self.today + timedelta(days=8),
                **values,
            }
        )
        if make:
            offer.action_make()
        return offer

    def _answer(self, offer, answer="accepter", page=None, **data):
        page = page or self.url_open(f"/my/litiges/{self.case.id}")
        number = getattr(offer, "id", offer)
        return self._post(f"/my/litiges/{self.case.id}/proposition/{number}/{answer}", data, page)

    def _read(self):
        return self._text(self.url_open(f"/my/litiges/{self.case.id}"))

    # === WHAT IS SEEN === #

    def test_an_offer_on_the_table_is_shown_with_its_terms(self):
        self._offer(
            count=3,
            note="Ne pas descendre plus bas",
            line_ids=[Command.create({"description": "régler les deux fenêtres"})],
        )
        text = self._read()
        for said in ("1,700.00", "300.00", "566.66", "566.68", "régler les deux fenêtres"):
            self.assertIn(said, text)
        self.assertIn("Waiting for an answer", text)
        self.assertNotIn("Ne pas descendre", text, "our own note stays ours")

    def test_what_is_not_for_the_customer_is_not_there(self):
        draft = self._offer(111.0, make=False)
        for ground in ("mediation", "agreement", "lawyers", "wish"):
            self._offer(1234.0, confidential=True, confidential_ground=ground)
        unsaid = self._offer(1234.0, confidential=True, without_prejudice=True)
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self.assertNotIn("1,234.00", page.text)
        self.assertNotIn("111.00", page.text)
        for hidden in draft | unsaid:
            self.assertEqual(self._answer(hidden, page=page).status_code, 422)
        self.assertEqual((draft.state, unsaid.state), ("draft", "open"))

    def test_an_offer_without_prejudice_is_shown_as_such(self):
        self._offer(without_prejudice=True, confidential=True, confidential_ground="wish")
        self.assertIn("without prejudice", self._read())

    def test_the_comparison_with_going_on_stays_ours(self):
        offer = self._offer()
        self.env["litige.estimate"].create({"case_id": self.case.id})
        self.assertTrue(offer.comparison)
        self.assertNotIn(offer.comparison.splitlines()[0], self._read())

    # === ANSWERS === #

    def test_an_accepted_offer_becomes_a_draft_that_the_customer_does_not_see_yet(self):
        offer = self._offer(count=3)
        page = self._answer(offer, text="D'accord pour trois fois")
        self.assertIn("You have accepted the offer", self._text(page))
        self.assertEqual(offer.state, "accepted")
        self.assertRecordValues(
            offer.settlement_id,
            [{"state": "draft", "settled_amount": 1700.0, "difference_amount": 0}],
        )
        self.assertNotIn(f"/accord/{offer.settlement_id.id}", page.text)
        (event,) = self._events(kind="portal_answer")
        self.assertEqual((event.standing, event.amount), ("theirs", 1700.0))
        self.assertEqual((event.details["via"], event.details["answer"]), ("link", "accept"))
        self.assertIn("D'accord pour trois fois", event.summary)
        self.assertIn(
            self.env.ref("litige_management.mail_activity_type_offer"),
            self.case.activity_ids.activity_type_id,
        )

    def test_a_second_click_answers_nothing_twice(self):
        offer = self._offer()
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self._answer(offer, page=page)
        for answer in ("accepter", "refuser"):
            again = self._answer(offer, answer, page=page)
            self.assertEqual(again.status_code, 422)
            self.assertIn("no longer on the table", self._text(again))
        self.assertEqual(offer.state, "accepted")
        self.assertEqual(len(self.case.settlement_ids), 1)
        self.assertEqual(len(self._events(kind="portal_answer")), 1)

    def test_a_refused_offer_stays_refused(self):
        offer = self._offer()
        page = self._answer(offer, "refuser", text="C'est trop")
        self.assertIn("You have refused the offer", self._text(page))
        self.assertRecordValues(offer, [{"state": "refused", "answer_note": "C'est trop"}])
        self.assertEqual(self._answer(offer, page=page).status_code, 422)
        self.assertFalse(self.case.settlement_ids)

    def test_a_proposal_answers_our_offer_and_is_sent_once(self):
        ours = self._offer()
        data = {
            "amount": "1500",
            "count": "3",
            "first": fields.Date.to_string(self.today + timedelta(days=10)),
            "text": "Je ne peux pas plus",
        }
        self.assertIn("It was received", self._text(self._act("proposer", data)))
        self.assertEqual(self._act("proposer", data).status_code, 422, "the same click again")
        theirs = self.case.offer_ids - ours
        self.assertRecordValues(
            theirs, [{"party": "customer", "amount": 1500.0, "count": 3, "state": "open"}]
        )
        self.assertEqual(ours.state, "countered")
        self.assertEqual(self._answer(ours).status_code, 422)
        self.assertIn("Your offer no. 2", self._read())
        self.assertEqual(self._answer(theirs).status_code, 422, "nobody accepts their own offer")
        self.assertEqual(theirs.state, "open")

    # === NO LONGER === #

    def test_a_withdrawn_or_expired_offer_cannot_be_accepted(self):
        page = self.url_open(f"/my/litiges/{self.case.id}")
        withdrawn = self._offer()
        withdrawn.action_withdraw()
        self.assertEqual(self._answer(withdrawn, page=page).status_code, 422)
        late = self._offer(date=self.today - timedelta(days=9), expires_on=self.today)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE litige_offer SET expires_on = %s WHERE id = %s",
            [self.today - timedelta(days=1), late.id],
        )
        late.invalidate_recordset()
        self.assertIn("Expired", self._read(), "even before the nightly job says so")
        self.assertEqual(self._answer(late, page=page).status_code, 422)
        self.assertEqual((withdrawn.state, late.state), ("withdrawn", "open"))
        self.assertFalse(self.case.settlement_ids)

    def test_the_last_day_of_an_offer_still_counts(self):
        offer = self._offer(expires_on=self.today)
        self._answer(offer)
        self.assertEqual(offer.state, "accepted")

    def test_a_procedure_that_forbids_payment_lets_only_refuse(self):
        offer = self._offer()
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self.customer.litige_insolvency_kind = "redressement"
        self.assertNotIn("/accepter", self.url_open(f"/my/litiges/{self.case.id}").text)
        self.assertEqual(self._answer(offer, page=page).status_code, 422)
        self.assertEqual(offer.state, "open")
        self._answer(offer, "refuser", page=page)
        self.assertEqual(offer.state, "refused")

    # === ATTACKS === #

    def test_the_offer_of_another_customer_is_not_there(self):
        theirs = self._offer(613.37, case_id=self.consumer_case.id)
        mine = self._offer()
        page = self.url_open(f"/my/litiges/{self.case.id}")
        self.assertNotIn("613.37", page.text)
        self.assertEqual(self._answer(theirs, page=page).status_code, 422)
        token = {"csrf_token": self._token_of(page)}
        path = f"/my/litiges/{self.consumer_case.id}/proposition/{theirs.id}/accepter"
        self.assertEqual(self.url_open(path, data=token).status_code, 404)
        for number in (0, 2147483647, "1 OR 1=1", "-1"):
            self.assertIn(self._answer(number, page=page).status_code, (404, 422))
        self.assertEqual((theirs.state, mine.state), ("open", "open"))

    def test_without_a_valid_link_or_the_form_of_our_page_nothing_is_answered(self):
        offer = self._offer()
        page = self.url_open(f"/my/litiges/{self.case.id}")
        path = f"/my/litiges/{self.case.id}/proposition/{offer.id}/accepter"
        self.assertEqual(self.url_open(path, data={"csrf_token": "x"}).status_code, 400)
        self.assertEqual(self.url_open(path).status_code, 405, "following a link accepts nothing")
        forged = self.url_open(
            path, data='{"params": {}}', headers={"Content-Type": "application/json"}
        )
        self.assertIn(forged.status_code, (400, 415))
        access = self.case.portal_access_ids
        access.sudo().expires_on = fields.Datetime.now() - timedelta(minutes=1)
        self.assertEqual(self._answer(offer, page=page).status_code, 404)
        access.sudo().expires_on = fields.Datetime.now() + timedelta(days=1)
        access.action_revoke()
        self.assertEqual(self._answer(offer, page=page).status_code, 404)
        self.assertEqual(offer.state, "open")

    def test_the_offers_are_not_reached_by_rpc(self):
        offer = self._offer()
        self._login()
        for method in ("_portal_accept", "action_accept", "read", "action_withdraw"):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/litige.offer/{method}",
                    {"model": "litige.offer", "method": method, "args": [offer.ids], "kwargs": {}},
                )
        self.assertEqual(offer.state, "open")

    def test_scripts_in_the_answer_stay_text(self):
        offer = self._offer(line_ids=[Command.create({"description": EVIL})])
        page = self._answer(offer, "refuser", text=EVIL)
        again = self._answer(offer, "refuser", page=page, text=EVIL)
        for shown in (page, again):
            self.assertNotIn("<script>alert(", shown.text)
            self.assertNotIn("<img src=x", shown.text)
        for message in self.case.message_ids:
            self.assertNotIn("<script", str(message.body))

    def test_nobody_answers_without_end(self):
        events = [
            {"case_id": self.case.id, "kind": "portal_answer", "summary": f"n° {n}"}
            for n in range(40)
        ]
        offer = self._offer()
        self.case._append_events(events)
        self.assertEqual(self._answer(offer).status_code, 422)
        self.assertEqual(offer.state, "open")
