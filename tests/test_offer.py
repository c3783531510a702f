"""Offers follow each other; one that is accepted becomes a draft agreement, filled in."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .settlement_common import SettlementCommon


class TestOffer(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            "litige_offers",
            groups="litige_management.litige_management_group_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _offer(self, amount=1800.0, make=True, **values):
        offer = self.env["litige.offer"].create(
            {"case_id": self.case.id, "amount": amount, "date_first": self.first_due, **values}
        )
        if make:
            offer.action_make()
        return offer

    # === ORDER === #

    def test_counter_offer_answers_the_last_one_of_the_other_side(self):
        ours = self._offer(1800.0)
        theirs = self._offer(1500.0, party="customer")
        self.assertRecordValues(
            ours | theirs,
            [
                {"rank": 1, "state": "countered", "counter_of_id": False},
                {"rank": 2, "state": "open", "counter_of_id": ours.id},
            ],
        )
        with self.assertRaises(UserError):
            ours.action_accept()

    def test_better_offer_of_the_same_side_replaces_its_own(self):
        first = self._offer(1800.0)
        self._offer(1700.0)
        self.assertEqual(first.state, "withdrawn")

    def test_what_was_offered_never_changes(self):
        offer = self._offer(line_ids=[Command.create({"description": "les joints"})])
        for record, vals in (
            (offer, {"amount": 1.0}),
            (offer, {"expires_on": self.today}),
            (offer.line_ids, {"description": "autre"}),
            (offer.with_user(self.user), {"state": "accepted"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            offer.unlink()

    def test_last_day_of_an_offer_counts(self):
        offer = self._offer(expires_on=self.today + timedelta(days=3))
        after = f"{self.today + timedelta(days=4)} 09:00:00"
        with freeze_time(after), self.assertRaises(UserError):
            offer.action_accept()
        with freeze_time(f"{self.today + timedelta(days=3)} 09:00:00"):
            offer.action_accept()
        self.assertEqual(offer.state, "accepted")

    def test_expired_offers_close_by_themselves(self):
        offer = self._offer(expires_on=self.today)
        cron = self.env.ref("litige_management.ir_cron_litige_offer_expire")
        self.env.flush_all()
        then = fields.Datetime.now() + timedelta(days=2)
        with freeze_time(then), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(offer.state, "expired")

    def test_accepted_offer_is_accepted_once(self):
        offer = self._offer()
        offer.action_accept()
        with self.assertRaises(UserError):
            offer.action_accept()
        self.assertEqual(len(self.case.settlement_ids), 1)

    def test_empty_offer_and_closed_dispute_are_refused(self):
        with self.assertRaises(UserError):
            self._offer(0.0)
        self.consumer_case._close("abandoned", "trop peu")
        with self.assertRaises(UserError):
            self._offer(100.0, case_id=self.consumer_case.id)

    def test_offers_follow_their_dispute_into_another(self):
        mine = self._offer()
        other = self._open_case(self._create_overdue(amount=300.0))
        theirs = self._offer(100.0, case_id=other.id)
        other._merge_into(self.case)
        self.assertRecordValues(
            mine | theirs,
            [
                {"case_id": self.case.id, "rank": 1, "state": "open"},
                {"case_id": self.case.id, "rank": 2, "state": "withdrawn"},
            ],
        )
        with self.assertRaises(UserError):
            mine.with_user(self.user).case_id = self.consumer_case

    # === AGREEMENT === #

    def test_accepted_offer_fills_the_agreement(self):
        offer = self._offer(
            1700.0,
            count=3,
            line_ids=[
                Command.create({"description": "régler les deux fenêtres", "party": "us"}),
                Command.create(
                    {
                        "description": "renoncer à demander leur remplacement",
                        "party": "customer",
                        "kind": "withdrawal",
                    }
                ),
            ],
        )
        settlement = offer._accept()
        settlement.signatory_ids.power = "extrait Kbis du 3 novembre 2026"
        self.assertRecordValues(
            settlement,
            [
                {
                    "kind": "transaction",
                    "state": "draft",
                    "principal_amount": 2000.0,
                    "waived_amount": 300.0,
                    "settled_amount": 1700.0,
                    "difference_amount": 0.0,
                }
            ],
        )
        self.assertFalse(settlement.issues)
        self.assertEqual(settlement._get_instalments().mapped("amount"), [566.66, 566.66, 566.68])
        others = settlement._get_other_commitments()
        self.assertEqual(set(others.mapped("kind")), {"service", "withdrawal"})
        self.assertEqual(offer.settlement_id, settlement)

    def test_full_payment_in_time_is_a_payment_plan(self):
        settlement = self._offer(2000.0, count=4)._accept()
        self.assertRecordValues(
            settlement, [{"kind": "plan", "waived_amount": 0.0, "difference_amount": 0.0}]
        )

    def test_discount_goes_first_to_what_is_disputed(self):
        moves = self._create_overdue(amount=100.0) | self._create_overdue(amount=100.0, days=9)
        case = self._open_case(moves, disputed={moves[0]: 0.0, moves[1]: 40.0})
        settlement = self._offer(150.0, case_id=case.id)._accept()
        waived = {line.claim_id.move_id: line.waived_amount for line in settlement.line_ids}
        self.assertEqual(waived, {moves[0]: 10.0, moves[1]: 40.0})

    def test_more_than_what_is_due_is_charges_between_professionals_only(self):
        settlement = self._offer(2050.0)._accept()
        self.assertRecordValues(settlement, [{"charges_fate": "included", "charges_amount": 50.0}])
        settlement = self._offer(950.0, case_id=self.consumer_case.id)._accept()
        self.assertNotEqual(settlement.charges_fate, "included")

    # === COMPARISON === #

    def test_offer_is_compared_with_the_last_estimate(self):
        offer = self._offer(1200.0, make=False)
        self.assertFalse(offer.comparison)
        self.env["litige.estimate"].create(
            {"case_id": self.case.id, "amount": 2000.0, "chance": 50.0, "costs": 300.0}
        )
        self.assertIn("the offer is worth", offer.comparison)
        offer.amount = 100.0
        self.assertIn("going on is worth", offer.comparison)

    def test_figures_beside_the_payment_are_said_not_to_count(self):
        self.env["litige.estimate"].create({"case_id": self.case.id, "amount": 0.0})
        offer = self._offer(line_ids=[Command.create({"description": "les joints"})])
        self.assertIn("Nothing is compared yet", offer.comparison)
        self.assertIn("beside the payment is not counted", offer.comparison)

    # === ON THE TABLE === #

    def test_table_tells_who_offers_what_until_when_and_its_worth(self):
        self.assertFalse(self.case.offer_text)
        self._offer(
            1500.0,
            party="customer",
            count=3,
            expires_on=self.today,
            line_ids=[Command.create({"description": "les joints"})],
        )
        text = self.case.offer_text
        for words in ("The customer: ", "in 3 payments", "Open until", "les joints"):
            self.assertIn(words, text)
        self.assertRegex(text, r"1.500[.,]00")
        self.assertIn("Not compared", text)
        self.env["litige.estimate"].create(
            {"case_id": self.case.id, "amount": 2000.0, "chance": 50.0}
        )
        self.assertIn("the offer is worth", self.case.offer_text)
        self.assertEqual(self.case.offer_party, "customer")

    def test_table_is_answered_from_the_dispute(self):
        self._offer(1900.0, count=3)
        answer = self.env["litige.offer"].browse(self.case.action_counter_offer()["res_id"])
        answer.write({"amount": 1700.0})
        answer.action_make()
        self.assertEqual(self.case.offer_party, "customer")
        deal = self.env["litige.settlement"].browse(self.case.action_accept_offer()["res_id"])
        self.assertEqual((deal.settled_amount, deal.scheduled_amount), (1700.0, 1700.0))
        self.assertEqual(len(deal.commitment_ids), 3)
        with self.assertRaises(UserError):
            self.case.action_refuse_offer()

    def test_table_is_empty_the_day_after_the_last(self):
        self._offer(expires_on=self.today)
        with freeze_time(f"{self.today + timedelta(days=1)} 09:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.case.offer_text)
            with self.assertRaises(UserError):
                self.case.action_accept_offer()

    # === CHRONOLOGY === #

    def test_each_step_is_told_as_confidential_as_the_offer(self):
        offer = self._offer(confidential=True, confidential_ground="mediation")
        offer.action_refuse()
        events = self.case.event_ids.filtered(lambda event: event.kind == "offer")
        self.assertEqual(len(events), 2)
        self.assertTrue(all(events.mapped("is_confidential_binding")))
        self.assertFalse(events & self.case._get_usable_events("court"))

    def test_without_prejudice_alone_hides_nothing_from_a_judge(self):
        offer = self._offer(without_prejudice=True, confidential=True, confidential_ground="wish")
        self.assertFalse(offer.is_confidential_binding)
        events = self.case.event_ids.filtered(lambda event: event.kind == "offer")
        self.assertEqual(events & self.case._get_usable_events("court"), events)
        self.assertFalse(events & self.case._get_usable_events("customer"))

    # === PORTAL === #

    def test_portal_makes_accepts_and_refuses(self):
        theirs = self.case._portal_make_offer(
            {
                "amount": 1000.0,
                "count": 2,
                "date_first": self.first_due,
                "note": "Je ne peux pas plus.",
                "party": "us",
                "state": "accepted",
            }
        )
        self.assertRecordValues(theirs, [{"party": "customer", "state": "open", "count": 2}])
        with self.assertRaises(UserError):
            theirs._portal_accept()
        ours = self._offer(1500.0)
        settlement = ours._portal_accept()
        self.assertEqual(settlement.settled_amount, 1500.0)
        with self.assertRaises(UserError):
            ours._portal_refuse()
        self.assertEqual(self.case._portal_get_offers(), theirs | ours)

    def test_portal_answers_no_draft(self):
        draft = self._offer(make=False)
        with self.assertRaises(UserError):
            draft._portal_accept()
        self.assertNotIn(draft, self.case._portal_get_offers())

    def test_a_draft_that_cannot_be_spread_is_still_shown_to_be_put_right(self):
        self.env["litige.estimate"].create({"case_id": self.case.id})
        offer = self._offer(make=False, amount=0.05, count=60)
        self.assertTrue(offer.comparison)
        with self.assertRaises(UserError):
            offer.action_make()

    # === RIGHTS === #

    def test_offers_are_for_users_alone(self):
        offer = self._offer()
        for name, groups in (
            ("accountant", "account.group_account_readonly"),
            ("resolver", "litige_management.litige_management_group_resolver"),
            ("portal", "base.group_portal"),
        ):
            person = new_test_user(self.env, f"litige_offer_{name}", groups=groups)
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(name=name, operation=operation):
                    self.assertFalse(offer.with_user(person).has_access(operation))
        offer.with_user(self.user).action_accept()
        self.assertEqual(offer.state, "accepted")

    def test_offers_of_another_company_stay_there(self):
        offer = self._offer()
        other = self.env["res.company"].create({"name": "Autre"})
        stranger = new_test_user(
            self.env,
            "litige_offer_stranger",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env["litige.offer"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            offer.with_user(stranger).read(["amount"])
