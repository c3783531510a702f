"""Exports an addon's terms and merges its French with them. Run by dev.py with Odoo at hand.

Arguments: the database, the addon, its i18n folder, `write` or `check`. Answers in JSON.
"""

import ast
import io
import json
import sys
from pathlib import Path

import polib

from odoo import SUPERUSER_ID, api, models
from odoo.modules import get_module_path
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.translate import trans_export

# Modules whose French comes first when several translate the same label.
FIRST = ("base", "mail", "portal", "account", "web")


def export(database, addon):
    """The addon's terms in the order of their text, its fields that other modules define, and the
    installed modules, the main ones first."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        out = io.BytesIO()
        trans_export(None, [addon], out, "po", env)
        inherited = env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        borrowed = {
            f"{addon}.field_{model._table}__{field.name}"
            for model in env.values()
            for field in model._fields.values()
            if field.name in models.MAGIC_COLUMNS or addon not in field._modules
        }
        delegated = {
            f"{addon}.field_{model._table}__{field.name}"
            for model in env.values()
            for field in model._fields.values()
            if field.inherited
        }
    terms = polib.pofile(out.getvalue().decode())
    said = said_in_code(Path(get_module_path(addon)))
    for entry in list(terms):
        # Shown with the words of the model they come from; which ones there are depends on the
        # modules that happen to be installed.
        entry.occurrences = [
            place for place in entry.occurrences if name_of(place[0]) not in delegated
        ]
        if not entry.occurrences or (is_code(entry) and entry.msgid not in said):
            terms.remove(entry)
    return terms, borrowed, [*FIRST, *sorted(set(inherited) - {*FIRST, addon})]


def said_in_code(folder):
    """The texts that the addon's Python hands to `_()`.

    Odoo's extractor finds more: after a call of `_`, it also takes the first text of the next
    parenthesis, such as the "id" of a domain.
    """
    said = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", None))
                if name in ("_", "_lt"):
                    said.add(node.args[0].value)
    return said


def is_code(entry):
    """Whether a term comes from Python alone."""
    return all(
        place.startswith("code:") and place.endswith(".py") for place, _line in entry.occurrences
    )


def is_borrowed(entry, borrowed):
    """Whether a term is labels and helps of fields alone, one at least of another module."""
    places = [place for place, _line in entry.occurrences]
    return all(place.startswith("model:ir.model.fields,") for place in places) and any(
        name_of(place) in borrowed for place in places
    )


def name_of(place):
    """The external id in a place such as `model:ir.model.fields,help:addon.field_x__y`."""
    return place.rpartition(":")[2]


def take_over(french, borrowed, modules):
    """Translate the fields that come from other modules' mixins as these translate them.

    Not our own: the same word may mean something else there.
    """
    wanting = {
        entry.msgid: entry
        for entry in french.untranslated_entries()
        if is_borrowed(entry, borrowed)
    }
    for module in modules:
        path = Path(get_module_path(module), "i18n", "fr.po")
        for theirs in polib.pofile(str(path)) if path.exists() else ():
            if (
                theirs.translated()
                and theirs.msgid in wanting
                and any(
                    place.startswith("model:ir.model.fields,")
                    for place, _line in theirs.occurrences
                )
            ):
                wanting.pop(theirs.msgid).msgstr = theirs.msgstr


def open_or_new(path, template):
    """The translation file at `path`, or a new French one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=78)
    new = polib.POFile(wrapwidth=78)
    new.metadata = dict(
        template.metadata, Language="fr", **{"Plural-Forms": "nplurals=2; plural=(n > 1);"}
    )
    return new


def same_terms(one, other):
    """Whether two files hold the same terms at the same places: all but the dates."""
    return [(e.msgid, e.occurrences, e.comment) for e in one] == [
        (e.msgid, e.occurrences, e.comment) for e in other
    ]


def main(database, addon, folder, write):
    config.parse_config(["--no-http"], setup_logging=True)
    template, borrowed, modules = export(database, addon)
    pot, po = folder / f"{addon}.pot", folder / "fr.po"
    before = polib.pofile(str(pot)) if pot.exists() else polib.POFile()
    french = open_or_new(po, template)
    known = {entry.msgid for entry in french if not entry.obsolete}
    french.merge(template)
    take_over(french, borrowed, modules)
    obsolete = [entry for entry in french if entry.obsolete]
    for entry in obsolete:
        french.remove(entry)
    order = {entry.msgid: rank for rank, entry in enumerate(template)}
    french.sort(key=lambda entry: order[entry.msgid])
    if write:
        folder.mkdir(exist_ok=True)
        if not same_terms(template, before):  # else only the date would change
            template.wrapwidth = 78
            template.save(str(pot))
        french.save(str(po))
    json.dump(
        {
            "total": len(template),
            "translated": len(french.translated_entries()),
            "untranslated": [entry.msgid for entry in french.untranslated_entries()],
            "fuzzy": [entry.msgid for entry in french.fuzzy_entries()],
            "obsolete": [entry.msgid for entry in obsolete],
            "missing": []
            if write
            else sorted(
                {e.msgid for e in template} - known
                | {e.msgid for e in template} - {e.msgid for e in before}
            ),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4] == "write")
