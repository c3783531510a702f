"""A letter asserts only what is so: facts, sums that add up, ways open to this creditor."""

import io
from datetime import timedelta

from reportlab.pdfgen.canvas import Canvas

from odoo.addons.litige_management.legal import typography

from .letter_common import LetterCommon, plain


class TestReminders(LetterCommon):
    """A reminder is recalled when it left, before the letter, and for every invoice of it."""

    def _says(self, letter):
        _body, text = self._render(letter)
        return "Malgré notre relance" in text

    def test_only_a_reminder_that_left_is_recalled(self):
        reminder = self._confirm(self._write_letter("reminder", date=self._day(12)))
        self.assertFalse(self._says(self._write_letter()))
        sending = self._deliver(reminder, channel="post")
        _body, text = self._render(self._write_letter())
        posted = plain(typography.long_date(self._day(10), "fr"))
        self.assertIn(f"Malgré notre relance du {posted}", text)
        sending.result = "lost"
        self.assertFalse(self._says(self._write_letter()))

    def test_a_reminder_of_the_same_day_or_later_is_not_recalled(self):
        reminder = self._confirm(self._write_letter("reminder", date=self._day(12)))
        self._deliver(reminder, channel="post")
        self.assertFalse(self._says(self._write_letter(date=self._day(10))))
        self.assertTrue(self._says(self._write_letter(date=self._day(9))))

    def test_a_reminder_of_one_invoice_is_not_one_of_both(self):
        letters, _refusals = self.env["litige.letter"]._write_letters(
            "reminder", self.older, case=self.case, date=self._day(12)
        )
        self._deliver(self._confirm(letters), channel="post")
        self.assertFalse(self._says(self._write_letter()))


class TestWhollyDisputed(LetterCommon):
    """Nothing false is said when the customer contests everything."""

    def _write_disputed(self, partner=None):
        move = self._create_overdue(partner, amount=1000.0, days=60)
        case = self._open_case(move, {move: 1000.0}, cause_id=self.non_conformity.id)
        return self._write_letter(case=case, interest_mode="claimed")

    def test_a_professional(self):
        letter = self._write_disputed()
        body, text = self._render(letter)
        self.assertIn("votre contestation, qui porte sur la totalité de la somme", text)
        self.assertIn("ni pénalité ni indemnité ne vous sont réclamées", text)
        for words in ("Ce montant comprend", "soit 0,00 €", "ne dispense pas du paiement"):
            self.assertNotIn(words, text)
        self.assertNotIn("injonction", self._get_text(body, "follow-ups"))
        self.assertNotIn("non contestée", self._get_text(body, "sums"))

    def test_a_consumer(self):
        _body, text = self._render(self._write_disputed(self.consumer))
        self.assertIn("Nous la tenons pour mal fondée et maintenons notre demande.", text)
        self.assertNotIn("pénalité", text)

    def test_a_warning(self):
        letter = self._write_disputed()
        letter._refresh_checks()
        self.assertIn("disputed", letter.check_ids.mapped("code"))
        whole = self._write_letter()
        whole._refresh_checks()
        self.assertNotIn("disputed", whole.check_ids.mapped("code"))

    def test_an_indemnity_without_interest_is_the_only_one_named(self):
        move = self._create_overdue(amount=0.5, days=3)
        letter = self._write_letter(case=self._open_case(move), interest_mode="claimed")
        _body, text = self._render(letter)
        self.assertIn("Ce montant comprend l’indemnité forfaitaire", text)
        self.assertNotIn("comprend les pénalités", text)


class TestImputation(LetterCommon):
    """Interest paid first: every column adds up."""

    def _read_figures(self, body, css_class):
        found = body.find_class("sums")[0].find_class(css_class)
        return [plain(row[-1].text_content()) for row in found]

    def _to_number(self, text):
        figures = text.replace("€", "").replace(" ", "").replace(",", ".")
        return typography.Decimal(figures.replace("+", "").replace("\u2212", "-"))

    def test_the_table_adds_up(self):
        self._pay(self.older, 500, date=self._day(30))
        letter = self._write_letter(interest_mode="claimed_first")
        body, _text = self._render(letter)
        open_amounts = [self._to_number(one) for one in self._read_figures(body, "invoice")]
        self.assertEqual(sum(open_amounts), 1500)
        parts = [
            self._to_number(self._read_figures(body, name)[0])
            for name in ("principal", "imputed", "interest", "indemnity")
        ]
        self.assertEqual(sum(parts), self._to_number(self._read_figures(body, "total")[0]))
        self.assertGreater(parts[1], 0)

    def test_the_annex_splits_the_payment_and_the_interest(self):
        self._pay(self.older, 500, date=self._day(30))
        body, text = self._render(self._write_letter(interest_mode="claimed_first"))
        statement = self._write_letter(interest_mode="claimed_first")
        line = statement._get_statements()[statement].lines[0]
        [payment] = line.imputation.payments
        interest = plain(typography.amount(payment.to_interest, "EUR", "fr"))
        self.assertIn(f"{interest} sur les intérêts", text)
        annex = self._get_text(body, "annex-invoice")
        for label in ("Intérêts courus", "Intérêts réglés", "Intérêts restant dus"):
            self.assertIn(label, annex)

    def test_without_payment_nothing_is_said_of_imputation(self):
        _body, text = self._render(self._write_letter(interest_mode="claimed_first"))
        self.assertNotIn("1343-1", text)


