"""What becomes of an assessment when its dispute joins another one, or closes."""

from odoo.exceptions import UserError

from .assessment_common import AssessmentCommon


class TestAssessmentCourse(AssessmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.position = cls._claim(
            cls.case, "livraison", (cls.quotation, "+"), (cls.note, "-"), (cls.photo, "+")
        )
        cls.opinion = cls.env["litige.opinion"].create(
            {
                "case_id": cls.case.id,
                "lawyer_id": cls._create_customer("Maître Roche", is_company=False).id,
                "conclusion": "Oui.",
            }
        )
        cls.estimate = cls.env["litige.estimate"].create({"case_id": cls.case.id, "amount": 1200})

    def test_a_dispute_that_joins_another_brings_its_assessment(self):
        target = self._open_case(self._create_overdue(amount=300))
        self.opinion.action_confirm()
        self.case.action_freeze_file()
        photo = self.position.link_ids.filtered(lambda link: link.exhibit_id == self.photo)
        photo.weight = "medium"
        later = self._add_exhibits(self.case, "medium")
        self.position.action_weigh(later.id, "supports")
        self.case._merge_into(target)
        self.assertFalse(self.case.position_ids)
        self.assertEqual(self.position.case_id, target)
        self.assertEqual((self.opinion.case_id, self.estimate.case_id), (target, target))
        links = self.position.link_ids
        self.assertEqual(links.case_id | links.exhibit_id.case_id, target)
        # Frozen ones were copied, the last one moved.
        self.assertEqual(
            sorted((link.exhibit_id.name, link.stance, link.weight) for link in links),
            [
                ("Document 1", "supports", "strong"),
                ("Document 2", "contradicts", "medium"),
                ("Document 3", "supports", "medium"),
                ("Document 4", "supports", "medium"),
            ],
        )
        self.assertIn(later, links.exhibit_id)
        self.assertEqual(self.position.strength, "supported")

    def test_what_was_withdrawn_does_not_follow(self):
        target = self._open_case(self._create_overdue(amount=300))
        self.case.action_freeze_file()
        self.quotation._withdraw("Illisible")
        self.case._merge_into(target)
        self.assertEqual(
            sorted(self.position.link_ids.mapped("exhibit_id.name")), ["Document 2", "Document 3"]
        )

    def test_a_closed_dispute_keeps_its_assessment_as_it_was(self):
        self.case._close("abandoned")
        values = {"case_id": self.case.id}
        for change in (
            lambda: self.position.write({"name": "Autre chose"}),
            lambda: self.position.action_weigh(self.note.id, "supports", "strong"),
            lambda: self.position.link_ids[0].unlink(),
            lambda: self.position.unlink(),
            lambda: self.opinion.write({"conclusion": "Non."}),
            lambda: self.estimate.write({"amount": 1}),
            lambda: self.env["litige.position"].create({**values, "name": "Après coup"}),
            lambda: self.env["litige.estimate"].create({**values, "amount": 5}),
        ):
            with self.assertRaisesRegex(UserError, "Reopen the dispute"), self.cr.savepoint():
                change()
        self.opinion.cost = 400  # the bill comes later
        self.case._reopen("Un témoin s'est fait connaître")
        self.position.name = "Autre chose"
