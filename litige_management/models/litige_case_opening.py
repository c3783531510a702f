from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date

# Opening a thousand cases must not post, track and subscribe a thousand times: `_follow` and one
# batch of notes do it.
BATCH_CONTEXT = {"tracking_disable": True}


class LitigeCaseOpening(models.AbstractModel):
    """Opening disputes: one invoice or a thousand, the same few queries."""

    _name = "litige.case.opening"
    _description = "Opening of Disputes"

    # === REFUSALS === #

    @api.model
    def _get_refusals(self, moves, cause=None, company=None, currency=None):
        """Return why each invoice cannot be disputed, in words, by invoice (none: it can).

        :param cause: with a cause other than non-payment, an invoice not yet due may be disputed
        """
        refusals = {}
        claims = self._get_open_claims(moves)
        mixed = self._get_mixed_entries(moves)
        today = fields.Date.context_today(self)
        for move in moves:
            claim = claims.get(move)
            reason = (
                self._get_kind_refusal(move, mixed)
                or self._get_scope_refusal(move, company, currency)
                or (
                    claim
                    and self.env._(
                        "%(invoice)s is already in the dispute %(case)s.",
                        invoice=move.name,
                        case=claim.case_id.name,
                    )
                )
                or self._get_due_refusal(move, cause, today)
            )
            if reason:
                refusals[move] = reason
        return refusals

    @api.model
    def _get_open_claims(self, moves):
        # Told also to those who may not read the other dispute: its number, no more.
        claims = (
            self.env["litige.claim"]
            .sudo()
            .search(
                [
                    ("move_id", "in", moves.ids),
                    ("is_open", "=", True),
                ]
            )
        )
        return {claim.move_id.with_env(moves.env): claim for claim in claims}

    @api.model
    def _get_mixed_entries(self, moves):
        """Return the entries, opening balances for instance, that mix several customers."""
        entries = moves.filtered(lambda move: move.move_type == "entry")
        return {move for move in entries if len(move.line_ids.partner_id.commercial_partner_id) > 1}

    @api.model
    def _get_kind_refusal(self, move, mixed):
        name = move.name or move.display_name
        if move in mixed:
            return self.env._(
                "%(invoice)s mixes several customers, as an opening balance does: split it per "
                "customer first.",
                invoice=name,
            )
        if move.move_type not in ("out_invoice", "out_receipt"):
            return self.env._(
                "%(invoice)s is not a customer invoice: only customer invoices can be disputed "
                "here.",
                invoice=name,
            )
        if move.state == "draft":
            return self.env._("%(invoice)s is a draft: confirm it first.", invoice=name)
        if move.state == "cancel":
            return self.env._("%(invoice)s is cancelled.", invoice=name)
        if move.payment_state in ("paid", "in_payment", "reversed") or (
            move.currency_id.compare_amounts(move.amount_residual, 0) <= 0
        ):
            return self.env._("%(invoice)s is paid: nothing is due on it.", invoice=name)
        return None

    @api.model
    def _get_scope_refusal(self, move, company, currency):
        if company and move.company_id != company:
            return self.env._(
                "%(invoice)s belongs to %(other)s, not to %(company)s.",
                invoice=move.name,
                other=move.company_id.name,
                company=company.name,
            )
        if currency and move.currency_id != currency:
            return self.env._(
                "%(invoice)s is in %(other)s: a dispute has one currency, here %(currency)s.",
                invoice=move.name,
                other=move.currency_id.name,
                currency=currency.name,
            )
        return None

    @api.model
    def _get_due_refusal(self, move, cause, today):
        due = move._litige_get_first_due_date()
        if due and due < today:
            return None
        if cause and not cause.is_non_payment:
            return None
        return self.env._(
            "%(invoice)s is not due before %(date)s: choose a cause other than non-payment to "
            "dispute it already.",
            invoice=move.name,
            date=format_date(self.env, due or move.invoice_date_due),
        )

    @api.model
    def _check_openable(self, moves, **options):
        """Raise the refusals in words; with a link when another open dispute is the reason."""
        refusals = self._get_refusals(moves, **options)
        if not refusals:
            return
        claims = self._get_open_claims(moves)
        message = "\n".join(refusals.values())
        if len(refusals) == 1 and (claim := claims.get(next(iter(refusals)))):
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_case_action"
            )
            raise RedirectWarning(
                message,
                {**action, "views": [(False, "form")], "res_id": claim.case_id.id},
                self.env._("Open this dispute"),
            )
        raise UserError(message)

    # === OPENING === #

    @api.model
    def _open(self, specs):
        """Open one case per spec, with its claims, holds and history. Constant queries.

        :param specs: dicts with `case` (values of the case, without number) and `claims`: dicts
            with `move` and `disputed` (amount in the invoice's currency), and `hold` (None, or a
            dict with `reason` and `review_date`)
        :return: the cases, in the order of the specs
        """
        moves = self.env["account.move"].union(
            *(claim["move"] for spec in specs for claim in spec["claims"])
        )
        self._prefetch(moves)
        # Before anything is written: nothing half-done.
        self._check_amounts([claim for spec in specs for claim in spec["claims"]])
        cases = (
            self.env["litige.case"]
            .with_context(**BATCH_CONTEXT)
            .create([spec["case"] for spec in specs])
            .with_env(self.env)
        )
        self._create_claims(
            [
                (case, [{**claim, "hold": spec.get("hold")} for claim in spec["claims"]])
                for case, spec in zip(cases, specs, strict=True)
            ],
            [vals for case in cases for vals in self._prepare_opening(case._in_company_language())],
        )
        self._follow(cases)
        cases._log_note(self.env._("Dispute opened"))
        # Whether the customer can pay is known whoever opens the dispute.
        cases.filtered(lambda case: case.partner_id.sudo()._litige_is_barred())._follow_trouble()
        return cases

    @api.model
    def _prepare_opening(self, case):
        """Return the events of the opening itself, and what the customer says."""
        common = {
            "case_id": case.id,
            "occurred_on": case.date_opened,
            "parties": case.partner_id.display_name,
        }
        yield {
            **common,
            "kind": "opened",
            "summary": case.env._("Dispute opened: %(cause)s", cause=case.cause_id.name),
        }
        if case.description:
            # Written down that day: it does not say when the customer complained.
            yield {
                **common,
                "kind": "complaint",
                "summary": case.description,
                "standing": "theirs",
                "details": {"noted_at_opening": True},
            }

    @api.model
    def _check_amounts(self, claim_specs):
        """Refuse a disputed amount below zero or above what is due, in words."""
        for spec in claim_specs:
            move, disputed = spec["move"], spec["disputed"]
            compare = move.currency_id.compare_amounts
            if compare(disputed, move.amount_residual) > 0 or compare(disputed, 0) < 0:
                raise UserError(
                    self.env._(
                        "You cannot dispute %(disputed)s on %(invoice)s: only %(residual)s is due.",
                        disputed=move.currency_id.format(disputed),
                        invoice=move.name,
                        residual=move.currency_id.format(move.amount_residual),
                    )
                )

    @api.model
    def _prefetch(self, moves):
        """Read in a few queries what opening looks at."""
        moves.fetch(["name", "invoice_date", "amount_residual", "amount_total", "currency_id"])
        moves.line_ids.fetch(
            [
                "account_id",
                "date_maturity",
                "amount_currency",
                "display_type",
                "no_followup",
            ]
        )

    @api.model
    def _add_claims(self, pairs):
        """Add claims to cases: `pairs` of a case and its list of claim specs (see `_open`)."""
        self._check_amounts([spec for _case, specs in pairs for spec in specs])
        return self._create_claims(pairs)

    @api.model
    def _create_claims(self, pairs, events=()):
        """Create claims as they will stand, then write all that happened in one batch.

        :param pairs: as in `_add_claims`; the claim specs may have a `hold` (see `_open`)
        :param events: values of the events that come before
        """
        moves = self.env["account.move"].union(
            *(spec["move"] for _case, specs in pairs for spec in specs)
        )
        counterparts = self.env["litige.ledger"]._read_counterparts(moves.ids)
        self.env["litige.case"].union(*(case for case, _specs in pairs)).check_access("write")
        # Checked just above: nobody writes claims by hand.
        claims = (
            self.env["litige.claim"]
            .sudo()
            ._insert(
                [
                    self._prepare_claim(case, spec, counterparts)
                    for case, specs in pairs
                    for spec in specs
                ]
            )
        )
        # The others begin with the right amounts.
        claims.filtered(lambda claim: claim._get_invoice_state() != "posted")._update_amounts(
            counterparts
        )
        held = claims.filtered("is_held")
        held._refresh_followup()
        self.env["litige.case"]._append_events(
            [
                *events,
                *(
                    vals
                    for claim in claims
                    for vals in self._prepare_history(claim._in_company_language())
                ),
                *self.env["litige.case.past"]._prepare_past(claims),
                *claims._in_company_language()._prepare_ledger_events(counterparts),
                *held._prepare_hold_events(),
            ]
        )
        claims._apply_notices()
        self.env["litige.communication"]._take_over(claims.case_id)
        return claims.sudo(self.env.su)

    @api.model
    def _prepare_claim(self, case, spec, counterparts):
        move, disputed = spec["move"], spec["disputed"]
        if refusal := self._get_scope_refusal(move, case.company_id, case.currency_id):
            raise UserError(refusal)
        residual = move.amount_residual
        snapshot = move._litige_get_due_snapshot()
        due = min((item["date"] for item in snapshot), default=False)
        undisputed = move.currency_id.round(residual - disputed)
        return {
            **self._prepare_claim_hold(case, spec, undisputed),
            "case_id": case.id,
            "company_id": case.company_id.id,
            "partner_id": case.partner_id.id,
            "is_open": True,
            "move_id": move.id,
            "currency_id": move.currency_id.id,
            "date_invoice": move.invoice_date,
            "date_due": due,
            "interest_start": due,
            "due_snapshot": snapshot,
            "baseline": self.env["litige.ledger"]._sum_kinds(
                counterparts[move.id], move.currency_id
            ),
            "opening_amount": residual,
            "claimed_amount": residual,
            "open_amount": residual,
            "disputed_amount": disputed,
            "open_disputed_amount": disputed,
            "open_undisputed_amount": undisputed,
        }

    @api.model
    def _prepare_claim_hold(self, case, spec, undisputed):
        """Return the values of the hold that a new claim begins with."""
        hold, move = spec.get("hold"), spec["move"]
        if not hold or move.currency_id.is_zero(spec["disputed"]):  # nothing to hold
            return {"held_amount": 0.0}
        Claim = self.env["litige.claim"]
        values = Claim._prepare_hold(hold["reason"], hold["review_date"], case.user_id)
        values["held_amount"] = spec["disputed"]
        if move.currency_id.is_zero(undisputed):
            values["previous_no_followup"] = self.env["litige.followup"]._remember(
                # Who opens a dispute may have no right on journal items.
                Claim._filter_receivable(move.sudo().line_ids)
            )
        return values

    @api.model
    def _prepare_history(self, claim):
        """Return the events of an invoice's past: issued, and due at each term."""
        common = {
            "case_id": claim.case_id.id,
            "claim_id": claim.id,
            "parties": claim.partner_id.display_name,
            "res_model": "account.move",
            "res_id": claim.move_id.id,
        }
        yield {
            **common,
            "kind": "invoice_issued",
            "direction": "out",
            "occurred_on": claim.date_invoice or claim.move_id.date,
            "summary": claim.env._("Invoice %(invoice)s issued", invoice=claim.move_id.name),
            "amount": claim.move_id.amount_total,
        }
        for term in claim.due_snapshot or []:
            if term["date"]:
                yield {
                    **common,
                    "kind": "invoice_due",
                    "occurred_on": term["date"],
                    "summary": claim.env._("Invoice %(invoice)s due", invoice=claim.move_id.name),
                    "amount": term["amount"],
                }

    @api.model
    def _follow(self, cases):
        """Let owners and resolvers follow their cases, in one batch per person."""
        wanted = defaultdict(list)
        for case in cases:
            for partner in (case.user_id | case.resolver_id).partner_id:
                wanted[partner].append(case.id)
        for partner, case_ids in wanted.items():
            cases.browse(case_ids).message_subscribe(partner_ids=partner.ids)

    @api.model
    def _get_default_review_date(self, company):
        """Return the day a new hold is to be reviewed: today plus the company's delay."""
        return fields.Date.context_today(self) + timedelta(days=company.litige_hold_days)
