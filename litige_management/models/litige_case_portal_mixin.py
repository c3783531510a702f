import hashlib
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models

from ..portal.inputs import Refused

# What the customer does there; the first three are shown back to them.
ANSWER, CONTEST, PROPOSAL = PORTAL_KINDS = ("portal_answer", "portal_contest", "portal_proposal")
ACTS_A_DAY = 40
ACTIVITY = "litige_management.mail_activity_type_portal"


class LitigeCasePortalMixin(models.AbstractModel):
    """What the customer does on the portal: each act is an entry of theirs, and tells the owner."""

    _name = "litige.case.portal.mixin"
    _description = "Dispute on the Portal"

    portal_access_ids = fields.One2many(
        "litige.portal.access",
        "case_id",
        string="Portal Links",
        groups="litige_management.litige_management_group_user",
    )
    portal_access_count = fields.Integer(
        compute="_compute_portal_access_count",
        groups="litige_management.litige_management_group_user",
    )

    def _compute_portal_access_count(self):
        counts = dict(
            self.env["litige.portal.access"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.portal_access_count = counts.get(case._origin, 0)

    # === WHO MAY COME IN === #

    def _is_on_portal(self):
        """Whether the company shows this dispute to those who hold a key to it."""
        self.ensure_one()
        return self.company_id.litige_portal_enabled and self.outcome not in ("mistake", "merged")

    def action_invite_customer(self):
        """Choose whom to send a link to."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_portal_invite_action"
            ),
            "context": {"default_case_id": self.id},
        }

    def action_view_portal_accesses(self):
        """Show who was given a link, how often it was used, and let it be revoked."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_portal_access_action"
            ),
            "domain": [("case_id", "=", self.id)],
        }

    def action_preview_portal(self):
        """Show the dispute as the customer sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/litiges/{self.id}",
            "target": "new",
        }

    # === ACTS === #

    def _portal_answer(self, visitor, text, files=()):
        """Write down what the customer answers.

        :param visitor: dict with `author` (contact), `ip` and `via` (`link` or `login`)
        :param files: `portal.inputs.Upload`s; they are proposed as exhibits
        :raise Refused: `text`, nothing was said
        """
        self._portal_check(text or files)
        ours = self._in_company_language()
        names = ", ".join(file.name for file in files)
        self._portal_note(
            visitor,
            ANSWER,
            text or ours.env._("Sent without a word: %(files)s", files=names),
            files,
        )

    def _portal_contest(self, visitor, claim_id, amount, text, files=()):
        """Write down that the customer contests a part of one invoice, and why.

        Nothing changes in the amounts: a person of the company decides.

        :param amount: Decimal, in the currency of the dispute
        :raise Refused: `text`, no reason; `invoice`, not one of this dispute; `too_much`
        """
        self._portal_check(text)
        claim = self.claim_ids.filtered(lambda one: one.id == claim_id and one.is_open)
        if not claim:
            raise Refused("invoice")
        amount = self.currency_id.round(float(amount))
        if self.currency_id.compare_amounts(amount, claim.open_amount) > 0:
            raise Refused("too_much", amount=self.currency_id.format(claim.open_amount))
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            raise Refused("amount")
        ours = self._in_company_language()
        summary = ours.env._(
            "Contests %(amount)s of %(invoice)s: %(reason)s",
            amount=self.currency_id.format(amount),
            invoice=claim.move_id.name,
            reason=text,
        )
        self._portal_note(visitor, CONTEST, summary, files, claim_id=claim.id, amount=amount)
        self._note_complaint(fields.Date.context_today(self))

    def _portal_check(self, said):
        """Refuse an act without words, on a closed dispute, or one too many in a day."""
        self.ensure_one()
        if not self.is_open:
            raise Refused("closed")
        if not said:
            raise Refused("text")
        since = fields.Datetime.now() - timedelta(days=1)
        count = self.env["litige.event"].search_count(
            [
                ("case_id", "=", self.id),
                ("kind", "in", PORTAL_KINDS),
                ("recorded_at", ">=", since),
            ]
        )
        if count >= ACTS_A_DAY:
            raise Refused("often")

    # === WHAT IS WRITTEN DOWN === #

    def _portal_note(self, visitor, kind, summary, files=(), **values):
        """Write down what the customer did, and leave the owner something to do."""
        self._portal_write_act(visitor, kind, summary, files, **values)
        ours = self._in_company_language()
        ours._schedule_once(ACTIVITY, ours.env._("The customer wrote on the portal: answer them."))

    def _portal_write_act(self, visitor, kind, summary, files=(), details=None, **values):
        """Append what the customer did, propose their files as exhibits, and tell the owner."""
        author = visitor["author"]
        self._append_events(
            [
                {
                    "case_id": self.id,
                    "kind": kind,
                    "direction": "in",
                    "standing": "theirs",
                    "occurred_at": fields.Datetime.now(),
                    "parties": author.name,
                    "partner_id": author.id,
                    "summary": summary,
                    "details": {
                        **(details or {}),
                        "ip": visitor["ip"],
                        "via": visitor["via"],
                        "files": [
                            {"name": one.name, "sha256": hashlib.sha256(one.content).hexdigest()}
                            for one in files
                        ],
                    },
                    **values,
                }
            ]
        )
        if files:
            self._add_exhibits(
                [
                    {
                        "raw": file.content,
                        "file_name": file.name,
                        "side": "theirs",
                        "date": fields.Date.context_today(self),
                    }
                    for file in files
                ],
                state="proposed",
                duplicates="skip",
            )
        message = self._portal_tell(visitor, summary)
        if values.get("confidential"):
            message._litige_hide()

    def _portal_tell(self, visitor, summary):
        """Tell the owner, in the internal thread."""
        ours = self._in_company_language()
        author = visitor["author"]
        body = Markup("<p><strong>%s</strong></p><p style='white-space: pre-line'>%s</p>") % (
            ours.env._("%(customer)s, on the portal:", customer=author.name),
            summary,
        )
        return ours.message_post(
            body=body,
            author_id=author.id,
            email_from=author.email_formatted or ours.company_id.email_formatted,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
            partner_ids=ours._get_awake_user().partner_id.ids,
        )

    # === MONEY === #

    def _get_payment_ban(self):
        """Return why the customer may not pay now, in words for them; empty when they may.

        Other procedures that forbid payment extend this.
        """
        self.ensure_one()
        return self.partner_id._litige_get_payment_ban()
