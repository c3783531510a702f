from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import suspension
from .litige_deadline_follow_mixin import PENDING
from .litige_remedy import PARTIES

OUTCOMES = [
    ("agreement", "Agreement"),
    ("partial", "Partial agreement"),
    ("failure", "No agreement"),
    ("refused", "Refused by the other side"),
    ("inadmissible", "Not admissible"),
    ("unavailable", "Nobody available in time"),
    ("withdrawn", "Dropped"),
    ("dismissed", "Refused by the court"),
    ("lapsed", "Lapsed"),
    ("replaced", "Another decision replaces it"),
    ("paid", "Paid"),
]
# What a court, and not an amicable third party, makes of it.
COURT_OUTCOMES = frozenset(("dismissed", "lapsed", "replaced", "paid"))
# What only the buttons change.
PROTECTED = frozenset(
    (
        "case_id",
        "remedy_id",
        "state",
        "outcome",
        "ended_on",
        "ended_by",
        "is_attempt",
        "certificate_id",
    )
)


class LitigeProceeding(models.Model):
    """One way actually taken on a dispute, with its dated steps and the deadlines they start.

    It has its own thread: third parties (mediator, conciliator, court) are written to from here and
    never follow the internal thread of the dispute.
    """

    _name = "litige.proceeding"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "litige.chronicle.mixin",
        "litige.composer.mixin",
        "litige.case.part.mixin",
        "litige.proceeding.limitation.mixin",
        "litige.proceeding.course.mixin",
        "litige.proceeding.result.mixin",
    ]
    _description = "Proceeding"
    _order = "date_start desc, id desc"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    remedy_id = fields.Many2one("litige.remedy", string="Way", required=True, ondelete="restrict")
    track = fields.Selection(related="remedy_id.track", store=True)
    provider_id = fields.Many2one(
        "litige.provider",
        string="With",
        check_company=True,
        index="btree_not_null",
        help="The mediator, conciliator, association or court that has the file.",
    )
    provider_warning = fields.Text(related="provider_id.warning")
    reference = fields.Char(help="Their number for this file.")
    user_id = fields.Many2one(
        "res.users",
        string="Followed By",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who is reminded of its deadlines.",
    )
    started_by = fields.Selection(PARTIES, required=True, default="ours")
    date_start = fields.Date(string="Started On", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("running", "Under way"), ("ended", "Ended")],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    outcome = fields.Selection(OUTCOMES, readonly=True, tracking=True)
    ended_on = fields.Date(
        string="Declared Ended On",
        readonly=True,
        help="The day it was declared ended: from then on the limitation runs again.",
    )
    ended_by = fields.Selection(PARTIES, readonly=True, help="Who declared it ended.")
    is_attempt = fields.Boolean(
        string="Attempt Before Suing",
        readonly=True,
        help="A person confirmed, paper in hand, that it is the amicable attempt that a court asks "
        "for, or the reason that excuses it.",
    )
    certificate_id = fields.Many2one(
        "litige.exhibit",
        readonly=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The document that says it was tried and how it ended. It may be shown to a judge.",
    )
    note = fields.Text(string="Our Notes", help="For us alone: printed nowhere.")
    step_ids = fields.One2many("litige.proceeding.step", "proceeding_id", string="Steps")
    deadline_ids = fields.One2many("litige.deadline", "proceeding_id", string="Deadlines")
    suspended_from = fields.Date(
        string="Limitation Suspended From",
        compute="_compute_suspended_from",
        store=True,
        help="The day both sides agreed in writing to try, or failing that the first meeting. A "
        "proposal suspends nothing.",
    )
    is_confidential = fields.Boolean(related="remedy_id.is_confidential")
    provider_role = fields.Selection(related="remedy_id.provider_role", string="Role Needed")

    _end_check = models.Constraint(
        "CHECK (ended_on >= date_start)", "A proceeding cannot end before it starts."
    )

    # === COMPUTES === #

    @api.depends("remedy_id", "case_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.remedy_id.name or ''} – {one.case_id.name or ''}"

    @api.depends("remedy_id.is_suspensive", "step_ids.date", "step_ids.type_id.effect")
    def _compute_suspended_from(self):
        for one in self:
            dates = {
                effect: min(
                    one.step_ids.filtered(lambda step, e=effect: step.type_id.effect == e).mapped(
                        "date"
                    ),
                    default=None,
                )
                for effect in ("agreed", "meeting")
            }
            one.suspended_from = one.remedy_id.is_suspensive and suspension.starts_on(
                dates["agreed"], dates["meeting"]
            )

    # === CONSTRAINTS === #

    @api.constrains("provider_id", "remedy_id")
    def _check_provider_role(self):
        for one in self:
            role = one.remedy_id.provider_role
            if role and one.provider_id and one.provider_id.role != role:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not recorded in that role.", name=one.provider_id.display_name
                    )
                )

    @api.constrains("date_start")
    def _check_started(self):
        for one in self:
            if one.date_start > fields.Date.context_today(one):
                raise ValidationError(self.env._("Only what has started can be recorded."))

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Start proceedings, and tell the chronology of their disputes."""
        for vals in vals_list:
            for name in PROTECTED - {"case_id", "remedy_id"}:
                vals.pop(name, None)
        proceedings = super().create(vals_list)
        proceedings.case_id.check_access("write")
        for one in proceedings:
            one._check_not_running()
        proceedings._note(lambda one: one.env._("Started: %(way)s", way=one._get_words()))
        return proceedings

    def _check_not_running(self):
        self.ensure_one()
        if not self.case_id.is_open:
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        twin = (self.case_id.proceeding_ids - self).filtered(
            lambda other: other.remedy_id == self.remedy_id and other.state == "running"
        )
        if twin:
            raise UserError(
                self.env._("%(way)s is already under way on this dispute.", way=self.remedy_id.name)
            )

    def write(self, vals):
        """Refuse to write by hand what the buttons write."""
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(
                self.env._("Use the buttons: they keep the chronology and the deadlines in order.")
            )
        result = super().write(vals)
        if "user_id" in vals:
            self.deadline_ids._project()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("A proceeding is not deleted: end it as given up instead."))

    # === ENDING === #

    def action_end(self):
        """Ask how it ended."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How It Ended"),
            "res_model": "litige.proceeding.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_proceeding_id": self.id},
        }

    def _end(self, outcome, ended_on, ended_by, certificate=None, is_attempt=False):
        """End a proceeding: its deadlines close, the limitation runs again.

        :param certificate: (file name, bytes) of the document that says so; it becomes an exhibit
        :raise UserError: the day is before the start or to come; an attempt without a certificate
        """
        self.ensure_one()
        self.case_id.check_access("write")
        last = max(self.step_ids.mapped("date"), default=self.date_start)
        if self.state == "ended":
            raise UserError(self.env._("This proceeding has ended already."))
        if not max(last, self.date_start) <= ended_on <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "It ended between its last step, on %(date)s, and today.",
                    date=format_date(self.env, max(last, self.date_start)),
                )
            )
        if is_attempt and not certificate:
            raise UserError(
                self.env._("A court asks for the document that says it was tried: add it.")
            )
        if is_attempt and not self.remedy_id._may_be_attempt():
            raise UserError(
                self.env._(
                    "%(way)s is none of the attempts that a court accepts.",
                    way=self.remedy_id.name,
                )
            )
        if is_attempt and outcome == "unavailable":
            self._check_waited(ended_on)
        exhibit = self._add_certificate(*certificate, ended_on) if certificate else None
        # Rights on the dispute were checked above; only this method ends a proceeding.
        self.sudo().write(
            {
                "state": "ended",
                "outcome": outcome,
                "ended_on": ended_on,
                "ended_by": ended_by,
                "is_attempt": is_attempt,
                "certificate_id": exhibit.id if exhibit else False,
            }
        )
        self.deadline_ids.filtered(lambda one: one.state in PENDING)._settle(
            "met" if self.track == "amicable" else "cancelled"
        )
        self._note(lambda one: one._get_end_words(), occurred_on=ended_on)
        self.case_id._sync_limitation()

    def _check_waited(self, day):
        """Nobody available is an excuse only after the wait that the law sets (art. 750-1 CPC)."""
        waits = self.deadline_ids.filtered(lambda one: one.rule_id.rule == "amicable_attempt")
        if not any(wait.date < day for wait in waits):
            raise UserError(
                self.env._(
                    "A court excuses the attempt only once the wait is over: record the request "
                    "to the conciliator, and come back after its deadline."
                )
            )

    def _get_end_words(self):
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        parties = dict(self._fields["ended_by"]._description_selection(self.env))
        return self.env._(
            "Ended: %(way)s (%(outcome)s; declared by: %(party)s)",
            way=self._get_words(),
            outcome=outcomes[self.outcome],
            party=parties[self.ended_by],
        )

    def _add_certificate(self, file_name, raw, day):
        """Make the certificate an exhibit. That it was tried is no secret, what was said is."""
        return self.case_id._add_exhibits(
            [
                {
                    "raw": raw,
                    "file_name": file_name,
                    "type": "certificate",
                    "name": self._in_company_language().env._(
                        "Certificate of %(date)s: %(way)s",
                        date=format_date(self._in_company_language().env, day),
                        way=self._in_company_language()._get_words(),
                    ),
                    "date": day,
                    "confidential": False,
                    "source": self,
                }
            ]
        )

    def _is_proven_attempt(self):
        """Whether a court may be shown that this amicable attempt was made."""
        self.ensure_one()
        return self.state == "ended" and self.is_attempt and not self.certificate_id.withdrawn_on

    # === SMALL TOOLS === #

    def _get_words(self):
        """Return the way and who leads it, in the language of the context."""
        self.ensure_one()
        return ", ".join(filter(None, (self.remedy_id.name, self.provider_id.name)))

    def _note(self, get_summary, **values):
        """Append to the chronology what happens: dates and facts, never what was said."""
        told = self._in_company_language()
        self.env["litige.case"]._append_events(
            [
                {
                    "case_id": one.case_id.id,
                    "kind": "proceeding",
                    "occurred_on": one.date_start,
                    "summary": get_summary(one),
                    "parties": one.provider_id.name or one.case_id.partner_id.name,
                    "res_model": self._name,
                    "res_id": one.id,
                    **values,
                }
                for one in told
            ]
        )

    def _follow_to(self, case):
        """Go with the dispute that another one absorbed."""
        # The merge was checked; its proceedings go on in the other dispute.
        self.sudo().write({"case_id": case.id})
        self.sudo().deadline_ids.write({"case_id": case.id})

    def action_write_provider(self):
        """Write to the third party from the proceeding's own thread."""
        self.ensure_one()
        if not self.provider_id.email:
            raise UserError(self.env._("Say first who leads it, with an e-mail address."))
        return self._get_composer_action(
            self.env._("Write an E-Mail"), default_partner_ids=self.provider_id.partner_id.ids
        )

    def action_log(self):
        """Log a call or a meeting of this proceeding, confidential where the law says so."""
        self.ensure_one()
        return self.env["litige.communication"]._action_log(
            case_id=self.case_id.id,
            partner_id=self.case_id.partner_id.id,
            contact_id=self.provider_id.partner_id.id,
            proceeding_id=self.id,
            channel="meeting",
        )
