from odoo import api, fields, models
from odoo.fields import Domain

PARTIES = [
    ("ours", "Us"),
    ("theirs", "The customer"),
    ("both", "Both sides"),
    ("third", "The third party"),
]
# What a screen says of each way.
SHOWN = ["name", "code", "track", "sequence", "summary", "conditions", "cost", "usual_delay"]


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
    rule_ids = fields.One2many("litige.deadline.rule", "step_id", string="Deadlines", copy=True)

    _code_uniq = models.Constraint(
        "UNIQUE (remedy_id, code)", "Two steps of a way cannot have the same code."
    )


class LitigeDeadlineRule(models.Model):
    """A delay that a step starts: how long it lasts is a legal parameter, never a number here."""

    _name = "litige.deadline.rule"
    _description = "Rule of a Deadline"
    _order = "step_id, id"

    step_id = fields.Many2one("litige.remedy.step", required=True, ondelete="cascade", index=True)
    name = fields.Char(
        required=True, translate=True, help="What must have happened by then, in a few words."
    )
    parameter_code = fields.Char(
        string="Delay",
        required=True,
        help="Code of the legal parameter that says how long it lasts.",
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
