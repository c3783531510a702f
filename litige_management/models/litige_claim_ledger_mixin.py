import logging
from collections import Counter, defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, float_round, format_date

from ..legal import buckets
from .litige_ledger import (
    CREDIT,
    KINDS,
    LOSS,
    PAYMENT,
    RECOVERY,
    SETTLEMENT,
    TRANSFER,
    WRITE_OFF,
)

_logger = logging.getLogger(__name__)

PENDING_STATES = ("in_payment", "paid")


class LitigeClaimLedgerMixin(models.AbstractModel):
    """The one door through which the ledger enters a dispute."""

    _name = "litige.claim.ledger.mixin"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Ledger of a Disputed Invoice"

    # === THE DOOR === #

    def _sync_ledger(self, notify=True, counterparts=None):
        """Compare the ledger with what the events say, append the difference, update the amounts.

        Idempotent: called again without a change, it writes nothing. A fact of the ledger is known
        by its kind, invoice, counterpart entry and amount; the rank counts its comings and goings
        (reconciled, unreconciled, reconciled again), so that nothing is noted twice.

        :param notify: tell the owners what changed
        :param counterparts: what was reconciled, when the caller has just read it
        """
        claims = self.exists()
        if not claims:
            return self.env["litige.event"]
        # Whoever reconciles a bank line may have no right on disputes: the ledger has.
        claims = claims.sudo()._in_company_language()
        if counterparts is None:
            counterparts = self.env["litige.ledger"]._read_counterparts(claims.move_id.ids)
        vals_list = claims._prepare_ledger_events(counterparts)
        # After the events: their amounts are what the screen then says.
        claims._update_amounts(counterparts)
        events = claims.case_id._append_events(vals_list)
        claims._refresh_followup()
        claims._refresh_agreements()
        if notify:
            claims.case_id._on_ledger_change(events)
        return events

    def _refresh_agreements(self):
        """Let the signed agreements on these invoices follow the ledger."""
        self.env["litige.settlement"].search(
            [("state", "=", "signed"), ("line_ids.claim_id", "in", self.ids)]
        )._refresh_execution()

    @api.model
    def _touch(self, move_ids):
        """Remember invoices whose ledger changes in this transaction, to compare before commit."""
        if not move_ids:
            return
        data = self.env.cr.precommit.data
        if "litige.touched" not in data:
            data["litige.touched"] = set()
            self.env.cr.precommit.add(self._sync_touched)
        data["litige.touched"].update(move_ids)

    @api.model
    def _sync_touched(self):
        """Sync the claims of the invoices touched. Never raises into somebody's bank entry."""
        move_ids = self.env.cr.precommit.data.pop("litige.touched", set())
        claims, promises = self._find_followed(list(move_ids))
        if not (claims or promises):
            return
        # What others have still to write is theirs to fail.
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                claims._filter_latest()._sync_ledger()
                promises._refresh()
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo tries the whole transaction again, and nobody sees it
        except Exception:  # the nightly comparison tries again
            _logger.exception("Ledger of disputed invoices %s not compared", sorted(move_ids))

    @api.model
    def _find_followed(self, move_ids):
        """Return the claims and the promises on invoices, in one query: mostly there are none."""
        # No right on disputes is needed to pay.
        claims = self.env["litige.claim"].sudo()
        promises = self.env["litige.promise"].sudo()
        claims.flush_model(["move_id"])
        promises.flush_model(["move_ids", "cancel_reason"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, NULL FROM litige_claim WHERE move_id = ANY(%(ids)s)
                 UNION ALL
                SELECT NULL, promise.id
                  FROM litige_promise_move_rel rel
                  JOIN litige_promise promise ON promise.id = rel.promise_id
                 WHERE rel.move_id = ANY(%(ids)s) AND promise.cancel_reason IS NULL
                """,
                ids=move_ids,
            )
        )
        return (
            claims.browse(sorted(id_ for id_, _promise in rows if id_)),
            promises.browse(sorted({id_ for _claim, id_ in rows if id_})),
        )

    def _filter_latest(self):
        """Keep one claim per invoice: the open one, else the last."""
        latest = self.browse()
        for claims in self.grouped("move_id").values():
            latest |= claims.sorted(lambda claim: (claim.is_open, claim.id))[-1]
        return latest

    @api.model
    def _cron_sync_ledger(self, limit=500):
        """Every night, compare all claims; what another worker holds is for the next run.

        Those closed lately too: a payment may bounce, and what is paid on a doubtful customers'
        account touches no invoice.
        """
        domain = ["|", ("is_open", "=", True), ("case_id.date_closed", ">=", "today -90d")]
        ids = self.search(domain, order="id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), limit):
            batch = self.browse(ids[start : start + limit]).try_lock_for_update()
            try:
                with self.env.cr.savepoint():
                    for claims in batch.grouped("company_id").values():
                        claims._sync_ledger()
                        self.env["litige.case.past"]._note_past(claims.filtered("is_open"))
            except Exception:
                _logger.exception("Claims %s not compared with the ledger", batch.ids)
            if not self.env["ir.cron"]._commit_progress(len(ids[start : start + limit])):
                break

    # === AMOUNTS === #

    def _sum_kinds(self, counterparts):
        return self.env["litige.ledger"]._sum_kinds(counterparts, self.currency_id)

    def _round(self, amount):
        return float_round(amount, precision_rounding=self.currency_id.rounding)

    def _to_decimal(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")

    def _update_amounts(self, counterparts):
        """Write the buckets that changed."""
        for claim in self:
            values = claim._prepare_amounts(counterparts[claim.move_id.id])
            values = {
                name: value
                for name, value in values.items()
                if (
                    claim[name] != value
                    if name == "state"
                    else claim.currency_id.compare_amounts(claim[name], value)
                )
            }
            if values:
                claim.write(values)

    def _prepare_amounts(self, counterparts):
        """Return the buckets of one claim as the ledger stands."""
        self.ensure_one()
        state = self._get_invoice_state()
        totals = self._sum_kinds(counterparts)
        since = {kind: totals[kind] - (self.baseline or {}).get(kind, 0.0) for kind in KINDS}
        # What was moved to a doubtful customers' account is due there, less what was paid or
        # written off there.
        since[PAYMENT] += since.pop(RECOVERY)
        since[WRITE_OFF] += since.pop(LOSS)
        elsewhere = since[TRANSFER] - totals[RECOVERY] - totals[LOSS]
        residual = self.move_id.amount_residual + max(elsewhere, 0.0)
        others = sum(max(since[kind], 0.0) for kind in (PAYMENT, WRITE_OFF, SETTLEMENT))
        if state == "pending":
            pending = self._get_pending_amount()
            since[PAYMENT] += pending
            residual -= pending
        elif state == "cancel":
            # A cancelled invoice is given up: what was due is conceded.
            since[CREDIT] = self.claimed_amount - others
            residual = 0.0
        elif state == "draft":
            residual = max(self.claimed_amount - others - max(since[CREDIT], 0.0), 0.0)
        done = {kind: max(since[kind], 0.0) for kind in (PAYMENT, CREDIT, WRITE_OFF, SETTLEMENT)}
        claimed = self._round(residual + sum(done.values()))
        parts = buckets.allocate(
            self._to_decimal(self.disputed_amount),
            # Less can be claimed than was disputed, once an invoice was corrected downwards.
            max(self._to_decimal(claimed - self.disputed_amount), Decimal(0)),
            paid=self._to_decimal(done[PAYMENT]),
            conceded=self._to_decimal(done[CREDIT]),
            settled=self._to_decimal(done[SETTLEMENT]),
            written_off=self._to_decimal(done[WRITE_OFF]),
        )
        residual = self._round(residual)
        open_disputed = min(float(parts.open_disputed), residual)
        return {
            "state": state,
            "claimed_amount": claimed,
            "paid_amount": self._round(done[PAYMENT]),
            "conceded_amount": self._round(done[CREDIT]),
            "settled_amount": self._round(done[SETTLEMENT]),
            "written_off_amount": self._round(done[WRITE_OFF]),
            "open_amount": residual,
            "open_disputed_amount": open_disputed,
            "open_undisputed_amount": self._round(residual - open_disputed),
        }

    def _get_invoice_state(self):
        """Return the state of the invoice; with a payment without entry, it is *pending*."""
        move = self.move_id
        if move.state != "posted":
            return move.state
        return "pending" if self._get_pending_amount() else "posted"

    def _get_pending_amount(self):
        """Return what payments without an entry cover of what is still due."""
        move = self.move_id
        if move.currency_id.is_zero(move.amount_residual) or (
            move.payment_state not in PENDING_STATES
        ):
            return 0.0
        payments = move.matched_payment_ids.filtered(
            lambda payment: not payment.move_id and payment.state in ("in_process", "paid")
        )
        amount = sum(
            payment.currency_id._convert(
                payment.amount, move.currency_id, move.company_id, payment.date
            )
            for payment in payments
        )
        return min(self._round(amount), move.amount_residual)

    # === EVENTS === #

    def _prepare_ledger_events(self, counterparts):
        """Return the values of the events that the ledger has and the chronology has not."""
        known = self._read_known_facts()
        vals_list = []
        for claim in self:
            facts = claim._get_facts(counterparts[claim.move_id.id])
            vals_list += claim._diff_facts(facts, known[claim.id])
            vals_list += claim._diff_state(known[claim.id])
        return vals_list

    def _read_known_facts(self):
        """Return what the chronology says of the ledger, by claim: (comings, goings, state)."""
        known = defaultdict(lambda: {"in": Counter(), "out": Counter(), "state": []})
        rows = self.env["litige.event"].search_fetch(
            [("claim_id", "in", self.ids), ("ledger_key", "!=", False)],
            ["claim_id", "ledger_key", "kind"],
            order="id",
        )
        for event in rows:
            fact, _sep, _rank = event.ledger_key.rpartition("|")
            if event.kind in ("invoice_state", "payment_pending"):
                known[event.claim_id.id]["state"].append(fact.rpartition("|:")[2])
            elif event.kind.endswith("_reversed"):
                known[event.claim_id.id]["out"][fact.removesuffix("|out")] += 1
            elif fact:
                known[event.claim_id.id]["in"][fact] += 1
        return known

    def _get_facts(self, counterparts):
        """Return the ledger's facts on one invoice: counterparts by key."""
        digits, invoice = self.currency_id.decimal_places, f"move:{self.move_id.id}"
        return {
            f"{line.kind}|{invoice}|entry:{line.entry_id}|{line.amount:.{digits}f}": line
            for line in counterparts
        }

    def _diff_facts(self, facts, known):
        vals_list = []
        present = known["in"] - known["out"]
        for key, line in facts.items():
            if not present[key]:
                vals_list.append(self._prepare_fact_event(key, line, known["in"][key] + 1))
        for key in present:
            if key not in facts:
                vals_list.append(self._prepare_reversal_event(key, known["out"][key] + 1))
        return vals_list

    def _prepare_fact_event(self, key, line, rank):
        today = fields.Date.context_today(self)
        return {
            "case_id": self.case_id.id,
            "claim_id": self.id,
            "kind": line.kind,
            # Booked ahead, it is noted today: nothing has happened yet on a day to come.
            "occurred_on": min(line.date, today),
            "direction": "in" if line.kind in (PAYMENT, RECOVERY) else "internal",
            "summary": self._get_fact_summary(line, today),
            "amount": line.amount,
            "ledger_key": f"{key}|{rank}",
            "res_model": "account.move",
            "res_id": line.entry_id,
        }

    def _get_fact_summary(self, line, today):
        """Say what happened to the invoice; the entry's own reference when it says more."""
        patterns = {
            PAYMENT: self.env._("Payment received on %(invoice)s"),
            CREDIT: self.env._("Credit note on %(invoice)s"),
            # The books alone: writing off waives nothing, and others read this.
            WRITE_OFF: self.env._("Accounting entry on %(invoice)s, claim kept"),
            SETTLEMENT: self.env._("Settled by agreement on %(invoice)s"),
            TRANSFER: self.env._("%(invoice)s moved to another customer account"),
            RECOVERY: self.env._("Payment received on the other account for %(invoice)s"),
            LOSS: self.env._("Accounting entry on the other account for %(invoice)s, claim kept"),
        }
        fact = patterns[line.kind] % {"invoice": self.move_id.name}
        label = (line.label or "").strip()
        if label and label != self.move_id.name:
            fact = self.env._("%(fact)s: %(label)s", fact=fact, label=label)
        if line.date > today:
            day = format_date(self.env, line.date)
            fact = self.env._("%(fact)s (dated %(date)s)", fact=fact, date=day)
        return fact

    def _prepare_reversal_event(self, key, rank):
        kind, _move, entry, amount = key.split("|")
        summaries = {
            PAYMENT: self.env._("A payment on %(invoice)s was reversed or taken off it"),
            CREDIT: self.env._("A credit note was taken off %(invoice)s"),
            WRITE_OFF: self.env._("An accounting entry on %(invoice)s was cancelled"),
            SETTLEMENT: self.env._("A settlement entry on %(invoice)s was cancelled"),
            TRANSFER: self.env._("%(invoice)s came back to its customer account"),
            RECOVERY: self.env._("A payment on the other account for %(invoice)s was reversed"),
            LOSS: self.env._("An entry on the other account for %(invoice)s was cancelled"),
        }
        return {
            "case_id": self.case_id.id,
            "claim_id": self.id,
            "kind": f"{kind}_reversed",
            "occurred_on": fields.Date.context_today(self),
            "summary": summaries[kind] % {"invoice": self.move_id.name},
            "amount": float(amount),
            "ledger_key": f"{key}|out|{rank}",
            "res_model": "account.move",
            "res_id": int(entry.removeprefix("entry:")),
        }

    def _diff_state(self, known):
        """Note what the invoice itself became: state, amount, payment under way."""
        state, amount = self._get_invoice_state(), self.move_id.amount_total
        if state == "pending":
            amount = self._get_pending_amount()
        fact = f"{state} {amount:.{self.currency_id.decimal_places}f}"
        issued = sum(term["amount"] for term in self.due_snapshot or [])
        first = f"posted {issued:.{self.currency_id.decimal_places}f}"
        before = (known["state"] or [first])[-1]
        if fact == before:
            return []
        summaries = {
            "posted": self.env._("%(invoice)s is due again"),
            "pending": self.env._("A payment of %(invoice)s is under way"),
            "draft": self.env._("%(invoice)s was reset to draft"),
            "cancel": self.env._("%(invoice)s was cancelled"),
        }
        summary = summaries[state]
        if state == "posted" and before.startswith("posted"):
            summary = self.env._("The amount of %(invoice)s has changed")
        rank = known["state"].count(fact) + 1
        return [
            {
                "case_id": self.case_id.id,
                "claim_id": self.id,
                "kind": "payment_pending" if state == "pending" else "invoice_state",
                "occurred_on": fields.Date.context_today(self),
                "summary": summary % {"invoice": self.move_id.name},
                "amount": amount,
                "ledger_key": f"state|move:{self.move_id.id}|:{fact}|{rank}",
                "res_model": "account.move",
                "res_id": self.move_id.id,
            }
        ]
