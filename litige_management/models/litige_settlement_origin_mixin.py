from odoo import api, fields, models
from odoo.exceptions import ValidationError

# How a deed says where an agreement was reached, by the way taken. With {who}: led by whom.
REACHED = {
    "conciliation": ("la conciliation", ", menée par {who}, conciliateur de justice"),
    "consumer_mediation": ("la médiation de la consommation", ", menée par {who}"),
    "mediation": ("la médiation", ", menée par {who}"),
    "business_mediator": ("la médiation", ", menée par le Médiateur des entreprises"),
    "participatory": ("la procédure participative", ", chacune assistée de son avocat"),
}
NOT_REACHED = ("failure", "refused", "inadmissible", "unavailable", "withdrawn")


class LitigeSettlementOriginMixin(models.AbstractModel):
    """Where an agreement was reached, which says whether a judge may approve it.

    A settlement (transaction) may always be; the record of an agreement only when it comes from a
    mediation, a conciliation or a participatory procedure. A payment plan made between the two
    sides alone never is.
    """

    _name = "litige.settlement.origin.mixin"
    _description = "Origin of an Agreement"

    proceeding_id = fields.Many2one(
        "litige.proceeding",
        string="Reached In",
        check_company=True,
        copy=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="litige_management.litige_management_group_user",
        domain="[('case_id', '=', case_id), ('remedy_id.is_approvable', '=', True)]",
        help="The mediation, conciliation or participatory procedure that led to this agreement: "
        "the deed says so, and a judge may then approve even a mere record of it.",
    )
    enforcement_route = fields.Selection(
        [
            ("none", "None"),
            ("homologation", "Approval by a judge, at either side's request"),
            ("lawyers", "Countersigned by each side's lawyer, then the court's clerk"),
        ],
        string="To Make It Enforceable",
        compute="_compute_enforcement_route",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="A private agreement is not enforceable by itself. A settlement can be approved, and "
        "so can the record of an agreement reached in a mediation, a conciliation or a "
        "participatory procedure.",
    )
    is_approvable = fields.Boolean(
        compute="_compute_is_approvable",
        help="A judge, or the clerk when lawyers countersign, may make it enforceable.",
    )

    @api.depends("kind", "proceeding_id")
    def _compute_is_approvable(self):
        for settlement in self:
            # Whoever reads an agreement may know whether a judge may approve it.
            origin = settlement.sudo().proceeding_id
            settlement.is_approvable = settlement.kind == "transaction" or (
                settlement.kind == "record" and origin.remedy_id.is_approvable
            )

    @api.depends("kind", "proceeding_id")
    def _compute_enforcement_route(self):
        # Never on a final text, even when somebody corrects the proceeding later.
        for settlement in self.filtered(lambda one: one.state == "draft"):
            settlement.enforcement_route = "homologation" if settlement.is_approvable else "none"

    @api.constrains("proceeding_id")
    def _check_proceeding(self):
        for settlement in self:
            origin = settlement.sudo().proceeding_id  # compared only
            if origin and origin.case_id != settlement.case_id:
                raise ValidationError(
                    self.env._("An agreement is reached in a proceeding of its own dispute.")
                )

    def _get_origin_issues(self):
        """Yield what makes this agreement impossible to approve, or wrong about its origin."""
        if self.enforcement_route != "none" and not self.is_approvable:
            yield self.env._(
                "A judge approves a settlement, or the record of an agreement reached in a "
                "mediation, a conciliation or a participatory procedure: say in which one."
            )
        origin = self.sudo().proceeding_id  # its outcome only
        if origin.outcome in NOT_REACHED:
            yield self.env._(
                "%(proceeding)s ended without an agreement: it cannot be where this one was "
                "reached.",
                proceeding=origin.remedy_id.name,
            )

    # === WORDS OF THE DEED === #

    def _get_origin_words(self):
        """Return how the deed names where it was reached: (the way, who led it, whom it binds).

        `presence`: who signs beside the parties, for a conciliator alone.
        """
        self.ensure_one()
        origin = self.sudo().proceeding_id  # printed on the agreement, for all its readers
        way, led = REACHED.get(origin.remedy_id.code, ("", ""))
        who = origin.provider_id.name
        if "{who}" in led:
            led = led.format(who=who) if who else ""
        conciliation = origin.remedy_id.code == "conciliation" and self.kind == "record"
        return {
            "way": way,
            "reached": f"au cours de {way}{led}" if way else "",
            "secret": bool(way) and origin.remedy_id.is_confidential,
            "presence": (who or "") if conciliation else None,
        }
