import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

TITLE_FIELDS = {"title_state", "title_hash"}
# What a person notes of it, until the decision.
TITLE_DETAILS = {
    "title_asked_on",
    "title_asked_by",
    "title_court",
    "title_on",
    "title_file",
    "title_file_name",
}


class LitigeSettlementTitleMixin(models.AbstractModel):
    """An agreement made enforceable: approved by a judge, or stamped by the clerk."""

    _name = "litige.settlement.title.mixin"
    _description = "Enforceability of an Agreement"

    title_state = fields.Selection(
        [
            ("none", "Not asked for"),
            ("asked", "Asked for"),
            ("granted", "Enforceable"),
            ("refused", "Not granted"),
        ],
        string="Enforceability",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        help="A private agreement is not enforceable by itself: a bailiff needs the judge's "
        "approval, or the clerk's formula on an agreement countersigned by lawyers.",
    )
    title_asked_on = fields.Date(string="Asked For On", copy=False)
    title_asked_by = fields.Selection(
        [("us", "Us"), ("customer", "The customer"), ("both", "Both sides")],
        string="Asked By",
        default="us",
        copy=False,
        help="Either side alone may ask.",
    )
    title_court = fields.Char(
        string="Court or Clerk",
        copy=False,
        help="Who was asked, with the docket number when there is one.",
    )
    title_on = fields.Date(string="Decided On", copy=False)
    title_file = fields.Binary(
        string="Decision",
        attachment=True,
        copy=False,
        help="The approval, or the agreement with the enforcement formula.",
    )
    title_file_name = fields.Char(copy=False)
    title_hash = fields.Char(string="SHA-256 of the Decision", readonly=True, copy=False)

    # === STEPS === #

    def action_ask_title(self):
        """Note that enforceability was asked for, today unless a day was given."""
        for settlement in self:
            settlement._check_title_step(("none", "refused"))
            if settlement.enforcement_route == "none":
                raise UserError(
                    self.env._(
                        "%(agreement)s says no way to make it enforceable.",
                        agreement=settlement.name,
                    )
                )
            settlement.write(
                {"title_asked_on": settlement.title_asked_on or fields.Date.context_today(self)}
            )
            settlement._move_title("asked", settlement.title_asked_on)

    def action_grant_title(self):
        """Note that the agreement is now enforceable: its decision joins the exhibits."""
        for settlement in self:
            settlement._check_decided()
            settlement._write_protected(
                {"title_hash": hashlib.sha256(base64.b64decode(settlement.title_file)).hexdigest()}
            )
            settlement._move_title("granted", settlement.title_on)
            settlement.case_id._add_exhibits(
                [
                    {
                        "raw": base64.b64decode(settlement.title_file),
                        "file_name": settlement.title_file_name or "decision.pdf",
                        "type": "other",
                        "name": settlement._in_company_language().env._(
                            "Enforceable agreement %(agreement)s", agreement=settlement.name
                        ),
                        "date": settlement.title_on,
                        "side": "ours",
                        "source": settlement,
                    }
                ],
                duplicates="skip",
            )

    def action_refuse_title(self):
        """Note that enforceability was refused."""
        for settlement in self:
            settlement._check_title_step(("asked",))
            settlement._move_title(
                "refused", settlement.title_on or fields.Date.context_today(self)
            )

    def _check_title_step(self, states):
        self.ensure_one()
        if self.state != "signed":
            raise UserError(self.env._("Only a signed agreement can be made enforceable."))
        if self.title_state not in states:
            labels = dict(self._fields["title_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(agreement)s: enforceability is “%(state)s”.",
                    agreement=self.name,
                    state=labels[self.title_state],
                )
            )

    def _check_decided(self):
        """Raise what the decision lacks, or a date that cannot be."""
        self._check_title_step(("asked",))
        if not (self.title_on and self.title_file):
            raise UserError(self.env._("Note the day of the decision and attach it first."))
        if not (
            max(self.signed_on, self.title_asked_on or self.signed_on)
            <= self.title_on
            <= fields.Date.context_today(self)
        ):
            raise UserError(
                self.env._("A decision comes after the request, and not in the future.")
            )

    def _move_title(self, state, day):
        self._write_protected({"title_state": state})
        ours = self._in_company_language()
        summaries = {
            "asked": ours.env._("Enforceability of %(agreement)s asked for: %(court)s"),
            "granted": ours.env._("%(agreement)s made enforceable: %(court)s"),
            "refused": ours.env._("Enforceability of %(agreement)s refused: %(court)s"),
        }
        routes = dict(self._fields["enforcement_route"]._description_selection(ours.env))
        self.case_id._append_events(
            [
                ours._prepare_execution_event(
                    summaries[state]
                    % {
                        "agreement": self.name,
                        "court": self.title_court or routes[self.enforcement_route],
                    },
                    occurred_on=day,
                )
            ]
        )

    # === WHAT MAY BE WRITTEN === #

    def _check_title_writable(self, names):
        """Refuse a change of what was decided, and any before the signature."""
        for settlement in self:
            if settlement.state != "signed" or (names and settlement.title_state == "granted"):
                raise UserError(
                    self.env._(
                        "The enforceability of %(agreement)s can no longer, or not yet, be "
                        "changed.",
                        agreement=settlement.name,
                    )
                )

    def _get_files_to_leave(self):
        """Leave the decision beside the agreement."""
        files = super()._get_files_to_leave()
        if self.title_file:
            name = self.title_file_name or "decision.pdf"
            files.append(
                {"name": f"{self.name.replace('/', '-')} {name}", "datas": self.title_file}
            )
        return files

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        if field_name == "title_file":
            return "granted" in self.exists().mapped("title_state")
        return super()._is_file_final(field_name)