class TestLaterNotice(LetterCommon):
    """Interest of a consumer runs from the first notice; no interest on interest."""

    def test_the_first_and_the_second_notice(self):
        first = self._write_letter(case=self.consumer_case, date=self._day(32))
        _body, text = self._render(first)
        self.assertIn("le principal restant dû produit intérêt au taux légal jusqu’à", text)
        self._deliver(
            self._confirm(first),
            date_posted=self._day(32),
            date_presented=self._day(31),
        )
        second = self._write_letter(case=self.consumer_case, interest_mode="claimed")
        _body, text = self._render(second)
        since = plain(typography.long_date(self._day(31), "fr"))
        self.assertIn(f"depuis la mise en demeure qui a pris effet le {since}", text)
        self.assertIn("sont compris dans la somme ci-dessus", text)
        self.assertIn("Intérêts au taux légal réclamés", text)
        self.assertNotIn("la somme due produit intérêt", text)
        shown = self._write_letter(case=self.consumer_case, interest_mode="shown")
        _body, text = self._render(shown)
        self.assertIn("ne sont pas compris dans la somme ci-dessus", text)
        self.assertIn("Pour mémoire, non réclamés : intérêts au taux légal", text)


class TestWaysOpen(LetterCommon):
    """What is announced depends on where the debtor is, and on what a judge already said."""

    def test_abroad_only_the_competent_court(self):
        self.customer.country_id = self.env.ref("base.be")
        body, _text = self._render(self._write_letter())
        follows = self._get_text(body, "follow-ups")
        self.assertIn("saisir la juridiction compétente", follows)
        self.assertNotIn("injonction", follows)
        self.assertNotIn("conciliateur", follows)

    def test_nothing_is_announced_once_judged(self):
        self.case.claim_ids.sudo().write({"enforceable_on": self._day(5)})
        body, _text = self._render(self._write_letter())
        self.assertEqual(self._get_text(body, "follow-ups"), "")


class TestSources(LetterCommon):
    """Rates are printed with their law, never with the page they were read on."""

    def _get_annex(self, letter):
        body, _text = self._render(letter)
        return self._get_text(body, "rates")

    def test_no_page_is_cited(self):
        for row in self.env["litige.legal.rate"].search([("company_id", "=", False)]):
            self.assertTrue(row.source)
        rates = self._get_annex(self._write_letter(interest_mode="claimed"))
        self.assertIn(
            "taux de refinancement de la Banque centrale européenne en vigueur au 1er", rates
        )
        for word in ("service-public", "fiche", "Légifrance", "BCE"):
            self.assertNotIn(word, rates)

    def test_in_english_everything_is(self):
        self.customer.lang = "en_US"
        _body, text = self._render(self._write_letter(interest_mode="claimed"))
        self.assertIn("article L. 441-10, II, of the French commercial code", text)
        self.assertIn("refinancing rate of the European Central Bank in force on 1", text)
        self.assertIn("et seq. of the French code of civil procedure", text)
        for word in ("du code", "majoration –", "taux"):
            self.assertNotIn(word, text)

    def test_the_contractual_rate_and_its_clause(self):
        move = self._create_overdue(amount=1000.0, days=60, litige_penalty_rate=15.0)
        letter = self._write_letter(case=self._open_case(move), interest_mode="claimed")
        _body, text = self._render(letter)
        self.assertIn("au taux annuel de 15,00 % convenu entre nous", text)
        letter._refresh_checks()
        self.assertIn("clause", letter.check_ids.mapped("code"))
        self.company.litige_penalty_clause = "l’article 8 de nos conditions générales de vente"
        _body, text = self._render(letter)
        self.assertIn(
            "au taux annuel de 15,00 % stipulé à l’article 8 de nos conditions générales de vente "
            "(article L. 441-10, II, du code de commerce)",
            text,
        )
        letter._refresh_checks()
        self.assertNotIn("clause", letter.check_ids.mapped("code"))


