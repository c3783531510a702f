"""The statement of a customer's account: as the books have it, to the cent, printed once."""

import io
from datetime import date, timedelta
from decimal import Decimal as D

from lxml import html
from pypdf import PdfReader

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import LitigeCommon
from .letter_common import plain

FROZEN = date(2026, 11, 23)


class AccountCommon(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.customer.write({"lang": "fr_FR", "ref": "411DUB"})

    @classmethod
    def _make(cls, partner=None, **values):
        return cls.env["litige.account.statement"].create(
            {"partner_id": (partner or cls.customer).id, "company_id": cls.company.id, **values}
        )

    def _get_account(self, statement, currency=None):
        return statement._read_accounts()[statement][currency or self.company.currency_id]

    def _rows(self, statement, css_class):
        """Return the cells of each line of a table of the printed statement."""
        page = html.fromstring(str(statement._get_preview_html()))
        return [
            [plain(cell.text_content()) for cell in row.iter("td")]
            for table in page.find_class(css_class)
            for row in table.iter("tr")
            if row.find("td") is not None
        ]

    def assertAgrees(self, account):
        """Assert that every sum of an account makes the same balance."""
        moved = sum((one.amount for one in account.movements), D(0))
        self.assertEqual(account.opening + moved, account.closing)
        self.assertEqual(sum(one.amount for one in account.open_lines), account.closing)
        ages = sum(amount for _start, amount in account.ages)
        self.assertEqual(ages + account.credits, account.closing)


class TestAccount(AccountCommon):
    def test_what_is_open_is_what_the_ledger_says(self):
        old = self._create_overdue(amount=1200.0, days=40)
        new = self._create_overdue(amount=800.5, days=-10)
        self._pay(old, 500.0)
        account = self._get_account(self._make())
        self.assertAgrees(account)
        self.assertEqual(account.closing, D("1500.50"))
        self.assertEqual(account.overdue, D(700))
        self.assertEqual([one.line.entry for one in account.open_lines], [old.id, new.id])

    def test_as_of_an_earlier_day_a_later_payment_is_not_there(self):
        move = self._create_overdue(amount=1200.0, days=40)
        self._pay(move, date=self.today - timedelta(days=5))
        paid = self._make()
        self.assertEqual(paid._read_accounts()[paid][self.company.currency_id].closing, 0)
        before = self._make(date_to=self.today - timedelta(days=6))
        self.assertEqual(self._get_account(before).closing, D(1200))
        self.assertEqual(self._get_account(before).open_lines[0].days, 34)

    def test_a_period_tells_each_transaction_and_the_balance_after_it(self):
        first = self._create_overdue(amount=1000.0, days=90)
        self._create_overdue(amount=250.5, days=10)
        self._pay(first, 400.0, date=self.today - timedelta(days=50))
        self._credit(first, 100.0)
        statement = self._make(kind="period", date_from=self.today - timedelta(days=100))
        account = self._get_account(statement)
        self.assertAgrees(account)
        self.assertEqual(account.opening, D(1000))
        self.assertEqual(
            [(one.kind, one.amount) for one in account.movements],
            [("payment", D(-400)), ("invoice", D("250.50")), ("credit_note", D(-100))],
        )
        self.assertEqual(account.closing, D("750.50"))

    def test_the_instalments_of_an_invoice_are_open_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 60 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        self._create_overdue(
            amount=1000.0, days=0, invoice_payment_term_id=term.id, invoice_date_due=False
        )
        account = self._get_account(self._make())
        self.assertEqual([one.amount for one in account.open_lines], [D(500), D(500)])
        self.assertEqual(account.overdue, D(500))
        period = self._get_account(self._make(kind="period", date_from="2020-01-01"))
        self.assertEqual([one.amount for one in period.movements], [D(1000)])

    def test_each_currency_apart_and_a_payment_in_another_one(self):
        dollars = self.setup_other_currency("USD", rates=[("2020-01-01", 2.0)])
        move = self._create_overdue(amount=1000.0, days=20, currency_id=dollars.id)
        self._create_overdue(amount=300.0, days=5)
        accounts = self._make()._read_accounts().popitem()[1]
        self.assertEqual(
            {one.name: account.closing for one, account in accounts.items()},
            {"EUR": D(300), "USD": D(1000)},
        )
        self._pay(move, 250.0, currency_id=self.company.currency_id.id)  # worth 500 dollars
        statement = self._make(kind="period", date_from="2020-01-01")
        accounts = statement._read_accounts()[statement]
        for account in accounts.values():
            self.assertAgrees(account)
        self.assertEqual(accounts[dollars].closing, D(500))
        self.assertEqual(accounts[self.company.currency_id].closing, D(300))
        self.assertIn("elsewhere", [one.kind for one in accounts[dollars].movements])

    def test_an_exchange_difference_changes_nothing_in_the_currency(self):
        dollars = self.setup_other_currency(
            "USD", rates=[("2020-01-01", 2.0), (self.today - timedelta(days=3), 1.6)]
        )
        move = self._create_overdue(amount=1000.0, days=20, currency_id=dollars.id)
        self._pay(move, 400.0, currency_id=dollars.id)
        statement = self._make(kind="period", date_from="2020-01-01")
        account = self._get_account(statement, dollars)
        self.assertAgrees(account)
        self.assertEqual(account.closing, D(600))
        self.assertNotIn(self.company.currency_id, statement._read_accounts()[statement])

    def test_what_is_moved_to_doubtful_customers_is_still_owed(self):
        move = self._create_overdue(amount=900.0, days=200)
        doubtful = self.env["account.account"].create(
            {
                "code": "416100",
                "name": "Clients douteux",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        receivable = move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        transfer = self.env["account.move"].create(
            {
                "date": self.today,
                "ref": "SARL Dubreuil, client douteux",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "debit": debit,
                            "credit": credit,
                        }
                    )
                    for account, debit, credit in (
                        (doubtful, 900.0, 0.0),
                        (receivable.account_id, 0.0, 900.0),
                    )
                ],
            }
        )
        transfer.action_post()
        (receivable | transfer.line_ids.filtered("credit")).reconcile()
        account = self._get_account(self._make(kind="period", date_from="2020-01-01"))
        self.assertAgrees(account)
        self.assertEqual(account.closing, D(900))
        self.assertEqual(len(account.movements), 1, "the transfer moves nothing for the customer")
        # As old as the invoice it was, under its name and date; our own words stay ours.
        self.assertEqual(account.overdue, D(900))
        self.assertEqual(account.ages[-1], (91, D(900)))
        [row, total] = self._rows(self._make(with_interest=False), "open-lines")
        self.assertEqual(row[0], f"{move.invoice_date:%d/%m/%Y}")
        self.assertEqual(row[1], f"Facture {move.name}")
        self.assertEqual(row[2], f"{move.invoice_date_due:%d/%m/%Y}")
        self.assertEqual(row[3:], ["200", "900,00", "900,00"])
        self.assertEqual(total[-1], "900,00")

    def test_drafts_and_cancelled_entries_are_not_told(self):
        self._create_overdue(amount=100.0).button_draft()
        statement = self._make()
        self.assertEqual(statement._read_accounts()[statement], {})
        self.assertIn("Nothing is open", statement.summary)

    def test_a_credit_not_set_off_is_shown_apart(self):
        move = self._create_overdue(amount=100.0, days=20)
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "amount": 130.0,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        account = self._get_account(self._make())
        self.assertAgrees(account)
        self.assertEqual((account.closing, account.overdue, account.credits), (-30, 100, -130))
        self.assertEqual(account.open_lines[0].line.entry, move.id)

    def test_many_customers_are_read_in_the_queries_of_one(self):
        customers = self.customer
        for rank in range(15):
            customers |= self._create_customer(f"Client {rank}")
        for customer in customers:
            self._create_overdue(customer)
        statements = self.env["litige.account.statement"].union(
            *(self._make(customer) for customer in customers)
        )

        def count(records):
            self.env.flush_all()
            records.mapped("partner_id.name")
            before = self.env.cr.sql_log_count
            self.assertEqual(len(records._read_accounts()), len(records))
            return self.env.cr.sql_log_count - before

        count(statements[:1])
        self.assertLessEqual(count(statements), count(statements[:1]))

    def test_another_company_s_books_stay_apart(self):
        other = self.setup_other_company()["company"]
        self._create_overdue(amount=100.0)
        self.assertEqual(
            self.env["litige.account"]._read_accounts(self.customer, other, self.today), {}
        )


