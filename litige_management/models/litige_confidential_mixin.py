from odoo import api, fields, models

# Whom a file may be handed to. The other side, or someone it has to convince together with us,
# is not shown what we would merely rather keep to ourselves.
AUDIENCES = frozenset(("mediator", "court", "lawyer", "insurer", "customer"))
OPEN_TO_THE_OTHER_SIDE = frozenset(("mediator", "customer"))
WISH = "wish"


class LitigeConfidentialMixin(models.AbstractModel):
    """What must not leave the house: a ground that binds everyone, or only a wish of ours."""

    _name = "litige.confidential.mixin"
    _description = "Confidential Record"

    confidential = fields.Boolean(
        help="Kept out of letters, court files and the customer's portal.",
    )
    confidential_ground = fields.Selection(
        [
            ("mediation", "Said or written in a mediation or conciliation"),
            ("agreement", "Written agreement of the parties"),
            ("lawyers", "Letters between lawyers"),
            (WISH, "Our wish only (binds nobody)"),
        ],
        string="Ground of Confidentiality",
        help="Why it may not be shown. A wish of ours binds nobody: a judge may still see it. A "
        "letter between lawyers marked “officielle” is not confidential.",
    )
    is_confidential_binding = fields.Boolean(
        string="Never Shown to a Judge",
        compute="_compute_is_confidential_binding",
        store=True,
        precompute=True,
        help="Its ground binds everyone: it stays out of every file that leaves the company. "
        "For the few exceptions (public order, enforcing the agreement), ask a lawyer.",
    )

    @api.depends("confidential", "confidential_ground")
    def _compute_is_confidential_binding(self):
        for record in self:
            record.is_confidential_binding = self._is_binding(
                record.confidential, record.confidential_ground
            )

    @api.model
    def _is_binding(self, confidential, ground):
        """Whether a confidential record may never be produced: without a ground, it may not."""
        return bool(confidential) and ground != WISH

    @api.onchange("confidential", "confidential_ground")
    def _onchange_confidential_ground(self):
        if not self.confidential:
            self.confidential_ground = False
        elif self.confidential_ground == WISH:
            return {
                "warning": {
                    "title": self.env._("A wish binds nobody"),
                    "message": self.env._(
                        "It stays out of what the customer and the mediator receive, but in the "
                        "files for the court, the lawyer and the insurer."
                    ),
                }
            }
        return None

    def _filter_usable(self, audience):
        """Return the records that may be handed to `audience`, in the same order.

        :param audience: one of `AUDIENCES`
        :raise ValueError: for any other: better no file than one that says too much
        """
        if audience not in AUDIENCES:
            raise ValueError(f"Unknown audience: {audience!r}")
        if audience in OPEN_TO_THE_OTHER_SIDE:
            return self.filtered(lambda record: not record.confidential)
        return self.filtered(lambda record: not record.is_confidential_binding)
