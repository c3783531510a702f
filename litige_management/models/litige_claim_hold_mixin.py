import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class LitigeClaimHoldMixin(models.AbstractModel):
    """The hold of a claim: a contract with a reason, an owner and a review date.

    When the whole invoice is disputed it is kept out of every follow-up tool (`litige.followup`),
    and later gets exactly its earlier values back. When a part is, only our own reminders know:
    they go on chasing the rest.
    """

    _name = "litige.claim.hold.mixin"
    _description = "Hold of a Disputed Invoice"

    is_held = fields.Boolean(string="Held", readonly=True)
    hold_reason = fields.Char(readonly=True)
    hold_user_id = fields.Many2one("res.users", string="Hold Owner", readonly=True)
    hold_since = fields.Date(string="Held Since", readonly=True)
    hold_age = fields.Integer(string="Days Held", compute="_compute_hold_age")
    hold_review_date = fields.Date(
        string="Review on",
        readonly=True,
        help="The day the owner must decide whether to keep holding.",
    )
    hold_review_state = fields.Selection(
        [("due", "Now"), ("soon", "Soon"), ("later", "Later")],
        string="Review",
        compute="_compute_hold_review_state",
        help="Soon: within a week.",
    )
    hold_lifted_on = fields.Date(
        readonly=True,
        help="No reminder leaves on the day a hold is lifted.",
    )
    previous_no_followup = fields.Json(
        readonly=True,
        help="What each follow-up tool held on this invoice before the hold.",
    )

    @api.depends("is_held", "hold_since")
    @api.depends_context("tz")
    def _compute_hold_age(self):
        today = fields.Date.context_today(self)
        for claim in self:
            since = claim.is_held and claim.hold_since
            claim.hold_age = (today - since).days if since else 0

    @api.depends("is_held", "hold_review_date")
    @api.depends_context("tz")
    def _compute_hold_review_state(self):
        today = fields.Date.context_today(self)
        for claim in self:
            review = claim.is_held and claim.hold_review_date
            if not review:
                claim.hold_review_state = False
            elif review <= today:
                claim.hold_review_state = "due"
            else:
                claim.hold_review_state = "soon" if (review - today).days <= 7 else "later"

    @api.model
    def _prepare_hold(self, reason, review_date, user=None):
        """Return the values of a hold that begins today.

        :raise UserError: without a reason or a review date
        """
        if not reason or not review_date:
            raise UserError(
                self.env._("A hold needs a reason and the date on which you will review it.")
            )
        if fields.Date.to_date(review_date) < fields.Date.context_today(self):
            raise UserError(self.env._("A hold is reviewed today or later, not in the past."))
        return {
            "is_held": True,
            "hold_reason": reason,
            "hold_user_id": (user or self.env.user).id,
            "hold_since": fields.Date.context_today(self),
            "hold_review_date": review_date,
            "hold_lifted_on": False,
        }

    def _apply_hold(self, reason, review_date, user=None):
        """Hold the disputed amounts back from reminders until someone reviews them.

        :param user: who will be asked to review; by default who is asked already, else the user
        :raise UserError: without a reason or a review date
        """
        values = self._prepare_hold(reason, review_date, user)
        held = self.filtered("is_held")
        (self - held)._write_protected(values)
        # A hold that goes on keeps the day it began, and whoever owns it.
        values.pop("hold_since")
        owned = held.filtered("hold_user_id.active") if not user else held.browse()
        (held - owned)._write_protected(values)
        values.pop("hold_user_id")
        owned._write_protected(values)
        self._exclude_from_followup()
        self.case_id._append_events(self._prepare_hold_events())

    def _prepare_hold_events(self):
        """Return the events that say what is held, until when and why."""
        told = self._in_company_language()
        days = {day: format_date(told.env, day) for day in set(self.mapped("hold_review_date"))}
        return [
            claim._prepare_hold_event(
                "hold",
                claim.env._(
                    "%(amount)s held on %(invoice)s until %(date)s: %(reason)s",
                    amount=claim.currency_id.format(claim.open_disputed_amount),
                    invoice=claim.move_id.name,
                    date=days[claim.hold_review_date],
                    reason=claim.hold_reason,
                ),
            )
            for claim in told
        ]

    def _prepare_hold_event(self, kind, summary):
        return {
            "case_id": self.case_id.id,
            "claim_id": self.id,
            "kind": kind,
            "summary": summary,
            "amount": self.open_disputed_amount,
            "res_model": "account.move",
            "res_id": self.move_id.id,
        }

    def _release_hold(self, reason=None):
        """Lift the holds; no reminder may leave today, even if the dispute ended earlier.

        :param reason: why, in the words of who decides; None when the end of the dispute says it
        """
        held, today = self.filtered("is_held"), fields.Date.context_today(self)
        held._restore_followup()
        # Who lifts a hold may have no right on the customer.
        self.env["litige.followup"].sudo()._wait_until(held.sudo(), today + timedelta(days=1))
        held._write_protected(
            {
                "is_held": False,
                "hold_review_date": False,
                "hold_lifted_on": today,
            }
        )
        held.case_id._append_events(
            [
                claim._prepare_hold_event("hold_lifted", claim._get_lift_summary(reason))
                for claim in held._in_company_language()
            ]
        )
        return held

    def _get_lift_summary(self, reason):
        if not reason:
            return self.env._("Hold lifted on %(invoice)s", invoice=self.move_id.name)
        return self.env._(
            "Hold lifted on %(invoice)s: %(reason)s", invoice=self.move_id.name, reason=reason
        )

    # === WHAT A PERSON DECIDES === #

    def action_hold(self):
        """Ask why and until when to hold the disputed part of these invoices."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hold the Amount"),
            "res_model": "litige.claim.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_ids": self.filtered("is_open").ids},
        }

    def action_lift_hold(self):
        """Ask why to lift the holds: reminders may go on, from tomorrow."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lift the Hold"),
            "res_model": "litige.claim.lift",
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_ids": self.filtered("is_held").ids},
        }

    def _lift_hold(self, reason):
        """Lift the holds for a reason, and stop asking to review them.

        :raise UserError: without a reason
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the hold is lifted: the chronology keeps it."))
        lifted = self._release_hold(reason.strip())
        lifted.case_id._clear_hold_review()

    def _hold_again(self, reason, review_date, user=None):
        """Hold, or go on holding until a new review date. What holds nothing is left out.

        :raise UserError: when there is nothing to hold at all
        """
        claims = self.filtered(
            lambda claim: claim.is_open and (claim.is_held or claim.open_disputed_amount)
        )
        if not claims:
            raise UserError(self.env._("Nothing is in dispute on these invoices any more."))
        claims._apply_hold(reason, review_date, user)
        claims.case_id._clear_hold_review()

    # === OTHER FOLLOW-UP TOOLS === #

    def _exclude_from_followup(self):
        """Keep wholly disputed invoices out of follow-up; remember what they were before.

        Also mends the hold of an invoice whose lines were made anew since, and tells the follow-up
        tools installed since.
        """
        claims = self.filtered(lambda claim: claim.is_held and claim.is_whole)
        claims.case_id.check_access("write")
        # Checked just above; nobody writes this by hand.
        claims = claims.sudo()
        lines = claims._get_receivable_lines()
        memories = (
            self.env["litige.followup"]
            .sudo()
            ._exclude(
                {claim.move_id: lines[claim] for claim in claims},
                {claim.move_id: claim.previous_no_followup for claim in claims},
            )
        )
        for claim in claims:
            if claim.previous_no_followup != memories[claim.move_id]:
                claim.previous_no_followup = memories[claim.move_id]

    def _refresh_followup(self):
        """Follow the disputed part: hold the whole invoice back, or give it back, as it changes."""
        held = self.filtered("is_held")
        whole = held.filtered("is_whole")
        whole._exclude_from_followup()
        (held - whole)._restore_followup()

    def _restore_followup(self):
        """Give each invoice back to the follow-up tools with exactly what they held before."""
        claims = self.filtered("previous_no_followup")
        if not claims:
            return
        lines = claims._get_receivable_lines()
        # The marks of other tools are those of the invoice; who lifts a hold may have no right on
        # them.
        self.env["litige.followup"].sudo()._restore(
            {claim.move_id.sudo(): lines[claim] for claim in claims},
            {claim.move_id.sudo(): claim.previous_no_followup for claim in claims},
        )
        claims._write_protected({"previous_no_followup": False})

    def _get_receivable_lines(self):
        """Return the receivable lines of each claim's invoice, read in one go."""
        # Who may hold an amount may have no right on journal items.
        lines = self._filter_receivable(self.move_id.sudo().line_ids)
        by_move = lines.grouped("move_id")
        empty = self.env["account.move.line"]
        return {claim: by_move.get(claim.move_id.sudo(), empty) for claim in self}

    @api.model
    def _filter_receivable(self, lines):
        return lines.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    @api.model
    def _cron_review_holds(self):
        """Wake the owner of each hold whose review date has come, once."""
        today = fields.Date.context_today(self)
        due = self.search(
            [
                ("is_held", "=", True),
                ("is_open", "=", True),
                ("held_amount", ">", 0),  # nothing is left to hold once it is paid or credited
                ("hold_review_date", "<=", today),
            ]
        )
        for case, claims in due.grouped("case_id").items():
            try:
                with self.env.cr.savepoint():
                    claims._in_company_language()._wake_owner()
            except Exception:  # the others are woken all the same
                _logger.exception("Nobody was told that holds of %s are to be reviewed", case.name)

    def _wake_owner(self):
        """Ask whoever holds these amounts in one dispute to decide."""
        self.case_id._schedule_once(
            "litige_management.mail_activity_type_hold_review",
            self.env._(
                "Keep holding (with a new review date), or lift the hold: %(invoices)s",
                invoices=", ".join(self.mapped("move_id.name")),
            ),
            date_deadline=min(self.mapped("hold_review_date")),
            user=self[0].hold_user_id,
        )
