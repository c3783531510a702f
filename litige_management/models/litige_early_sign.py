"""Early signs: what tells that a customer may be about to dispute, before they say so."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

ACTIVITY = "litige_management.mail_activity_type_possible_dispute"
TOUCHED = "litige.partly_paid"
# An activity done lately answers for the next sign too; an old one does not.
ANSWERED_DAYS = 90
# Promises not kept within a year: two tell something that one does not.
BROKEN_PROMISES = 2
BROKEN_PROMISE_DAYS = 365


class LitigeEarlySign(models.AbstractModel):
    """Wakes one person, once, on the invoice or the customer: *Possible dispute*."""

    _name = "litige.early.sign"
    _description = "Early Signs of a Dispute"

    # === TELLING === #

    @api.model
    def _tell(self, notes, company, again=False):
        """Schedule a *Possible dispute* on records of one model that have none, whatever they are.

        A constant number of queries for each person woken.

        :param notes: what was noticed, in words, by record: invoices or customers
        :param again: whether to tell again where such an activity was already done
        :return: the records told
        """
        # Whoever books a payment or logs a call may have no right on activities there.
        records = self.env[next(iter(notes))._name].sudo().union(*notes) if notes else ()
        if not records:
            return records
        known = self._find_known(records, again)
        told = records.filtered(lambda record: record.id not in known)
        told -= self._find_disputed(told)
        by_record = {record.id: note for record, note in notes.items()}
        for user, theirs in told.grouped(self._find_users(told, company).get).items():
            for note, same in theirs.grouped(lambda record: by_record[record.id]).items():
                same.activity_schedule(ACTIVITY, note=note, user_id=user.id)
        return told

    @api.model
    def _find_known(self, records, again):
        """Return the ids of the records that somebody was told of, and still has to look at.

        :param again: whether what was done lately no longer counts
        """
        domain = Domain("active", "=", True)
        if not again:
            domain |= Domain("date_done", ">=", f"today -{ANSWERED_DAYS}d")
        domain &= (
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("activity_type_id", "=", self.env.ref(ACTIVITY).id)
        )
        # Activities of others count as well.
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return set(activities.search(domain).mapped("res_id"))

    @api.model
    def _find_disputed(self, records):
        """Return the invoices that an open dispute holds already: nothing is left to suspect."""
        if records._name != "account.move" or not records:
            return records.browse()
        claims = self.env["litige.claim"].sudo()  # as the records are
        return claims.search([("move_id", "in", records.ids), ("is_open", "=", True)]).move_id

    @api.model
    def _answer(self, claims):
        """Take the activities away from the invoices and the customers of new disputes."""
        claims = claims.sudo()  # whoever opens the dispute answers for all
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)
        self.env["mail.activity"].sudo().search(
            [
                ("activity_type_id", "=", kind),
                "|",
                "&",
                ("res_model", "=", "account.move"),
                ("res_id", "in", claims.move_id.ids),
                "&",
                ("res_model", "=", "res.partner"),
                ("res_id", "in", claims.partner_id.ids),
            ]
        ).unlink()

    @api.model
    def _find_users(self, records, company):
        """Return whom to wake, by record: the salesperson who may see it, else who disputes."""
        wanted = {}
        for record in records:
            invoiced = record._name == "account.move"
            partner = record.commercial_partner_id
            seller = (record.invoice_user_id if invoiced else partner.user_id) or partner.user_id
            wanted.setdefault(seller, records.browse())
            wanted[seller] |= record
        users = {}
        for seller, theirs in wanted.items():
            seen = theirs.browse()
            if seller._litige_filter_working(company):
                # Not as whoever booked the payment: as who will read the activity.
                seen = theirs.with_user(seller).with_company(company)._filtered_access("read")
            for record in theirs:
                known = record.id in seen.ids
                users[record] = seller if known else self._get_dispute_user(company)
        return users

    @api.model
    def _get_dispute_user(self, company):
        """Return who follows disputes: the user at work when they do, else one of the company."""
        group, user = "litige_management_group_user", self.env.user
        people = user._litige_find_working(company, group).filtered(
            lambda one: one.id != api.SUPERUSER_ID
        )
        return (people & user or people)[:1] or user

    # === MONEY THAT COMES BY PIECES === #

    @api.model
    def _touch_lines(self, lines):
        """Remember instalments that a payment leaves open and late, to look at before commit."""
        today = fields.Date.context_today(self)
        ids = [
            line.id
            for line in lines
            if line.amount_residual > 0
            and line.account_type == "asset_receivable"
            and line.date_maturity
            and line.date_maturity < today
        ]
        if not ids:
            return
        data = self.env.cr.precommit.data
        if TOUCHED not in data:
            data[TOUCHED] = set()
            self.env.cr.precommit.add(self._look_at_touched)
        data[TOUCHED].update(ids)

    @api.model
    def _look_at_touched(self):
        """Tell of instalments paid by pieces. Never raises into somebody's bank entry."""
        ids = self.env.cr.precommit.data.pop(TOUCHED, set())
        self.env.flush_all()  # what others have still to write is theirs to fail
        try:
            with self.env.cr.savepoint(flush=False):
                self._tell_partly_paid(list(ids))
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo tries the whole transaction again, and nobody sees it
        except Exception:
            _logger.exception("Instalments %s not looked at", sorted(ids))

    @api.model
    def _tell_partly_paid(self, line_ids):
        # Who books a payment has no right on what it tells.
        moves = self.env["account.move"].sudo().browse(self._find_partly_paid(line_ids))
        for company, theirs in moves.grouped("company_id").items():
            lang = company.partner_id.lang or self.env.lang
            note = self.with_context(lang=lang).env._(
                "Paid a second time in part, and still not in full, after its due date: ask the "
                "customer what is wrong with the rest."
            )
            self._tell(dict.fromkeys(theirs, note), company)

    @api.model
    def _find_partly_paid(self, line_ids):
        """Return the invoices with a late instalment that two payments left open.

        An instalment, and not an invoice: paying two of three on their days is what was agreed. An
        agreement that is being carried out is left alone too, and so is a promise.
        """
        self.env["litige.promise"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.move_id
                  FROM account_move_line line
                  JOIN account_partial_reconcile part ON part.debit_move_id = line.id
                  JOIN account_move_line paid ON paid.id = part.credit_move_id
                  JOIN account_move entry ON entry.id = paid.move_id
                 WHERE line.id = ANY(%(ids)s)
                   AND line.amount_residual > 0
                   AND (entry.origin_payment_id IS NOT NULL OR entry.statement_line_id IS NOT NULL)
                   AND NOT EXISTS (
                           SELECT FROM litige_promise_move_rel rel
                             JOIN litige_promise promise ON promise.id = rel.promise_id
                            WHERE rel.move_id = line.move_id AND promise.state = 'pending')
              GROUP BY line.id, line.move_id
                HAVING COUNT(DISTINCT paid.move_id) >= 2
                """,
                ids=line_ids,
            )
        )
        return sorted({move_id for (move_id,) in rows})

    # === WORDS THAT ARE NOT KEPT, AND WRITINGS === #

    @api.model
    def _tell_broken_promises(self, promises):
        """Tell of customers who broke their word again, outside any dispute."""
        loose = promises.filtered(lambda promise: not promise.case_id)
        if not loose:
            return
        since = fields.Date.context_today(self) - timedelta(days=BROKEN_PROMISE_DAYS)
        groups = promises._read_group(
            [
                ("partner_id", "in", loose.partner_id.ids),
                ("company_id", "in", loose.company_id.ids),
                ("state", "=", "broken"),
                ("date_promised", ">=", since),
            ],
            ["company_id", "partner_id"],
            ["__count"],
            having=[("__count", ">=", BROKEN_PROMISES)],
        )
        notes = {}
        for company, partner, count in groups:
            told = self.with_context(lang=company.partner_id.lang or self.env.lang)
            notes.setdefault(company, {})[partner] = told.env._(
                "%(count)s payments promised in a year did not come: something may be wrong that "
                "the customer does not say.",
                count=count,
            )
        for company, theirs in notes.items():
            self._tell(theirs, company)

    @api.model
    def _tell_complaints(self, exchanges):
        """Tell of written complaints logged where no dispute is open."""
        loose = exchanges.filtered(lambda one: one.is_complaint and not one.case_id)
        for company, theirs in loose.grouped("company_id").items():
            told = self.with_context(lang=company.partner_id.lang or self.env.lang)
            note = told.env._(
                "The customer complains in writing: read the exchange, then open a dispute or "
                "answer them. Until then, chasing the invoice may make things worse."
            )
            # Where it was logged, whatever the rights of who logs it.
            for field in ("move_id", "partner_id"):
                records = theirs.filtered(
                    lambda one, field=field: bool(one.sudo().move_id) == (field == "move_id")
                ).sudo()[field]
                self._tell(dict.fromkeys(records, note), company, again=True)

    @api.model
    def _tell_unreachable(self, records, company):
        """Tell that what was written about these invoices, or to these customers, came back."""
        told = self.with_context(lang=company.partner_id.lang or self.env.lang)
        note = told.env._(
            "An e-mail about what is due came back or could not be sent: call the customer, and "
            "correct the address."
        )
        return self._tell(dict.fromkeys(records, note), company)
