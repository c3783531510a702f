import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.litige_award import CLAIMED, GRANTED, HEADS
from ..models.litige_proceeding_step import SERVICES

# What a decision says of itself, copied as it is to the record that keeps it.
DECISION = ("rate", "agreed_percent", "interest_from", "is_provisional")


class LitigeProceedingRecord(models.TransientModel):
    """Record one step of a proceeding: its day, its paper, and only what depends on it."""

    _name = "litige.proceeding.record"
    _description = "Record a Step"

    proceeding_id = fields.Many2one("litige.proceeding", required=True, readonly=True)
    possible_type_ids = fields.Many2many("litige.remedy.step", compute="_compute_possible_type_ids")
    type_id = fields.Many2one(
        "litige.remedy.step",
        string="Step",
        required=True,
        domain="[('id', 'in', possible_type_ids)]",
    )
    help_text = fields.Text(related="type_id.help_text")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day the paper says: the delays are counted from it.",
    )
    paper = fields.Binary(help="The order, the act, the judgment… It becomes an exhibit.")
    paper_name = fields.Char()
    asks_service = fields.Boolean(related="type_id.asks_service")
    service = fields.Selection(SERVICES, string="Served")
    asks_hearing = fields.Boolean(related="type_id.asks_hearing")
    announced_on = fields.Date(string="Hearing On")
    asks_attendance = fields.Boolean(related="type_id.asks_attendance")
    is_absent = fields.Boolean(
        string="The Customer Did Not Appear",
        help="Neither in person nor through a lawyer: the decision must be served in time.",
    )
    is_last_resort = fields.Boolean(
        string="No Appeal",
        help="The court rules for good: the decision says “en dernier ressort”.",
    )
    asks_award = fields.Boolean(related="type_id.asks_award")
    currency_id = fields.Many2one(related="proceeding_id.currency_id")
    claimed_principal = fields.Monetary()
    claimed_interest = fields.Monetary()
    claimed_indemnity = fields.Monetary()
    claimed_article_700 = fields.Monetary()
    claimed_costs = fields.Monetary()
    granted_principal = fields.Monetary()
    granted_interest = fields.Monetary()
    granted_indemnity = fields.Monetary()
    granted_article_700 = fields.Monetary()
    granted_costs = fields.Monetary()
    rate = fields.Selection(
        lambda self: self.env["litige.award"]._fields["rate"]._description_selection(self.env),
        string="Interest Granted At",
        default="legal",
    )
    agreed_percent = fields.Float(string="Percent a Year", digits=(6, 3))
    interest_from = fields.Date(
        help="The first day of interest that is not in the sums above, as the decision says. "
        "Empty: the day after it."
    )
    is_provisional = fields.Boolean(
        string="Enforceable at Once",
        compute="_compute_is_provisional",
        store=True,
        readonly=False,
        help="A first decision may be enforced once served, unless it says otherwise.",
    )
    note = fields.Text(string="Our Notes", help="For us alone.")

    # === COMPUTES === #

    @api.depends("proceeding_id")
    def _compute_possible_type_ids(self):
        for wizard in self:
            wizard.possible_type_ids = wizard.proceeding_id._get_possible_types()

    @api.depends("type_id")
    def _compute_is_provisional(self):
        for wizard in self:
            wizard.is_provisional = wizard.type_id.asks_attendance

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Propose the sums asked for: those of the last decision, else what is due today."""
        if self.asks_award and not any(self[name] for name in CLAIMED):
            self.update(self.proceeding_id._propose_claimed())
        if self.type_id.milestone == "enforceable":
            self.date = self.proceeding_id._propose_enforceable_on() or self.date

    @api.onchange(*CLAIMED)
    def _onchange_claimed(self):
        """A decision that grants all needs nothing typed twice."""
        if self.type_id.milestone == "decision" and not any(self[name] for name in GRANTED):
            self.action_grant_all()

    def action_grant_all(self):
        """Take over everything that was asked as granted."""
        for head in HEADS:
            self[f"granted_{head}"] = self[f"claimed_{head}"]

    # === RECORDING === #

    def action_record(self):
        """Record the step. Its delays start; the dispute follows."""
        self.ensure_one()
        proceeding = self.proceeding_id
        if self.asks_hearing and not self.announced_on:
            raise UserError(self.env._("Say on which day the hearing is."))
        values = {
            "proceeding_id": proceeding.id,
            "type_id": self.type_id.id,
            "date": self.date,
            "note": self.note,
            "service": self.asks_service and self.service,
            "announced_on": self.asks_hearing and self.announced_on,
            "is_absent": self.asks_attendance and self.is_absent,
            "is_last_resort": self.asks_attendance and self.is_last_resort,
        }
        if self.paper:
            values["exhibit_id"] = self._add_paper().id
        if self.asks_award:
            values["award_ids"] = [Command.create(self._prepare_award())]
        self.env["litige.proceeding.step"].create([values])
        return {"type": "ir.actions.act_window_close"}

    def _prepare_award(self):
        return {name: self[name] for name in (*CLAIMED, *GRANTED, *DECISION)}

    def _add_paper(self):
        """Make the paper an exhibit of the dispute, named after the step."""
        proceeding = self.proceeding_id
        told = self.with_env(proceeding._in_company_language().env)
        is_service = self.type_id.milestone == "served"
        return proceeding.case_id._add_exhibits(
            [
                {
                    "raw": base64.b64decode(self.with_context(bin_size=False).paper),
                    "file_name": self.paper_name or "document.pdf",
                    "type": "court_service" if is_service else "court_decision",
                    "name": told.env._(
                        "%(way)s: %(step)s",
                        way=told.proceeding_id.remedy_id.name,
                        step=told.type_id.name,
                    ),
                    "date": self.date,
                    "proceeding_id": proceeding.id,
                    "source": proceeding,
                }
            ]
        )[:1]
