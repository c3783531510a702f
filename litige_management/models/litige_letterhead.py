"""Who writes and to whom: the lines that documents print for companies and partners."""

import base64
import io

from PIL import Image, UnidentifiedImageError

from odoo import models
from odoo.tools.image import image_process

from ..legal import typography
from .litige_letter_words import WORDS

# How the usual qualities of those who sign are called in an English letter.
QUALITIES = {
    "gérant": "manager",
    "gérante": "manager",
    "président": "president",
    "présidente": "president",
    "directeur général": "chief executive officer",
    "directrice générale": "chief executive officer",
}
LOGO_SIZE = (600, 300)


class LitigeSenderMixin(models.AbstractModel):
    """A company at the head of its letters."""

    _name = "litige.sender.mixin"
    _description = "Sender of Letters"

    def _litige_get_sender_lines(self, language):
        """Return the legal identity that the law wants at the head of a letter, line by line."""
        self.ensure_one()
        french = language == "fr"
        phone = (self.phone or "").replace(" ", typography.NBSP)
        contact = " – ".join(filter(None, (phone, self.email)))
        vat = self.vat and f"{'TVA' if french else 'VAT'} {self.vat}"
        lines = (
            self._litige_get_form_line(french),
            self.street,
            self.street2,
            " ".join(filter(None, (self.zip, self.city))),
            " – ".join(filter(None, (self._litige_get_registry_line(), vat))),
            contact,
        )
        return [line for line in lines if line]

    def _litige_get_missing_identity(self, for_court=False):
        """Return in words what the settings do not say of who writes, empty when all is known.

        :param for_court: also the trade register; an individual represents himself
        """
        self.ensure_one()
        needs_register = for_court and self.company_registry and not self.litige_is_ei
        needs_signatory = not (for_court and self.litige_is_ei)
        return [
            label
            for is_known, label in (
                (self.company_registry, self.env._("SIREN")),
                (
                    self.litige_rcs_city or not needs_register,
                    self.env._("town of the trade register"),
                ),
                (self.litige_is_ei or self.litige_legal_form, self.env._("legal form")),
                (self.litige_signatory_name or not needs_signatory, self.env._("signatory")),
                (
                    self.litige_signatory_quality or not needs_signatory,
                    self.env._("quality of the signatory"),
                ),
                (self.street and self.city, self.env._("address")),
            )
            if not is_known
        ]

    def _litige_get_form_line(self, french):
        """Return the legal form and the capital, or what an individual entrepreneur must say."""
        if self.litige_is_ei:
            return "Entrepreneur individuel (EI)" if french else "Individual entrepreneur (EI)"
        if not self.litige_legal_form:
            return ""
        if not self.litige_share_capital:
            return self.litige_legal_form
        capital = typography.amount(
            self.litige_share_capital,
            self.currency_id.name,
            "fr" if french else "en",
            0 if self.litige_share_capital == int(self.litige_share_capital) else 2,
        )
        joint = "au capital de" if french else "with a capital of"
        return f"{self.litige_legal_form} {joint} {capital}"

    def _litige_get_registry_line(self):
        """Return the SIREN with the town of the trade register, when there is one."""
        siren = typography.siren(self.company_registry)
        if not siren:
            return self.company_registry or ""
        if self.litige_rcs_city:
            return f"{siren} RCS{typography.NBSP}{self.litige_rcs_city}"
        return f"SIREN{typography.NBSP}{siren}"

    def _litige_get_signatory_quality(self, language):
        """Return in what quality the letters are signed, explained where it is not in French."""
        quality = self.litige_signatory_quality or ""
        english = QUALITIES.get(quality.lower()) if language == "en" else None
        return f"{english} ({quality})" if english else quality

    def _litige_get_seat(self):
        """Return the address of the seat on one line."""
        self.ensure_one()
        town = " ".join(filter(None, (self.zip, self.city)))
        return ", ".join(filter(None, (self.street, self.street2, town)))

    def _litige_get_logo_class(self):
        """Return the class of the style sheet that shows the logo, empty without a logo."""
        self.ensure_one()
        return f"logo-{self.id}" if self.logo and not self.uses_default_logo else ""

    def _litige_get_logo(self):
        """Return the logo as a data URI that wkhtmltopdf reads, empty without a usable one."""
        self.ensure_one()
        if not self.logo or self.uses_default_logo:
            return ""
        try:
            content = image_process(base64.b64decode(self.logo), size=LOGO_SIZE)
            stream = io.BytesIO()
            # The binary reads neither WebP nor every PNG: a plain one is sure.
            Image.open(io.BytesIO(content)).convert("RGBA").save(stream, "PNG", optimize=True)
        except (UnidentifiedImageError, ValueError, OSError):
            return ""  # an SVG, for instance: the name of the company is printed instead
        return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"


class LitigeAddresseeMixin(models.AbstractModel):
    """A partner in the window of an envelope."""

    _name = "litige.addressee.mixin"
    _description = "Addressee of Letters"

    def _litige_get_address_lines(self, company, language="fr"):
        """Return the name and the postal address, as the post wants them: six lines at most."""
        self.ensure_one()
        name = self.commercial_partner_id.name
        person = self.name if self != self.commercial_partner_id and self.name != name else ""
        if person and self.commercial_partner_id.is_company:
            person = WORDS[language]["attention"].format(person=person)
        if self.country_id and self.country_id != company.country_id:
            lines = (name, person, *self._litige_get_foreign_lines(language))
        else:
            town = " ".join(filter(None, (self.zip, (self.city or "").upper())))
            lines = (name, person, self.street, self.street2, town)
        return [line for line in lines if line]

    def _litige_get_foreign_lines(self, language):
        """Return the address in its country's own format; the country in the letter's language."""
        code = {"fr": "fr_FR", "en": "en_US"}[language]
        partner = self
        if code == "en_US" or self.env["res.lang"]._get_data(code=code):
            partner = self.with_context(lang=code)
        lines = partner._display_address(without_company=True).splitlines()
        country = partner.country_id.name
        kept = [line.strip() for line in lines if line.strip() not in ("", country)]
        return [*kept, country.upper()]

    def _litige_has_postal_address(self):
        """Whether a letter sent to this partner would arrive: street, town, and a postal code."""
        self.ensure_one()
        return bool(self.street and self.city and (self.zip or self.country_id.code != "FR"))
