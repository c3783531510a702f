from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..legal import claim_facts, courts

TROUBLE_GROUPS = "account.group_account_invoice,account.group_account_readonly"
# Countries of Odoo where French civil procedure applies as it does in mainland France.
FRANCE = frozenset(("FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM"))
TROUBLE_FIELDS = (
    "litige_insolvency_kind",
    "litige_insolvency_date",
    "litige_insolvency_published_on",
    "litige_insolvency_publication",
    "litige_overindebted_on",
)


class LitigeInsolvencyMixin(models.AbstractModel):
    """A customer who may no longer pay: insolvency proceedings, over-indebtedness."""

    _name = "litige.insolvency.mixin"
    _description = "Customer in Difficulty"

    litige_insolvency_kind = fields.Selection(
        [
            ("sauvegarde", "Safeguard"),
            ("redressement", "Receivership"),
            ("liquidation", "Liquidation"),
        ],
        string="Insolvency Proceeding",
        copy=False,
        groups=TROUBLE_GROUPS,
        help="Stops reminders, interest and actions: the claim must be declared instead.",
    )
    litige_insolvency_date = fields.Date(
        string="Insolvency Judgment",
        copy=False,
        groups=TROUBLE_GROUPS,
        help="The day of the judgment that opened the proceeding: interest stops the day before.",
    )
    litige_insolvency_publication = fields.Char(
        string="Publication (BODACC)",
        copy=False,
        groups=TROUBLE_GROUPS,
        help="Reference of the publication, as the BODACC prints it.",
    )
    litige_overindebted_on = fields.Date(
        string="Over-Indebtedness Admitted On",
        copy=False,
        groups=TROUBLE_GROUPS,
        help="The day the commission admitted this consumer's file: earlier debts may no longer "
        "be paid nor chased.",
    )
    litige_insolvency_published_on = fields.Date(
        string="Published On",
        copy=False,
        groups=TROUBLE_GROUPS,
        help="The day the judgment was published in the BODACC: the time to declare the claim runs "
        "from it.",
    )
    litige_insolvency_agent_id = fields.Many2one(
        "res.partner",
        string="Creditors' Representative",
        copy=False,
        groups=TROUBLE_GROUPS,
        index="btree_not_null",
        help="The mandataire judiciaire or liquidator to whom the claim is declared.",
    )

    @api.constrains("litige_insolvency_date", "litige_insolvency_published_on")
    def _check_litige_insolvency_dates(self):
        today = fields.Date.context_today(self)
        for partner in self:
            judged, published = (
                partner.litige_insolvency_date,
                partner.litige_insolvency_published_on,
            )
            if any(day and day > today for day in (judged, published)):
                raise ValidationError(self.env._("A judgment or its publication is not to come."))
            if judged and published and published < judged:
                raise ValidationError(
                    self.env._("A judgment is published on its day or later, never before.")
                )

    @api.model
    def _commercial_fields(self):
        """A contact has the proceedings of its company."""
        return [
            *super()._commercial_fields(),
            *TROUBLE_FIELDS,
            "litige_insolvency_agent_id",
        ]

    def write(self, vals):
        """Let the open disputes of a customer follow what happens to it."""
        if not vals.keys() & set(TROUBLE_FIELDS):
            return super().write(vals)
        # What happens to a customer is the same, whoever notes it.
        partners = self.sudo()
        before = {partner: partner._litige_get_trouble() for partner in partners}
        result = super().write(vals)
        changed = partners.filtered(
            lambda one: (
                one == one.commercial_partner_id and before[one] != one._litige_get_trouble()
            )
        )
        self.env["litige.case"].sudo()._follow_trouble_of(changed)
        return result

    def _litige_get_payment_ban(self):
        """Return why this customer may not pay their earlier debts, in words for them."""
        self.ensure_one()
        if self.litige_insolvency_kind:
            return self.env._(
                "Insolvency proceedings are open: the law forbids paying earlier debts. There is "
                "nothing to pay here."
            )
        if self.litige_overindebted_on:
            return self.env._(
                "Your over-indebtedness file was admitted: the law forbids paying earlier debts "
                "outside of it. There is nothing to pay here."
            )
        return ""

    def _litige_is_barred(self):
        """Whether the law forbids this customer to pay its earlier debts."""
        self.ensure_one()
        return bool(self.litige_insolvency_kind or self.litige_overindebted_on)

    def _litige_get_trouble(self):
        return tuple(self[name] for name in TROUBLE_FIELDS)

    # === WHAT DECIDES BEFORE A COURT === #

    def _litige_is_abroad(self, company):
        """Whether the customer lives outside the country of the company, as procedure sees it."""
        self.ensure_one()
        theirs, ours = self.country_id, company.account_fiscal_country_id
        if not theirs or not ours or theirs == ours:
            return False
        return not {theirs.code, ours.code} <= FRANCE

    def _litige_get_court_facts(self, company):
        """Return what the customer and the company are to a court, as `claim_facts.Facts` takes it.

        A fact that this user may not read (a customer's difficulties) decides all the same.
        """
        self.ensure_one()
        partner = self.sudo()
        abroad = partner._litige_is_abroad(company)
        known = partner.street and partner.zip and partner.city
        return {
            "creditor": company.litige_standing or None,
            "insolvent": bool(partner.litige_insolvency_kind),
            "published_on": partner.litige_insolvency_published_on or None,
            "over_indebted": bool(partner.litige_overindebted_on),
            "abroad": abroad,
            "in_europe": abroad and partner._litige_is_in_europe(),
            "local_law": not abroad and courts.is_local_law(partner.zip),
            "address": claim_facts.ADDRESS_KNOWN if known else claim_facts.ADDRESS_UNKNOWN,
        }

    def _litige_is_in_europe(self):
        europe = self.env.ref("base.europe", raise_if_not_found=False)
        return bool(europe) and self.country_id in europe.country_ids
