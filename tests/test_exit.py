"""Accounting exits, checked to the cent: drafts, then what they do to the dispute."""

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import Form

from .exit_common import ExitCommon


class TestWriteOff(ExitCommon):
    """1 000.00 at 20 % and 500.00 at 10 %: 1 750.00 with VAT."""

    def test_loss_with_its_vat_taken_back(self):
        entry = self._write_off(proof=True)
        self.assertEqual(entry.state, "draft")
        self.assertLines(
            entry,
            ("654", 1000.0, 0.0),
            ("654", 500.0, 0.0),
            ("44571", 200.0, 0.0),
            ("44571", 50.0, 0.0),
            ("411", 0.0, 1750.0),
        )
        self.assertBuckets(self.claim, claimed=1750, open=1750)
        self._post(entry)
        self.assertBuckets(self.claim, claimed=1750, written_off=1750)
        self.assertEvents(self.case, "exit", "write_off")
        self.assertTrue(self.case.is_all_settled)
        self.assertEqual(self.case.proposed_outcome, "irrecoverable")
        exit_ = self.case.exit_ids
        self.assertEqual((exit_.state, exit_.move_id), ("posted", entry))
        self.assertIn("1\u202f500,00\u00a0€ (prix net)", exit_.vat_mention)
        self.assertIn("250,00\u00a0€ (TVA", exit_.vat_mention)
        self.assertIn("article 272 du code général des impôts", exit_.vat_mention)

    def test_accountant_touches_the_draft_and_nothing_is_counted_again(self):
        entry = self._write_off(proof=True)
        expected = sorted(entry.line_ids.mapped(lambda line: (line.account_id.code, line.balance)))
        with Form(entry) as form:
            form.ref = "OD 12"
            with form.line_ids.edit(0) as line:
                line.name = "Perte"
        entry.line_ids.filtered("tax_repartition_line_id").write({"name": "TVA"})
        self._post(entry)
        lines = entry.line_ids.mapped(lambda line: (line.account_id.code, line.balance))
        self.assertEqual(sorted(lines), expected)
        self.assertTagsCancel(self.move | entry)

    def test_how_our_books_show_it_is_told_to_nobody_outside(self):
        """A loss booked is no waiver: whoever reads the file would take it for one."""
        self._post(self._write_off(proof=True))
        [told] = self.case.event_ids.filtered(lambda one: one.kind == "write_off")
        _document, page = self.case._render_chronology(audience="court")
        self.assertNotIn(told.summary, page)
        held, _left_out = self.env["litige.personal.reader"]._read_held(self.customer, self.company)
        [events] = [one.raw for one in held if one.model == "litige.event"]
        self.assertNotIn("write_off", [event["kind"] for event in events])

    def test_a_cash_rounding_is_lost_too_and_is_no_vat(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "5 centimes",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self._account("758").id,
                "loss_account_id": self._account("658").id,
            }
        )
        free = self.tax_20.browse()
        move = self._invoice((100.02, free), invoice_cash_rounding_id=rounding.id)
        self.assertEqual(move.amount_total, 100.0)
        draft = self._draft(self._wizard("write_off", self._open_case(move), proof=True))
        self.assertLines(draft, ("654", 100.0, 0.0), ("411", 0.0, 100.0))

    def test_loss_keeps_its_vat_without_a_proof(self):
        entry = self._write_off(proof=False)
        self.assertLines(entry, ("654", 1750.0, 0.0), ("411", 0.0, 1750.0))
        self.assertFalse(self.case.exit_ids.vat_mention)

    def test_a_proof_alone_is_not_enough(self):
        wizard = self._wizard("write_off")
        wizard.tick_ids.filtered(lambda one: one.role == "proof")[:1].is_done = True
        self.assertFalse(wizard.is_vat_recovered)
        wizard.tick_ids.filtered(lambda one: one.role == "required").is_done = True
        self.assertTrue(wizard.is_vat_recovered)

    def test_part_paid_shares_the_vat(self):
        self._pay(self.move, 1050.0)
        entry = self._write_off(proof=True)
        self.assertLines(
            entry,
            ("654", 400.0, 0.0),
            ("654", 200.0, 0.0),
            ("44571", 80.0, 0.0),
            ("44571", 20.0, 0.0),
            ("411", 0.0, 700.0),
        )
        self._post(entry)
        self.assertBuckets(self.claim, claimed=1750, paid=1050, written_off=700)

    def test_posted_reset_posted_again_then_cancelled_counts_once(self):
        entry = self._write_off(proof=True)
        for _round in range(2):
            self._post(entry)
            self.assertBuckets(self.claim, claimed=1750, written_off=1750)
            entry.button_draft()  # Odoo keeps it reconciled until it is cancelled
        self._post(entry)
        self.assertEvents(self.case, "exit", "write_off")
        entry.button_cancel()
        self._run_precommit()
        self.assertEqual(self.case.exit_ids.state, "cancelled")
        self.assertBuckets(self.claim, claimed=1750, open=1750)
        self.assertEvents(self.case, "exit", "write_off", "write_off_reversed")

    def test_vat_report_gets_back_what_the_invoice_declared(self):
        self._post(self._write_off(proof=True))
        self.assertTagsCancel(self.move | self.case.exit_ids.move_id)

    def test_no_more_than_is_due(self):
        wizard = self._wizard("write_off")
        wizard.line_ids.amount = 1750.01
        with self.assertRaisesRegex(UserError, "too much"):
            wizard.action_confirm()
        wizard.line_ids.amount = 0.0
        with self.assertRaisesRegex(UserError, "amount first"):
            wizard.action_confirm()
        self._draft(self._wizard("credit_note", amount=750.0))
        wizard.line_ids.amount = 1000.01
        with self.assertRaisesRegex(UserError, "too much"):
            wizard.action_confirm()
        wizard.line_ids.amount = 1000.0
        self.assertEqual(self._draft(wizard).state, "draft")

    def test_an_account_and_a_reason_are_chosen_by_a_person(self):
        wizard = self._wizard("write_off")
        wizard.account_id = False
        with self.assertRaisesRegex(UserError, "accountant knows"):
            wizard.action_confirm()
        wizard.account_id = self._account("758")
        with self.assertRaisesRegex(UserError, "no account for this"):
            wizard.action_confirm()
        wizard.reason = " "
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_confirm()

    def test_the_accounting_date_says_which_year_the_loss_is_of(self):
        wizard = self._wizard("write_off")
        for day, number in (
            (self.move.invoice_date, "6541"),
            (self.move.invoice_date + relativedelta(years=1), "6544"),
        ):
            wizard.date = day
            wizard._onchange_date()
            self.assertEqual(wizard.account_id.code[:4], number)

    def test_paid_after_all_reverses_the_loss_and_frees_the_invoice(self):
        entry = self._write_off(proof=True)
        self._post(entry)
        reversal = self._reverse(self.case.exit_ids, 700.0)
        self.assertLines(
            reversal,
            ("758", 0.0, 400.0),
            ("758", 0.0, 200.0),
            ("44571", 0.0, 80.0),
            ("44571", 0.0, 20.0),
            ("411", 700.0, 0.0),
        )
        self._post(reversal)
        self.assertBuckets(self.claim, claimed=1750, written_off=1050, open=700)
        self._pay(self.move, 700.0)
        self.assertBuckets(self.claim, claimed=1750, written_off=1050, paid=700)
        with self.assertRaisesRegex(UserError, "at most is left"):
            self._reverse(self.case.exit_ids[-1], 1050.01)
        self._post(self._reverse(self.case.exit_ids[-1]))
        self.assertBuckets(self.claim, claimed=1750, paid=700, open=1050)


