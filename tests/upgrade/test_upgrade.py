"""A database that the first version made, updated to this one: nothing is lost.

Each table of the dump is compared with the database as it is now, column by column.
"""

import hashlib

from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged

from odoo.addons.litige_management import upgrade

from .dump import read_columns, read_dump, read_table

MODULE = "litige_management"
# Odoo's own tables that hold what people wrote: all of their rows and values.
CORE = (
    "account_move",
    "account_move_line",
    "account_payment",
    "account_partial_reconcile",
    "mail_message",
    "mail_activity",
    "mail_followers",
    "res_partner",
    "res_company",
    "res_users",
    "ir_attachment",
    "ir_sequence",
)
# When a row was written last, and by whom: an update refreshes, and fills what is new.
WRITTEN = {"write_date", "write_uid"}
# What a later version keeps elsewhere, by table: its own test says where.
MOVED = {}


@tagged("standard", "post_install", "-at_install")
class UpgradeCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tables = read_dump()
        admin = cls.env.ref("base.user_admin")
        cls.env = cls.env(user=admin, context={"lang": "fr_FR"})
        cls.models = [
            model
            for name, model in sorted(cls.env.items())
            if name.startswith("litige.") and not model._abstract and model._auto
        ]
        cls.kept = [model for model in cls.models if not model._transient]


class TestRecordsKept(UpgradeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        columns, rows = cls.tables["ir_model_data"]
        name = columns.index
        # What we ship and a company does not own: an update may say it better.
        cls.shipped = {
            (row[name("model")].replace(".", "_"), row[name("res_id")])
            for row in rows
            if row[name("module")] == MODULE
        }

    def _is_changed_by_somebody(self, table, row):
        columns = self.tables[table][0]
        return row[columns.index("write_uid")] != "1"

    def _compare(self, table):
        """Return the number of rows compared; every value must still be there."""
        columns, rows = self.tables[table]
        still = read_columns(self.env.cr, table)
        gone = set(columns) - still - MOVED.get(table, set())
        self.assertFalse(gone, f"columns of {table}: give their values a new place")
        if "id" not in columns:
            now = {tuple(row) for row in read_table(self.env.cr, table, columns)}
            lost = {tuple(row) for row in rows} - now
            self.assertFalse(lost, table)
            return len(rows)
        compared = [one for one in columns if one in still and one not in WRITTEN]
        now = {row[compared.index("id")]: row for row in read_table(self.env.cr, table, compared)}
        places = [columns.index(one) for one in compared]
        for row in rows:
            number = row[columns.index("id")]
            self.assertIn(number, now, f"{table} {number} is lost")
            if (table, number) in self.shipped and not self._is_changed_by_somebody(table, row):
                continue
            before = dict(zip(compared, (row[place] for place in places), strict=True))
            after = dict(zip(compared, now[number], strict=True))
            changed = {
                one: (before[one], after[one]) for one in before if before[one] != after[one]
            }
            self.assertFalse(changed, f"{table} {number}")
        return len(rows)

    def test_every_record_of_every_model_keeps_its_values(self):
        tables = [table for table in self.tables if table.startswith("litige_")]
        counted = {}
        for table in tables:
            with self.subTest(table=table):
                counted[table] = self._compare(table)
        for model in self.kept:
            if model._table in counted and model._table != "litige_bundle_progress":
                self.assertTrue(counted[model._table], f"the dump has no {model._description}")

    def test_what_people_wrote_elsewhere_keeps_its_values(self):
        for table in CORE:
            with self.subTest(table=table):
                self.assertTrue(self._compare(table))

    def test_links_between_records_stay(self):
        linked = [
            field.relation
            for model in ("account.move", "res.partner", "res.company")
            for field in self.env[model]._fields.values()
            if field.type == "many2many" and field.store and (field.relation or "") in self.tables
        ]
        for table in linked:
            with self.subTest(table=table):
                self._compare(table)


class TestProofsKept(UpgradeCase):
    def test_every_phase_is_there_and_every_chronology_verifies(self):
        cases = self.env["litige.case"].with_context(active_test=False).search([])
        phases = {value for value, _label in cases._fields["phase"].selection}
        self.assertEqual(set(cases.mapped("phase")), phases)
        for case in cases:
            with self.subTest(case=case.name):
                self.assertTrue(case.event_ids)
                self.assertIsNone(case._verify_chronology())

    def test_frozen_files_are_the_ones_that_were_frozen(self):
        checked = 0
        for name in ("litige.letter", "litige.settlement"):
            for record, file in self.env[name].search([])._get_frozen_attachments().items():
                self.assertEqual(hashlib.sha256(file.raw).hexdigest(), record.document_hash)
                checked += 1
        self.assertGreaterEqual(checked, 5)
        exhibits = self.env["litige.exhibit"].search([])
        self.assertTrue(exhibits)
        self.assertFalse(exhibits._verify())
        self.assertEqual(
            self.env["litige.timestamp"].search([]).mapped("state"), ["valid"], "and it still is"
        )

    def test_a_confirmed_letter_is_printed_as_it_was(self):
        letter = self.env["litige.letter"].search([("document_hash", "!=", False)], limit=1)
        stream = letter._get_document_streams()[letter.id]["stream"].read()
        self.assertEqual(hashlib.sha256(stream).hexdigest(), letter.document_hash)


class TestStillInUse(UpgradeCase):
    def test_every_field_of_every_record_can_be_read(self):
        """Also what is computed: an older record has what the newer code expects of it."""
        for model in [*self.kept, self.env["account.move"], self.env["res.partner"]]:
            with self.subTest(model=model._name):
                records = model.with_context(active_test=False).search([])
                fields = [
                    name
                    for name in model._fields
                    if name.startswith("litige_") or model._name.startswith("litige.")
                ]
                records.read(fields or ["id"])

    def test_the_nightly_work_goes_on(self):
        crons = self.env["ir.cron"].sudo().with_context(active_test=False)
        names = (
            self.env["ir.model.data"]
            .sudo()
            .search([("module", "=", MODULE), ("model", "=", "ir.cron")])
        )
        self.assertTrue(names)
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: 60)
        for cron in crons.browse(names.mapped("res_id")):
            with self.subTest(cron=cron.name), self.assertNoLogs("odoo", "ERROR"):
                cron.ir_actions_server_id.with_user(cron.user_id).run()

    def test_an_older_company_has_what_a_new_one_gets(self):
        models = [model for model in self.models if "company_id" in model._fields]
        before = {model: self._count(model) for model in models}
        new = self.env["res.company"].create({"name": "Neuve"})
        for company in self.env["res.company"].search([("id", "!=", new.id)]):
            for model in models:
                given = self._count(model).get(new, 0)
                if given:
                    with self.subTest(model=model._name, company=company.name):
                        self.assertGreaterEqual(before[model].get(company, 0), given)
        codes = self.env["ir.sequence"].search([("company_id", "=", new.id)]).mapped("code")
        for company in self.env["res.company"].search([]):
            for code in codes:
                self.assertTrue(
                    self.env["ir.sequence"].search_count(
                        [("code", "=", code), ("company_id", "=", company.id)]
                    ),
                    f"{code} of {company.name}",
                )

    def _count(self, model):
        found = model.sudo().with_context(active_test=False)
        return dict(found._read_group([], ["company_id"], ["__count"]))


