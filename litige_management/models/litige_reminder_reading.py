"""What the plan of reminders reads: a few queries for any number of customers."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..legal import claim_facts, dunning
from .litige_reminder_facts import Books, Contact, PlannedLine, Reading
from .litige_reminder_level import CONTACTS
from .litige_reminder_result_mixin import OURS

# Up to so many invoices, what keeps them back is looked for by their numbers.
FEW = 2000


def to_array(ids):
    """Return numbers as PostgreSQL writes an array: thousands go through much faster so."""
    return "{%s}" % ",".join(map(str, ids))


class LitigeReminderReading(models.AbstractModel):
    """The queries behind a plan. None depends on the number of customers."""

    _name = "litige.reminder.reading"
    _description = "Reading for the Plan of Reminders"

    @api.model
    def _read_lines(self, company, as_of, ahead, partners):
        """Return the unpaid instalments due by `as_of`, or within `ahead` days."""
        self.env.flush_all()
        chosen = SQL("TRUE")
        if partners is not None:
            chosen = SQL("m.commercial_partner_id = ANY(%s)", partners.commercial_partner_id.ids)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, l.move_id, m.name, m.invoice_date, due.day,
                       l.amount_residual_currency::float8, 0::float8, l.currency_id,
                       l.amount_residual::float8, %(as_of)s - due.day, m.partner_id,
                       m.invoice_user_id, m.commercial_partner_id,
                       COALESCE(l.no_followup, FALSE), m.payment_state
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  JOIN account_move m ON m.id = l.move_id
            CROSS JOIN LATERAL (
                           SELECT COALESCE(l.date_maturity, m.invoice_date_due, m.date) AS day
                       ) due
                 WHERE a.account_type = 'asset_receivable' AND l.reconciled IS NOT TRUE
                   AND l.parent_state = 'posted' AND l.company_id = %(company)s
                   AND m.move_type IN ('out_invoice', 'out_receipt')
                   AND m.commercial_partner_id IS NOT NULL AND l.amount_residual_currency > 0
                   AND due.day <= %(last)s
                   AND %(chosen)s
                """,
                company=company.id,
                as_of=as_of,
                last=as_of + timedelta(days=ahead),
                chosen=chosen,
            )
        )
        return [PlannedLine._make(row) for row in rows]

    @api.model
    def _read_all(self, company, as_of, rows, partners, memory):
        """Return the `Reading` of what decides for these instalments.

        :param memory: how many days back contacts matter
        """
        reading = Reading()
        partner_ids = list({row.partner_id for row in rows})
        move_ids = list({row.move_id for row in rows})
        self._read_partners(reading, partner_ids, {row.contact_id for row in rows})
        self._read_obstacles(reading, company, as_of, move_ids)
        self._read_contacts(reading, company, as_of, partner_ids, memory)
        # Who was reminded today is left alone whatever came before.
        waiting = {row.move_id for row in rows if row.partner_id not in reading.today}
        if waiting:
            self._read_past(reading, company, waiting)
        self._read_books(reading, company, as_of, partners)
        return reading

    # === CUSTOMERS === #

    @api.model
    def _read_partners(self, reading, partner_ids, contact_ids):
        """Read the customers, the contacts of their invoices and their invoicing addresses."""
        for row in self.env.execute_query(
            SQL(
                """
                SELECT id, commercial_partner_id, lang, email_normalized, type,
                       COALESCE(is_company, FALSE), vat, litige_standing,
                       litige_insolvency_kind IS NOT NULL OR litige_overindebted_on IS NOT NULL,
                       litige_reminder_resumed_on
                  FROM res_partner
                 WHERE id = ANY(%(all)s)
                 UNION ALL
                SELECT id, commercial_partner_id, lang, email_normalized, 'other address',
                       FALSE, NULL, NULL, FALSE, NULL
                  FROM res_partner
                 WHERE commercial_partner_id = ANY(%(customers)s) AND type = 'invoice'
                   AND active AND email_normalized IS NOT NULL AND id <> ALL(%(customers)s)
                """,
                all=SQL("%s::int[]", to_array({*partner_ids, *contact_ids})),
                customers=SQL("%s::int[]", to_array(partner_ids)),
            )
        ):
            contact = Contact._make(row)
            if contact.kind == "other address":
                reading.invoicing.setdefault(contact.commercial_id, contact)
            else:
                reading.partners[contact.id] = contact

    # === INVOICES === #

    @api.model
    def _read_obstacles(self, reading, company, as_of, move_ids):
        """Read what keeps invoices out of reminders: disputes, promises, agreements."""
        order = {reason: rank for rank, reason in enumerate(dunning.LINE_REASONS)}
        for move_id, reason, amount, day in self.env.execute_query(
            self._get_obstacles_query(company, as_of, move_ids)
        ):
            if reason == dunning.HELD:
                reading.held[move_id] += amount
                continue
            if reason == dunning.PROMISE:
                reading.promises[move_id] = max(day, reading.promises.get(move_id, day))
            known = reading.obstacles.get(move_id)
            if known is None or order[reason] < order[known]:
                reading.obstacles[move_id] = reason

    @api.model
    def _get_obstacles_query(self, company, as_of, move_ids):
        """Return the query of (invoice, reason, amount, day) of what keeps invoices back.

        For many invoices, all that is kept back in the company is read: comparing with thousands
        of numbers takes longer.
        """
        few = len(move_ids) <= FEW
        of_claim = SQL("claim.move_id = ANY(%s)", move_ids) if few else SQL("TRUE")
        of_promise = SQL("rel.move_id = ANY(%s)", move_ids) if few else SQL("TRUE")
        return SQL(
            """
            SELECT claim.move_id, 'held', claim.open_disputed_amount, NULL::date
              FROM litige_claim claim
             WHERE claim.is_open AND claim.is_held
               AND claim.company_id = %(company)s AND %(of_claim)s
             UNION ALL
            SELECT claim.move_id, 'lifted_today', NULL, NULL
              FROM litige_claim claim
             WHERE claim.is_held IS NOT TRUE AND claim.hold_lifted_on >= %(today)s
               AND claim.company_id = %(company)s AND %(of_claim)s
             UNION ALL
            SELECT claim.move_id, 'ban', NULL, NULL
              FROM litige_claim claim
              JOIN litige_proceeding proceeding ON proceeding.case_id = claim.case_id
              JOIN litige_remedy remedy ON remedy.id = proceeding.remedy_id
             WHERE claim.is_open AND claim.company_id = %(company)s AND %(of_claim)s
               AND proceeding.state = 'running' AND remedy.code = %(small_claims)s
             UNION ALL
            SELECT rel.move_id, 'promise', NULL, promise.date_promised
              FROM litige_promise promise
              JOIN litige_promise_move_rel rel ON rel.promise_id = promise.id
             WHERE promise.state = 'pending' AND promise.date_promised >= %(today)s
               AND promise.company_id = %(company)s AND %(of_promise)s
             UNION ALL
            SELECT claim.move_id, 'settlement', NULL, NULL
              FROM litige_settlement settlement
              JOIN litige_settlement_line line ON line.settlement_id = settlement.id
              JOIN litige_claim claim ON claim.id = line.claim_id
             WHERE settlement.state = 'signed' AND settlement.accelerated_on IS NULL
               AND claim.is_open AND claim.company_id = %(company)s AND %(of_claim)s
            """,
            company=company.id,
            of_claim=of_claim,
            of_promise=of_promise,
            today=as_of,
            small_claims=claim_facts.SMALL_CLAIMS,
        )

    @api.model
    def _read_past(self, reading, company, move_ids):
        """Read at which level each instalment was reminded last, and how often."""
        for move_id, due_on, level_id, days, times in self.env.execute_query(
            SQL(
                """
                SELECT line.move_id, line.date_due, level.id, level.days,
                       COUNT(DISTINCT reminder.id)
                  FROM litige_reminder_line line
                  JOIN litige_reminder reminder ON reminder.id = line.reminder_id
                  JOIN litige_reminder_level level ON level.id = reminder.level_id
                 WHERE line.move_id = ANY(%(ids)s::int[]) AND reminder.company_id = %(company)s
                   AND reminder.state IN ('queued', 'sent')
              GROUP BY 1, 2, 3, 4
                """,
                company=company.id,
                ids=to_array(move_ids),
            )
        ):
            key = move_id, due_on
            known = reading.past.get(key)
            if known is None or days > known.days:
                reading.past[key] = dunning.Past(level_id, days, times)

    # === EXCHANGES === #

    @api.model
    def _read_contacts(self, reading, company, as_of, partner_ids, memory):
        """Read the contacts with these customers lately, whatever the way, and their complaints."""
        since = as_of - timedelta(days=memory)
        for partner_id, kind, day, email in self.env.execute_query(
            self._get_contacts_query(company, as_of, partner_ids, since)
        ):
            if kind == "failed":
                reading.failed[partner_id] = email
            elif kind == "complaint":
                known = reading.complaints.get(partner_id, day)
                reading.complaints[partner_id] = max(day, known)
            elif kind == "today":
                reading.today.add(partner_id)
            else:
                if kind == "out":
                    reading.out[partner_id].append(day)
                reading.last[partner_id] = max(day, reading.last.get(partner_id, day))

    @api.model
    def _get_contacts_query(self, company, as_of, partner_ids, since):
        """Return the query of (customer, kind, day, address): one row per contact, and the rest.

        A reminder that was sent is also a logged exchange: it counts once.
        """
        return SQL(
            """
            SELECT reminder.partner_id, 'out', reminder.date, NULL
              FROM litige_reminder reminder
             WHERE reminder.company_id = %(company)s AND reminder.partner_id = ANY(%(ids)s)
               AND reminder.date >= %(since)s AND reminder.channel = ANY(%(channels)s)
               AND reminder.state IN ('queued', 'sent')
             UNION ALL
            SELECT reminder.partner_id, 'today', reminder.date, NULL
              FROM litige_reminder reminder
             WHERE reminder.company_id = %(company)s AND reminder.partner_id = ANY(%(ids)s)
               AND reminder.date = %(today)s
             UNION ALL
            SELECT last.partner_id, 'failed', NULL, last.email
              FROM (SELECT DISTINCT ON (partner_id) partner_id, state, email, mail_id
                      FROM litige_reminder
                     WHERE company_id = %(company)s AND partner_id = ANY(%(ids)s)
                       AND channel = 'email'
                  ORDER BY partner_id, date DESC, id DESC) last
         LEFT JOIN mail_mail mail ON mail.id = last.mail_id
             WHERE last.state = 'failed'
               AND (mail.failure_type IS NULL OR mail.failure_type <> ALL(%(ours)s))
             UNION ALL
            SELECT com.partner_id, com.direction, %(day_of_com)s, NULL
              FROM litige_communication com
             WHERE com.company_id = %(company)s AND com.partner_id = ANY(%(ids)s)
               AND com.occurred_at >= %(since)s AND com.reminder_id IS NULL
             UNION ALL
            SELECT com.partner_id, 'complaint', %(day_of_com)s, NULL
              FROM litige_communication com
         LEFT JOIN litige_case own ON own.id = com.case_id
             WHERE com.company_id = %(company)s AND com.partner_id = ANY(%(ids)s)
               AND com.is_complaint AND (own.id IS NULL OR own.phase <> 'closed')
             UNION ALL
            SELECT own.partner_id, 'complaint', own.complaint_on, NULL
              FROM litige_case own
             WHERE own.company_id = %(company)s AND own.partner_id = ANY(%(ids)s)
               AND own.phase <> 'closed' AND own.complaint_on IS NOT NULL
             UNION ALL
            SELECT letter.commercial_partner_id, 'out',
                   COALESCE(sending.date_posted, letter.date), NULL
              FROM litige_letter letter
              JOIN res_partner addressee ON addressee.id = letter.partner_id
         LEFT JOIN litige_delivery sending ON sending.letter_id = letter.id
             WHERE letter.company_id = %(company)s AND letter.state = 'confirmed'
               AND letter.reminder_id IS NULL
               AND letter.commercial_partner_id = ANY(%(ids)s)
               AND addressee.commercial_partner_id = letter.commercial_partner_id
               AND COALESCE(sending.date_posted, letter.date) >= %(since)s
             UNION ALL
            SELECT own.partner_id, 'out', reminded.day, NULL
              FROM litige_commitment commitment
              JOIN litige_case own ON own.id = commitment.case_id
        CROSS JOIN LATERAL (VALUES (commitment.reminded_before), (commitment.reminded_after))
                        AS reminded(day)
             WHERE commitment.company_id = %(company)s AND own.partner_id = ANY(%(ids)s)
               AND reminded.day >= %(since)s
            """,
            company=company.id,
            ids=SQL("%s::int[]", to_array(partner_ids)),
            today=as_of,
            since=since,
            channels=list(CONTACTS),
            ours=list(OURS),
            day_of_com=SQL(
                "(com.occurred_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", str(self.env.tz)
            ),
        )

    # === THE BOOKS === #

    @api.model
    def _read_books(self, reading, company, as_of, partners):
        """Read the money that nobody matched, and whether the bank entries are up to date."""
        Ledger = self.env["litige.books"]
        found = Ledger._read_unreconciled(company, partners and partners.commercial_partner_id)
        reading.unreconciled = {
            partner_id: value for (partner_id, _company), value in found.items()
        }
        last = Ledger._read_bank_dates(company).get(company)
        days = company.litige_bank_entry_days
        if not last or last < as_of - timedelta(days=days):
            reading.books = Books(last or None, days)
