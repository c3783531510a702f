import hashlib
import logging
import tempfile
from pathlib import Path

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

AUDIENCES = [
    ("mediator", "Mediator"),
    ("court", "Lawyer or Court"),
    ("insurer", "Insurer"),
]
PENDING = ("queued", "running")
FILES = ("pdf_file", "zip_file")
# A process that dies while it makes a bundle takes it up again, but not for ever.
MOST_ATTEMPTS = 3
# Somebody else wrote what this transaction wants to write: it is for the next pass.
CONCURRENCY = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class LitigeBundle(models.Model):
    """The file of a dispute for one reader: a PDF of all its exhibits, and a ZIP of the originals.

    It is made in the background. Whatever happens meanwhile, it is there whole or not at all; once
    there, it never changes.
    """

    _name = "litige.bundle"
    _inherit = [
        "litige.case.part.mixin",
        "litige.bundle.contents.mixin",
        "litige.bundle.insurer.mixin",
        "litige.bundle.pages.mixin",
        "litige.bundle.archive.mixin",
    ]
    _description = "Case File"
    _order = "id desc"

    audience = fields.Selection(AUDIENCES, string="For", required=True, default="mediator")
    is_other_side = fields.Boolean(
        string="Copy for the Other Side",
        help="What the customer receives of it: without what is not for the other side.",
    )
    copies = fields.Integer(
        default=1,
        help="How many copies are to be handed over: one for each defendant.",
    )
    with_zip = fields.Boolean(
        string="ZIP with the Originals",
        default=True,
        help="The same PDF, the files as they were received, the sums in a workbook, and the "
        "fingerprint of each file.",
    )
    with_opinions = fields.Boolean(
        string="With the Lawyer's Opinions",
        help="For your own lawyer only: an opinion is a professional secret.",
    )
    excluded_exhibit_ids = fields.Many2many(
        "litige.exhibit",
        "litige_bundle_excluded_rel",
        string="Left Out by Hand",
        help="Exhibits that do not go into this file.",
    )
    facts = fields.Text(
        string="Facts, in Neutral Words",
        help="Printed on the mediator's first page. Both sides should be able to agree with them.",
    )
    our_claims = fields.Text(
        string="What We Ask",
        help="Printed on the mediator's first page, one point a line.",
    )
    their_claims = fields.Text(
        string="What the Customer Answers",
        help="Printed on the mediator's first page, one point a line, as fairly as ours.",
    )
    questions = fields.Text(
        string="Questions to Settle",
        help="Printed on the mediator's first page, one a line.",
    )

    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Being Made"),
            ("done", "Ready"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="queued",
        index=True,
    )
    progress = fields.Integer(
        compute="_compute_progress", help="How many of a hundred parts are done."
    )
    attempts = fields.Integer()
    message = fields.Text(help="What happened, in words.")
    error_detail = fields.Text(
        string="Technical Detail",
        help="What the machine said when it stopped: for whoever looks after your Odoo.",
    )
    user_id = fields.Many2one(
        "res.users", string="Asked By", required=True, default=lambda self: self.env.user
    )
    date_done = fields.Datetime(string="Made")
    pdf_file = fields.Binary(string="PDF", attachment=True)
    pdf_name = fields.Char(string="Name of the PDF")
    pdf_hash = fields.Char(
        string="SHA-256 of the PDF",
        help="Fingerprint of the PDF: the same file gives the same fingerprint.",
    )
    zip_file = fields.Binary(string="ZIP File", attachment=True)
    zip_name = fields.Char(string="Name of the ZIP")
    zip_hash = fields.Char(string="SHA-256 of the ZIP")
    head_hash = fields.Char(
        string="Fingerprint of the Chronology",
        help="As printed on the cover: later changes of earlier entries would show.",
    )
    exhibit_count = fields.Integer(string="Exhibits")
    page_count = fields.Integer(string="Pages")
    left_out = fields.Text(
        string="Not Printed", help="Exhibits that could not be printed in the PDF, and why."
    )

    # === DISPLAY === #

    @api.depends("case_id", "audience", "is_other_side")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["audience"]._description_selection(self.env))
        for bundle in self:
            reader = self.env._("Other Side") if bundle.is_other_side else labels[bundle.audience]
            bundle.display_name = f"{bundle.case_id.name} – {reader}"

    @api.depends("state")
    def _compute_progress(self):
        parts = self.env["litige.bundle.progress"]._read_parts(self.ids)
        for bundle in self:
            bundle.progress = 100 if bundle.state == "done" else parts.get(bundle.id, 0)

    # === ASKING === #

    @api.model
    def _request(self, case, vals_list):
        """Ask for bundles of one dispute; they are made in the background.

        :return: the bundles, waiting
        :raise AccessError: without the right to write on the dispute
        """
        case.check_access("write")
        self.check_access("read")
        # Nobody writes bundles but this code: their contents cannot be forged.
        bundles = self.sudo().create(
            [{**vals, "case_id": case.id, "user_id": self.env.uid} for vals in vals_list]
        )
        self.env.ref("litige_management.ir_cron_litige_bundle_make").sudo()._trigger()
        return bundles.sudo(self.env.su)

    def action_cancel(self):
        """Give up bundles that are still waiting."""
        self.case_id.check_access("write")
        # Checked just above; a bundle that is being made is locked, and stays.
        bundles = self.sudo().try_lock_for_update(allow_referencing=True)
        bundles.filtered(lambda bundle: bundle.state == "queued").write({"state": "cancelled"})
        return True

    def action_retry(self):
        """Make again a bundle that failed."""
        self.case_id.check_access("write")
        # Checked just above.
        failed = self.sudo().filtered(lambda bundle: bundle.state == "failed")
        failed.write({"state": "queued", "attempts": 0, "message": False, "error_detail": False})
        self.env.ref("litige_management.ir_cron_litige_bundle_make").sudo()._trigger()
        return True

    def action_make_now(self):
        """Make the bundle at once, and wait for it."""
        self.ensure_one()
        self.case_id.check_access("write")
        bundle = self.sudo()._take()  # checked just above
        if bundle:
            bundle._attempt()
        return True

    # === MAKING === #

    @api.model
    def _cron_make(self):
        """Make the bundles that wait, and those that a process left unfinished."""
        Cron = self.env["ir.cron"]
        bundles = self.search([("state", "in", PENDING)], order="id")
        Cron._commit_progress(remaining=len(bundles))
        for bundle in bundles:
            bundle._make_in_background()
            if not Cron._commit_progress(1):
                break

    def _make_in_background(self):
        """Make one bundle, unless another process does. Each step is committed."""
        self.ensure_one()
        try:
            if not self._take():
                return
            # Committed first: it shows, and counts, even when the process is killed.
            self.write({"state": "running", "attempts": self.attempts + 1})
            self.env.cr.commit()  # pylint: disable=invalid-commit
            # The commit let go of the lock: whoever has it now is the one to make it.
            if self._take():
                self._attempt(self.env["litige.bundle.progress"]._get_reporter(self))
        except CONCURRENCY:
            _logger.info("%s is left for the next pass", self, exc_info=True)
            self.env.cr.rollback()
            self.env.ref("litige_management.ir_cron_litige_bundle_make")._trigger()

    def _take(self):
        """Return the bundle when it is to be made and nobody else makes it, locked for us."""
        bundle = self.try_lock_for_update(allow_referencing=True)
        bundle.invalidate_recordset(["state", "attempts"])
        return bundle.filtered(lambda one: one.state in PENDING)

    def _attempt(self, report=None):
        """Make the bundle and say so, or say why it cannot be made: never a part of it."""
        self.ensure_one()
        if self.attempts > MOST_ATTEMPTS:
            self._fail(
                self.env._("It stopped %(count)s times before the end.", count=MOST_ATTEMPTS)
            )
            return
        try:
            with self.env.cr.savepoint():
                self._make(report or (lambda done, total: None))
        except CONCURRENCY:
            raise
        except UserError as error:
            self._fail(error.args[0])
        except Exception as error:  # whatever it is, the user is told
            _logger.exception("%s could not be made", self)
            self._fail(
                self.env._(
                    "The file could not be made, for a reason that was not foreseen. Try again; if "
                    "it stops again, show its technical detail to whoever looks after your Odoo."
                ),
                f"{type(error).__name__}: {error}",
            )
        else:
            self._tell(self.env._("The file is ready."), "success")

    def _fail(self, reason, detail=False):
        self.env.invalidate_all(flush=False)
        self.write({"state": "failed", "message": reason, "error_detail": detail})
        self._tell(reason, "danger")
        self.case_id._schedule_once(
            "litige_management.mail_activity_type_bundle_failed",
            self.env._("%(file)s: %(reason)s", file=self.display_name, reason=reason),
            user=self.user_id,
        )

    def _tell(self, text, kind):
        """Tell who asked, wherever they are in the application."""
        self.user_id._bus_send(
            "simple_notification",
            {"title": self.display_name, "message": text, "type": kind, "sticky": kind == "danger"},
        )

    def _make(self, report):
        """Make the files and freeze them.

        :param report: called with how much is done, and of how much
        """
        bundle = self._as_requester()
        with tempfile.TemporaryDirectory(prefix="litige_bundle_") as folder:
            made = bundle._make_files(Path(folder), report)
            values = dict(made.values)
            for field, path in ((f"{kind}_file", path) for kind, path in made.files.items()):
                values[field.replace("file", "name")] = path.name
                values[field.replace("file", "hash")] = self._keep(field, path)
        self.write({**values, "state": "done", "date_done": fields.Datetime.now()})
        self.invalidate_recordset(FILES)
        self._note_made()

    def _as_requester(self):
        """Return the bundle with the rights of who asked for it, in its company's language."""
        company = self.company_id
        bundle = self.with_user(self.user_id).with_company(company)
        return bundle.with_context(
            allowed_company_ids=company.ids, lang=company.partner_id.lang or self.user_id.lang
        )

    def _keep(self, field, path):
        """Store a file on the record, and return its fingerprint."""
        content = path.read_bytes()
        self.env["ir.attachment"].create(
            {
                "name": path.name,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": field,
                "raw": content,
                "company_id": self.company_id.id,
            }
        ).invalidate_recordset(["raw"])
        return hashlib.sha256(content).hexdigest()

    def _note_made(self):
        """Write in the chronology and in the thread what was made for whom."""
        bundle = self._as_requester()
        label = dict(bundle._fields["audience"]._description_selection(bundle.env))[self.audience]
        reader = bundle.env._("the other side") if self.is_other_side else label
        summary = bundle.env._(
            "Case file made for: %(reader)s (%(exhibits)s exhibits, %(pages)s pages)",
            reader=reader,
            exhibits=self.exhibit_count,
            pages=self.page_count,
        )
        bundle.case_id._append_events(
            [
                {
                    "case_id": self.case_id.id,
                    "kind": "bundle",
                    "summary": summary,
                    "res_model": self._name,
                    "res_id": self.id,
                    "details": {"pdf": self.pdf_hash, "zip": self.zip_hash or ""},
                }
            ]
        )
        bundle.case_id._log_note(summary)

    # === FROZEN === #

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name in FILES and "done" in self.exists().mapped("state")

    def write(self, vals):
        """Refuse to change a bundle that was made, for everyone."""
        if any(bundle.state == "done" for bundle in self):
            raise UserError(self.env._("A file that was made cannot be changed. Make a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(bundle.state == "done" for bundle in self):
            raise UserError(self.env._("A file that was made is kept with the dispute."))


class LitigeBundleProgress(models.Model):
    """How far a bundle is. In a table of its own: the bundle is locked while it is being made."""

    _name = "litige.bundle.progress"
    _description = "Progress of a Case File"
    _log_access = False

    bundle_id = fields.Integer(required=True)
    percent = fields.Integer(required=True)

    _bundle_uniq = models.Constraint("UNIQUE (bundle_id)", "A file has one progress.")

    @api.model
    def _read_parts(self, bundle_ids):
        # A number of no secret, which nobody else may list.
        rows = self.sudo().search_read(
            [("bundle_id", "in", bundle_ids)], ["bundle_id", "percent"], load=False
        )
        return {row["bundle_id"]: row["percent"] for row in rows}

    @api.model
    def _get_reporter(self, bundle):
        """Return the function that notes how far `bundle` is, seen at once by everyone."""
        bundle_id, registry, seen = bundle.id, self.env.registry, [-1]

        def report(done, total):
            percent = min(99, done * 100 // max(total, 1))
            if percent == seen[0]:
                return
            seen[0] = percent
            with registry.cursor() as cr:
                cr.execute(
                    SQL(
                        "INSERT INTO litige_bundle_progress (bundle_id, percent) VALUES (%s, %s) "
                        "ON CONFLICT (bundle_id) DO UPDATE SET percent = EXCLUDED.percent",
                        bundle_id,
                        percent,
                    )
                )

        return report
