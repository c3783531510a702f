from odoo import api, fields, models

from ..models.litige_letter_court_mixin import COURT_WORDS, SUITS
from ..models.litige_letter_template import KINDS, THIRD_PARTY_KINDS
from ..models.litige_letter_third_party_mixin import INSOLVENCY, MANDATES, ORDER, PREPARATION, ROLES


class LitigeLetterAddress(models.TransientModel):
    """Whom a paper about the customer is written to, and what for."""

    _name = "litige.letter.address"
    _description = "Address a Paper"

    case_id = fields.Many2one("litige.case", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id")
    kind = fields.Selection(
        [(code, label) for code, label in KINDS if code in THIRD_PARTY_KINDS],
        string="Paper",
        required=True,
        default="bailiff",
    )
    is_chosen = fields.Boolean(help="The paper was chosen before.")
    role = fields.Char(compute="_compute_role")
    provider_id = fields.Many2one(
        "litige.provider",
        string="Third Party",
        compute="_compute_provider_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('role', '=', role), ('company_id', 'in', (False, company_id))]",
        help="One you know already. Otherwise choose the contact below.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Written To",
        required=True,
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
        help="The contact whose name and address head the paper.",
    )
    mandate = fields.Selection(
        MANDATES, default="amicable", help="What the judicial officer is asked to do."
    )
    suit_kind = fields.Selection(SUITS, string="Lawsuit Prepared", default="summary")
    hint = fields.Char(compute="_compute_hint")

    @api.depends("kind")
    def _compute_role(self):
        for wizard in self:
            wizard.role = ROLES.get(wizard.kind, False)

    @api.depends("role", "case_id")
    def _compute_provider_id(self):
        """Propose who has the file already, else the only one in that role."""
        for wizard in self:
            running = wizard.case_id.proceeding_ids.filtered(
                lambda one, role=wizard.role: (
                    one.state == "running" and role and one.provider_id.role == role
                )
            ).provider_id[:1]
            known = self.env["litige.provider"].search(
                [
                    ("role", "=", wizard.role),
                    ("company_id", "in", (False, wizard.company_id.id)),
                ],
                limit=2,
            )
            wizard.provider_id = running or (known if len(known) == 1 else False)

    @api.depends("provider_id", "kind", "case_id")
    def _compute_partner_id(self):
        for wizard in self:
            # Whom the claim is declared to is no secret of who may write the declaration.
            agent = wizard.case_id.partner_id.sudo().litige_insolvency_agent_id
            found = wizard.provider_id.partner_id or (
                wizard.kind == INSOLVENCY and agent.with_env(self.env)
            )
            wizard.partner_id = found or wizard.partner_id

    @api.depends("kind", "case_id")
    def _compute_hint(self):
        for wizard in self:
            wizard.hint = wizard._get_hint()

    def _get_hint(self):
        """Return where to look for the right recipient, in one sentence."""
        customer = self.case_id.partner_id
        place = " ".join(filter(None, (customer.zip, customer.city)))
        if self.kind == INSOLVENCY:
            return self.env._(
                "The judgment names the representative of creditors (mandataire judiciaire)."
            )
        if self.kind not in (ORDER, PREPARATION):
            return False
        court = COURT_WORDS.get(self.case_id._get_court())
        if self.kind == PREPARATION:
            return self.env._("A lawyer or a judicial officer: never the court itself.")
        if not court:
            return self.env._("The court of the customer's address: %(place)s.", place=place)
        return self.env._(
            "The court of the customer's address: %(court)s, for %(place)s.",
            court=court,
            place=place,
        )

    def action_write(self):
        """Write the draft."""
        self.ensure_one()
        values = {"mandate": self.mandate, "suit_kind": self.suit_kind}
        return self.case_id._write_letter(self.kind, partner=self.partner_id, **values)
