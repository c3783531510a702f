"""What an uninstallation leaves behind: plain attachments on invoices and customers.

What is confidential gets no owner document: only administrators read it then.
"""

import csv
import io
import logging

from odoo.tools import SQL

from .pdf.archive import clean_name

_logger = logging.getLogger(__name__)

BATCH = 20  # chronologies printed together

# Files that people added to records that hold nothing else of the kind, and what they are left on.
FILES = {
    ("litige.delivery", "receipt"): lambda one: (
        one.letter_id.move_ids[:1] or one.letter_id.partner_id
    ),
    ("litige.commitment", "proof_file"): lambda one: one.settlement_id.partner_id,
    ("litige.provider", "contract_document"): lambda one: one.partner_id,
    ("litige.insurance.policy", "document"): lambda one: one.provider_id.partner_id,
    ("litige.terms", "document"): lambda one: one.company_id.partner_id,
}


def keep_files(env):
    """Keep what the disputes hold that nothing else keeps.

    What fails for one record is logged, and the others are kept all the same.
    """
    # Uninstalling is an administrator's act, and the copies are plain attachments.
    env = env(su=True)
    _keep_each(env["litige.opinion"].search([]), _keep_opinion)
    _keep_each(env["litige.bundle"].search([("state", "=", "done")]), _keep_bundle)
    _keep_each(env["litige.timestamp"].search([("state", "=", "valid")]), _keep_timestamp)
    terms = env["litige.terms"].with_context(active_test=False)
    _keep_each(terms.search([("document_hash", "!=", False)]), _keep_terms)
    asides = env["litige.mail.aside"].with_context(active_test=False)
    _keep_each(asides.search([]), _keep_aside)
    for (model, field), get_owner in FILES.items():
        _keep_files_of(env[model].with_context(active_test=False), field, get_owner)
    _keep_each(env["litige.case"].search([("cost_ids", "!=", False)]), _keep_costs)
    cases = env["litige.case"].with_context(active_test=False).search([])
    for start in range(0, len(cases), BATCH):
        _keep_chronologies(cases[start : start + BATCH])


def _keep_each(records, keep):
    """Call `keep` on each record, and undo what it did to those it fails for."""
    for record in records:
        try:
            with record.env.cr.savepoint():
                keep(record)
        except Exception:
            _logger.exception("Uninstalling: %s could not be kept", record)


def _keep(record, owner, name, raw, mimetype):
    """Leave `raw` on `owner` (a record, maybe none) under `name`, in the company of `record`."""
    if not raw:
        return
    kept = record.env["ir.attachment"].create(
        {
            "name": name,
            "res_model": owner._name if owner else False,
            "res_id": owner.id if owner else 0,
            "company_id": record.company_id.id,
            "raw": raw,
            "mimetype": mimetype,
        }
    )
    kept.invalidate_recordset(["raw"])  # one file at a time in memory


def _keep_field(record, owner, field, name, mimetype=None):
    """Leave a copy of the file of a field."""
    stored = record.env["ir.attachment"].search(
        [
            ("res_model", "=", record._name),
            ("res_field", "=", field),
            ("res_id", "=", record.id),
        ],
        limit=1,
    )
    _keep(record, owner, name or stored.name, stored.raw, mimetype or stored.mimetype)
    stored.invalidate_recordset(["raw"])


def _keep_files_of(model, field, get_owner):
    """Leave the file of this field of each record that has one on what `get_owner` returns."""
    name_field = f"{field}_name"
    named = model.search([(field, "!=", False)])
    _keep_each(named, lambda one: _keep_field(one, get_owner(one), field, one[name_field]))


def _get_owner(case):
    """Return the first invoice of a dispute, or its customer: of its own company."""
    return case.claim_ids.move_id[:1] or case.partner_id


def _keep_opinion(opinion):
    # A professional secret.
    nobody = opinion.env["res.partner"]
    _keep_field(opinion, nobody, "document", opinion.document_name)


def _keep_bundle(bundle):
    secret = bundle.with_opinions or any(bundle.case_id.exhibit_ids.mapped("confidential"))
    owner = _get_owner(bundle.case_id)
    if secret and not bundle.is_other_side:
        owner = owner.browse()
    _keep_field(bundle, owner, "pdf_file", bundle.pdf_name)
    _keep_field(bundle, owner, "zip_file", bundle.zip_name)


def _keep_timestamp(stamp):
    _keep_field(
        stamp,
        _get_owner(stamp.case_id),
        "token",
        stamp.token_name,
        "application/timestamp-reply",
    )


def _keep_terms(terms):
    _keep_field(terms, terms.company_id.partner_id, "document", terms.document_name)


def _keep_aside(aside):
    # Nobody knows what it holds, nor whom it is about.
    name = f"{aside.date:%Y-%m-%d}_{clean_name(aside.subject or '')}.eml"
    _keep_field(aside, aside.env["res.partner"], "file", name, "message/rfc822")


def _keep_costs(case):
    # Ours alone: what we spent is nobody else's business.
    costs = case.env["litige.cost"].search([("case_id", "=", case.id)], order="date, id")
    names = ["date", "name", "kind", "hours", "amount", "recovery", "move_id"]
    stream = io.StringIO()
    table = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    table.writerow(costs._fields[name].get_description(costs.env)["string"] for name in names)
    for cost in costs.export_data(names)["datas"]:
        table.writerow(_plain(value) for value in cost)
    _keep(
        case,
        _get_owner(case),
        f"{clean_name(case.env._('Costs %(dispute)s', dispute=case.name))}.csv",
        stream.getvalue().encode("utf-8-sig"),
        "text/csv",
    )


def _plain(value):
    """Return the value of a cell as a spreadsheet may read it: never as a formula."""
    text = "" if value is False else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def forget_references(env):
    """Let the update that follows drop our records in any order.

    Odoo deletes what we shipped, one by one, before it drops our tables: each row that a dispute
    still names would fill the log with an error.
    """
    for table, name in env.execute_query(
        SQL(
            """
            SELECT conrelid::regclass::text, conname
              FROM pg_constraint
             WHERE contype = 'f'
               AND confdeltype = 'r'
               AND conrelid::regclass::text LIKE %s
               AND confrelid::regclass::text LIKE %s
            """,
            "litige\\_%",
            "litige\\_%",
        )
    ):
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name))
        )


def _keep_chronologies(cases):
    """Print the chronologies of some disputes together, and keep each."""
    fragments = {}

    def render(case):
        fragments[case] = case._render_chronology()

    def keep(case):
        content = contents[case]
        if isinstance(content, Exception):
            raise content
        told = case.env["litige.event"].search([("case_id", "in", case._with_merged().ids)])
        owner = _get_owner(case)
        if any(told._filter_usable("court").mapped("confidential")):
            owner = owner.browse()
        _keep(case, owner, fragments[case][0].file_name, content, "application/pdf")

    _keep_each(cases, render)
    try:
        printed = cases.env["litige.document.mixin"]._print_fragments([*fragments.values()])
    except Exception as error:
        printed = [error] * len(fragments)
    contents = dict(zip(fragments, printed, strict=True))
    _keep_each(cases.filtered(lambda case: case in contents), keep)