class TestEnclosures(LetterCommon):
    """A copy that the letter lists is in its PDF; one that is not there is not listed."""

    def test_the_copy_of_an_invoice_follows_the_letter(self):
        letter = self._write_letter()
        stream = io.BytesIO()
        canvas = Canvas(stream)
        canvas.drawString(100, 100, "COPIE-FIDELE")
        canvas.save()
        self.env["ir.attachment"].create(
            {
                "name": "facture.pdf",
                "res_model": "account.move",
                "res_id": self.older.id,
                "res_field": "invoice_pdf_report_file",
                "raw": stream.getvalue(),
                "mimetype": "application/pdf",
            }
        )
        self.older.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        body, _text = self._render(letter)
        enclosures = self._get_text(body, "enclosures")
        self.assertIn(f"2. Copie de la facture n° {self.older.name}", enclosures)
        self.assertNotIn(self.newer.name, enclosures)
        letter._refresh_checks()
        check = letter.check_ids.filtered(lambda check: check.code == "no_copy")
        self.assertIn(self.newer.name, check.message)
        self.assertNotIn(self.older.name, check.message)
        [result] = letter._render_pdfs().values()
        reader, _text = self._read(result[1])
        self.assertIn("COPIE-FIDELE", reader.pages[-1].extract_text())


class TestSmallPrint(LetterCommon):
    """What a careful reader notices."""

    def test_without_a_bank_account(self):
        self.bank.active = False
        letter = self._write_letter()
        body, _text = self._render(letter)
        pay = self._get_text(body, "pay")
        self.assertIn("Paiement : par tout moyen qui en établit la date", pay)
        self.assertNotIn("FR76", pay)
        letter._refresh_checks()
        self.assertIn("no_bank", letter.check_ids.mapped("code"))

    def test_a_date_that_is_not_today(self):
        for days, payment, words in (
            (0, 0, None),
            (-3, 0, "has not come"),
            (5, 0, "not today"),
            (5, 100, "came after"),
        ):
            letter = self._write_letter(date=self._day(days))
            if payment:
                self._pay(self.older, payment, date=self._day(1))
            letter._refresh_checks()
            check = letter.check_ids.filtered(lambda check: check.code == "date")
            self.assertEqual(bool(check), bool(words))
            self.assertIn(words or "", check.message or "")

    def test_facts_that_are_not_stated(self):
        letter = self._write_letter()
        letter._refresh_checks()
        check = letter.check_ids.filtered(lambda check: check.code == "facts")
        self.assertIn("performance or delivery", check.message)
        self.assertIn("accepted the contract", check.message)
        self.assertNotIn("SIREN", check.message)
        (self.older | self.newer).delivery_date = self._day(100)
        letter.contract_accepted_on = self._day(120)
        letter._refresh_checks()
        self.assertNotIn("facts", letter.check_ids.mapped("code"))

    def test_instalments_still_to_come(self):
        move = self._create_overdue(amount=1000.0, days=10)
        line = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.assertEqual(len(line), 1)
        letter = self._write_letter(case=self._open_case(move))
        row = letter._get_rows(letter._get_statements()[letter])[0]
        self.assertEqual(row.to_come, 0)
        debt = row.line.debt
        later = debt.instalments[0]._replace(due_on=self.today + timedelta(days=30))
        line = row.line._replace(principal_open=row.line.principal_due + later.amount)
        self.assertEqual(row._replace(line=line).to_come, 1000)

    def test_credit_notes_are_named(self):
        refund = self._credit(self.older, 100)
        _body, text = self._render(self._write_letter())
        self.assertIn(f"Avoir n° {refund.name} (rectification, compté dès l’origine)", text)
        self.assertNotIn("Reversal", text)

    def test_many_invoices_are_counted(self):
        moves = self.env["account.move"].union(
            *(self._create_overdue(amount=10.0) for _number in range(5))
        )
        body, text = self._render(self._write_letter(case=self._open_case(moves)))
        self.assertIn("– 5 factures", self._get_text(body, "object"))
        self.assertIn("nos cinq factures désignées ci-après", text)

    def test_an_individual_entrepreneur_signs_in_person(self):
        self.company.litige_is_ei = True
        body, _text = self._render(self._write_letter())
        self.assertEqual(self._get_text(body, "signature"), "Claire Lacombe, EI")

    def test_a_foreign_address_follows_its_country(self):
        self.customer.write(
            {
                "country_id": self.env.ref("base.de").id,
                "zip": "10115",
                "city": "Berlin",
            }
        )
        self.customer.with_context(lang="fr_FR").country_id.name = "Allemagne"
        body, _text = self._render(self._write_letter())
        recipient = body.find_class("recipient")[0]
        lines = [plain(line.text_content()) for line in recipient]
        self.assertEqual(lines[-1], "ALLEMAGNE")
        self.assertIn("10115 Berlin", lines)

    def test_a_person_in_a_company(self):
        person = self.env["res.partner"].create(
            {
                "name": "Paul Roux",
                "parent_id": self.customer.id,
                "street": "1 rue A",
                "zip": "69001",
                "city": "Lyon",
                "country_id": self.customer.country_id.id,
            }
        )
        body, _text = self._render(self._write_letter(partner=person))
        self.assertIn("À l’attention de Paul Roux", self._get_text(body, "recipient"))
