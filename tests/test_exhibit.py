"""Exhibits: numbered evidence, our own copies, fixed once frozen."""

import base64
import hashlib
import io

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LitigeCommon

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


class ExhibitCommon(LitigeCommon):
    """A dispute on one invoice, without exhibits yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue()
        cls.case = cls._open_case(cls.move)

    @classmethod
    def _spec(cls, text, **values):
        """Return what describes one file for `_add_exhibits`."""
        return {"raw": PDF + text.encode(), "file_name": f"{text}.pdf", "name": text, **values}

    @classmethod
    def _add(cls, *names, case=None, **values):
        specs = [cls._spec(name, **values) for name in names]
        return (case or cls.case)._add_exhibits(specs)

    def assertOrder(self, *names, case=None):
        exhibits = self.env["litige.exhibit"].search([("case_id", "=", (case or self.case).id)])
        self.assertEqual(exhibits.mapped("name"), list(names))


@tagged("standard", "post_install", "-at_install")
class TestExhibit(ExhibitCommon):
    # === ADDING === #

    def test_an_exhibit_keeps_its_own_copy_and_its_fingerprint(self):
        exhibit = self._add("Devis signé")
        raw = PDF + "Devis signé".encode()
        self.assertEqual(exhibit._get_raw(), raw)
        self.assertEqual(exhibit.file_hash, hashlib.sha256(raw).hexdigest())
        self.assertEqual(exhibit.file_size, len(raw))
        self.assertEqual(exhibit.mimetype, "application/pdf")
        self.assertEqual((exhibit.side, exhibit.state, exhibit.number), ("ours", "kept", 0))

    def test_a_large_picture_is_kept_to_the_byte(self):
        stream = io.BytesIO()
        Image.new("RGB", (4000, 3000), "red").save(stream, "JPEG")
        spec = {"raw": stream.getvalue(), "file_name": "chantier.jpg"}
        exhibit = self.case._add_exhibits([spec])
        self.assertEqual(exhibit._get_raw(), stream.getvalue())
        self.assertFalse(exhibit._verify())
        self.assertEqual(exhibit.type_id.code, "photo")

    def test_labels_follow_the_order_until_the_file_is_frozen(self):
        first, second, third = self._add("Un", "Deux", "Trois")
        self.assertEqual(
            (first | second | third).mapped("label"), [f"Exhibit {n}" for n in (1, 2, 3)]
        )
        third.sequence, first.sequence = first.sequence, third.sequence
        self.assertEqual(third.label, "Exhibit 1")
        self.assertOrder("Trois", "Deux", "Un")
        third.unlink()
        self.assertEqual(second.label, "Exhibit 1")

    def test_the_same_file_twice_is_refused_with_the_number_of_the_first(self):
        self._add("Un", "Deux")
        with self.assertRaisesRegex(UserError, "Exhibit 2"):
            self._add("Deux")
        self.assertFalse(self.case._add_exhibits([self._spec("Deux")], duplicates="skip"))
        with self.assertRaisesRegex(UserError, "twice"):
            self._add("Trois", "Trois")

    def test_another_dispute_may_hold_the_same_file(self):
        self._add("Un")
        other = self._open_case(self._create_overdue(amount=300))
        self.assertEqual(self._add("Un", case=other).label, "Exhibit 1")

    def test_an_empty_file_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "vide.pdf"):
            self.case._add_exhibits([{"raw": b"", "file_name": "vide.pdf"}])
        with self.assertRaisesRegex(UserError, "missing or empty"):
            self.env["litige.exhibit"].create({"case_id": self.case.id, "name": "Rien"})

    def test_a_client_cannot_say_what_the_machine_knows(self):
        exhibit = (
            self.env["litige.exhibit"]
            .with_context(default_number=9)
            .create(
                {
                    "case_id": self.case.id,
                    "file": base64.b64encode(PDF),
                    "file_name": "a.pdf",
                    "number": 7,
                    "frozen_on": fields.Datetime.now(),
                    "file_hash": "0" * 64,
                }
            )
        )
        self.assertEqual((exhibit.number, exhibit.frozen_on), (0, False))
        self.assertEqual(exhibit.file_hash, hashlib.sha256(PDF).hexdigest())
        for vals in ({"number": 3}, {"file_hash": "x"}, {"state": "proposed"}):
            with self.assertRaises(UserError):
                exhibit.write(vals)

    def test_the_weight_is_the_usual_one_until_somebody_says_otherwise(self):
        exhibit = self._add("Facture", type="invoice")
        self.assertEqual(exhibit.weight, "weak")
        exhibit.weight = "strong"
        exhibit.name = "Facture acceptée"
        self.assertEqual(exhibit.weight, "strong")

    # === PROPOSED === #

    def test_a_proposed_exhibit_has_no_number_and_leaves_with_nobody(self):
        proposed = self.case._add_exhibits([self._spec("Reçu par mail")], state="proposed")
        self.assertFalse(proposed.label)
        self.assertFalse(self.case._get_exhibits("court"))
        self.assertFalse(self.case.event_ids.filtered(lambda event: event.kind == "exhibit"))
        self.case.action_accept_exhibits()
        self.assertEqual(proposed.label, "Exhibit 1")
        self.assertEqual(self.case._get_exhibits("court"), proposed)
        self.assertEvents(self.case, "exhibit")

    # === CHRONOLOGY === #

    def test_the_chronology_says_what_came_and_what_went(self):
        kept, removed = self._add("Bon de livraison", "Brouillon", type="delivery")
        event = kept.event_id
        self.assertEqual(event.kind, "exhibit")
        self.assertIn("Bon de livraison", event.summary)
        self.assertEqual(event.details["sha256"], kept.file_hash)
        removed.unlink()
        self.assertEvents(self.case, "exhibit", "exhibit", "exhibit")
        self.assertIn("Brouillon", self.case.event_ids.sorted("rank")[-1].summary)

    def test_a_replaced_file_is_noted_with_its_new_fingerprint(self):
        exhibit = self._add("Devis")
        exhibit.file = base64.b64encode(PDF + b"2")
        self.assertEqual(exhibit.file_hash, hashlib.sha256(PDF + b"2").hexdigest())
        event = self.case.event_ids.sorted("rank")[-1]
        self.assertEqual(event.details["sha256"], exhibit.file_hash)

    # === WHO RECEIVES THEM === #

    def test_what_is_confidential_or_restricted_stays_with_us(self):
        plain = self._add("Contrat")
        bound = self._add("Offre du médiateur", confidential=True, confidential_ground="mediation")
        wish = self._add("Note interne", confidential=True, confidential_ground="wish")
        original = self._add(
            "Courriel de 2024",
            confidential=True,
            confidential_ground="mediation",
            produced_in_mediation=True,
        )
        iban = self._add("Relevé bancaire", restricted=True, restricted_reason="IBAN")
        for audience in ("court", "insurer", "lawyer"):
            self.assertEqual(self.case._get_exhibits(audience), plain | wish | original | iban)
        for audience in ("mediator", "customer"):
            self.assertEqual(self.case._get_exhibits(audience), plain | original)
        self.assertTrue(bound.is_confidential_binding)
        self.assertFalse(original.is_confidential_binding)
        with self.assertRaises(ValueError):
            self.case._get_exhibits("nobody")
