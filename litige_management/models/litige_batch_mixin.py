import json

from odoo import api, fields, models
from odoo.tools import SQL


class LitigeBatchMixin(models.AbstractModel):
    """Records that only the machine makes, by the thousand: one statement for all of them.

    Opening a thousand disputes makes a thousand claims and four thousand events; what `create` does
    for each record in turn would take longer than all the rest.
    """

    _name = "litige.batch.mixin"
    _description = "Records Made in Batch"

    @api.model
    def _insert(self, vals_list):
        """Create records in one statement.

        Defaults are worked out once for all, computed fields that are not given as usual. The
        database's constraints apply; access rights, companies and other checks are the caller's.

        :param vals_list: plain values: no relation to many
        """
        if not vals_list:
            return self.browse()
        names = {name for vals in vals_list for name in vals}
        stored = {
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in models.MAGIC_COLUMNS
        }
        defaults = self.default_get(sorted(stored - names))
        names |= defaults.keys()
        records = self._insert_rows(
            [self._to_row({**defaults, **vals}) for vals in vals_list], sorted(names)
        )
        given = [self._fields[name] for name in names]
        for field in given:
            for inverse in self.pool.field_inverses[field]:
                self.env[inverse.model_name].invalidate_model([inverse.name], flush=False)
        for name in stored - names:
            if self._fields[name].compute:
                self.env.add_to_compute(self._fields[name], records)
        with self.env.protecting(given, records):
            records.modified(names, create=True)
        return records

    @api.model
    def _insert_rows(self, rows, names):
        """Insert `rows` (values as JSON has them) with the columns `names`, in their order."""
        now = fields.Datetime.to_string(self.env.cr.now())
        log = {
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
        }
        if not self._log_access:
            log = {}
        columns = [*names, *log]
        self.flush_model()
        ids = self.env.execute_query(
            SQL(
                "INSERT INTO %(table)s (%(names)s) SELECT %(names)s FROM "
                "ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb) AS (%(types)s)) WITH ORDINALITY "
                "ORDER BY ordinality RETURNING id",
                table=SQL.identifier(self._table),
                names=SQL(", ").join(map(SQL.identifier, columns)),
                rows=json.dumps([{**log, **row} for row in rows]),
                types=SQL(", ").join(
                    SQL("%s %s", SQL.identifier(name), SQL(self._fields[name].column_type[1]))
                    for name in columns
                ),
            )
        )
        return self.browse(sorted(id_ for (id_,) in ids))

    @api.model
    def _to_row(self, vals):
        """Return the values of one record as its columns store them, in JSON."""
        row = {}
        for name, value in vals.items():
            field = self._fields[name]
            if value is False and field.type != "boolean":
                value = None
            elif field.type in ("date", "datetime") and not isinstance(value, str):
                value = field.to_string(value)
            row[name] = value
        return row
