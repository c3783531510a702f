"""What disputes hold of people: every model says so, and nothing is left after an erasure."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time
from odoo.tools import SQL

from odoo.addons.litige_management.models.litige_personal_data import (
    CATALOGUES,
    CORE,
    HOLDINGS,
    LINKS,
    PEOPLE,
    WORDS,
    Holding,
)

from .common import LitigeCommon

MARK = "Zéphyrine-Quatrefages"
OWN = ("create_uid", "write_uid")


class PersonalCommon(LitigeCommon):
    """A closed dispute, long enough ago for nothing to keep it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue(amount=1200.0)
        cls.case = cls._open_case(cls.move, description=f"{MARK} a tout refusé")
        cls.later = cls.today + relativedelta(years=12)

    @classmethod
    def _close(cls, case=None):
        (case or cls.case)._close("abandoned", f"{MARK} a déménagé")
        cls.env.flush_all()

    def _propose(self):
        return self.env["litige.erasure"].create({})

    def _erase(self):
        erasure = self._propose()
        erasure.action_erase()
        return erasure


class TestTable(LitigeCommon):
    """The table of personal data knows every model of the addon."""

    def _get_models(self):
        return {
            name: model
            for name, model in self.env.registry.items()
            if name.startswith("litige.")
            and model._auto
            and not (model._abstract or model._transient)
        }

    def _get_holdings(self):
        return [(name, holding) for name, holding in HOLDINGS.items() if name in self.env]

    def _speaks(self, field):
        """Whether a field may say something of somebody."""
        return (
            field.store
            and field.name not in OWN
            and (field.type in WORDS or (field.type in LINKS and field.comodel_name in PEOPLE))
        )

    def test_every_model_is_classified(self):
        unknown = self._get_models().keys() - HOLDINGS.keys() - CATALOGUES
        speaking = {
            name
            for name in unknown
            if any(self._speaks(field) for field in self.env[name]._fields.values())
        }
        self.assertFalse(
            speaking,
            "new models: say in models/litige_personal_data.py what they hold of people",
        )

    def test_every_field_is_classified(self):
        for name, holding in self._get_holdings():
            known = {*holding.erase.split(), *holding.keep.split()}
            left = {
                field.name
                for field in self.env[name]._fields.values()
                if self._speaks(field) and field.name not in known
            }
            self.assertFalse(left, f"{name}: name these in models/litige_personal_data.py")

    def test_the_table_names_what_exists(self):
        for name, holding in self._get_holdings():
            model = self.env[name]
            for field in f"{holding.erase} {holding.keep} {holding.shown}".split():
                self.assertIn(field, model._fields, name)
            self.assertTrue(holding.shown or holding.secret or not holding.erase, name)
            for path in filter(None, (holding.case, *holding.get_persons())):
                model.search([(path, "=", 0)])  # raises for a path that leads nowhere

    def test_our_fields_on_contacts_are_known(self):
        for name, known in CORE.items():
            ours = {
                field.name
                for field in self.env[name]._fields.values()
                if field.name.startswith("litige_") and self._speaks(field)
            }
            self.assertEqual(ours, set(known.split()), name)


