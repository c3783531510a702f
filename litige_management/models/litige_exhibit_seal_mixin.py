"""The file of an exhibit: its fingerprint, and what may no longer change."""

import base64
import binascii
import hashlib
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..pdf.archive import clean_words

FILE_FIELD = "file"
WORDS = ("name", "file_name")
# What only the machine writes.
MACHINE_FIELDS = frozenset(
    (
        "number",
        "mimetype",
        "file_size",
        "file_hash",
        "frozen_on",
        "withdrawn_on",
        "withdrawn_reason",
        "event_id",
    )
)
# What is computed, and says who may receive the exhibit: nobody writes it over.
BINDING = "is_confidential_binding"
# What can no longer change once the number has been communicated.
FROZEN_FIELDS = MACHINE_FIELDS | {
    BINDING,
    "case_id",
    "state",
    "name",
    "type_id",
    "side",
    "date",
    "file",
    "file_name",
    "source_model",
    "source_id",
}


class LitigeExhibitSealMixin(models.AbstractModel):
    _name = "litige.exhibit.seal.mixin"
    _inherit = ["litige.exhibit.freeze.mixin"]
    _description = "File of an Exhibit"

    state = fields.Selection(
        [("proposed", "Proposed"), ("kept", "In the File")],
        required=True,
        readonly=True,
        default="kept",
        index=True,
        help="Proposed: it arrived by e-mail, and nobody has accepted it yet.",
    )
    number = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Its number in the list of exhibits, fixed when the file is frozen.",
    )
    frozen_on = fields.Datetime(
        string="Frozen",
        readonly=True,
        copy=False,
        help="When its number, its caption and its file became final.",
    )
    withdrawn_on = fields.Date(
        string="Withdrawn",
        readonly=True,
        copy=False,
        help="It keeps its number, and stays out of the files made from that day on.",
    )
    withdrawn_reason = fields.Char(string="Why Withdrawn", readonly=True, copy=False)
    file = fields.Binary(
        attachment=True,
        help="Our own copy: what happens to the original later does not change it.",
    )
    file_name = fields.Char()
    mimetype = fields.Char(string="Format", readonly=True)
    file_size = fields.Integer(
        string="Size (bytes)", readonly=True, aggregator=None, help="In bytes."
    )
    file_hash = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the file: the same file gives the same fingerprint.",
    )
    event_id = fields.Many2one(
        "litige.event", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Take the fingerprint of each file, and refuse one that the dispute already has.

        :raise UserError: for a missing or empty file, and for the same file twice, in words
        """
        # A client may not say what only the machine knows, nor may a default.
        empty = dict.fromkeys(MACHINE_FIELDS, False)
        vals_list = [self._clean_words({**vals, **empty}) for vals in vals_list]
        for vals in vals_list:
            vals.setdefault("case_id", self.env.context.get("default_case_id"))
            self._seal_file(vals)
        self._refuse_duplicates([(vals["case_id"], vals) for vals in vals_list])
        self._place_last(vals_list)
        # The bytes themselves are the evidence: Odoo would shrink large pictures.
        model = self.with_context(image_no_postprocess=True)
        exhibits = super(LitigeExhibitSealMixin, model).create(vals_list).with_env(self.env)
        # Whatever a client or a default said of it.
        self.env.add_to_compute(self._fields[BINDING], exhibits)
        exhibits.filtered(lambda exhibit: exhibit.state == "kept")._note_added()
        return exhibits

    def write(self, vals):
        """Refuse, for everyone, to change what was frozen."""
        vals = self._clean_words(vals)
        if self.env.su and self.env.context.get("litige_freezing"):
            return super().write(vals)
        if not self.env.su and (MACHINE_FIELDS | {BINDING, "state", "case_id"}) & vals.keys():
            raise UserError(self.env._("Use the buttons of the dispute to change an exhibit."))
        if FROZEN_FIELDS & vals.keys():
            self._check_not_frozen()
        if FILE_FIELD not in vals:
            return super().write(vals)
        for exhibit in self:
            exhibit._seal_file(vals, exhibit.file_name)
        others = self._refuse_duplicates([(exhibit.case_id.id, vals) for exhibit in self], self)
        model = others.with_context(image_no_postprocess=True)
        result = super(LitigeExhibitSealMixin, model).write(vals)
        self.filtered(lambda exhibit: exhibit.state == "kept")._note_replaced()
        return result

    def unlink(self):
        """Say in the chronology which exhibits were removed from the file."""
        kept = self.filtered(lambda exhibit: exhibit.state == "kept" and not exhibit.frozen_on)
        self.check_access("unlink")
        kept._note_removed()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()

    def _check_not_frozen(self):
        frozen = self.filtered("frozen_on")
        if frozen:
            raise UserError(
                self.env._(
                    "%(exhibits)s: frozen, it can neither be changed nor deleted. Withdraw it, and "
                    "add the right document.",
                    exhibits=", ".join(frozen.mapped("label")),
                )
            )

    def _write_protected(self, vals):
        """Write what only the code of exhibits writes, for who may write on them."""
        self.check_access("write")
        # Checked just above; the values come from a button.
        self.sudo().with_context(litige_freezing=True).write(vals)

    @api.model
    def _clean_words(self, vals):
        """Return `vals` with a caption and a file name that read as they are, on one line."""
        return {
            name: clean_words(value) if name in WORDS and isinstance(value, str) else value
            for name, value in vals.items()
        }

    @api.model
    def _place_last(self, vals_list):
        """Put new exhibits after those of their dispute, in the order given."""
        case_ids = {vals["case_id"] for vals in vals_list}
        last = Counter(
            {
                case.id: sequence
                # The last place counts what this person may not see.
                for case, sequence in self.sudo()._read_group(
                    [("case_id", "in", list(case_ids))], ["case_id"], ["sequence:max"]
                )
            }
        )
        for vals in vals_list:
            last[vals["case_id"]] += 1
            vals["sequence"] = last[vals["case_id"]]

    # === FINGERPRINT === #

    @api.model
    def _seal_file(self, vals, file_name=None):
        """Complete `vals` with what the file itself says: size, format and SHA-256."""
        file_name = vals.get("file_name") or file_name
        try:
            raw = base64.b64decode(vals.get(FILE_FIELD) or b"")
        except (ValueError, binascii.Error):
            raw = b""
        if not raw:
            raise UserError(
                self.env._(
                    "%(file)s is missing or empty: choose another file.",
                    file=file_name or self.env._("The file"),
                )
            )
        vals.update(
            file_name=file_name or self.env._("Document"),
            mimetype=guess_mimetype(raw, "application/octet-stream"),
            file_size=len(raw),
            file_hash=hashlib.sha256(raw).hexdigest(),
        )

    @api.model
    def _find_duplicates(self, pairs, ignored=None):
        """Return the exhibit that each (case id, values) repeats, by their position.

        A file repeated among the pairs themselves is found too, without an exhibit.
        """
        # Confidential exhibits count too: the same file twice is refused whoever asks.
        known = {
            (exhibit.case_id.id, exhibit.file_hash): exhibit
            for exhibit in self.sudo().search(
                [
                    ("case_id", "in", [case_id for case_id, _vals in pairs]),
                    ("file_hash", "in", [vals["file_hash"] for _case, vals in pairs]),
                    ("withdrawn_on", "=", False),
                    ("id", "not in", ignored.ids if ignored else []),
                ]
            )
        }
        found, seen = {}, set()
        for position, (case_id, vals) in enumerate(pairs):
            key = case_id, vals["file_hash"]
            if key in known or key in seen:
                found[position] = known.get(key, self.browse())
            seen.add(key)
        return found

    def _refuse_duplicates(self, pairs, ignored=None):
        for position, twin in self._find_duplicates(pairs, ignored).items():
            raise UserError(self._get_duplicate_message(pairs[position][1]["file_name"], twin))
        return self

    @api.model
    def _get_duplicate_message(self, file_name, twin):
        """Say which exhibit a file is already."""
        if not twin:
            return self.env._("%(file)s was chosen twice.", file=file_name)
        return self.env._(
            "%(file)s is already in this file: %(exhibit)s.",
            file=file_name,
            exhibit=twin.label or self.env._("a proposed exhibit"),
        )

    def _get_file_attachments(self):
        """Return the stored file of each exhibit, by exhibit (none when it is missing)."""
        self.check_access("read")
        # Whoever may read the exhibit may read its file.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", FILE_FIELD),
                    ("res_id", "in", self.ids),
                ]
            )
        )
        return {self.browse(attachment.res_id): attachment for attachment in attachments}

    def _get_raw(self):
        """Return the bytes of the file, empty when the file store lost it."""
        self.ensure_one()
        attachment = self._get_file_attachments().get(self)
        return (attachment and attachment.raw) or b""

    def _verify(self):
        """Return the exhibits whose file is missing or no longer the one that was added."""
        attachments = self._get_file_attachments()
        altered = []
        for exhibit in self:
            attachment = attachments.get(exhibit)
            raw = (attachment and attachment.raw) or b""
            if hashlib.sha256(raw).hexdigest() != exhibit.file_hash:
                altered.append(exhibit.id)
            if attachment:
                attachment.invalidate_recordset(["raw"])  # one file at a time in memory
        return self.browse(altered)

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == FILE_FIELD and any(self.exists().mapped("frozen_on"))
