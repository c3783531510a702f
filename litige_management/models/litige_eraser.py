from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..legal import chain
from .litige_personal_data import HOLDINGS, WORDS

# The key to what nobody may change: an object of this process, which no request can send.
ERASING = object()


def is_erasing(env):
    """Whether the lawful erasure itself asks (asked by the guards of files)."""
    return env.context.get("litige_erasing") is ERASING


class LitigeEraser(models.AbstractModel):
    """The one door through which what may never change is lawfully emptied.

    It writes below the guards of the records, with a constant number of statements, only what the
    table of personal data names. The fingerprints stay: without its salt, nobody can find out from
    a fingerprint what was said, and the chain of a chronology still verifies.
    """

    _name = "litige.eraser"
    _description = "Lawful Erasure"

    # === WHAT WOULD GO === #

    @api.model
    def _get_records(self, cases):
        """Return the records of each model that disputes hold, by name of the model."""
        found = {}
        for name, holding in HOLDINGS.items():
            if name == "litige.case":
                found[name] = cases
            elif holding.case and name in self.env:
                found[name] = self._search(name, [(holding.case, "in", cases.ids)])
        return found

    @api.model
    def _get_parts(self, records):
        """Return records that belong to no dispute, and their own parts, by name of the model."""
        found = {records._name: records}
        for name, holding in HOLDINGS.items():
            # The first link towards the dispute leads to the whole it is a part of.
            link = holding.case.split(".")[0] if name in self.env else ""
            if link and self.env[name]._fields[link].comodel_name == records._name:
                found[name] = self._search(name, [(link, "in", records.ids)])
        return found

    @api.model
    def _search(self, name, domain):
        return self.env[name].with_context(active_test=False).search(domain)

    @api.model
    def _count(self, found):
        """Return how many records hold something, and their files and messages, by model.

        The dry run: `{model: (records, files, messages)}`.
        """
        counts = {}
        for name, records in found.items():
            if HOLDINGS[name].erase and records:
                files = self._get_files(records)
                messages = self._get_messages(records)
                counts[name] = (len(records), len(files), len(messages))
        return counts

    @api.model
    def _get_files(self, records):
        """Return the files of records, also those of their fields that are to be emptied."""
        holding = HOLDINGS[records._name]
        kept = [name for name in holding.keep.split() if records._fields[name].type == "binary"]
        return (
            self.env["ir.attachment"]
            .with_context(skip_res_field_check=True)
            .search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("res_field", "not in", kept),
                ]
            )
        )

    @api.model
    def _get_messages(self, records):
        """Return the messages of the threads of records, and those that say what they say."""
        messages = self.env["mail.message"].search(
            [("model", "=", records._name), ("res_id", "in", records.ids)]
        )
        # What an exchange or a sending says stands in the chatter of the invoice, too.
        if records._name in ("litige.communication", "litige.delivery"):
            messages |= records.message_id
        return messages

    # === ERASING === #

    @api.model
    def _erase_cases(self, cases, reasons):
        """Empty whole disputes: all that they and those merged into them say of people.

        :param reasons: why each may be erased, in words, by case
        :raise UserError: a chronology would not verify any more; nothing is erased then
        """
        family = cases._with_merged()
        broken = self._find_broken(family)
        self._erase(self._get_records(family))
        told = []
        for case in cases:
            case = case._in_company_language()
            summary = case.env._("Personal data erased: %(reason)s", reason=reasons[case.id])
            told.append({"case_id": case.id, "kind": "erasure", "summary": summary})
        self.env["litige.event"]._append(told)
        if self._find_broken(family) - broken:
            raise UserError(self.env._("A chronology would no longer verify: nothing was erased."))

    @api.model
    def _erase_parts(self, records):
        """Empty records that belong to no dispute."""
        self._erase(self._get_parts(records))

    @api.model
    def _erase(self, found):
        """Empty the fields of records, delete their files, their messages and their links."""
        self.env.flush_all()
        self._cut_links(found)
        for name, records in found.items():
            if not records:
                continue
            self._get_files(records).with_context(litige_erasing=ERASING).unlink()
            self._delete_threads(records)
            if HOLDINGS[name].goes:
                self._delete(records)
                continue
            self._empty(records, HOLDINGS[name].erase.split())
            if "erased_on" in records._fields:
                records._litige_mark_erased()
        self.env.invalidate_all(flush=False)

    @api.model
    def _delete_threads(self, records):
        """Delete what was written around records: messages, activities, followers."""
        self._get_messages(records).unlink()
        about = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        self.env["mail.activity"].with_context(active_test=False).search(about).unlink()
        self.env["mail.followers"].search(about).unlink()

    @api.model
    def _delete(self, records):
        """Delete records below the guards, in one statement; their lines go with them."""
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(records._table), records.ids)
        )

    @api.model
    def _empty(self, records, names):
        """Empty columns and lists below the guards, in one statement for all records."""
        columns = {}
        for name in names:
            field = records._fields[name]
            if field.type == "many2many":
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column1),
                        records.ids,
                    )
                )
            elif field.column_type and field.store:
                columns[name] = self._get_nothing(records, field)
        if columns:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    SQL(", ").join(
                        SQL("%s = %s", SQL.identifier(name), value)
                        for name, value in columns.items()
                    ),
                    records.ids,
                )
            )

    @api.model
    def _get_nothing(self, records, field):
        """Return what stands in the place of a value: nothing, or nobody where one is required."""
        if field.type == "many2one" and field.comodel_name == "res.partner":
            needed = field.required or (field.related and field.store)
            nobody = self.env.ref("litige_management.res_partner_erased")
            return SQL("%s", nobody.id) if needed else SQL("NULL")
        if field.required and field.type in WORDS:
            return SQL("%s", self.env._("Erased"))
        return SQL("NULL")

    @api.model
    def _cut_links(self, found):
        """Cut what leads to these records from outside: an invoice tells of no dispute any more."""
        for model in self.pool.values():
            if model._abstract or model._transient or not model._auto or model._name in found:
                continue
            for field in model._fields.values():
                records = field.type == "many2one" and field.store and found.get(field.comodel_name)
                if records and not field.required:
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %(table)s SET %(column)s = NULL "
                            "WHERE %(column)s = ANY(%(ids)s)",
                            table=SQL.identifier(model._table),
                            column=SQL.identifier(field.name),
                            ids=records.ids,
                        )
                    )

    # === THE CHAINS === #

    @api.model
    def _find_broken(self, cases):
        """Return the cases whose chronology does not verify, read in two queries."""
        self.env.flush_all()
        events = self.env["litige.event"].search(
            [("case_id", "in", cases.ids)], order="case_id, rank"
        )
        heads = self.env["litige.case.chain"].search([("case_id", "in", cases.ids)])
        links = events.grouped("case_id")
        broken = cases.browse()
        for head in heads:
            found = chain.verify(
                [
                    chain.Link(
                        event.rank,
                        event.content or None,
                        event.salt or None,
                        event.content_hash,
                        event.chain_hash,
                    )
                    for event in links.get(head.case_id, events.browse())
                ],
                head.head,
                head.length,
            )
            if found:
                broken |= head.case_id
        return broken