class TestNothingLeft(PersonalCommon):
    """One record of every model, all of them speaking of the customer; then the erasure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close()
        cls.rows = {"litige.case": cls.case.id, "litige.claim": cls.case.claim_ids.id}
        waiting = [name for name in HOLDINGS if name in cls.env and name not in cls.rows]
        while waiting:
            ready = [name for name in waiting if cls._get_needs(name) <= cls.rows.keys()]
            assert ready, f"these need each other: {waiting}"
            for name in ready:
                cls.rows[name] = cls._insert(name)
            waiting = [name for name in waiting if name not in cls.rows]
        cls.env.invalidate_all()
        for name, row in cls.rows.items():
            if name != "litige.reminder.line":  # what holds no file, and is gone with its reminder
                cls._surround(cls.env[name], row)

    @classmethod
    def _get_needs(cls, name):
        """Return the models of disputes that a record of this one cannot do without."""
        first = HOLDINGS[name].case.split(".")[0]
        model = cls.env[name]
        return {
            field.comodel_name
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and (field.required or field.name == first)
            and field.comodel_name in HOLDINGS
        }

    @classmethod
    def _insert(cls, name):
        """Write a row below all guards, with the customer's name wherever words may stand."""
        model = cls.env[name]
        values = {}
        for field in model._fields.values():
            if field.store and field.column_type and field.name != "id":
                value = cls._get_value(model, name, field)
                if value is not None:
                    values[field.name] = value
        query = SQL(
            "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(SQL("%s", value) for value in values.values()),
        )
        return cls.env.execute_query(query)[0][0]

    @classmethod
    def _get_value(cls, model, name, field):
        holding = HOLDINGS.get(name, Holding())
        if field.type in ("char", "text", "html"):
            return "x" if field.name in holding.keep.split() else MARK
        if field.type == "json":
            return f'"{MARK}"' if field.name in holding.erase.split() else None
        if field.type == "many2one":
            return cls._get_link(holding, field)
        if field.type == "selection" and field.required:
            return field.get_values(cls.env)[0]
        if not field.required and field.name != "write_date":
            return None
        now = fields.Datetime.now() - timedelta(days=1)
        return {"date": now.date(), "datetime": now, "boolean": False}.get(field.type, 1)

    @classmethod
    def _get_link(cls, holding, field):
        people = {
            "res.partner": cls.customer.id,
            "account.move": cls.move.id,
            "res.users": cls.env.uid,
            "res.company": cls.company.id,
            "res.currency": cls.company.currency_id.id,
        }
        if field.comodel_name in people:
            return people[field.comodel_name]
        if field.comodel_name in cls.rows and (
            field.required or field.name == holding.case.split(".")[0]
        ):
            return cls.rows[field.comodel_name]
        if field.required:
            known = cls.env[field.comodel_name].search([], limit=1).id
            return known or cls._insert(field.comodel_name)
        return None

    @classmethod
    def _surround(cls, model, row):
        """Add files, a message and an activity around a record."""
        files = [field.name for field in model._fields.values() if field.type == "binary"]
        keep = HOLDINGS[model._name].keep.split()
        place = {"res_model": model._name, "res_id": row}
        cls.env["ir.attachment"].sudo().with_context(litige_freezing=True).create(
            [
                {"name": MARK, "raw": MARK.encode(), **place, "res_field": name}
                for name in [*files, False]
                if name not in keep
            ]
        )
        cls.env["mail.message"].sudo().create(
            {"model": model._name, "res_id": row, "body": MARK, "message_type": "comment"}
        )

    def _find_marks(self):
        """Return the models of disputes where the customer's name is still written."""
        self.env.flush_all()
        found = {}
        for name in self.rows:
            table = SQL.identifier(self.env[name]._table)
            query = SQL("SELECT count(*) FROM %s t WHERE t::text LIKE %s", table, f"%{MARK}%")
            if count := self.env.execute_query(query)[0][0]:
                found[name] = count
        for name, place in (("ir.attachment", "res_model"), ("mail.message", "model")):
            query = SQL(
                "SELECT count(*) FROM %s WHERE %s = ANY(%s) AND res_id = ANY(%s)",
                SQL.identifier(self.env[name]._table),
                SQL.identifier(place),
                list(self.rows),
                list(self.rows.values()),
            )
            if count := self.env.execute_query(query)[0][0]:
                found[name] = count
        return found

    def _find_customer(self):
        """Return the fields of disputes that still lead to the customer or their invoice."""
        found = set()
        for name, row in self.rows.items():
            model = self.env[name]
            for field in model._fields.values():
                if field.type != "many2one" or not field.store:
                    continue
                wanted = {"res.partner": self.customer.id, "account.move": self.move.id}
                if field.comodel_name in wanted:
                    rows = self.env.execute_query(
                        SQL(
                            "SELECT %s FROM %s WHERE id = %s",
                            SQL.identifier(field.name),
                            SQL.identifier(model._table),
                            row,
                        )
                    )
                    if rows == [(wanted[field.comodel_name],)]:
                        found.add(f"{name}.{field.name}")
        return found

    def test_nothing_is_left_of_the_customer(self):
        self.assertIn("litige.event", self._find_marks(), "the test itself writes nothing")
        self.assertIn("litige.case.partner_id", self._find_customer())
        with freeze_time(self.later):
            self._erase()
        self.assertEqual(self._find_marks(), {})
        self.assertEqual(self._find_customer(), set())
