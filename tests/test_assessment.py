"""What each side claims, what proves it, and how strong the file is, in words."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .assessment_common import AssessmentCommon


class TestStrength(AssessmentCommon):
    def test_a_position_is_read_from_its_best_exhibits(self):
        for links, strength in (
            ([], "not_proven"),
            ([(self.quotation, "+")], "proven"),
            ([(self.quotation, "+"), (self.note, "-")], "supported"),
            ([(self.note, "+"), (self.quotation, "-")], "refuted"),
            ([(self.photo, "+")], "weak"),
        ):
            with self.subTest(strength=strength):
                self.assertEqual(self._claim(self.case, "livraison", *links).strength, strength)

    def test_the_reason_names_the_exhibits_that_decide(self):
        reason = self._claim(
            self.case, "livraison", (self.quotation, "+"), (self.photo, "+"), (self.note, "-")
        ).strength_reason
        self.assertIn(self.quotation.label, reason)
        self.assertIn(self.note.label, reason)
        self.assertNotIn(self.photo.label, reason)
        self.assertIn("but a medium one says the opposite", reason)

    def test_what_no_judge_may_be_shown_does_not_count_and_is_named(self):
        position = self._claim(self.case, "aveu", (self.quotation, "+"))
        self.quotation.write({"confidential": True, "confidential_ground": "mediation"})
        self.assertEqual(position.strength, "not_proven")
        self.assertIn(f"not kept in the file: {self.quotation.label}", position.strength_reason)
        self.quotation.confidential_ground = "wish"
        self.assertEqual(position.strength, "proven", "our wish binds nobody")

    def test_what_nobody_has_accepted_yet_does_not_count(self):
        proposed = self.case._add_exhibits(
            [{"raw": b"mail", "file_name": "mail.txt", "weight": "strong"}], state="proposed"
        )
        position = self._claim(self.case, "mail", (proposed, "+"))
        self.assertEqual(position.strength, "not_proven")
        proposed.action_accept()
        self.assertEqual(position.strength, "proven")

    def test_the_weight_is_that_of_the_exhibit_until_someone_says_otherwise(self):
        position = self._claim(self.case, "livraison", (self.quotation, "+"))
        self.assertEqual(position.link_ids.weight, "strong")
        position.action_weigh(self.quotation.id, "supports", "weak")
        self.assertEqual(position.strength, "weak")

    def test_three_of_four_claims_and_delivery_not_proven(self):
        for subject in ("commande", "prix", "relance"):
            self._claim(self.case, subject, (self.quotation, "+"))
        self._claim(self.case, "livraison")
        self._claim(self.case, "défaut", (self.note, "+"), side="theirs")
        self.assertEqual(
            self.case.file_strength,
            "3 of your 4 claims are supported by strong exhibits; not proven: livraison. On their "
            "side, what holds: défaut.",
        )

    def test_all_or_none_are_said_in_words(self):
        for subject in ("commande", "prix"):
            self._claim(self.case, subject, (self.quotation, "+"))
        self.assertIn("Your 2 claims are all supported", self.case.file_strength)
        self.case.position_ids.link_ids.unlink()
        self.assertIn("None of your 2 claims", self.case.file_strength)

    def test_without_position_the_sentence_says_what_to_do(self):
        self.assertIn("write down what you claim", self.case.file_strength)
        self._claim(self.case, "prix", (self.photo, "+"))
        self.assertEqual(
            self.case.file_strength,
            "Your claim is not supported by any strong exhibit that holds; weak: prix. What the "
            "customer would answer is not written down yet.",
        )


class TestMatrix(AssessmentCommon):
    def test_rows_are_positions_ours_first_and_columns_exhibits(self):
        theirs = self._claim(self.case, "défaut", (self.note, "+"), side="theirs")
        ours = self._claim(self.case, "livraison", (self.quotation, "+"), (self.note, "-"))
        table = self.case.position_matrix
        self.assertEqual([row["id"] for row in table["positions"]], [ours.id, theirs.id])
        self.assertEqual([column["id"] for column in table["exhibits"]], self.case.exhibit_ids.ids)
        self.assertEqual(
            {key: cell["value"] for key, cell in table["positions"][0]["cells"].items()},
            {
                str(self.quotation.id): "supports:strong",
                str(self.note.id): "contradicts:medium",
            },
        )

    def test_every_value_of_a_cell_is_one_of_its_choices(self):
        values = {choice["value"] for choice in self.case.position_matrix["choices"]}
        position = self._claim(self.case, "livraison")
        for value in values - {""}:
            position.action_weigh(self.note.id, *value.split(":"))
            row = self.case.position_matrix["positions"][0]
            self.assertEqual(row["cells"][str(self.note.id)]["value"], value)
        position.action_weigh(self.note.id)
        self.assertFalse(position.link_ids)

    def test_an_exhibit_speaks_once_of_a_position_and_of_its_own_dispute_only(self):
        other = self._open_case(self._create_overdue(self.consumer))
        position = self._claim(other, "prix")
        with self.assertRaises(ValidationError):
            position.action_weigh(self.quotation.id, "supports")

    def test_an_exhibit_says_what_it_proves(self):
        ours = self._claim(self.case, "livraison", (self.note, "+"))
        theirs = self._claim(self.case, "défaut", (self.note, "-"), side="theirs")
        self.assertEqual(self.note.position_link_ids.position_id, ours | theirs)
        Form(self.note)

    def test_a_removed_exhibit_takes_its_marks_away(self):
        position = self._claim(self.case, "livraison", (self.quotation, "+"))
        self.quotation.unlink()
        self.assertEqual(position.strength, "not_proven")

    def test_it_costs_the_same_queries_with_more_positions_and_exhibits(self):
        def count(case):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            case.read(["file_strength", "position_matrix", "checklist"])
            return self.env.cr.sql_log_count - before

        def create_case(size):
            case = self._open_case(self._create_overdue(self.consumer))
            exhibits = self._add_exhibits(case, *["medium"] * size)
            for number in range(size):
                self._claim(case, f"point {number}", *((one, "+") for one in exhibits))
            return case

        small, large = create_case(2), create_case(12)
        count(small)
        self.assertEqual(count(large), count(small))
        two = count(small | large)
        self.assertEqual(count(small | large | create_case(3) | create_case(4)), two)
        self.assertLessEqual(two, 20)


class TestProposedPositions(AssessmentCommon):
    def test_they_say_what_the_dispute_holds_and_no_more(self):
        self.case.action_propose_positions()
        due, performed, theirs = self.case.position_ids.sorted(lambda one: (one.side, one.sequence))
        self.assertIn(self.invoice.name, due.name)
        self.assertEqual(due.amount, 1200)
        self.assertFalse(performed.argument)
        self.assertRecordValues(
            theirs,
            [
                {
                    "side": "theirs",
                    "name": "Deux portes ferment mal.",
                    "argument": self.case.description,
                }
            ],
        )
        self.assertFalse(self.case.position_ids.link_ids, "weighing is for a person")

    def test_they_are_proposed_once(self):
        self.case.action_propose_positions()
        with self.assertRaisesRegex(UserError, "already among the positions"):
            self.case.action_propose_positions()
        self.case.position_ids.filtered(lambda one: one.origin == "due").unlink()
        self.case.action_propose_positions()
        self.assertEqual(len(self.case.position_ids), 3)

    def test_a_customer_who_says_nothing_gets_no_words_put_in_their_mouth(self):
        self.case.description = False
        self.case.action_propose_positions()
        self.assertEqual(set(self.case.position_ids.mapped("side")), {"ours"})

    def test_the_form_of_a_position_weighs_exhibits(self):
        with Form(self.case.position_ids.with_context(default_case_id=self.case.id)) as form:
            form.name = "La pose est conforme"
            with form.link_ids.new() as line:
                line.exhibit_id = self.quotation
                self.assertEqual(line.weight, "strong")
        self.assertEqual(form.record.strength, "proven")

    def test_the_real_cause_is_apart_from_the_reason_given(self):
        unclear = self.env.ref("litige_management.litige_root_cause_quote_unclear")
        self.case.write({"root_cause_id": unclear.id, "root_cause_note": "Devis flou"})
        self.assertEqual(self.case.cause_id, self.non_conformity)
        elsewhere = self.env["litige.root.cause"].create(
            {"name": "Autre maison", "company_id": self.setup_other_company()["company"].id}
        )
        with self.assertRaises(UserError):
            self.case.root_cause_id = elsewhere

    def test_the_eight_causes_start_with_the_three_of_the_guide(self):
        codes = self.env["litige.cause"].search([("company_id", "=", False)]).mapped("code")
        self.assertEqual(codes[:3], ["misunderstanding", "non_conformity", "expectations"])
        self.assertEqual(len(codes), 8)

    def test_positions_are_written_with_the_case_too(self):
        self.case.write({"position_ids": [Command.create({"name": "Le prix est celui du devis"})]})
        self.assertEqual(self.case.position_ids.side, "ours")
