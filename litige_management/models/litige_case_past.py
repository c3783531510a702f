from collections import defaultdict

import pytz

from odoo import api, models
from odoo.tools import SQL


class LitigeCasePast(models.AbstractModel):
    """What was said about an invoice before its dispute: e-mails, reminders, notices.

    Read in a constant number of queries for any number of disputes, each thing once, whenever it
    is asked for: at opening, when a case is reopened, and every night.
    """

    _name = "litige.case.past"
    _description = "Past of Disputed Invoices"

    @api.model
    def _prepare_past(self, claims):
        """Return the values of the events of the past of `claims` that nobody noted yet."""
        # Whoever opens a dispute may ignore part of what was said on its invoices: the file not.
        claims = claims.sudo()
        return [*self._prepare_letters(claims), *self._prepare_emails(claims)]

    @api.model
    def _note_past(self, claims):
        """Append what the chronology does not say yet of the past of `claims`."""
        return self.env["litige.case"]._append_events(self._prepare_past(claims))

    # === E-MAILS === #

    @api.model
    def _prepare_emails(self, claims):
        """Return the events of the e-mails that left with, or came about, the invoices.

        A message is noted once per case; what was only posted inside the company is not an e-mail.
        """
        if not claims:
            return []
        for name in ("mail.message", "mail.notification", "litige.event", "res.partner"):
            self.env[name].flush_model()
        by_id = {claim.id: claim for claim in claims}
        rows = self.env.execute_query_dict(self._get_emails_query(claims))
        # What a mediator or a lawyer wrote on an invoice is as secret as in its dispute.
        grounds = self.env["litige.case"]._get_email_grounds(
            [(by_id[row["claim_id"]].company_id, [row["addresses"]]) for row in rows]
        )
        return [
            {
                **self._prepare_email(by_id[row["claim_id"]]._in_company_language(), row),
                "confidential": bool(ground),
                "confidential_ground": ground,
            }
            for row, ground in zip(rows, grounds, strict=True)
        ]

    @api.model
    def _get_emails_query(self, claims):
        return SQL(
            """
              SELECT DISTINCT ON (asked.case_id, m.id)
                     asked.claim_id, m.id, m.date, m.subject, m.message_id,
                     m.message_type = 'email' AS is_incoming,
                     COALESCE(author.complete_name, m.email_from) AS sender,
                     sent.recipients,
                     CONCAT_WS(
                         ', ', author.email_normalized, m.email_from, m.incoming_email_to,
                         m.incoming_email_cc, sent.addresses
                     ) AS addresses
                FROM unnest(%(claims)s::int[], %(cases)s::int[], %(moves)s::int[])
                         AS asked(claim_id, case_id, move_id)
                JOIN mail_message m ON m.model = 'account.move' AND m.res_id = asked.move_id
           LEFT JOIN res_partner author ON author.id = m.author_id
           LEFT JOIN LATERAL (
                         -- What failed or waits was not received; colleagues need no telling.
                         SELECT string_agg(
                                    COALESCE(p.complete_name, n.mail_email_address), ', '
                                    ORDER BY n.id
                                ) AS recipients,
                                string_agg(
                                    COALESCE(p.email_normalized, n.mail_email_address), ', '
                                ) AS addresses
                           FROM mail_notification n
                      LEFT JOIN res_partner p ON p.id = n.res_partner_id
                          WHERE n.mail_message_id = m.id
                            AND n.notification_type = 'email'
                            AND n.notification_status IN ('sent', 'pending')
                            AND p.partner_share IS NOT FALSE
                     ) sent ON TRUE
               WHERE (m.message_type = 'email' OR sent.recipients IS NOT NULL)
                 AND NOT EXISTS (
                         SELECT FROM litige_event e
                          WHERE e.message_id = m.id
                            AND (e.case_id = asked.case_id OR e.claim_id = asked.claim_id)
                     )
            ORDER BY asked.case_id, m.id
            """,
            claims=claims.ids,
            cases=[claim.case_id.id for claim in claims],
            moves=[claim.move_id.id for claim in claims],
        )

    @api.model
    def _prepare_email(self, claim, row):
        incoming = row["is_incoming"]
        subject = row["subject"] or claim.move_id.name
        who = (row["sender"] if incoming else row["recipients"]) or ""
        if incoming:
            summary = claim.env._("E-mail received: “%(subject)s”", subject=subject)
        else:
            summary = claim.env._("E-mail sent: “%(subject)s”", subject=subject)
        local = pytz.utc.localize(row["date"]).astimezone(self._get_zone(claim.company_id))
        return {
            "case_id": claim.case_id.id,
            "claim_id": claim.id,
            "kind": "email",
            "direction": "in" if incoming else "out",
            "occurred_on": local.date(),
            "occurred_at": row["date"],
            "parties": who,
            "summary": summary,
            "details": {
                "message_id": row["message_id"] or "",
                "invoice": claim.move_id.name,
            },
            "message_id": row["id"],
            "res_model": "account.move",
            "res_id": claim.move_id.id,
        }

    @api.model
    def _get_zone(self, company):
        """Return the time zone in which the days of a company's chronology are counted."""
        name = company.partner_id.tz or self.env.context.get("tz") or self.env.user.tz
        return pytz.timezone(name or "Europe/Paris")

    # === LETTERS === #

    @api.model
    def _prepare_letters(self, claims):
        """Return the events of the letters sent before; those of no dispute join this one."""
        letters = self.env["litige.letter"].search(
            [("move_ids", "in", claims.move_id.ids), ("state", "=", "confirmed")], order="date, id"
        )
        # Read in full rights above (`claims` are), and only their values leave.
        letters = letters.sudo()
        if not letters:
            return []
        known = self._read_noted_letters(claims.case_id, letters)
        adopted, pairs = {}, defaultdict(lambda: letters.browse())
        by_move = claims.grouped("move_id")
        for letter in letters:
            cases = self.env["litige.case"].union(
                *(by_move[move].case_id for move in letter.move_ids & claims.move_id)
            )
            if not letter.case_id:
                adopted[letter.id] = cases[0].id
            for case in cases:
                if (case.id, letter.id) not in known:
                    pairs[case] |= letter
        self._adopt(adopted)
        return [vals for case, found in pairs.items() for vals in self._prepare_told(case, found)]

    @api.model
    def _prepare_told(self, case, letters):
        told = letters._in_company_language()
        return [
            {**vals, "case_id": case.id}
            for letter in told
            for vals in (letter._prepare_letter_event(), *letter.delivery_ids._prepare_past_facts())
        ]

    @api.model
    def _read_noted_letters(self, cases, letters):
        """Return the (case id, letter id) that the chronologies already tell."""
        events = (
            self.env["litige.event"]
            .sudo()  # what is noted does not depend on who looks
            .search_fetch(
                [
                    ("case_id", "in", cases._with_merged().ids),
                    ("res_model", "=", "litige.letter"),
                    ("res_id", "in", letters.ids),
                ],
                ["case_id", "res_id"],
            )
        )
        return {(event.case_id._get_final().id, event.res_id) for event in events}

    @api.model
    def _adopt(self, case_ids):
        """Let letters of no dispute belong to one: a link, not a word of the letter changes.

        :param case_ids: id of the case, by id of the letter
        """
        if not case_ids:
            return
        for table, column in (("litige_letter", "id"), ("litige_delivery", "letter_id")):
            self.env.execute_query(
                SQL(
                    "UPDATE %(table)s t SET case_id = n.case_id "
                    "FROM unnest(%(letters)s::int[], %(cases)s::int[]) AS n(letter_id, case_id) "
                    "WHERE t.%(column)s = n.letter_id RETURNING t.id",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    letters=list(case_ids),
                    cases=list(case_ids.values()),
                )
            )
        self.env["litige.letter"].invalidate_model(["case_id"])
        self.env["litige.delivery"].invalidate_model(["case_id"])
        self.env["litige.case"].invalidate_model(["letter_ids", "letter_count"])
