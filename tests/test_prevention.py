"""What a company can put right before any dispute: found live, with one act per line."""

import base64
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.litige_management.wizards.litige_prevention_check import SETTINGS, WINDOWS

from .common import LitigeCommon


class TestPrevention(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "company_registry": "73282932000074",
                "litige_legal_form": "SARL",
                "litige_rcs_city": "Lyon",
                "litige_signatory_name": "Claire Lacombe",
                "litige_signatory_quality": "gérante",
                "vat": "FR23334175221",
            }
        )

    def _check(self):
        """Return the score, and the items by code."""
        score, items = self.env["litige.prevention"]._get_check(self.company)
        return score, {item.code: item for item in items}

    def assertState(self, code, state, act=None):
        item = self._check()[1][code]
        self.assertEqual(item.state, state, item.why)
        if act is not None:
            self.assertEqual(item.act, act)
        return item

    def _name_mediator(self, **values):
        self.company.litige_mediator_id = self.env["litige.provider"].create(
            {
                "name": "Médiation Exemple",
                "role": "consumer_mediator",
                "company_id": self.company.id,
                "contract_reference": "C-12",
                "contract_from": "2024-01-01",
                "listing_status": "listed",
                "listing_checked_on": self.today,
                **values,
            }
        )

    # === WHO YOU ARE === #

    def test_what_is_missing_of_the_identity_is_named(self):
        self.assertState("identity", "ok", "")
        self.company.litige_legal_form = False
        self.assertIn("legal form", self.assertState("identity", "todo", "settings").why)

    def test_without_a_vat_number_a_text_must_say_that_vat_does_not_apply(self):
        self.assertState("vat", "ok")
        self.company.vat = False
        self.assertState("vat", "todo", "company")
        self.company.invoice_terms = "<p>TVA non applicable</p>"
        self.assertState("vat", "ok")

    # === INVOICES === #

    def test_the_mentions_are_printed_by_us_or_said_by_the_company(self):
        self.assertState("mentions", "na")
        self._create_overdue()
        self.assertState("mentions", "ok")
        self.company.litige_print_mentions = False
        item = self.assertState("mentions", "todo", "print_mentions")
        self.assertIn("L. 441-9", item.why)
        self.company.invoice_terms = (
            "<p>Pénalités de retard : 15 %. Indemnité forfaitaire : 40 €. Pas d'escompte.</p>"
        )
        self.assertState("mentions", "ok")

    def test_one_click_prints_them(self):
        self._create_overdue()
        self.company.litige_print_mentions = False
        action = self.env["litige.prevention.check"].action_open()
        check = self.env["litige.prevention.check"].browse(action["res_id"])
        line = check.line_ids.filtered(lambda line: line.act == "print_mentions")
        again = self.env["litige.prevention.check"].browse(line.action_fix()["res_id"])
        self.assertTrue(self.company.litige_print_mentions)
        self.assertGreater(again.score, check.score)

    def test_a_contractual_rate_below_three_times_the_legal_one_is_too_low(self):
        self.assertNotIn("rate", self._check()[1])
        self.company.litige_penalty_rate = 1
        self.assertState("rate", "todo", "settings")
        self.company.litige_penalty_rate = 15
        self.assertState("rate", "ok")

    # === CONSUMERS === #

    def test_the_mediator_concerns_who_sells_to_consumers(self):
        self._create_overdue()
        self.assertState("mediator", "na")
        self._create_overdue(self.consumer)
        self.assertIn("R. 616-1", self.assertState("mediator", "todo", "mediators").why)
        self._name_mediator(listing_status="unknown")
        self.assertState("mediator", "warn", "mediators")
        self.company.litige_mediator_id.action_confirm_listing()
        self.assertState("mediator", "ok")
        self.assertState("consumer_mention", "ok")
        self.company.litige_print_mentions = False
        self.assertState("consumer_mention", "todo", "print_mentions")
        self.company.litige_mediation_excluded = True
        self.assertState("mediator", "na")

    def test_a_person_with_no_standing_is_counted_as_a_consumer(self):
        person = self._create_customer("Paul Petit", is_company=False)
        self._create_overdue(person)
        self.assertState("mediator", "todo")
        self.assertState("standing", "ok")

    # === TERMS === #

    def test_terms_of_sale_and_their_review(self):
        self._create_overdue()
        self.assertState("terms", "todo", "terms")
        self.assertNotIn("terms_review", self._check()[1])
        terms = self.env["litige.terms"].create({"name": "CGV", "company_id": self.company.id})
        self.assertState("terms", "warn")
        terms.document = base64.b64encode(b"CGV")
        self.assertState("terms", "ok")
        self.assertState("terms_review", "warn")
        terms.write(
            {
                "reviewed_on": self.today,
                "lawyer_id": self.env["litige.provider"]
                .create({"name": "Me Roy", "role": "lawyer"})
                .id,
            }
        )
        self.assertState("terms_review", "ok")

    def test_dead_links_are_found_where_customers_read_them(self):
        self.assertState("dead_links", "ok")
        dead = "<p>https://ec.europa.eu/consumers/odr/</p>"
        self._create_overdue(narration=dead)
        self.assertIn(": 1. Check", self.assertState("dead_links", "warn").why)
        self.company.invoice_terms = dead
        self.assertIn("2024/3228", self.assertState("dead_links", "todo", "account_settings").why)
        self.env["litige.terms"].create(
            {
                "name": "CGV",
                "company_id": self.company.id,
                "document": base64.b64encode(dead.encode()),
            }
        )
        self.assertState("dead_links", "todo", "terms")

    def test_invoices_due_too_late_are_counted(self):
        self._create_overdue()
        self.assertState("payment_terms", "ok")
        late = self._create_overdue(invoice_date=self.today - timedelta(days=200))
        self.assertState("payment_terms", "warn", "excess")
        self.assertEqual(self.env["litige.prevention"]._search_excess(self.company), late.ids)

    def test_the_default_term_is_tried_over_a_month(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "60 days end of month",
                "line_ids": [
                    Command.create(
                        {
                            "value": "percent",
                            "value_amount": 100,
                            "delay_type": "days_after_end_of_month",
                            "nb_days": 60,
                        }
                    )
                ],
            }
        )
        self.env["ir.default"].set(
            "res.partner", "property_payment_term_id", term.id, company_id=self.company.id
        )
        self.assertState("payment_terms", "todo", "payment_terms")
        term.line_ids.nb_days = 45
        self.assertState("payment_terms", "ok")

    def test_customers_whose_standing_nobody_knows_are_listed(self):
        stranger = self._create_customer("Inconnu SARL")
        self._create_overdue(stranger)
        self.assertState("standing", "warn", "customers")
        action = self._fix("customers")
        self.assertEqual(self.env["res.partner"].search(action["domain"]), stranger)

    # === WHEN IT HAPPENS === #

    def test_the_insurance_and_the_address(self):
        self.assertState("policy", "todo", "policies")
        self.company.litige_has_no_policy = True
        self.assertState("policy", "na")
        self.assertState("alias", "todo", "settings")

    # === THE SCREEN === #

    def _fix(self, act):
        action = self.env["litige.prevention.check"].action_open()
        check = self.env["litige.prevention.check"].browse(action["res_id"])
        return check.line_ids.filtered(lambda line: line.act == act)[:1].action_fix()

    def test_every_act_leads_somewhere(self):
        self.company.write({"vat": False, "litige_legal_form": False})
        self.company.litige_print_mentions = False
        self._create_overdue(self._create_customer("Inconnu SARL"))
        self._create_overdue(self.consumer)
        self._create_overdue(invoice_date=self.today - timedelta(days=200))
        self.env.user.group_ids |= self.env.ref("base.group_system")
        action = self.env["litige.prevention.check"].action_open()
        check = self.env["litige.prevention.check"].browse(action["res_id"])
        self.assertGreater(check.missing, 4)
        for line in check.line_ids.filtered("act"):
            with self.subTest(line.code):
                self.assertTrue(line.label)
                self.assertIn("type", line.action_fix())

    def test_every_window_exists(self):
        for xml_id in (*WINDOWS.values(), *SETTINGS.values()):
            self.assertEqual(self.env.ref(xml_id)._name, "ir.actions.act_window", xml_id)

    def test_the_company_of_another_is_not_changed_through_a_line(self):
        other = self.setup_other_company()["company"]
        other.litige_print_mentions = False
        user = new_test_user(
            self.env,
            "prevention_manager",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        check = (
            self.env["litige.prevention.check"]
            .with_user(user)
            .create(
                {
                    "company_id": other.id,
                    "line_ids": [Command.create({"act": "print_mentions"})],
                }
            )
        )
        with self.assertRaisesRegex(AccessError, "do not work for this company"):
            check.line_ids.action_fix()
        self.assertFalse(other.litige_print_mentions)

    def test_what_is_missing_comes_first(self):
        _score, items = self.env["litige.prevention"]._get_check(self.company)
        order = [("todo", "warn", "ok", "na").index(item.state) for item in items]
        self.assertEqual(order, sorted(order))

    def test_who_may_look_and_who_may_change(self):
        users = {
            group: new_test_user(
                self.env,
                f"prevention_{group}",
                groups=group,
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for group in (
                "litige_management.litige_management_group_user",
                "account.group_account_invoice",
            )
        }
        biller, user = users["account.group_account_invoice"], list(users.values())[0]
        with self.assertRaises(AccessError):
            self.env["litige.prevention.check"].with_user(biller).action_open()
        self._create_overdue()
        self.company.litige_print_mentions = False
        action = self.env["litige.prevention.check"].with_user(user).action_open()
        lines = (
            self.env["litige.prevention.check"].with_user(user).browse(action["res_id"]).line_ids
        )
        for act in ("print_mentions", "settings"):
            with self.assertRaises(UserError):
                lines.filtered(lambda line, act=act: line.act == act)[:1].action_fix()

    def test_it_costs_the_same_few_queries_however_many_invoices(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._check()
            return self.env.cr.sql_log_count - before

        self._create_overdue()
        count()
        few = count()
        for rank in range(10):
            self._create_overdue(self._create_customer(f"Client {rank}"))
        self.assertLessEqual(count(), few)
        self.assertLessEqual(few, 30)

    def test_another_company_s_invoices_say_nothing_of_this_one(self):
        self._create_overdue(self.consumer)
        other = self.setup_other_company()["company"]
        _score, items = self.env["litige.prevention"]._get_check(other)
        [item] = [item for item in items if item.code == "mediator"]
        self.assertEqual(item.state, "na")