class TestVatOnPayment(ExitCommon):
    """Services: VAT that falls due on payment waits on its own account."""

    def test_loss_clears_the_waiting_vat_and_declares_nothing(self):
        self.company.tax_exigibility = True
        waiting = self._account("44574")
        tax = self.tax_20.copy(
            {
                "name": "TVA 20 % encaissements",
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": waiting.id,
            }
        )
        move = self._invoice((1000.0, tax))
        case = self._open_case(move)
        entry = self._draft(self._wizard("write_off", case, reason="Liquidation"))
        self.assertLines(entry, ("654", 1000.0, 0.0), ("44574", 200.0, 0.0), ("411", 0.0, 1200.0))
        self._post(entry)
        self.assertBuckets(case.claim_ids, claimed=1200, written_off=1200)
        basis = self.env["account.move"].search([("tax_cash_basis_origin_move_id", "!=", False)])
        basis = basis.filtered(lambda one: one.tax_cash_basis_origin_move_id in (move | entry))
        self.assertTagsCancel(move | entry | basis)
        due = (move | entry | basis).line_ids.filtered(lambda line: line.account_id == waiting)
        self.assertEqual(sum(due.mapped("balance")), 0.0)
        other = self._open_case(self._invoice((1000.0, tax)))
        with self.assertRaisesRegex(UserError, "falls due on payment"):
            self._wizard("doubtful", other).action_confirm()