class TestShippedData(UpgradeCase):
    """What this version says better reaches an older database, where nobody changed it."""

    def _read_shipped(self):
        """Return the values of all that an update alone would leave as it was."""
        names = (
            self.env["ir.model.data"]
            .sudo()
            .search([("module", "=", MODULE), ("noupdate", "=", True)])
        )
        found = {}
        for model, data in names.grouped("model").items():
            records = self.env[model].sudo().browse(data.mapped("res_id")).exists()
            fields = [
                name
                for name, field in records._fields.items()
                if field.store and name not in ("write_date", "write_uid", "nextcall", "lastcall")
            ]
            for values in records.read(fields, load=None):
                found[model, values["id"]] = values
        return found

    def test_nothing_is_left_to_refresh(self):
        before = self._read_shipped()
        upgrade.refresh(self.env(user=self.env.ref("base.user_root"), context={}))
        self.env.invalidate_all()
        after = self._read_shipped()
        for key, values in before.items():
            with self.subTest(record=key):
                self.assertEqual(after[key], values)

    def test_what_somebody_changed_stays(self):
        cause = self.env.ref(f"{MODULE}.litige_cause_price")
        self.assertEqual(cause.name, "Prix (à voir avec Claire)")

    def test_the_version_is_that_of_the_code(self):
        module = self.env["ir.module.module"]._get(MODULE)
        self.assertEqual(module.latest_version, Manifest.for_addon(MODULE)["version"])
