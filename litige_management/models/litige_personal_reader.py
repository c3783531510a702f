import re
from typing import NamedTuple

from odoo import api, models
from odoo.tools import email_normalize, format_date, format_datetime, html2plaintext, remove_accents

from .litige_case_chronology_document_mixin import HOUSEKEEPING
from .litige_personal_data import ADVICE, HOLDINGS, MANY, OURS

# How we run the file, and what we note for ourselves: not what is known of the person.
NOT_THEIRS = HOUSEKEEPING | {"note"}
CONFIDENTIAL, THIRD = "confidential", "third"
# Who signed, and where their name stands.
SIGNED_AS = {"litige.settlement.signatory": "name", "litige.signature": "full_name"}


class Held(NamedTuple):
    """What one model holds on a person.

    :param title: what it is, in words
    :param rows: for each record, its (label, value) pairs
    :param raw: the same for machines: `{field: value}`
    :param files: (name, bytes) to hand over
    """

    model: str
    title: str
    rows: list
    raw: list
    files: list


def _get_words(name):
    """Return the words of a name, accents and capitals set aside.

    >>> _get_words("Zoé LE-GOFF")
    ['zoe', 'le', 'goff']
    """
    return re.findall(r"\w+", remove_accents(name or "").lower())


class LitigePersonalReader(models.AbstractModel):
    """What is held on one person, as they may receive it: read with the rights of who asks.

    Third parties' data, what is confidential, advice and our own notes are left out and counted.
    """

    _name = "litige.personal.reader"
    _description = "Personal Data Held on Somebody"

    @api.model
    def _get_people(self, partner):
        """Return the contacts that are this person: their other addresses, no colleague."""
        others = partner.with_context(active_test=False).child_ids
        return partner | others.filtered(lambda one: one.type != "contact")

    @api.model
    def _read_held(self, partner, company):
        """Return what is held on a person, and what is left out.

        :return: a list of `Held`, and `{reason: number of records left out}`
        """
        people = self._get_people(partner)
        held, left_out = [], {}
        for name, holding in HOLDINGS.items():
            records = name in self.env and self._find(name, holding, people, company)
            if not records:
                continue
            if not holding.shown:
                if holding.secret:
                    left_out[holding.secret] = left_out.get(holding.secret, 0) + len(records)
                continue
            usable = self._filter_theirs(records, people)
            for reason, count in self._tell_apart(records, usable).items():
                left_out[reason] = left_out.get(reason, 0) + count
            if usable:
                held.append(self._read_model(usable, holding))
        return held, left_out

    @api.model
    def _find(self, name, holding, people, company):
        """Return the records about these people, in one company, oldest first."""
        model = self.env[name].with_context(active_test=False)
        if name == "litige.mail.aside":
            return self._find_asides(model, people, company)
        paths = holding.get_persons()
        domain = ["|"] * (len(paths) - 1)
        domain += [(path, "in", people.ids) for path in paths]
        path = "company_id" if "company_id" in model._fields else f"{holding.case}.company_id"
        records = model.search([(path, "=", company.id), *domain], order="id")
        if name in ("litige.settlement.signatory", "litige.signature", "litige.commitment"):
            # Who signed or promised for us is somebody else.
            records = records.filtered(lambda one: one.party == "customer")
        return records

    @api.model
    def _find_asides(self, model, people, company):
        """Return the e-mails set aside that this person sent: they name nobody but by address."""
        addresses = {email_normalize(one) for one in people.mapped("email") if one}
        found = model.search([("company_id", "in", [company.id, False])], order="id")
        return found.filtered(lambda one: email_normalize(one.email_from) in addresses)

    @api.model
    def _filter_theirs(self, records, people):
        """Leave out what is confidential, what is not theirs, and what is about others."""
        if hasattr(records, "_filter_usable"):
            records = records._filter_usable("customer")
        if records._name == "litige.event":
            customers = people | people.commercial_partner_id
            return records.filtered(
                lambda event: (
                    event.kind not in NOT_THEIRS
                    and (not event.partner_id or event.partner_id in customers)
                )
            )
        if records._name in SIGNED_AS:
            return records.filtered(lambda one: self._is_signed_by(one, people))
        if records._name == "litige.communication":
            return records.filtered(lambda one: not one.contact_id or one.contact_id in people)
        if records._name == "litige.promise":
            return records.filtered(
                lambda one: (
                    not one.communication_id.contact_id or one.communication_id.contact_id in people
                )
            )
        return records

    @api.model
    def _is_signed_by(self, record, people):
        """Whether somebody who signed for the customer is this person, not a spouse or a manager.

        Nothing but their name or their address tells.
        """
        name, email = record[SIGNED_AS[record._name]], email_normalize(record.email)
        if email and email in {email_normalize(one) for one in people.mapped("email") if one}:
            return True
        words = set(_get_words(name))
        theirs = (set(_get_words(one.name)) for one in people)
        return any(mine and mine <= words for mine in theirs)

    @api.model
    def _tell_apart(self, records, usable):
        """Return why what is left out is: `{reason: number}`."""
        reasons = {}
        for record in records - usable:
            if "confidential" in record._fields and record.confidential:
                reason = CONFIDENTIAL
            elif record._name == "litige.event" and record.kind in NOT_THEIRS:
                reason = OURS
            else:
                reason = THIRD
            reasons[reason] = reasons.get(reason, 0) + 1
        return reasons

    # === VALUES === #

    @api.model
    def _read_model(self, records, holding):
        names = holding.shown.split()
        labels = {name: records._fields[name].get_description(self.env)["string"] for name in names}
        rows, raw, files = [], [], []
        for record in records:
            pairs, values = [], {}
            for name in names:
                if record._fields[name].type == "binary":
                    file = self._get_file(record, name)
                    if file:
                        files.append(file)
                        pairs.append((labels[name], file[0]))
                        values[name] = file[0]
                    continue
                words, value = self._say(record, name)
                values[name] = value
                if words:
                    pairs.append((labels[name], words))
            rows.append(pairs)
            raw.append(values)
        # What the model is called in the language of the document.
        title = self.env["ir.model"].sudo()._get(records._name).name
        return Held(records._name, title, rows, raw, files)

    @api.model
    def _say(self, record, name):
        """Return a value as words, and as JSON writes it."""
        field, value = record._fields[name], record[name]
        if field.type in ("many2one", "many2many"):
            # The name of an invoice or of a cause, whatever right there is on it.
            words = ", ".join(value.sudo().mapped("display_name"))
            return words, words or None
        if not value and field.type not in ("monetary", "float", "integer", "boolean"):
            return "", None
        if field.type == "selection":
            words = dict(field._description_selection(self.env)).get(value, value)
            return words, value
        if field.type == "date":
            return format_date(self.env, value), value.isoformat()
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format="short"), f"{value.isoformat()}Z"
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return (currency.format(value) if value else ""), value
        if field.type == "boolean":
            return (self.env._("Yes") if value else ""), value
        if field.type == "html":
            return html2plaintext(value), html2plaintext(value)
        return (str(value) if value else ""), value

    @api.model
    def _get_file(self, record, name):
        """Return the (name, bytes) of a file field, none when it is empty."""
        # Whoever may read the record may read its file.
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("res_field", "=", name),
                ],
                limit=1,
            )
        )
        raw = attachment.raw
        if not raw:
            return None
        known = {"document_file": "document_name", "signed_file": "signed_name"}
        title = record[known.get(name, "file_name")] or f"{name}.bin"
        attachment.invalidate_recordset(["raw"])
        safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", title)
        return f"{record.id}_{safe}", raw

    @api.model
    def _get_reasons(self):
        """Return why something is left out, in words, by code."""
        return {
            CONFIDENTIAL: self.env._("confidential: mediation, agreement, lawyers, or our wish"),
            THIRD: self.env._("about other people"),
            OURS: self.env._("how the file is run, and notes for ourselves"),
            ADVICE: self.env._("advice of lawyers and insurers, and what we think of the file"),
            MANY: self.env._(
                "files that gather what others said: each document is given by itself"
            ),
        }