class TestDoubtful(ExitCommon):
    def test_doubtful_then_provided_for_then_lost(self):
        entry = self._draft(self._wizard("doubtful"))
        self.assertLines(entry, ("416", 1750.0, 0.0), ("411", 0.0, 1750.0))
        moved = entry.line_ids.filtered("debit")
        self.assertEqual(moved.date_maturity, self.move.invoice_date_due, "as old as it was")
        self._post(entry)
        self.assertBuckets(self.claim, claimed=1750, open=1750)
        provision = self._draft(self._wizard("provision", rate=40.0))
        self.assertLines(provision, ("68174", 600.0, 0.0), ("491", 0.0, 600.0))
        self._post(provision)
        self.assertBuckets(self.claim, claimed=1750, open=1750)
        more = self._draft(self._wizard("provision", rate=100.0))
        self.assertLines(more, ("68174", 900.0, 0.0), ("491", 0.0, 900.0))
        loss = self._write_off(proof=True)
        self.assertLines(
            loss,
            ("654", 1000.0, 0.0),
            ("654", 500.0, 0.0),
            ("44571", 200.0, 0.0),
            ("44571", 50.0, 0.0),
            ("416", 0.0, 1750.0),
        )
        # 600.00 posted and 900.00 drafted.
        words = self.case.exit_ids.filtered(lambda one: one.kind == "write_off").explanation
        self.assertIn("1\xa0500,00", words)
        self.assertIn("provided for on this invoice", words)
        self._post(loss)
        self.claim._sync_ledger()  # as every night: no line of the invoice was touched
        self.assertBuckets(self.claim, claimed=1750, written_off=1750)
        self.assertEvents(self.case, *["exit"] * 1, "transfer", *["exit"] * 3, "loss")
        back = self._reverse(self.case.exit_ids.filtered(lambda one: one.rate == 40))
        self.assertLines(back, ("491", 600.0, 0.0), ("78174", 0.0, 600.0))

    def test_paid_after_all_comes_back_to_the_customer(self):
        self._post(self._draft(self._wizard("doubtful")))
        back = self._reverse(self.case.exit_ids)
        self.assertLines(back, ("411", 1750.0, 0.0), ("416", 0.0, 1750.0))
        self._post(back)
        self.assertBuckets(self.claim, claimed=1750, open=1750)
        self.assertEqual(self.move.amount_residual, 1750)
        self._pay(self.move)
        self.assertBuckets(self.claim, claimed=1750, paid=1750)

    def test_no_account_but_one_of_customers(self):
        wizard = self._wizard("doubtful")
        wizard.account_id = self._account("654")
        with self.assertRaisesRegex(UserError, "doubtful customers"):
            wizard.action_confirm()

    def test_credit_note_waits_for_the_invoice_to_come_back(self):
        self._post(self._draft(self._wizard("doubtful")))
        wizard = self._wizard("credit_note")
        wizard.line_ids.amount = 100.0
        with self.assertRaisesRegex(UserError, "reverse that entry first"):
            wizard.action_confirm()

    def test_rate_is_proposed_and_explained(self):
        self.assertEqual(self._wizard("provision").rate, 0.0)
        self.customer.litige_insolvency_kind = "liquidation"
        wizard = self._wizard("provision")
        self.assertEqual(wizard.rate, 100.0)
        self.assertIn("liquidation", wizard.rate_words)
        self.company.litige_provision_liquidation = 80.0
        self.assertEqual(self._wizard("provision").line_ids.amount, 1200.0)


