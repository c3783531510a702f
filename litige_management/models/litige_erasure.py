from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, html_escape
from odoo.tools.misc import formatLang

from ..legal import retention

# What belongs to no dispute: its models, the date each is counted from, and which ones.
LOOSE = {
    "reminder": [
        ("litige.reminder", "date", []),
        ("litige.contact.outcome", "date", []),
        ("litige.account.statement", "date_to", []),
        ("litige.clarity", "write_date", []),
    ],
    "letter": [("litige.letter", "date", [("case_id", "=", False)])],
    "communication": [("litige.communication", "occurred_at", [("case_id", "=", False)])],
    "mail_aside": [("litige.mail.aside", "date", [])],
    # While a dispute is open, who may see it on the portal stays known.
    "portal_access": [("litige.portal.access", "expires_on", [("case_id.phase", "=", "closed")])],
}
# Kept, however old, while a dispute with the customer is open: it may be a proof.
PROOFS = frozenset(("reminder", "letter", "communication"))
LIMIT = 500  # disputes of one proposal: the next one takes the rest


class LitigeErasure(models.Model):
    """What a company erases on one day, and the report of it.

    First a proposal and a dry run, which change nothing; then, once a person has read them, the
    erasure. The report names numbers of disputes and counts records: it says nothing of anybody.
    """

    _name = "litige.erasure"
    _description = "Erasure of Personal Data"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, default=lambda self: self.env.user
    )
    as_of = fields.Date(
        string="Proposed On", readonly=True, default=fields.Date.context_today, required=True
    )
    done_at = fields.Datetime(string="Erased", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Proposal"), ("done", "Erased")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("litige.erasure.line", "erasure_id", string="What")
    counts = fields.Json(readonly=True, copy=False)
    report = fields.Html(
        compute="_compute_report",
        sanitize=False,
        help="How many records, files and messages the erasure empties.",
    )
    selected_count = fields.Integer(compute="_compute_selected_count")

    @api.depends("as_of")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for erasure in self:
            erasure.display_name = self.env._(
                "Erasure of %(date)s", date=format_date(self.env, erasure.as_of)
            )

    @api.depends("line_ids.selected")
    def _compute_selected_count(self):
        for erasure in self:
            erasure.selected_count = len(erasure.line_ids.filtered("selected"))

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_report(self):
        """Write the counts down as a table."""
        heads = (
            self.env._("What"),
            self.env._("Records"),
            self.env._("Files"),
            self.env._("Messages"),
        )
        # What models are called is no secret.
        names = self.env["ir.model"].sudo()
        for erasure in self:
            rows = "".join(
                f"<tr><td>{html_escape(names._get(name).name)}</td>"
                + "".join(
                    f'<td class="text-end">{formatLang(self.env, number, digits=0)}</td>'
                    for number in numbers
                )
                + "</tr>"
                for name, numbers in (erasure.counts or {}).items()
                if name in self.env
            )
            erasure.report = rows and (
                '<table class="table table-sm w-auto"><thead><tr>'
                + "".join(
                    f'<th class="{"text-end" if rank else ""}">{html_escape(head)}</th>'
                    for rank, head in enumerate(heads)
                )
                + f"</tr></thead><tbody>{rows}</tbody></table>"
            )

    # === PROPOSING === #

    @api.model_create_multi
    def create(self, vals_list):
        """Propose at once what is over today: a dry run, nothing is erased."""
        erasures = super().create(
            [{name: vals[name] for name in ("company_id",) if name in vals} for vals in vals_list]
        )
        erasures.action_propose()
        return erasures

    def action_propose(self):
        """Look again at what nothing keeps any more, and count it. Nothing is erased."""
        for erasure in self:
            erasure._check_draft()
            # The day is nobody's to choose: what is old is counted from it.
            erasure.sudo().as_of = fields.Date.context_today(self)
            erasure.line_ids = [Command.clear(), *map(Command.create, erasure._get_lines())]
            erasure._count()
        return True

    def _get_lines(self):
        """Return the values of the lines to propose: a line a dispute, one for each other scope."""
        self.ensure_one()
        rules = self.env["litige.retention.rule"]._get_rules(self.company_id)
        lines = self._get_case_lines(rules["case"]) if "case" in rules else []
        for scope, rule in rules.items():
            found = self._find_loose(scope, rule) if scope in LOOSE else []
            if found:
                until = self.as_of - relativedelta(months=rule.months)
                count = sum(map(len, found))
                lines.append({"scope": scope, "kept_until": until, "count": count})
        return lines

    def _get_case_lines(self, rule):
        cases = self.env["litige.case"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("phase", "=", "closed"),
                ("merged_into_id", "=", False),
                ("erased_on", "=", False),
            ],
            order="date_closed, id",
        )
        lines = []
        for case, kept in cases._get_retentions(rule).items():
            if retention.is_over(kept, self.as_of):
                lines.append(
                    {
                        "scope": "case",
                        "case_id": case.id,
                        "kept_until": kept.until,
                        "reason": kept.reason,
                        "count": 1,
                    }
                )
        return sorted(lines, key=lambda line: line["kept_until"])[:LIMIT]

    def _find_loose(self, scope, rule):
        """Return the records of a scope that are old enough, the company's only, by model."""
        self.ensure_one()
        day = self.as_of - relativedelta(months=rule.months)
        disputing = scope in PROOFS and self._get_disputing()
        found = []
        for name, dated, domain in LOOSE[scope]:
            if name not in self.env:
                continue
            model = self.env[name].with_context(active_test=False)
            limit = day
            if model._fields[dated].type == "datetime":
                limit = datetime.combine(day, time.min)
            domain = [*domain, ("company_id", "=", self.company_id.id), (dated, "<", limit)]
            if disputing:
                domain.append(("partner_id.commercial_partner_id", "not in", disputing.ids))
            if "erased_on" in model._fields:
                domain.append(("erased_on", "=", False))
            if records := model.search(domain):
                found.append(records)
        return found

    def _get_disputing(self):
        """Return the customers with whom a dispute is open."""
        # What keeps something is read whole, whoever asks.
        cases = self.env["litige.case"].sudo()
        open_ones = cases.search(
            [("company_id", "=", self.company_id.id), ("phase", "!=", "closed")]
        )
        return open_ones.partner_id.commercial_partner_id

    def _count(self):
        """Count what the chosen lines would erase (the dry run)."""
        # A manager decides; what there is to erase is counted whole, what they may not read too.
        eraser = self.env["litige.eraser"].sudo()
        counts = {}
        for found in self._get_found(eraser):
            for name, numbers in eraser._count(found).items():
                known = counts.get(name, (0, 0, 0))
                counts[name] = [one + other for one, other in zip(known, numbers, strict=True)]
        self.sudo().counts = counts  # the report is nobody's to write

    def _get_found(self, eraser):
        """Return the records of the chosen lines, by model: one dictionary a scope."""
        chosen = self.line_ids.filtered("selected")
        if chosen.case_id:
            yield eraser._get_records(chosen.case_id.with_env(eraser.env)._with_merged())
        for line in chosen.filtered(lambda one: one.scope in LOOSE):
            for records in line._get_records():
                yield eraser._get_parts(records.with_env(eraser.env))

    # === ERASING === #

    def action_count(self):
        """Count again, after lines were chosen or left out."""
        for erasure in self:
            erasure._check_draft()
            erasure._count()
        return True

    def action_erase(self):
        """Erase what was chosen, for good, after checking each time that nothing keeps it.

        :raise UserError: nothing is chosen, or something was reopened meanwhile
        """
        for erasure in self:
            erasure._check_draft()
            erasure.check_access("write")
            chosen = erasure.line_ids.filtered("selected")
            if not chosen:
                raise UserError(self.env._("Nothing is chosen: there is nothing to erase."))
            chosen._check_over()
            erasure._count()
            # Managers of disputes decide, and the table of personal data says what goes: nobody
            # has the right to write on most of it.
            eraser = self.env["litige.eraser"].sudo()
            cases = chosen.case_id
            if cases:
                reasons = {line.case_id.id: line._get_words() for line in chosen if line.case_id}
                eraser._erase_cases(cases.with_env(eraser.env), reasons)
            for line in chosen.filtered(lambda one: one.scope in LOOSE):
                found = line._get_records()
                line.count = sum(map(len, found))
                for records in found:
                    eraser._erase_parts(records.with_env(eraser.env))
            (erasure.line_ids - chosen).unlink()
            # Nobody writes by hand that it was done.
            erasure.sudo().write(
                {"state": "done", "done_at": fields.Datetime.now(), "user_id": self.env.uid}
            )
        return True

    def write(self, vals):
        """Keep a report as it was made; people choose its lines, and nothing else."""
        if "done" in self.mapped("state") or (vals.keys() - {"line_ids"} and not self.env.su):
            raise UserError(self.env._("The report of an erasure is never changed."))
        return super().write(vals)

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(self.env._("What was erased is over: make another proposal."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(erasure.state == "done" for erasure in self):
            raise UserError(
                self.env._("The report of an erasure is kept: it shows that it was done.")
            )

    @api.model
    def action_open_new(self):
        """Make a proposal for the current company, or show the one that waits."""
        waiting = self.search(
            [("company_id", "=", self.env.company.id), ("state", "=", "draft")], limit=1
        )
        if waiting:
            waiting.action_propose()
        return (waiting or self.create({}))._get_records_action()
