"""Third parties in and out by Odoo's own import and export, from the sample file."""

import csv
import io
from pathlib import Path

from odoo.modules import get_module_path

from .common import LitigeCommon

SAMPLE = "static/samples/third_parties.csv"


class TestProviderCsv(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = Path(get_module_path("litige_management")) / SAMPLE
        cls.header, *cls.rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        cls.Provider = cls.env["litige.provider"]

    def _load(self, header, rows):
        result = self.Provider.load(header, rows)
        self.assertFalse(result["messages"], result["messages"])
        return self.Provider.browse(result["ids"])

    def test_the_sample_comes_in_as_it_is(self):
        providers = self._load(self.header, self.rows)
        self.assertEqual(providers.mapped("role"), ["consumer_mediator", "conciliator", "lawyer"])
        mediator, conciliator, _lawyer = providers
        self.assertEqual(mediator.partner_id.city, "Tours")
        self.assertTrue(mediator.is_free_for_consumer)
        self.assertEqual(conciliator.territory, "Tribunal de proximité de Tours")

    def test_an_imported_mediator_is_not_confirmed_by_that(self):
        mediator = self._load(self.header, self.rows)[0]
        self.assertEqual(mediator.listing_status, "unknown")
        self.assertFalse(mediator._is_printable(self.today))

    def test_what_goes_out_comes_in_again_without_doubles(self):
        providers = self._load(self.header, self.rows)
        exported = providers.export_data(self.header)["datas"]
        rows = [["" if value is False else str(value) for value in row] for row in exported]
        again = self._load(self.header, rows)
        self.assertEqual(again, providers)
        self.assertEqual(again.partner_id, providers.partner_id)

    def test_the_import_screen_takes_the_sample_as_it_is(self):
        template = self.Provider.get_import_templates()[0]["template"]
        path = Path(get_module_path("litige_management").removesuffix("litige_management"))
        content = (path / template.lstrip("/")).read_bytes()
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "litige.provider",
                "file": content,
                "file_name": "third_parties.csv",
                "file_type": "text/csv",
            }
        )
        options = {"quoting": '"', "separator": "", "encoding": "", "has_headers": True}
        preview = wizard.parse_preview(options)
        self.assertFalse(preview.get("error"), preview.get("error"))
        matched = [preview["matches"].get(rank) for rank in range(len(preview["headers"]))]
        self.assertTrue(all(matched), dict(zip(preview["headers"], matched, strict=True)))
        result = wizard.execute_import(
            ["/".join(one) for one in matched], preview["headers"], preview["options"]
        )
        self.assertFalse(result["messages"], result["messages"])
        providers = self.Provider.browse(result["ids"])
        self.assertEqual(providers.mapped("role"), ["consumer_mediator", "conciliator", "lawyer"])
        self.assertEqual(providers[0].partner_id.street, "8 quai des Tanneurs")
