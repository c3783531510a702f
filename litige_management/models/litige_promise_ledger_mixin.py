import logging

from odoo import api, fields, models

from .litige_ledger import CREDIT, PAYMENT, RECOVERY, TRANSFER

_logger = logging.getLogger(__name__)

ACTIVITY = "litige_management.mail_activity_type_promise_broken"


class LitigePromiseLedgerMixin(models.AbstractModel):
    """What the ledger says of promises: kept, not kept, or without object."""

    _name = "litige.promise.ledger.mixin"
    _description = "Ledger of Promises"

    # === READING === #

    @api.model
    def _read_receipts(self, moves, counterparts):
        """Return the money received on `moves`: (key, day, amount), payments under way too."""
        receipts = [
            (f"{line.kind}|{move.id}|{line.entry_id}", line.kind, line.date, line.amount)
            for move in moves
            for line in counterparts[move.id]
            if line.kind in (PAYMENT, RECOVERY)
        ]
        open_moves = moves.filtered(
            lambda move: (
                move.payment_state in ("in_payment", "paid")
                and not move.currency_id.is_zero(move.amount_residual)
            )
        )
        payments = open_moves.matched_payment_ids.filtered(
            lambda payment: not payment.move_id and payment.state in ("in_process", "paid")
        )
        currency = moves.currency_id[:1]
        left = sum(open_moves.mapped("amount_residual"))
        for payment in payments.sorted("date"):
            amount = payment.currency_id._convert(
                payment.amount, currency, payment.company_id, payment.date
            )
            amount = min(amount, left)
            left -= amount
            receipts.append((f"{PAYMENT}|payment:{payment.id}", PAYMENT, payment.date, amount))
        return receipts

    @api.model
    def _get_baseline(self, moves, counterparts):
        """Return what is already received when a promise is made, by key: it does not count."""
        return {
            key: amount for key, _kind, _day, amount in self._read_receipts(moves, counterparts)
        }

    def _get_paid(self, counterparts):
        """Return (paid by the day promised, paid in all, day the amount was reached)."""
        self.ensure_one()
        known = self.baseline or {}
        receipts = []
        for key, _kind, day, amount in self._read_receipts(self.move_ids, counterparts):
            # A payment of before that is only matched now pays nothing of what was promised.
            new = amount - known.get(key, 0.0)
            if new > 0 and day >= self.date_made:
                receipts.append((max(day, self.date_made), new))
        total, in_time, reached = 0.0, 0.0, False
        for day, amount in sorted(receipts):
            total += amount
            if day <= self.date_promised:
                in_time += amount
            if not reached and self.currency_id.compare_amounts(total, self.amount) >= 0:
                reached = day
        return self.currency_id.round(in_time), self.currency_id.round(total), reached

    def _get_ledger_state(self, in_time, total, counterparts, today):
        """Return what has become of a promise: kept, broken, pending; cancelled: nothing is due."""
        self.ensure_one()
        compare = self.currency_id.compare_amounts
        settled = self._is_nothing_due(counterparts)
        if compare(in_time, self.amount) >= 0:
            return "kept"
        # The rest was credited or written off: what was left to pay came in time.
        if settled and in_time and compare(in_time, total) == 0:
            return "kept"
        if settled and compare(total, self.amount) < 0:
            return "cancelled"
        return "broken" if today > self.date_promised else "pending"

    def _is_nothing_due(self, counterparts):
        for move in self.move_ids:
            moved = any(line.kind == TRANSFER for line in counterparts[move.id])
            if moved or (
                move.state != "cancel" and not move.currency_id.is_zero(move.amount_residual)
            ):
                return False
        return True

    # === FOLLOWING === #

    def _refresh(self, notify=True):
        """Compare promises with the ledger, and note what changed. Idempotent."""
        # Whoever books a payment may have no right on disputes: the ledger has.
        promises = self.sudo().exists().filtered(lambda promise: not promise.cancel_reason)
        if not promises:
            return
        counterparts = self.env["litige.ledger"]._read_counterparts(promises.move_ids.ids)
        today = fields.Date.context_today(self)
        changed = {}
        for promise in promises:
            in_time, total, reached = promise._get_paid(counterparts)
            state = promise._get_ledger_state(in_time, total, counterparts, today)
            if state != promise.state:
                changed[promise] = promise.state
            values = {"state": state, "paid_amount": total, "date_kept": reached}
            values = {name: value for name, value in values.items() if promise[name] != value}
            if values:
                promise.write(values)
        if notify and changed:
            # The ledger tells, whoever made the payment.
            self.browse().union(*changed).sudo()._tell(changed, counterparts)

    def _tell(self, before, counterparts):
        """Append what became of promises to the chronologies, and wake who can act."""
        for company, promises in self.grouped("company_id").items():
            # A nightly job has no language: the chronology is the company's.
            promises = promises.with_context(lang=company.partner_id.lang or self.env.lang)
            promises.case_id._append_events(
                [
                    promise._prepare_outcome_event(before[promise], counterparts)
                    for promise in promises
                    if promise.case_id
                ]
            )
        broken = self.filtered(lambda promise: promise.state == "broken")
        broken._wake()
        (self - broken)._let_sleep()

    def _get_case_promises(self):
        return self.filtered(lambda promise: promise.case_id.is_open)

    def _wake(self):
        """Schedule an activity for who follows it: once for each dispute, or invoice without."""
        note = self.env._("The payment promised did not come: see the promise, then write or call.")
        self._get_case_promises().case_id._schedule_once(ACTIVITY, note)
        loose = self.filtered(lambda promise: not promise.case_id and promise.move_ids)
        heard = {promise.move_ids[0]: promise.user_id for promise in loose.sorted(reverse=True)}
        moves = self.env["account.move"].sudo().union(*heard)  # as the promises are
        told = set(moves.activity_search([ACTIVITY]).mapped("res_id"))
        moves = moves.filtered(lambda move: move.id not in told)
        for user, theirs in moves.grouped(heard.get).items():
            theirs.activity_schedule(ACTIVITY, note=note, user_id=user.id)

    def _let_sleep(self):
        """Take the activity away once no promise is broken any more."""
        left = self.search(
            [
                ("state", "=", "broken"),
                "|",
                ("case_id", "in", self.case_id.ids),
                ("move_ids", "in", self.move_ids.ids),
            ]
        )
        (self.case_id - left.case_id).activity_unlink([ACTIVITY])
        loose = self.filtered(lambda promise: not promise.case_id)
        (loose.move_ids - left.move_ids).activity_unlink([ACTIVITY])

    # === CHRONOLOGY === #

    def _prepare_made_events(self):
        """Return the events that say what was promised."""
        return [
            promise._prepare_promise_event(
                "promise", promise.date_made, promise._get_headline(), standing="theirs"
            )
            for promise in self
        ]

    def _prepare_outcome_event(self, before, counterparts):
        self.ensure_one()
        today = fields.Date.context_today(self)
        named = {"promise": self.display_name, "paid": self.currency_id.format(self.paid_amount)}
        if self.state == "kept":
            # A payment dated ahead is noted today: nothing happens on a day to come.
            day = min(self.date_kept or today, today)
            summary = self._get_kept_summary(named, counterparts)
            paid = min(self.amount, self.paid_amount)
            return {**self._prepare_promise_event("promise_kept", day, summary), "amount": paid}
        if self.state == "broken":
            pattern = (
                self.env._("Payment taken back, promise not kept: %(promise)s (%(paid)s paid)")
                if before == "kept"
                else self.env._("Promise not kept: %(promise)s (%(paid)s paid)")
            )
            return self._prepare_promise_event("promise_broken", today, pattern % named)
        pattern = (
            self.env._("Nothing is left due: the promise of %(promise)s has no object any more")
            if self.state == "cancelled"
            else self.env._("Payment taken back: %(promise)s is awaited again")
        )
        return self._prepare_promise_event("promise", today, pattern % named)

    def _get_kept_summary(self, named, counterparts):
        """Say that a promise was kept, and by how much money when a part was credited."""
        if self.currency_id.compare_amounts(self.paid_amount, self.amount) >= 0:
            return self.env._("Promise kept: %(promise)s", **named)
        credited = sum(
            line.amount
            for move in self.move_ids
            for line in counterparts[move.id]
            if line.kind == CREDIT and line.date >= self.date_made
        )
        if self.currency_id.is_zero(credited):
            return self.env._("Promise kept: %(promise)s (%(paid)s paid)", **named)
        return self.env._(
            "Promise kept: %(promise)s (%(paid)s paid, %(credited)s credited)",
            credited=self.currency_id.format(credited),
            **named,
        )

    def _prepare_promise_event(self, kind, day, summary, standing="fact"):
        exchange = self.communication_id
        return {
            "case_id": self.case_id.id,
            "kind": kind,
            "occurred_on": day,
            "direction": "in",
            "parties": exchange._get_other_party(),
            "summary": summary,
            "amount": self.amount,
            "standing": standing,
            # What was promised in a mediation is as confidential as the rest of it.
            "confidential": exchange.confidential,
            "confidential_ground": exchange.confidential_ground,
            "res_model": "litige.promise",
            "res_id": self.id,
            "partner_id": self.partner_id.id,
        }

    # === EVERY NIGHT === #

    @api.model
    def _cron_check(self, limit=500):
        """Compare the promises with the ledger; what another worker holds is for the next run.

        Those settled lately too: a payment may bounce.
        """
        domain = [
            ("cancel_reason", "=", False),
            "|",
            ("state", "=", "pending"),
            ("date_promised", ">=", "today -90d"),
        ]
        ids = self.search(domain, order="id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), limit):
            batch = self.browse(ids[start : start + limit])
            try:
                with self.env.cr.savepoint():
                    batch.try_lock_for_update()._refresh()
            except Exception:
                _logger.exception("Promises %s not compared with the ledger", batch.ids)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break
