from odoo import api, fields, models
from odoo.fields import Domain

from ..legal import procedure

PARTIES = [
    ("ours", "Us"),
    ("theirs", "The customer"),
    ("both", "Both sides"),
    ("third", "The third party"),
]
# What a screen says of each way.
SHOWN = ["name", "code", "track", "sequence", "summary", "conditions", "cost", "usual_delay"]


MILESTONES = [
    ("filed", "The court is seized"),
    ("decision", "Decision"),
    ("served", "Served"),
    ("contested", "Challenged"),
    ("enforceable", "Enforceable"),
    ("enforcement", "Enforcement"),
]
# What may be known of a proceeding: `legal.procedure` says when each holds.
CONDITIONS = [
    ("civil", "Before the tribunal judiciaire"),
    ("commercial", "Before the tribunal de commerce"),
    ("lawyer", "A lawyer is compulsory"),
    ("in_person", "Served in person"),
    ("not_in_person", "Not served in person"),
    ("absent", "The customer did not appear"),
    ("appeared", "The customer appeared"),
    ("first_resort", "The decision can be appealed"),
    ("last_resort", "The court rules for good"),
    ("by_default", "Given by default"),
    ("provisional", "Enforceable at once"),
    ("not_provisional", "Not enforceable before it is final"),
]


class LitigeRemedy(models.Model):
    """One way out of a dispute that the law offers: the catalogue, not what was done.

    Which ways are open on a given dispute is counted by `legal.amicable` and `legal.judicial`, by
    the code of the remedy; the words, steps and delays around it are data. Their sequence is the
    ladder: the lightest way first.
    """

    _name = "litige.remedy"
    _description = "Way Out of a Dispute"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        index=True,
        help="Technical name: the rules that open or close this way know it by it.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    track = fields.Selection(
        [("amicable", "Amicable"), ("judicial", "Court")],
        required=True,
        default="amicable",
    )
    started_by = fields.Selection(
        PARTIES,
        string="Who Can Start It",
        required=True,
        default="both",
        help="A consumer mediation, for instance, is the consumer's alone to start.",
    )
    audience = fields.Selection(
        [
            ("any", "Anyone"),
            ("consumer", "Consumers"),
            ("professional", "Professionals"),
            ("merchant", "Merchants"),
        ],
        required=True,
        default="any",
        string="For Whom",
        help="Which customers it is meant for.",
    )
    summary = fields.Text(required=True, translate=True, help="What it is, in two sentences.")
    conditions = fields.Text(translate=True, help="What must exist before it can be taken.")
    cost = fields.Char(translate=True, help="What it usually costs, and whom.")
    usual_delay = fields.Char(
        translate=True, help="How long it usually takes. What was not verified says so."
    )
    provider_role = fields.Selection(
        lambda self: self.env["litige.provider"]._fields["role"]._description_selection(self.env),
        string="With",
        help="The third party that leads it.",
    )
    rule = fields.Char(
        string="Citation",
        help="Code of the citation of the law it rests on.",
    )
    legal_basis = fields.Char(compute="_compute_legal_basis")
    is_confidential = fields.Boolean(
        string="Confidential by Law",
        help="What is said, written or made for it may be shown to no judge: what is attached to "
        "it is confidential by default. Originals merely produced there stay usable.",
    )
    is_suspensive = fields.Boolean(
        string="Suspends the Limitation",
        help="From a written agreement to try it, or from the first meeting: never from a "
        "proposal.",
    )
    counts_as_attempt = fields.Boolean(
        string="Attempt Before Suing",
        help="It is one of the attempts that the court asks for before a small claim. Proposed "
        "when it ends; a person confirms it from the certificate.",
    )
    attempt_note = fields.Text(
        string="On the Attempt Before Suing",
        translate=True,
        help="What to know before counting it as the attempt that a court asks for, where it is "
        "not certain that it is one.",
    )
    is_approvable = fields.Boolean(
        string="Its Agreement Can Be Approved",
        help="A judge may approve even a mere record of the agreement reached there, and make it "
        "enforceable.",
    )
    date_from = fields.Date(string="In Force From")
    date_to = fields.Date(string="In Force To")
    step_ids = fields.One2many("litige.remedy.step", "remedy_id", string="Steps", copy=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Two ways cannot have the same code.")
    _validity_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A way cannot end before it starts."
    )

    @api.depends("rule")
    @api.depends_context("tz")
    def _compute_legal_basis(self):
        today = fields.Date.context_today(self)
        known = {
            code
            for code, date_from, _name in self.env["litige.legal.reference"]._get_rows()
            if date_from <= today
        }
        for remedy in self:
            remedy.legal_basis = remedy.rule in known and self.env[
                "litige.legal.reference"
            ]._get_citations([remedy.rule], today).get(remedy.rule)

    def _may_be_attempt(self):
        """Whether a person may count it as the amicable attempt that a court asks for."""
        self.ensure_one()
        return self.counts_as_attempt or bool(self.attempt_note)

    @api.model
    def _find(self, track, day):
        """Return the ways of a track (None: of both) that are in force on `day`, in order."""
        return self.search_fetch(
            (Domain("track", "=", track) if track else Domain.TRUE)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day)),
            SHOWN,
        )


