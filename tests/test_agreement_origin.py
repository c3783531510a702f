"""Where an agreement was reached: what the deed says of it, and whether a judge may approve it."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from .settlement_common import PIXEL, DocumentCommon


class TestAgreementOrigin(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.conciliator = cls.env["litige.provider"].create(
            {"name": "M. Perrin", "role": "conciliator"}
        )
        cls.conciliation = cls._start("conciliation", provider_id=cls.conciliator.id)

    @classmethod
    def _start(cls, code, case=None, **values):
        remedy = cls.env["litige.remedy"].search([("code", "=", code)])
        return cls.env["litige.proceeding"].create(
            {"case_id": (case or cls.case).id, "remedy_id": remedy.id, **values}
        )

    def _record(self, proceeding=None, **values):
        proceeding = self.conciliation if proceeding is None else proceeding
        values["proceeding_id"] = proceeding.id
        return self._spread(self._create_settlement(kind="record", **values))

    # === WHAT A JUDGE MAY APPROVE === #

    def test_record_of_a_conciliation_can_be_approved(self):
        record = self._record()
        self.assertEqual(record.enforcement_route, "homologation")
        self.assertFalse(record.issues)
        record = self._sign(self._confirm(record))
        record.title_court = "Tribunal judiciaire de Lyon"
        record.action_ask_title()
        record.write({"title_on": self.today, "title_file": PIXEL, "title_file_name": "ord.pdf"})
        record.action_grant_title()
        self.assertEqual(record.title_state, "granted")

    def test_record_between_the_two_sides_alone_cannot(self):
        record = self._record(self.env["litige.proceeding"])
        self.assertEqual(record.enforcement_route, "none")
        self.assertFalse(record.issues)
        record.enforcement_route = "homologation"
        self.assertIn("say in which one", record.issues)
        with self.assertRaises(UserError):
            record.action_confirm()

    def test_every_amicable_way_of_the_code_and_no_other(self):
        for code, approvable in (
            ("mediation", True),
            ("participatory", True),
            ("negotiation", False),
        ):
            with self.subTest(code=code):
                record = self._record(self._start(code))
                self.assertEqual(record.is_approvable, approvable)

    def test_plan_of_a_conciliation_is_recorded_first(self):
        plan = self._create_plan(proceeding_id=self.conciliation.id)
        self.assertEqual(plan.enforcement_route, "none")
        plan.kind = "record"
        self.assertEqual(plan.enforcement_route, "homologation")

    def test_what_failed_led_to_no_agreement(self):
        self.conciliation._end("failure", self.today, "third")
        self.assertIn("ended without an agreement", self._record().issues)

    def test_another_dispute_s_conciliation_is_refused(self):
        elsewhere = self._start("conciliation", self.consumer_case)
        with self.assertRaises(ValidationError):
            self._record(elsewhere)

    def test_final_text_keeps_its_origin(self):
        record = self._confirm(self._record())
        with self.assertRaises(UserError):
            record.proceeding_id = False

    def test_agreement_and_its_conciliation_follow_a_merge(self):
        record = self._confirm(self._record())
        other = self._open_case(self._create_overdue(amount=50.0))
        self.case._merge_into(other)
        self.assertEqual((record.case_id, record.proceeding_id.case_id), (other, other))

    # === WHAT THE DEED SAYS === #

    def test_deed_names_the_conciliation_and_its_conciliator(self):
        tree = self._render(self._record())
        text = self._text(tree)
        self.assertSays(
            text,
            "au cours de la conciliation, menée par M. Perrin, conciliateur de justice",
            "En présence du conciliateur de justice – M. Perrin",
        )
        self.assertSays(self._article(tree, "enforcement"), "Le présent constat", "1543")
        self.assertSays(self._article(tree, "confidentiality"), "conciliation demeure", "1528-3")

    def test_settlement_of_a_mediation_is_signed_by_the_two_sides_alone(self):
        deed = self._create_transaction(proceeding_id=self._start("mediation").id)
        text = self._text(self._render(deed))
        self.assertSays(text, "se sont rapprochées au cours de la médiation. Après")
        self.assertNotIn("En présence", text)

    def test_negotiated_deeds_say_nothing_of_it(self):
        tree = self._render(self._record(self.env["litige.proceeding"]))
        self.assertNeverSays(self._text(tree), "au cours de", "en présence", "homologation")
        self.assertFalse(self._article(tree, "enforcement"))

    # === OFFERS === #

    def test_offer_of_a_conciliation_is_confidential_and_ends_in_a_record(self):
        offer = self.env["litige.offer"].create(
            {
                "case_id": self.case.id,
                "amount": 2000.0,
                "count": 3,
                "date_first": self.first_due,
                "proceeding_id": self.conciliation.id,
            }
        )
        self.assertTrue(offer.is_confidential_binding)
        offer.action_make()
        self.assertTrue(self.case.event_ids.sorted("id")[-1].confidential)
        with freeze_time(f"{self.today} 10:00:00"):
            deed = offer._accept()
        self.assertRecordValues(deed, [{"kind": "record", "proceeding_id": self.conciliation.id}])
        self.assertEqual(deed.enforcement_route, "homologation")
