"""What a file must hold for its cause, said in words."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_exhibit import ExhibitCommon


@tagged("standard", "post_install", "-at_install")
class TestExhibitChecklist(ExhibitCommon):
    def test_the_file_says_what_it_lacks(self):
        self.assertEqual(
            self.case.missing_exhibits,
            "signed contract or quotation (or order), delivery or acceptance note, invoice",
        )
        self.assertIn("formal notice", self.case.useful_exhibits)
        self._add("Devis", type="contract")
        self._add("BL", type="delivery")
        self.assertEqual(self.case.missing_exhibits, "invoice")

    def test_what_proves_the_same_thing_is_enough(self):
        self._add("Bon de commande", type="order")
        self.assertNotIn("contract", self.case.missing_exhibits)

    def test_only_what_may_be_shown_counts(self):
        delivery = self._add(
            "BL", type="delivery", confidential=True, confidential_ground="lawyers"
        )
        self.assertIn("delivery", self.case.missing_exhibits)
        delivery.confidential = False
        self.assertNotIn("delivery", self.case.missing_exhibits)
        self.case.action_freeze_file()
        delivery._withdraw("Autre chantier")
        self.assertIn("delivery", self.case.missing_exhibits)
        self.case._add_exhibits([self._spec("BL 2", type="delivery")], state="proposed")
        self.assertIn("delivery", self.case.missing_exhibits)

    def test_another_cause_asks_for_something_else(self):
        self.case.cause_id = self.env.ref("litige_management.litige_cause_damage")
        self.assertIn("photo", self.case.missing_exhibits)

    def test_every_shipped_cause_asks_for_something_and_says_why(self):
        shipped = self.env["litige.cause"].search([("code", "!=", False)])
        self.assertGreaterEqual(len(shipped), 8)
        for cause in shipped:
            self.assertIn("required", cause.requirement_ids.mapped("level"), cause.name)
            self.assertTrue(all(cause.requirement_ids.mapped("hint")), cause.name)

    def test_a_company_s_own_cause_asks_for_nothing(self):
        self.case.cause_id = self.env["litige.cause"].create({"name": "Autre chose"})
        self.assertFalse(self.case.missing_exhibits)

    # === GUESSES === #

    def test_the_type_is_guessed_from_the_name_then_from_the_format(self):
        guess = self.env["litige.exhibit.type"]._guesser()
        for name, mimetype, code in (
            ("Devis signé 2026-03.pdf", "application/pdf", "contract"),
            ("facture_FAC-2026-0012.pdf", "application/pdf", "invoice"),
            ("mise en demeure.pdf", "application/pdf", "notice"),
            ("Accusé de réception LRAR.pdf", "application/pdf", "notice_receipt"),
            ("bons-de-livraison.pdf", "application/pdf", "delivery"),
            ("CGV 2025.pdf", "application/pdf", "terms"),
            ("IMG_2034.jpg", "image/jpeg", "photo"),
            ("Relevé de compte.pdf", "application/pdf", "account_statement"),
            ("xyz.bin", "application/octet-stream", "other"),
        ):
            self.assertEqual(guess(name, mimetype).code, code, name)

    def test_a_caption_is_proposed_unless_the_name_says_nothing(self):
        propose = self.env["litige.exhibit.type"]._propose_caption
        self.assertEqual(propose("devis_signé_du_3_mars.pdf"), "Devis signé du 3 mars")
        for name in ("IMG_2034.JPG", "scan0001.pdf", "20260312.pdf", "document.pdf", "", None):
            self.assertEqual(propose(name), "", name)

    def test_shipped_types_are_archived_rather_than_deleted(self):
        with self.assertRaises(UserError):
            self.env.ref("litige_management.litige_exhibit_type_photo").unlink()