class LitigeRemedyStep(models.Model):
    """One step of a way, as the catalogue knows it."""

    _name = "litige.remedy.step"
    _description = "Step of a Way"
    _order = "remedy_id, sequence, id"

    remedy_id = fields.Many2one("litige.remedy", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    party = fields.Selection(
        PARTIES, string="Who", required=True, default="ours", help="Who takes this step."
    )
    effect = fields.Selection(
        [
            ("agreed", "Written agreement to try"),
            ("meeting", "First meeting"),
            ("court_claim", "Claim in court"),
            ("enforcement", "Conservatory measure or act of enforcement"),
        ],
        help="What this step does to the limitation. A written agreement of both sides to try "
        "suspends it, or failing that the first meeting. A claim in court interrupts it until the "
        "proceeding ends, a measure or an act of enforcement starts it again. A request for a "
        "payment order does nothing: the service of the order is the claim in court.",
    )
    help_text = fields.Text(string="What to Do", translate=True)
    after_ids = fields.Many2many(
        "litige.remedy.step",
        "litige_remedy_step_after_rel",
        "step_id",
        "after_id",
        string="Comes After",
        domain="[('remedy_id', '=', remedy_id)]",
        help="It can be recorded once one of these was. None: it may come first, or at any time.",
    )
    excluded_by_ids = fields.Many2many(
        "litige.remedy.step",
        "litige_remedy_step_excluded_rel",
        "step_id",
        "excluded_id",
        string="No Longer After",
        domain="[('remedy_id', '=', remedy_id)]",
        help="Once one of these was recorded, it no longer can be.",
    )
    choice = fields.Char(
        string="One Of",
        help="Of all steps of this way with the same word here, one alone can be recorded: an "
        "order is granted, or refused.",
    )
    is_repeatable = fields.Boolean(
        string="May Come Again", help="A hearing that is put off, an act of enforcement…"
    )
    condition = fields.Selection(
        CONDITIONS, help="It exists in this case only. Empty: in all of them."
    )
    milestone = fields.Selection(
        MILESTONES,
        help="What it changes: the phase of the dispute, the interest, what may be enforced.",
    )
    outcome = fields.Selection(
        lambda self: (
            self.env["litige.proceeding"]._fields["outcome"]._description_selection(self.env)
        ),
        string="Ends As",
        help="Recording it ends the proceeding with this outcome.",
    )
    opens_remedy_id = fields.Many2one(
        "litige.remedy",
        string="Leads To",
        ondelete="set null",
        help="Recording it starts this other proceeding, against the same decision.",
    )
    asks_service = fields.Boolean(
        string="Asks How It Was Served",
        help="To the person themselves or not: it decides until when they may object.",
    )
    asks_hearing = fields.Boolean(
        string="Asks for the Day Given", help="The day of the hearing that it announces."
    )
    asks_award = fields.Boolean(
        string="Asks What Was Granted", help="Principal, interest, article 700, costs."
    )
    asks_attendance = fields.Boolean(
        string="Asks Who Appeared",
        help="And whether the decision can be appealed: the delays depend on it.",
    )
    rule_ids = fields.One2many("litige.deadline.rule", "step_id", string="Deadlines", copy=True)

    _code_uniq = models.Constraint(
        "UNIQUE (remedy_id, code)", "Two steps of a way cannot have the same code."
    )

    def _to_kind(self):
        """Return the step as the order of steps reads it (`legal.procedure.StepKind`)."""
        self.ensure_one()
        return procedure.StepKind(
            self.code,
            frozenset(self.after_ids.mapped("code")),
            frozenset(self.excluded_by_ids.mapped("code")),
            self.choice or "",
            self.is_repeatable,
            self.condition or "",
        )

    def action_record(self):
        """Ask what is needed to record this step on the proceeding of the context."""
        self.ensure_one()
        proceeding = self.env["litige.proceeding"].browse(self.env.context["litige_proceeding_id"])
        return proceeding._action_record(self)


class LitigeDeadlineRule(models.Model):
    """A delay that a step starts: how long it lasts is a legal parameter, never a number here.

    Which version of the law counts is data too: the delay to serve an order is that of the day the
    order was issued, whatever the day it is recorded.
    """

    _name = "litige.deadline.rule"
    _description = "Rule of a Deadline"
    _order = "step_id, id"

    step_id = fields.Many2one("litige.remedy.step", required=True, ondelete="cascade", index=True)
    name = fields.Char(
        required=True, translate=True, help="What must have happened by then, in a few words."
    )
    parameter_code = fields.Char(
        string="Delay",
        help="Code of the legal parameter that says how long it lasts.",
    )
    counted = fields.Selection(
        [
            ("after", "From the day of the step"),
            ("before", "Back from the day that the step announces"),
            ("on", "On the day that the step announces"),
        ],
        required=True,
        default="after",
    )
    condition = fields.Selection(
        CONDITIONS, help="It runs in this case only. Empty: in all of them."
    )
    law_step_ids = fields.Many2many(
        "litige.remedy.step",
        "litige_deadline_rule_law_rel",
        "rule_id",
        "step_id",
        string="By the Law of the Day Of",
        help="The law in force on the day of this step decides. Empty: that of the day the delay "
        "starts.",
    )
    date_from = fields.Date(
        string="Law From", help="The delay exists only when that day is on or after this one."
    )
    date_to = fields.Date(string="Law To")
    opens_ids = fields.Many2many(
        "litige.remedy.step",
        "litige_deadline_rule_opens_rel",
        "rule_id",
        "step_id",
        help="These steps must wait until the delay is over.",
    )
    dropped_by_ids = fields.Many2many(
        "litige.remedy.step",
        "litige_deadline_rule_dropped_rel",
        "rule_id",
        "step_id",
        string="No Longer Needed After",
    )
    is_fatal = fields.Boolean(
        string="Void Afterwards",
        help="What meets it has no effect any more once the delay is over: an order that was not "
        "served in time is void.",
    )
    rule = fields.Char(string="Citation", help="Code of the citation of the law it rests on.")
    party = fields.Selection(PARTIES, string="Who", required=True, default="ours")
    is_procedural = fields.Boolean(
        string="Ends on a Working Day",
        help="A delay of procedure: ending on a Saturday, a Sunday or a public holiday, it is put "
        "off to the next working day. Other delays are not.",
    )
    adds_distance = fields.Boolean(
        string="Longer Overseas and Abroad",
        help="To appear, oppose or appeal, who lives overseas or abroad has more time.",
    )
    met_by_id = fields.Many2one(
        "litige.remedy.step",
        ondelete="set null",
        domain="[('remedy_id', '=', parent.remedy_id)]",
        help="The step that meets it: recording that step closes the deadline.",
    )

    _parameter_check = models.Constraint(
        "CHECK (counted = 'on' OR parameter_code <> '')",
        "Say which legal parameter gives the delay.",
    )

    def _get_law_day(self, step):
        """Return the day whose law decides: that of the delay's start, or of an earlier step."""
        self.ensure_one()
        deciding = step.proceeding_id.step_ids.filtered(
            lambda one: one.type_id in self.law_step_ids
        )
        return max(deciding.mapped("date"), default=step.date)

    def _applies(self, step, facts):
        """Whether the delay runs from `step`, given what is known of its proceeding."""
        self.ensure_one()
        if not procedure.holds(self.condition or "", facts):
            return False
        if self.counted != "after" and not step.announced_on:
            return False
        day = self._get_law_day(step)
        return not (
            (self.date_from and day < self.date_from) or (self.date_to and day > self.date_to)
        )
