import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError

WEIGHTS = [("strong", "Strong"), ("medium", "Medium"), ("weak", "Weak")]
# What a file is when its name says nothing.
BY_MIMETYPE = (("image/", "photo"), ("message/rfc822", "email"))
# Names that machines give: they make no caption.
NAMELESS = re.compile(
    r"^(img|dsc|dscn|pxl|scan|image|photo|document|doc|file|fichier|attachment|noname|unnamed)"
    r"[\W\d_]*$",
    re.IGNORECASE,
)


class LitigeExhibitType(models.Model):
    _name = "litige.exhibit.type"
    _description = "Exhibit Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        copy=False,
        help="Short technical name, used when files are collected. Leave it as it is.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    weight = fields.Selection(
        WEIGHTS,
        string="Usual Weight",
        required=True,
        default="medium",
        help="How convincing a judge usually finds it: what the other side signed is strong, what "
        "we wrote ourselves is weak.",
    )
    keywords = fields.Char(
        help="Words in a file's name by which this type is recognised, separated by commas.",
    )
    description = fields.Text(
        translate=True,
        help="What it proves, and what to look for.",
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL",
        "This code is already used by another type of exhibit.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        if any(self.mapped("code")):
            raise UserError(
                self.env._("This type is used when files are collected. Archive it instead.")
            )

    @api.model
    def _get_by_code(self):
        """Return the types by code, archived ones included."""
        return {
            kind.code: kind for kind in self.with_context(active_test=False).search([]) if kind.code
        }

    @api.model
    def _guesser(self):
        """Return a function that guesses a type from a file name and a MIME type.

        The longest keyword found in the name wins; then what kind of file it is; then *other*.
        """
        types = self.search_fetch([], ["keywords"])
        words = sorted(
            (
                (_plain(word), kind)
                for kind in types
                for word in (kind.keywords or "").split(",")
                if word.strip()
            ),
            key=lambda pair: -len(pair[0]),
        )
        by_code = self._get_by_code()

        def guess(file_name, mimetype=""):
            name = f" {_plain(file_name or '')} "
            for word, kind in words:
                if f" {word} " in name or f" {word}s " in name:
                    return kind
            for prefix, code in BY_MIMETYPE:
                if (mimetype or "").startswith(prefix) and code in by_code:
                    return by_code[code]
            return by_code.get("other") or types[-1:]

        return guess

    @api.model
    def _propose_caption(self, file_name):
        """Return a caption made of a file's name, empty when the name says nothing."""
        stem = re.sub(r"\.\w{1,5}$", "", file_name or "")
        words = re.sub(r"[\s_]+", " ", stem).strip()
        if NAMELESS.match(stem) or not re.search(r"[^\W\d_]{3}", words):
            return ""
        return words[0].upper() + words[1:]


def _plain(text):
    """Return a text without accents, case or signs, words apart by one space."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z]+", text))
