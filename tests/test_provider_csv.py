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
