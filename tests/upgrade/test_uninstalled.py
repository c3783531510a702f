"""The addon uninstalled from a database in use, for good: what stays, and where."""

import hashlib

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged

from .dump import read_columns, read_dump, read_table

# What an invoice or a customer was before the addon, it is again after it: all of our columns
# are gone, and each of the others but these keeps its value.
WRITTEN = {"write_date", "write_uid"}


@tagged("standard", "post_install", "-at_install")
class TestUninstalled(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        connection = db_connect(f"{cls.env.cr.dbname}_uninstalled")
        cls.after = connection.cursor()
        cls.addClassCleanup(cls.after.close)

    def _read(self, query):
        self.after.execute(query)
        return self.after.fetchall()

    def _read_left(self):
        """Return the plain files: (document, its id) by sha256."""
        rows = self._read(
            "SELECT coalesce(res_model, ''), res_id, db_datas FROM ir_attachment"
            " WHERE res_field IS NULL AND db_datas IS NOT NULL"
        )
        return {hashlib.sha256(raw).hexdigest(): (model, number) for model, number, raw in rows}

    def test_nothing_of_the_addon_is_left_in_the_database(self):
        for query in (
            "SELECT relname FROM pg_class WHERE relname LIKE 'litige%' AND relkind IN ('r', 'v')",
            "SELECT column_name FROM information_schema.columns WHERE column_name ~ '^litige'",
            "SELECT name FROM ir_model_data WHERE module = 'litige_management'",
            "SELECT model FROM ir_model WHERE model LIKE 'litige.%'",
            "SELECT name FROM ir_model_fields WHERE model LIKE 'litige.%' OR name ~ '^litige_'",
            "SELECT res_model FROM mail_activity WHERE res_model LIKE 'litige.%'",
            "SELECT model FROM mail_message WHERE model LIKE 'litige.%'",
            "SELECT res_model FROM mail_followers WHERE res_model LIKE 'litige.%'",
            "SELECT res_model FROM ir_attachment WHERE res_model LIKE 'litige.%'",
            "SELECT alias_name FROM mail_alias WHERE alias_name LIKE 'litige%'",
        ):
            with self.subTest(query=query):
                self.assertFalse(self._read(query))

    def test_invoices_and_customers_are_as_before(self):
        for table in ("account_move", "account_move_line", "account_payment", "res_partner"):
            columns = sorted(read_columns(self.after, table) - WRITTEN - {"no_followup"})
            was, now = (
                {row[columns.index("id")]: row for row in read_table(cr, table, columns)}
                for cr in (self.env.cr, self.after)
            )
            for number, row in now.items():
                with self.subTest(table=table, number=number):
                    self.assertEqual(row, was[number])
            if table != "res_partner":  # the third parties that we ship go
                self.assertEqual(was.keys(), now.keys())

    def test_follow_up_is_what_it_was_before_the_disputes(self):
        kept_out = self._read(
            "SELECT move.ref FROM account_move_line AS line"
            " JOIN account_move AS move ON move.id = line.move_id WHERE line.no_followup"
        )
        self.assertEqual(kept_out, [("OUT",)], "what the accountant had kept out, and no other")
        columns, rows = read_dump()["account_move_line"]
        held = [row for row in rows if row[columns.index("no_followup")] == "t"]
        self.assertGreater(len(held), 5, "the disputes did hold invoices")

    def test_every_frozen_file_is_on_the_invoice_or_the_customer(self):
        left = self._read_left()
        for model in ("litige.letter", "litige.settlement"):
            for record in self.env[model].search([("document_hash", "!=", False)]):
                with self.subTest(record=record.display_name):
                    owner, number = left[record.document_hash]
                    partner = record.partner_id.commercial_partner_id
                    if owner == "account.move":
                        move = self.env[owner].browse(number)
                        self.assertEqual(move.commercial_partner_id, partner)
                    else:
                        self.assertEqual((owner, number), ("res.partner", partner.id))

    def test_every_exhibit_is_on_an_invoice_and_secrets_are_on_nothing(self):
        left = self._read_left()
        for exhibit in self.env["litige.exhibit"].search([]):
            owner = left[exhibit.file_hash][0]
            self.assertEqual(owner, "" if exhibit.confidential else "account.move")
        opinion = self.env["litige.opinion"].search([], limit=1)
        raw = self.env["ir.attachment"].search(
            [("res_model", "=", opinion._name), ("res_field", "=", "document")], limit=1
        )
        self.assertEqual(left[hashlib.sha256(raw.raw).hexdigest()], ("", 0))

    def test_every_dispute_leaves_its_chronology_and_its_costs(self):
        names = {name for (name,) in self._read("SELECT name FROM ir_attachment")}
        for case in self.env["litige.case"].search([]):
            self.assertIn(f"{case._get_chronology_name()}.pdf", names)
        for case in self.env["litige.cost"].search([]).case_id:
            self.assertTrue([name for name in names if case.name.replace("/", "-") in name])
