from odoo import api, fields, models
from odoo.exceptions import UserError

OFFER_GROUPS = "litige_management.litige_management_group_user"
ACTIVITY = "litige_management.mail_activity_type_offer"
PORTAL_FIELDS = ("amount", "count", "frequency", "date_first", "expires_on", "note", "line_ids")


class LitigeCaseOfferMixin(models.AbstractModel):
    """The offers of a dispute, in the order in which they were made."""

    _name = "litige.case.offer.mixin"
    _description = "Offers of a Dispute"

    offer_ids = fields.One2many("litige.offer", "case_id", string="Offers", groups=OFFER_GROUPS)
    offer_party = fields.Selection(
        [("us", "Us"), ("customer", "The customer")],
        compute="_compute_offer_text",
        groups=OFFER_GROUPS,
    )
    offer_text = fields.Text(
        string="On the Table",
        compute="_compute_offer_text",
        groups=OFFER_GROUPS,
        help="The offer that waits for an answer, and what it is worth beside going on.",
    )

    @api.depends("offer_ids.state", "offer_ids.expires_on", "estimate_ids")
    @api.depends_context("lang", "tz")
    def _compute_offer_text(self):
        for case in self:
            offer = case._get_open_offer()
            case.offer_party = offer.party
            case.offer_text = bool(offer) and offer._get_table_text()

    def _get_open_offer(self):
        """Return the offer that waits for an answer today, empty when none does."""
        today = fields.Date.context_today(self)
        return self.offer_ids.filtered(lambda offer: offer._is_open_on(today))[:1]

    # === ANSWERING WHAT IS ON THE TABLE === #

    def action_accept_offer(self):
        """Note that the offer on the table is accepted, and open the draft agreement."""
        return self._need_open_offer().action_accept()

    def action_counter_offer(self):
        """Prepare the answer of the other side to the offer on the table."""
        return self._need_open_offer().action_counter()

    def action_refuse_offer(self):
        """Note that the offer on the table is refused."""
        self._need_open_offer().action_refuse()

    def _need_open_offer(self):
        self.ensure_one()
        offer = self._get_open_offer()
        if not offer:
            raise UserError(self.env._("No offer is on the table any more."))
        return offer

    def action_new_offer(self):
        """Prepare an offer on this dispute."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Offer"),
            "res_model": "litige.offer",
            "view_mode": "form",
            "context": {"default_case_id": self.id, "default_amount": self.open_amount},
        }

    # === THE CUSTOMER'S PORTAL === #

    def _portal_make_offer(self, vals):
        """Put an offer of the customer on the table: called once the portal knows who they are.

        :param vals: among `PORTAL_FIELDS`; anything else is ignored
        :return: the offer
        :raise UserError: closed dispute, nothing offered, expired, in words
        """
        self.ensure_one()
        offer = self.env["litige.offer"].create(
            {
                "case_id": self.id,
                "party": "customer",
                **{name: vals[name] for name in PORTAL_FIELDS if name in vals},
            }
        )
        offer.action_make()
        self._schedule_once(
            ACTIVITY, self.env._("The customer makes an offer on the portal: answer it.")
        )
        return offer

    def _portal_get_offers(self):
        """Return the offers that the customer may see: all that were made, ours and theirs."""
        self.ensure_one()
        return self.offer_ids.filtered(lambda offer: offer.state != "draft").sorted("rank")