class TestPrinting(AccountCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0, days=40)

    def test_what_is_open_is_printed_line_by_line(self):
        self._pay(self.invoice, 200.0)
        rows = self._rows(self._make(), "open-lines")
        self.assertEqual(rows[0][1], f"Facture {self.invoice.name}")
        self.assertEqual(rows[0][3:], ["40", "1 200,00", "1 000,00"])
        self.assertEqual(rows[-1][-1], "1 000,00")

    def test_ages_are_printed(self):
        [row] = self._rows(self._make(), "ages")
        self.assertEqual(row, ["EUR", *["0,00"] * 2, "1 200,00", *["0,00"] * 3, "1 200,00"])

    def test_printing_keeps_the_bytes_and_the_figures(self):
        statement = self._make()
        statement.action_print()
        content = statement._get_frozen_attachments()[statement].raw
        text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
        self.assertIn("Relevé de compte au", text)
        self.assertIn("SARL Dubreuil", text)
        self.assertNotIn("PROJET", text)
        self._pay(self.invoice)
        self.assertIn("200", statement.summary)
        self.assertEqual(statement._get_document_streams()[statement.id]["stream"].read(), content)
        with self.assertRaises(UserError):
            statement.date_to = self.today - timedelta(days=3)
        with self.assertRaises(UserError):
            statement.unlink()

    def test_it_is_sent_with_its_pdf(self):
        statement = self._make()
        action = statement.action_send_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertEqual(composer.attachment_ids.mapped("mimetype"), ["application/pdf"])
        composer.action_send_mail()
        self.assertIn("application/pdf", statement.message_ids.attachment_ids.mapped("mimetype"))

    def test_interest_is_there_when_the_company_claims_it(self):
        shown = self._make(with_interest=True)
        self.assertEqual(self._rows(shown, "interest"), [], "shown is not claimed")
        self.company.litige_interest_mode = "claimed"
        statement = self._make()
        self.assertTrue(statement.with_interest)
        [row, total] = self._rows(statement, "interest")
        sums = self.env["litige.statement"]._statement_for_moves(
            self.invoice, self.today, "claimed"
        )
        self.assertEqual(row[0], self.invoice.name)
        self.assertEqual(D(row[3].replace(",", ".")), D(40))
        expected = sums.total("interest_claimed") + 40
        self.assertEqual(D(total[-1].replace(",", ".")), expected)
        self.assertEqual(
            self._get_account(statement).closing, D(1200), "the balance is the ledger's"
        )

    def test_a_customer_of_unknown_standing_pays_no_interest_and_we_are_told_why(self):
        self.company.litige_interest_mode = "claimed"
        stranger = self._create_customer("Inconnu SARL")
        self._create_overdue(stranger)
        statement = self._make(stranger)
        self.assertIn("is not known", statement.interest_refusal)
        self.assertEqual(self._rows(statement, "interest"), [])

    def test_nothing_is_asked_from_who_may_not_pay(self):
        self.customer.write(
            {"litige_insolvency_kind": "liquidation", "litige_insolvency_date": self.today}
        )
        statement = self._make()
        self.assertTrue(statement.warning)
        page = html.fromstring(str(statement._get_preview_html()))
        self.assertFalse(page.find_class("pay"))
        self.assertIn("interdit le paiement", page.text_content())

    def test_a_settled_account_says_so(self):
        self._pay(self.invoice)
        page = html.fromstring(str(self._make()._get_preview_html()))
        self.assertIn("Votre compte est soldé", page.text_content())


class TestRights(AccountCommon):
    def _user(self, group, company=None):
        return new_test_user(
            self.env,
            f"account_{group}",
            groups=group,
            company_id=(company or self.company).id,
            company_ids=[Command.set((company or self.company).ids)],
        )

    def test_who_bills_prints_it_and_who_does_not_sees_nothing(self):
        self._create_overdue(amount=1200.0, days=40)
        biller = self._user("account.group_account_invoice")
        action = self.customer.with_user(biller).action_litige_account_statement()
        statement = (
            self.env["litige.account.statement"]
            .with_user(biller)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("200", statement.summary)
        statement.action_print()
        for group in ("base.group_user", "base.group_portal"):
            with self.assertRaises(AccessError):
                statement.with_user(self._user(group)).read(["summary"])

    def test_another_company_does_not_see_it(self):
        other = self.setup_other_company()["company"]
        stranger = self._user("account.group_account_manager", other)
        with self.assertRaises(AccessError):
            self._make().with_user(stranger).read(["kind"])

    def test_the_default_day_is_today(self):
        self.assertEqual(self._make().date_to, fields.Date.context_today(self.env.user))
