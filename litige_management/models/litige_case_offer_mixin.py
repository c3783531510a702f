from odoo import fields, models

OFFER_GROUPS = "litige_management.litige_management_group_user"
ACTIVITY = "litige_management.mail_activity_type_offer"
PORTAL_FIELDS = ("amount", "count", "frequency", "date_first", "expires_on", "note", "line_ids")


class LitigeCaseOfferMixin(models.AbstractModel):
    """The offers of a dispute, in the order in which they were made."""

    _name = "litige.case.offer.mixin"
    _description = "Offers of a Dispute"

    offer_ids = fields.One2many("litige.offer", "case_id", string="Offers", groups=OFFER_GROUPS)

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
