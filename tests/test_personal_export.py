"""A copy of what is held on one person: theirs, and nobody else's."""

import base64
import io
import json
import zipfile

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .bundle_common import read
from .common import LitigeCommon


class TestPersonalExport(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(
            cls._create_overdue(cls.consumer, amount=900.0), description="la table est rayée"
        )
        cls._log("Elle promet un chèque")
        cls._log("Propos de médiation", confidential=True, confidential_ground="mediation")
        cls.neighbour = cls._create_customer("Robert Voisin", is_company=False)
        cls._log("Le voisin raconte tout", contact_id=cls.neighbour.id)
        cls.env["litige.event"].create(
            {"case_id": cls.case.id, "kind": "note", "summary": "note pour nous seuls"}
        )
        cls.env["litige.event"].create(
            {"case_id": cls.case.id, "kind": "complaint", "summary": "elle se plaint de la table"}
        )
        cls.case._add_exhibits(
            [
                {"raw": b"sa lettre", "file_name": "lettre.txt", "name": "Sa lettre"},
                {"raw": b"iban d'un tiers", "file_name": "iban.txt", "name": "Relevé"},
            ]
        )
        cls.case.exhibit_ids.filtered(lambda one: one.name == "Relevé").write(
            {"restricted": True, "restricted_reason": "IBAN"}
        )
        provider = cls.env["litige.provider"].create({"name": "Me Avoine", "role": "lawyer"})
        cls.env["litige.opinion"].create(
            {
                "case_id": cls.case.id,
                "provider_id": provider.id,
                "conclusion": "nous perdrions",
            }
        )
        cls.other_case = cls._open_case(
            cls._create_overdue(cls.neighbour, amount=50.0), description="le voisin ne paie pas"
        )

    @classmethod
    def _log(cls, summary, **values):
        return cls.env["litige.communication"].create(
            {"case_id": cls.case.id, "summary": summary, **values}
        )

    def _make(self, partner=None, user=None, **values):
        """Return the files of the copy, by name, and its data."""
        model = self.env["litige.personal.export"]
        wizard = (model.with_user(user) if user else model).create(
            {"partner_id": (partner or self.consumer).id, "language": "fr", **values}
        )
        with self.allow_pdf_render():
            action = wizard.action_make()
        self.assertIn("download", action["url"])
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(wizard.file)))
        files = {name: archive.read(name) for name in archive.namelist()}
        return files, json.loads(files["donnees.json"])

    def test_what_is_held_on_the_person_is_given(self):
        files, data = self._make()
        self.assertEqual(data["person"]["name"], "Jeanne Martin")
        (case,) = data["held"]["litige.case"]
        self.assertEqual(case["description"], "la table est rayée")
        self.assertEqual(case["claimed_amount"], 900.0)
        said = [one["summary"] for one in data["held"]["litige.communication"]]
        self.assertEqual(said, ["Elle promet un chèque"])
        told = [one["summary"] for one in data["held"]["litige.event"]]
        self.assertIn("elle se plaint de la table", told)
        handed = [name for name in files if name.startswith("fichiers/exhibit/")]
        self.assertEqual([files[name] for name in handed], [b"sa lettre"])

    def test_neither_others_nor_secrets_are(self):
        files, data = self._make()
        pages = read(files.pop("donnees.pdf")).pages
        everything = b"".join(files.values()).decode("utf-8", "replace")
        everything += " ".join(page.extract_text() for page in pages)
        for secret in (
            "Propos de médiation",
            "voisin",
            "Voisin",
            "note pour nous",
            "perdrions",
            "Avoine",
            "iban d'un tiers",
        ):
            self.assertNotIn(secret, everything, secret)
        self.assertEqual(data["left_out"]["confidential"], 2)  # the exchange and its entry
        self.assertGreaterEqual(data["left_out"]["third"], 2)
        self.assertEqual(data["left_out"]["advice"], 1)

    def test_a_spouse_who_signs_too_is_somebody_else(self):
        settlement = self.env["litige.settlement"].create({"case_id": self.case.id})
        settlement.signatory_ids.unlink()
        for name, place in (("Mme Jeanne MARTIN", "Lyon"), ("Paul Martin", "Oyonnax")):
            settlement.signatory_ids.create(
                {
                    "settlement_id": settlement.id,
                    "party": "customer",
                    "name": name,
                    "birth_place": place,
                }
            )
        reader = self.env["litige.personal.reader"]
        held, left_out = reader._read_held(self.consumer, self.company)
        [signatories] = [one.raw for one in held if one.model == "litige.settlement.signatory"]
        self.assertEqual([one["birth_place"] for one in signatories], ["Lyon"])
        self.assertGreaterEqual(left_out["third"], 1)

    def test_the_page_to_read_says_the_same(self):
        files, _data = self._make()
        text = " ".join(page.extract_text() for page in read(files["donnees.pdf"]).pages)
        self.assertIn("Données détenues sur vous", text)
        self.assertIn("la table est rayée", text)
        self.assertIn("n’est pas reproduit", text)
        self.assertNotIn("perdrions", text)

    def test_a_contact_gets_what_is_about_them_alone(self):
        person = self._create_customer(
            "Luc Faure", is_company=False, parent_id=self.customer.id, email="luc@example.com"
        )
        case = self._open_case(self._create_overdue(), contact_id=person.id)
        self.env["litige.communication"].create(
            {"case_id": case.id, "summary": "Luc rappelle", "contact_id": person.id}
        )
        self.env["litige.communication"].create(
            {"case_id": case.id, "summary": "la directrice écrit"}
        )
        _files, data = self._make(person)
        said = [one["summary"] for one in data["held"]["litige.communication"]]
        self.assertEqual(said, ["Luc rappelle"])
        self.assertEqual(len(data["held"]["litige.case"]), 1)
        self.assertNotIn("litige.claim", data["held"])

    def test_somebody_we_know_nothing_of(self):
        _files, data = self._make(self._create_customer("Inconnue", is_company=False))
        self.assertEqual(data["held"], {})

    def test_another_company_tells_nothing(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "export_stranger",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        _files, data = self._make(user=stranger)
        self.assertEqual(data["held"], {})

    def test_only_managers_make_copies(self):
        user = new_test_user(
            self.env, "export_user", groups="litige_management.litige_management_group_user"
        )
        with self.assertRaises(AccessError):
            self.env["litige.personal.export"].with_user(user).create(
                {"partner_id": self.consumer.id}
            )

    def test_what_the_copy_holds_is_said_before(self):
        wizard = self.env["litige.personal.export"].create({"partner_id": self.consumer.id})
        self.assertIn("advice", wizard.summary)
        self.assertEqual(wizard.language, "fr")