class TestTwoCurrencies(ExitCommon):
    def test_loss_in_dollars_leaves_no_exchange_difference(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        Rate = self.env["res.currency.rate"]
        past = self.move.invoice_date
        for day, rate in ((past, 1.25), (self.today, 1.10)):
            Rate.create(
                {
                    "currency_id": dollar.id,
                    "company_id": self.company.id,
                    "name": day,
                    "rate": rate,
                }
            )
        move = self._invoice((1000.0, self.tax_20), currency_id=dollar.id)
        case = self._open_case(move)
        self.assertEqual(move.amount_total_signed, 960.0)
        entry = self._draft(self._wizard("write_off", case, proof=True, reason="Perdu"))
        self.assertLines(entry, ("654", 800.0, 0.0), ("44571", 160.0, 0.0), ("411", 0.0, 960.0))
        self.assertEqual(case.exit_ids.company_amount, 960.0)
        self._post(entry)
        self.assertBuckets(case.claim_ids, claimed=1200, written_off=1200)
        self.assertFalse(
            move.line_ids.matched_credit_ids.exchange_move_id, "no gain or loss of exchange"
        )
        other = self._open_case(self._invoice((1000.0, self.tax_20), currency_id=dollar.id))
        credit = self._draft(self._wizard("credit_note", other, amount=300.0, reason="Défaut"))
        self.assertEqual((credit.amount_total, credit.amount_total_signed), (300.0, -240.0))
        provision = self._draft(self._wizard("provision", other, rate=50.0))
        self.assertLines(provision, ("68174", 400.0, 0.0), ("491", 0.0, 400.0))


class TestForm(ExitCommon):
    def test_the_form_itself(self):
        form = Form(
            self.env["litige.case.exit"].with_context(default_case_id=self.case.id),
            "litige_management.litige_case_exit_view_form",
        )
        form.kind = "write_off"
        form.reason = "Introuvable"
        form.account_id = self._account("654")
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.amount, 1750.0)
            line.amount = 875.0
            self.assertEqual((line.untaxed_amount, line.tax_amount), (750.0, 125.0))
        form.save().action_confirm()
        self.assertEqual(self.case.exit_ids.amount, 875.0)
        self.assertEqual(self.case.exit_count, 1)

    def test_a_rate_beyond_the_whole_is_the_whole(self):
        with Form(self.env["litige.case.exit"].with_context(default_case_id=self.case.id)) as form:
            form.kind = "provision"
            form.rate = 150.0
            self.assertEqual(form.rate, 100.0)
            form.account_id = self._account("6817")
            form.counterpart_account_id = self._account("491")
        wizard = form.record
        self.assertEqual(wizard.line_ids.amount, 1500.0)
        self.company.litige_provision_court = 150.0
        wizard.rate = 150.0
        self.assertEqual(wizard.line_ids.amount, 1500.0)

    def test_lines_of_the_invoice(self):
        form = Form(
            self.env["litige.case.exit"].with_context(default_case_id=self.case.id),
            "litige_management.litige_case_exit_view_form",
        )
        form.by_lines = True
        form.ground = "error"
        form.reason = "Ligne livrée cassée"
        with form.product_ids.edit(1) as line:
            line.quantity = 1.0
            self.assertEqual(line.amount, 550.0)
        form.save().action_confirm()
        draft = self.case.exit_ids.move_id
        self.assertRecordValues(
            draft,
            [
                {
                    "move_type": "out_refund",
                    "state": "draft",
                    "amount_untaxed": 500.0,
                    "amount_tax": 50.0,
                    "reversed_entry_id": self.move.id,
                    "litige_credit_ground": "error",
                }
            ],
        )
        self._post(draft)
        self.assertBuckets(self.claim, claimed=1750, conceded=550, open=1200)
