"""What can be done now on a consumer's small claim, in a real browser: closed, then opened."""

from datetime import timedelta

from .common import LitigeBrowserCommon


class TestRemediesTour(LitigeBrowserCommon):
    def test_the_certificate_of_the_conciliator_opens_the_doors(self):
        case = self._open_case(
            self._create_overdue(self.consumer, amount=1200.0), user_id=self.claire.id
        )
        case.claim_ids.sudo().notice_date = self.today - timedelta(days=30)
        path = f"/odoo/disputes/{case.id}"
        self.start_tour(path, "litige_remedies_closed", login=self.login)
        self.assertEqual(case.letter_ids.kind, "conciliation")
        conciliation = self.env["litige.proceeding"].create(
            {
                "case_id": case.id,
                "remedy_id": self.env.ref("litige_management.litige_remedy_conciliation").id,
                "date_start": self.today,
            }
        )
        conciliation._end("failure", self.today, "third", ("constat.pdf", b"%PDF-1"), True)
        self.start_tour(path, "litige_remedies_open", login=self.login)
