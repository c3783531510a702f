"""What a new version brings to databases made by an older one.

Odoo's own update rewrites the data a company does not change (rates, articles, remedies) but never
its translations, and leaves alone what a company may change (letters, causes, rules of access).
"""

import logging

from lxml import etree

from odoo import SUPERUSER_ID
from odoo.modules.module import Manifest
from odoo.tools import SQL, convert, file_open, file_path, sql
from odoo.tools.translate import TranslationImporter

MODULE = "litige_management"

_logger = logging.getLogger(__name__)


def refresh(env):
    """Bring the shipped data and its translations to what this version ships.

    What somebody changed by hand stays as it is; its name goes to the log.
    """
    refreshed, kept = set(), set()
    for path in Manifest.for_addon(MODULE)["data"]:
        if path.endswith(".xml"):
            fresh, changed = _refresh_file(env, path)
            refreshed |= fresh
            kept |= changed
    for name in sorted(kept):
        _logger.info("%s was changed here: it keeps what it says", name)
    _refresh_translations(env, None, overwrite=True)  # what an update rewrites
    if refreshed:
        _refresh_translations(env, refreshed, force_overwrite=True)


def set_root_causes_aside(cr):
    """Before an update: keep the root causes that the first version took among the causes.

    They have a list of their own now, with what to change.
    """
    cr.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' "
        "AND conrelid = 'litige_case'::regclass AND confrelid = 'litige_cause'::regclass "
        "AND conkey = ARRAY(SELECT attnum FROM pg_attribute "
        "WHERE attrelid = 'litige_case'::regclass AND attname = 'root_cause_id')"
    )
    if row := cr.fetchone():
        cr.execute(SQL("ALTER TABLE litige_case DROP CONSTRAINT %s", SQL.identifier(row[0])))
        cr.execute("DROP INDEX IF EXISTS litige_case__root_cause_id_index")
        cr.execute("ALTER TABLE litige_case RENAME COLUMN root_cause_id TO old_root_cause_id")


def take_up_root_causes(cr):
    """After it: make a root cause, with the same words, of each cause that served as one."""
    if not sql.column_exists(cr, "litige_case", "old_root_cause_id"):
        return
    cr.execute(
        """
        WITH used AS (
            SELECT id, nextval('litige_root_cause_id_seq') AS new_id, name, company_id
              FROM litige_cause
             WHERE id IN (SELECT old_root_cause_id FROM litige_case)
        ), made AS (
            INSERT INTO litige_root_cause
                        (id, name, company_id, sequence, active, create_uid, create_date,
                         write_uid, write_date)
                 SELECT new_id, name, company_id, 100, TRUE, 1, now() AT TIME ZONE 'UTC',
                        1, now() AT TIME ZONE 'UTC'
                   FROM used
        )
        UPDATE litige_case SET root_cause_id = used.new_id
          FROM used
         WHERE litige_case.old_root_cause_id = used.id
        """
    )
    cr.execute("ALTER TABLE litige_case DROP COLUMN old_root_cause_id")


def _refresh_file(env, path):
    """Load again the records of a file that an update leaves alone, unless somebody changed them.

    :return: the external identifiers loaded, and those left alone
    """
    with file_open(f"{MODULE}/{path}", "rb") as source:
        root = etree.parse(source).getroot()
    nodes = [node for node in root.iter("record") if _is_left_alone(node) and node.get("id")]
    changed = _filter_changed(env, nodes)
    fresh = [node for node in nodes if node.get("id") not in changed]
    for node in root.xpath("//record | //function | //delete | //menuitem | //template | //asset"):
        if node not in fresh:
            node.getparent().remove(node)
    convert.xml_import(
        env, MODULE, {}, "init", noupdate=True, xml_filename=file_path(f"{MODULE}/{path}")
    ).parse(root)
    return {f"{MODULE}.{node.get('id')}" for node in fresh}, {
        f"{MODULE}.{name}" for name in changed
    }


def _is_left_alone(node):
    """Whether an update skips this record: one of its parents says `noupdate`."""
    return any(parent.get("noupdate") in ("1", "True", "true") for parent in node.iterancestors())


def _filter_changed(env, nodes):
    """Return the identifiers of the records that somebody else than Odoo wrote last."""
    changed = set()
    for model in {node.get("model") for node in nodes}:
        names = [node.get("id") for node in nodes if node.get("model") == model]
        changed.update(
            name
            for (name,) in env.execute_query(
                SQL(
                    """
                    SELECT data.name
                      FROM ir_model_data AS data
                      JOIN %s AS record ON record.id = data.res_id
                     WHERE data.module = %s
                       AND data.model = %s
                       AND data.name = ANY(%s)
                       AND record.write_uid <> %s
                    """,
                    SQL.identifier(env[model]._table),
                    MODULE,
                    model,
                    names,
                    SUPERUSER_ID,
                )
            )
        )
    return changed


def _refresh_translations(env, xmlids, **options):
    """Load our translations over the older ones: of these records, or of all (`None`)."""
    importer = TranslationImporter(env.cr, verbose=False)
    for code, _name in env["res.lang"].get_installed():
        for name in {code, code.split("_")[0]}:
            importer.load_file(f"{MODULE}/i18n/{name}.po", code, xmlids=xmlids)
    importer.save(**options)
