import logging
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date

from ..legal import execution
from .litige_ledger import CREDIT, PAYMENT, SETTLEMENT, WRITE_OFF

_logger = logging.getLogger(__name__)

ACTIVITY = "litige_management.mail_activity_type_instalment_late"
GIVEN = (CREDIT, WRITE_OFF, SETTLEMENT)
# What following the ledger writes on a signed agreement, and nobody else.
FOLLOW_FIELDS = {"execution_state", "execution_baseline", "surplus_amount"}


class LitigeSettlementExecutionMixin(models.AbstractModel):
    """A signed agreement follows the ledger: payments fulfil its instalments in their order."""

    _name = "litige.settlement.execution.mixin"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Execution of an Agreement"

    currency_id = fields.Many2one("res.currency")  # the agreement says which
    execution_state = fields.Selection(
        [
            ("pending", "Under way"),
            ("late", "Instalment late"),
            ("noticed", "Default notified"),
            ("accelerated", "Balance due at once"),
            ("performed", "Performed"),
        ],
        string="Execution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What has become of what was promised, once both sides have signed.",
    )
    execution_baseline = fields.Json(
        readonly=True,
        copy=False,
        help="What was already paid and credited when the text became final: it fulfils nothing.",
    )
    paid_amount = fields.Monetary(
        string="Paid",
        compute="_compute_paid_amount",
        help="What the instalments have received.",
    )
    left_amount = fields.Monetary(
        string="Left to Pay",
        compute="_compute_paid_amount",
        help="What the instalments still lack.",
    )
    surplus_amount = fields.Monetary(
        string="Paid Beyond",
        readonly=True,
        copy=False,
        help="What was received beyond all instalments.",
    )

    @api.depends("commitment_ids.paid_amount", "commitment_ids.amount", "commitment_ids.kind")
    def _compute_paid_amount(self):
        for settlement in self:
            instalments = settlement._get_instalments()
            paid = sum(instalments.mapped("paid_amount"))
            settlement.paid_amount = settlement._round(paid)
            total = sum(instalments.mapped("amount"))
            settlement.left_amount = settlement._round(total - paid)

    progress_text = fields.Text(
        string="Where It Stands",
        compute="_compute_progress_text",
        help="How many instalments were paid, and the next one.",
    )

    @api.depends("paid_amount", "settled_amount", "execution_state", "commitment_ids.state")
    @api.depends_context("lang")
    def _compute_progress_text(self):
        for settlement in self:
            following = settlement.execution_state == "pending"
            settlement.progress_text = following and settlement._get_progress_text()

    def _get_progress_text(self):
        """Return how many instalments were paid, and what comes next."""
        instalments = self._get_instalments()
        done = instalments.filtered(lambda line: line.state == "done")
        money = self.currency_id.format
        text = self.env._(
            "%(done)s of %(count)s instalments paid: %(paid)s of %(total)s.",
            done=len(done),
            count=len(instalments),
            paid=money(self.paid_amount),
            total=money(self.settled_amount),
        )
        for line in (instalments - done)[:1]:
            coming = self.env._(
                "Next: %(amount)s by %(date)s.",
                amount=money(self._round(line.amount - line.paid_amount)),
                date=format_date(self.env, line.date_due),
            )
            text = f"{text} {coming}"
        return text

    # === READING THE LEDGER === #

    def _get_moves(self):
        return self.line_ids.claim_id.move_id

    def _read_counterparts(self):
        return self.env["litige.ledger"]._read_counterparts(self._get_moves().ids)

    def _set_baseline(self):
        """Remember what was paid before the text became final: the sums due left it out."""
        # The ledger is read whoever confirms; nothing of it is shown.
        settlements = self.sudo()
        counterparts = settlements._read_counterparts()
        for settlement in settlements:
            moves = settlement._get_moves()
            receipts = self.env["litige.promise"]._read_receipts(moves, counterparts)
            settlement.write(
                {
                    "execution_baseline": {
                        "receipts": {key: amount for key, _kind, _day, amount in receipts},
                        "given": settlement._sum_given(counterparts),
                    }
                }
            )

    def _sum_given(self, counterparts):
        """Return what was credited or given up on the invoices of the agreement."""
        return self._round(
            sum(
                line.amount
                for move in self._get_moves()
                for line in counterparts[move.id]
                if line.kind in GIVEN
            )
        )

    def _get_receipts(self, counterparts):
        """Return what came in since the text became final (`legal.execution.Receipt`).

        A payment that bounced and comes again is the same key: it counts once. What is credited or
        written off beyond the discount and the credit notes promised is no longer to be paid.
        """
        self.ensure_one()
        moves, known = self._get_moves(), self.execution_baseline["receipts"]
        receipts = [
            execution.Receipt(day, self._to_decimal(amount - known.get(key, 0.0)))
            for key, _kind, day, amount in self.env["litige.promise"]._read_receipts(
                moves, counterparts
            )
            if self.currency_id.compare_amounts(amount, known.get(key, 0.0)) > 0
        ]
        promised = sum(
            self.commitment_ids.filtered(lambda line: line.kind == "credit_note").mapped("amount")
        )
        given = self._sum_given(counterparts) - self.execution_baseline["given"]
        extra = self._round(given - max(self.waived_amount, promised))
        if extra > 0:
            day = max(
                line.date for move in moves for line in counterparts[move.id] if line.kind in GIVEN
            )
            receipts.append(execution.Receipt(day, self._to_decimal(extra)))
        return [*receipts, *self._get_charge_receipts(counterparts)]

    def _get_charge_receipts(self, counterparts):
        """Return what payments brought beyond the invoices, for the charges of the agreement.

        No invoice bears these charges: the rest of such a payment stays open, or is matched with
        what is booked for them later. What it pays of another invoice of before is not theirs.
        """
        left = self._to_decimal(self.charges_amount if self.charges_fate == "included" else 0.0)
        if not left:
            return []
        known, entries = self.execution_baseline["receipts"], set()
        for move in self._get_moves():
            entries |= {
                line.entry_id
                for line in counterparts[move.id]
                if line.kind == PAYMENT and f"{PAYMENT}|{move.id}|{line.entry_id}" not in known
            }
        receipts = []
        for line in self.env["account.move"].browse(entries).sorted("date").line_ids:
            if line.account_type != "asset_receivable" or line.currency_id != self.currency_id:
                continue
            taken = sum(
                part.credit_amount_currency
                for part in line.matched_debit_ids
                if part.debit_move_id.move_id.is_sale_document(include_receipts=True)
                and part.debit_move_id.move_id.invoice_date <= self.signed_on
            )
            beyond = self._round(-line.amount_currency - taken)
            part = min(left, self._to_decimal(max(beyond, 0.0)))
            if part:
                receipts.append(execution.Receipt(line.date, part))
                left -= part
        return receipts

    def _get_all_receipts(self):
        """Return all that came in by the agreement: by the ledger, and as noted by hand."""
        # Who may read the agreement may know what it received.
        one = self.sudo()
        return [
            *one._get_receipts(one._read_counterparts()),
            *(
                execution.Receipt(line.done_on or line.date_due, one._to_decimal(line.amount))
                for line in one._get_instalments()
                if line.is_by_hand
            ),
        ]

    def _get_execution(self, counterparts):
        """Return the instalments that the ledger fills, and how (`legal.execution.Execution`)."""
        self.ensure_one()
        lines = self._get_instalments().filtered(lambda line: not line.is_by_hand)
        plan = [
            execution.Instalment(line.date_due, self._to_decimal(line.amount)) for line in lines
        ]
        return lines, execution.fill(plan, self._get_receipts(counterparts))

    # === FOLLOWING === #

    def _refresh_execution(self):
        """Compare signed agreements with the ledger and note what changed. Idempotent."""
        # Whoever books a payment may have no right on agreements: the ledger has.
        settlements = self.sudo().filtered(
            lambda one: one.state == "signed" and one.execution_baseline
        )
        if not settlements:
            return
        counterparts = settlements._read_counterparts()
        for settlement in settlements:
            settlement = settlement._in_company_language()
            settlement._apply_execution(counterparts)
            settlement.commitment_ids._follow_credit_notes()
            settlement._update_execution_state()

    def _apply_execution(self, counterparts):
        lines, result = self._get_execution(counterparts)
        changed = []
        for line, filled in zip(lines, result.lines, strict=True):
            # Even open again, what was declared broken stays so until it is paid.
            unpaid = "broken" if line.state == "broken" else "open"
            values = {
                "paid_amount": float(filled.paid),
                "state": unpaid if filled.open else "done",
                "done_on": filled.done_on or False,
            }
            values = {name: value for name, value in values.items() if line[name] != value}
            if "state" in values:
                changed.append(line)
            if values:
                line.write(values)
        if float(result.surplus) != self.surplus_amount:
            self.write({"surplus_amount": float(result.surplus)})
        self._log_instalments(changed)

    def _log_instalments(self, lines):
        """Note in the chronology the instalments that were paid, or are due again."""
        patterns = {
            True: self.env._("Instalment of %(date)s paid: %(agreement)s"),
            False: self.env._(
                "Payment taken back: instalment of %(date)s due again: %(agreement)s"
            ),
        }
        self.case_id._append_events(
            [
                self._prepare_execution_event(
                    patterns[line.state == "done"]
                    % {"date": format_date(self.env, line.date_due), "agreement": self.name},
                    occurred_on=line.done_on or fields.Date.context_today(self),
                    amount=line.amount,
                )
                for line in lines
            ]
        )

    def _prepare_execution_event(self, summary, **values):
        self.ensure_one()
        return {
            "case_id": self.case_id.id,
            "kind": "agreement",
            "occurred_on": fields.Date.context_today(self),
            "summary": summary,
            "details": {
                "agreement": self.name,
                "paid": self._to_text(self.paid_amount),
                "left": self._to_text(self.left_amount),
            },
            "res_model": "litige.settlement",
            "res_id": self.id,
            **values,
        }

    # === STATE === #

    def _get_late_instalments(self, today=None):
        """Return the payments not made by the end of their days of grace, soonest due first."""
        self.ensure_one()
        today = today or fields.Date.context_today(self)
        return self._get_instalments().filtered(
            lambda line: (
                line.state != "done"
                and line.date_due
                and today > execution.last_day(line.date_due, self.grace_days)
            )
        )

    def _get_execution_state(self):
        self.ensure_one()
        if self.accelerated_on:
            return "accelerated"
        if self.commitment_ids and all(line.state == "done" for line in self.commitment_ids):
            return "performed"
        if not self._get_late_instalments():
            return "pending"
        return "noticed" if self._get_current_notice() else "late"

    def _update_execution_state(self):
        state, before = self._get_execution_state(), self.execution_state
        if state == before:
            return
        self.write({"execution_state": state})
        late = ("late", "noticed")
        if state == "late" and before not in late:
            self.case_id._schedule_once(
                ACTIVITY,
                self.env._(
                    "An instalment of %(agreement)s did not come: call, then notify the default.",
                    agreement=self.name,
                ),
            )
        elif state not in late:
            self.case_id.activity_unlink([ACTIVITY])
        if state == "performed":
            self.case_id._append_events(
                [
                    self._prepare_execution_event(
                        self.env._(
                            "Everything promised in %(agreement)s was done", agreement=self.name
                        )
                    )
                ]
            )

    # === EVERY NIGHT === #

    @api.model
    def _cron_follow(self, limit=100):
        """Compare the agreements to be performed with the ledger and the calendar, in batches.

        Those performed lately too: a payment may bounce.
        """
        ids = self.search(
            [
                ("state", "=", "signed"),
                "|",
                ("execution_state", "!=", "performed"),
                ("commitment_ids.done_on", ">=", "today -90d"),
            ],
            order="id",
        ).ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), limit):
            batch = self.browse(ids[start : start + limit])
            try:
                with self.env.cr.savepoint():
                    batch.try_lock_for_update()._refresh_execution()
            except Exception:  # the next night tries again
                _logger.exception("Agreements %s not compared with the ledger", batch.ids)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def _get_paid_decimal(self):
        return self._to_decimal(self.paid_amount) if self.paid_amount else Decimal()
