"""A file weighed in a real browser, in French."""

from .common import LitigeBrowserCommon


class TestAssessmentTour(LitigeBrowserCommon):
    def test_a_file_is_weighed_from_its_steps(self):
        case = self._open_case(self._create_overdue(amount=1200.0), user_id=self.claire.id)
        case._add_exhibits([{"raw": b"Devis", "file_name": "devis.txt", "name": "Devis signé"}])
        self.start_tour(f"/odoo/disputes/{case.id}", "litige_assessment", login=self.login)
        self.assertRecordValues(
            case.position_ids.link_ids, [{"stance": "supports", "weight": "strong"}]
        )
        self.assertRecordValues(case.estimate_ids, [{"amount": 1200, "chance": 50, "offer": 700}])
