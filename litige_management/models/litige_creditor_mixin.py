"""Who the company is before a court: what a request must say of its author (art. 54 CPC)."""

from odoo import fields, models

from ..legal import typography

USERS = "litige_management.litige_management_group_user"


class LitigeCreditorMixin(models.AbstractModel):
    _name = "litige.creditor.mixin"
    _description = "Creditor before a Court"

    # A person's civil status is nobody's business but of who writes to courts.
    litige_profession = fields.Char(
        string="Profession", groups=USERS, help="As a court must read it: “menuisier”."
    )
    litige_birth_date = fields.Date(string="Born On", groups=USERS)
    litige_birth_place = fields.Char(string="Born In", groups=USERS)
    litige_nationality = fields.Char(
        string="Nationality", groups=USERS, help="As a court must read it: “française”."
    )
    litige_representative_name = fields.Char(
        string="Legal Representative",
        help="Who represents the company by law, when somebody else signs. Empty: the signatory.",
    )
    litige_representative_quality = fields.Char(
        string="Quality of the Representative", help="Gérant, présidente…"
    )
    litige_signatory_power = fields.Char(
        string="Power of the Signatory",
        help="When the signatory is not the legal representative: the power that a court asks for, "
        "as in “pouvoir spécial du 3 mars 2026”.",
    )

    def _litige_get_representative(self):
        """Return (name, quality) of the organ that represents the company by law."""
        self.ensure_one()
        if self.litige_representative_name:
            return self.litige_representative_name, self.litige_representative_quality or ""
        return self.litige_signatory_name or "", self.litige_signatory_quality or ""

    def _litige_needs_power(self):
        """Whether who signs acts for the legal representative."""
        self.ensure_one()
        return bool(self.litige_representative_name) and (
            self.litige_representative_name != self.litige_signatory_name
        )

    def _litige_get_creditor_rows(self):
        """Return (label, value) of what a court must know of the company, in French.

        A natural person: name, profession, domicile, nationality, birth. A legal person: form,
        name, seat, register, and the organ that represents it (art. 54 CPC). A value nobody
        entered is empty: `_litige_get_missing_creditor` says so in words.
        """
        self.ensure_one()
        seat = self._litige_get_seat()
        if self.litige_is_ei:
            born = self.litige_birth_date and typography.long_date(self.litige_birth_date, "fr")
            birth = f"{born}, à {self.litige_birth_place}" if born else ""
            return [
                ("Nom et prénoms", self.litige_signatory_name or self.name),
                ("Nom commercial", self.name if self.litige_signatory_name else ""),
                ("Qualité", "Entrepreneur individuel (EI)"),
                ("Profession", self.litige_profession),
                ("Nationalité", self.litige_nationality),
                ("Date et lieu de naissance", birth),
                ("Domicile ou établissement", seat),
                ("Immatriculation", self._litige_get_registry_line()),
            ]
        name, quality = self._litige_get_representative()
        return [
            ("Dénomination", self.name),
            ("Forme et capital", self._litige_get_form_line(True)),
            ("Siège social", seat),
            ("Immatriculation", self._litige_get_registry_line()),
            ("Représentée par", ", ".join(filter(None, (name, quality)))),
        ]

    def _litige_get_missing_creditor(self):
        """Return in words what a court asks for and the settings do not say, empty if nothing."""
        self.ensure_one()
        missing = self._litige_get_missing_identity(for_court=True)
        facts = (
            (self.litige_signatory_name, self.env._("civil name")),
            (self.litige_profession, self.env._("profession")),
            (self.litige_nationality, self.env._("nationality")),
            (self.litige_birth_date, self.env._("date of birth")),
            (self.litige_birth_place, self.env._("place of birth")),
        )
        if self.litige_is_ei:
            missing += [label for known, label in facts if not known]
        elif self._litige_needs_power() and not self.litige_signatory_power:
            missing.append(self.env._("power of the signatory"))
        return missing
