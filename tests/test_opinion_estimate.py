"""What a lawyer thinks of the file, and whether to settle or go on."""

import base64
import hashlib

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .assessment_common import AssessmentCommon

LETTER = b"Chances bonnes, sous reserve de la livraison."


class TestOpinion(AssessmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lawyer = cls._create_customer("Maître Roche", is_company=False)
        cls.opinion = cls.env["litige.opinion"].create(
            {
                "case_id": cls.case.id,
                "lawyer_id": cls.lawyer.id,
                "question": "Faut-il assigner ?",
                "conclusion": "Oui, après une expertise.",
                "chances": "good",
                "chance_percent": 70,
                "cost": 350,
                "document": base64.b64encode(LETTER),
                "document_name": "avis.txt",
            }
        )

    def test_its_document_keeps_its_fingerprint(self):
        self.assertEqual(self.opinion.document_hash, hashlib.sha256(LETTER).hexdigest())
        self.assertFalse(self.opinion.is_altered)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "litige.opinion"), ("res_field", "=", "document")]
        )
        attachment.raw = b"Chances excellentes"
        self.env.invalidate_all()
        self.assertTrue(self.opinion.is_altered)

    def test_once_confirmed_it_no_longer_changes(self):
        self.opinion.action_confirm()
        for values in ({"conclusion": "Non"}, {"document": False}, {"date": "2020-01-01"}):
            with self.assertRaisesRegex(UserError, "confirmed opinion"):
                self.opinion.write(values)
        with self.assertRaises(UserError):
            self.opinion.unlink()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "litige.opinion"), ("res_field", "=", "document")]
        )
        with self.assertRaises(UserError):
            attachment.raw = b"Chances excellentes"
        self.opinion.cost = 400  # the invoice comes later

    def test_nobody_says_when_it_was_confirmed(self):
        forged = self.opinion.with_context(litige_confirming=True)
        with self.assertRaisesRegex(UserError, "Press"):
            forged.write({"confirmed_on": "2020-01-01 00:00:00"})

    def test_a_known_lawyer_is_one_recorded_as_such(self):
        Provider = self.env["litige.provider"]
        lawyer = Provider.create({"name": "Cabinet Lenoir", "role": "lawyer"})
        with Form(self.env["litige.opinion"].with_context(default_case_id=self.case.id)) as form:
            form.provider_id = lawyer
            self.assertEqual(form.lawyer_id, lawyer.partner_id)
            form.conclusion = "Transiger"
        expert = Provider.create({"name": "Expert Brun", "role": "expert"})
        with self.assertRaises(ValidationError):
            form.record.provider_id = expert

    def test_it_leaves_no_trace_in_what_may_be_handed_over(self):
        self.opinion.action_confirm()
        said = " ".join(self.case.event_ids.mapped("summary"))
        said += " ".join(self.case.message_ids.mapped("body"))
        for words in ("Roche", "expertise", "assigner"):
            self.assertNotIn(words, said)
        self.assertFalse(
            self.case.exhibit_ids.filtered(lambda one: one.file_hash == self.opinion.document_hash)
        )


class TestEstimate(AssessmentCommon):
    def _compare(self, **values):
        return self.env["litige.estimate"].create(
            {"case_id": self.case.id, "amount": 1200, "chance": 50, **values}
        )

    def test_each_way_is_worth_its_formula_to_the_cent(self):
        estimate = self._compare(
            costs=100, months=12, rate=10, collection=80, offer=400, offer_months=6
        )
        # 1,200 × 50 % × 80 % ÷ 1.1 - 100 and 400 ÷ 1.05
        self.assertRecordValues(
            estimate,
            [{"go_on_value": 336.36, "settle_value": 380.95, "break_even_offer": 353.18}],
        )
        self.assertIn("44,59", estimate.verdict)
        self.assertIn("the offer is worth", estimate.verdict)

    def test_every_figure_is_explained_with_its_numbers(self):
        explanation = self._compare(
            costs=100, costs_recovered=60, costs_other=500, months=18, rate=4, offer=400
        ).explanation
        for formula in (
            "× 50% × 100% ÷ (1 + 4% × 18 ÷ 12)",
            "500,00",
            "where the line of the chart crosses the offer",
            "times in 100",
        ):
            self.assertIn(formula, explanation)

    def test_nothing_is_assumed_without_being_said(self):
        self.assertIn("counted as lost", self._compare(chance=0).verdict)

    def test_figures_that_cannot_be_conclude_nothing_and_are_named(self):
        for values, label in (
            ({"chance": 101}, "Chance of Winning (%)"),
            ({"months": -1}, "Months Until Paid"),
            ({"amount": 0}, "give the amount at stake"),
        ):
            with self.subTest(values):
                typed = self.env["litige.estimate"].new(
                    {"case_id": self.case.id, "amount": 1200, "chance": 50, **values}
                )
                self.assertIn("Nothing is compared yet", typed.verdict)
                self.assertIn(label, typed.verdict)
                self.assertFalse(typed.chart or typed.explanation)

    def test_exactly_nothing_is_not_a_loss(self):
        self.assertIn("no more than it costs", self._compare(costs=600).verdict)
        self.assertIn("costs more than it brings", self._compare(costs=601).verdict)
        self.assertNotIn("costs more", self._compare(chance=0, costs=10).verdict)

    def test_the_first_starts_from_the_file_and_says_so(self):
        self.env["litige.opinion"].create(
            {
                "case_id": self.case.id,
                "lawyer_id": self.customer.id,
                "conclusion": "Bon dossier",
                "chance_percent": 65,
            }
        )
        action = self.case.action_new_estimate()
        with Form(self.env["litige.estimate"].with_context(**action["context"])) as form:
            self.assertEqual((form.amount, form.chance, form.rate), (1200, 65, 0))
            self.assertIn(self.customer.name, form.note)
            form.months = 12
        with Form(self.env["litige.estimate"].with_context(**action["context"])) as form:
            self.assertEqual(form.months, 12, "the next one starts from the last")

    def test_the_last_one_is_shown_and_the_others_kept(self):
        first = self._compare(date="2026-01-05")
        last = self._compare(date="2026-03-01", chance=80)
        self.assertEqual(self.case.estimate_id, last)
        self.assertEqual(self.case.estimate_verdict, last.verdict)
        self.assertEqual(self.case.estimate_ids, last | first)

    def test_the_chart_draws_going_on_against_the_chance(self):
        chart = self._compare(offer=300, costs=100).chart
        self.assertEqual([point["chance"] for point in chart["points"]], list(range(0, 101, 10)))
        self.assertEqual((chart["points"][0]["value"], chart["points"][-1]["value"]), (-100, 1100))
        self.assertEqual(chart["offer"]["value"], 300)
        self.assertFalse(self._compare().chart["offer"])

    def test_impossible_figures_are_refused(self):
        for values in ({"chance": 120}, {"collection": -1}, {"costs": -5}, {"months": -1}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self._compare(**values)
