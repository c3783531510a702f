"""What nothing keeps any more is proposed, tried dry, then erased: chains still verify."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from .test_personal_data import MARK, PersonalCommon

GROUPS = "litige_management.litige_management_group_"


class TestProposal(PersonalCommon):
    def _get_proposed(self, day):
        with freeze_time(day):
            return self._propose().line_ids.filtered(lambda line: line.scope == "case")

    def test_an_open_dispute_is_never_proposed(self):
        self.assertFalse(self._get_proposed(self.later))

    def test_a_dispute_is_kept_as_long_as_the_books(self):
        self._close()
        end = self.company.compute_fiscalyear_dates(self.today)["date_to"]
        last = end + relativedelta(years=10)
        self.assertFalse(self._get_proposed(last))
        line = self._get_proposed(last + timedelta(days=1))
        self.assertEqual(line.case_id, self.case)
        self.assertEqual((line.kept_until, line.reason), (last, "books"))

    def test_a_title_keeps_it_ten_years_from_its_day(self):
        self._close()
        day = self.today + relativedelta(years=1)
        self.case.claim_ids._write_protected({"enforceable_on": day})
        line = self._get_proposed(self.today + relativedelta(years=12))
        self.assertEqual(line.reason, "title")
        self.assertEqual(line.kept_until, day + relativedelta(years=10))

    def test_a_company_that_does_not_count_the_books(self):
        self._close()
        rule = self.env.ref("litige_management.litige_retention_rule_case")
        self.env["litige.retention.rule"].create(
            {"scope": "case", "company_id": self.company.id, "months": 0, "counts_books": False}
        )
        self.assertTrue(rule.counts_books, "the rule of the others stays")
        self.assertFalse(self._get_proposed(self.today + relativedelta(years=5)))
        line = self._get_proposed(self.today + relativedelta(years=5, months=1))
        self.assertEqual(line.reason, "limitation")

    def test_a_rule_switched_off_proposes_nothing(self):
        self._close()
        self.env.ref("litige_management.litige_retention_rule_case").active = False
        self.assertFalse(self._get_proposed(self.later))

    def test_a_merged_dispute_follows_the_one_it_was_merged_into(self):
        other = self._open_case(self._create_overdue(amount=300.0))
        other._merge_into(self.case)
        self.assertFalse(self._get_proposed(self.later), "the other is still open")
        self._close()
        self.assertEqual(self._get_proposed(self.later).case_id, self.case)

    def test_proposing_costs_no_more_for_more_disputes(self):
        counts = []
        for _round in range(3):
            cases = [self._open_case(self._create_overdue()) for _number in range(4)]
            for case in cases:
                self._close(case)
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(self.later):
                rule = self.env["litige.retention.rule"]._get_rules(self.company)["case"]
                erasure = self.env["litige.erasure"].new({"company_id": self.company.id})
                erasure.as_of = self.later
                start = self.env.cr.sql_log_count
                self.assertTrue(erasure._get_case_lines(rule))
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[-1], counts[0], counts)


class TestDryRun(PersonalCommon):
    def test_it_counts_and_changes_nothing(self):
        self._close()
        before = self.case.event_ids.mapped("content")
        with freeze_time(self.later):
            erasure = self._propose()
        self.assertEqual(erasure.counts["litige.case"][0], 1)
        self.assertEqual(erasure.counts["litige.event"][0], len(before))
        self.assertIn(str(len(before)), erasure.report)
        self.assertNotIn(MARK, erasure.report)
        self.assertEqual(self.case.event_ids.mapped("content"), before)
        self.assertIn(MARK, self.case.description)
        self.assertFalse(self.case.erased_on)

    def test_what_a_person_leaves_out_stays(self):
        self._close()
        with freeze_time(self.later):
            erasure = self._propose()
            erasure.line_ids.selected = False
            erasure.action_count()
            self.assertFalse(erasure.counts)
            with self.assertRaises(UserError):
                erasure.action_erase()
        self.assertIn(MARK, self.case.description)

    def test_what_something_keeps_again_is_refused(self):
        self._close()
        with freeze_time(self.later):
            erasure = self._propose()
            self.case._reopen("Il a payé")
            with self.assertRaisesRegex(UserError, "must be kept"):
                erasure.action_erase()
        self.assertIn(MARK, self.case.description)


class TestErased(PersonalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange = cls.env["litige.communication"].create(
            {"case_id": cls.case.id, "summary": f"{MARK} promet de payer"}
        )
        cls.exhibit = cls.case._add_exhibits(
            [{"raw": b"le contrat", "file_name": "contrat.txt", "name": f"Contrat de {MARK}"}]
        )
        cls.case.message_post(body=f"Note sur {MARK}")
        cls._close()
        cls.hashes = cls.case.event_ids.sorted("rank").mapped("chain_hash")

    def setUp(self):
        super().setUp()
        with freeze_time(self.later):
            self.erasure = self._erase()
        self.events = self.case.event_ids.sorted("rank")

    def test_the_chain_still_verifies_and_says_so(self):
        self.assertIsNone(self.case._verify_chronology())
        self.assertEqual(self.events[:-1].mapped("chain_hash"), self.hashes)
        last = self.events[-1]
        self.assertEqual(last.kind, "erasure")
        self.assertIn("books", last.summary)
        self.assertTrue(last.content)
        sealed = self.events[:-1].sudo()
        self.assertFalse(any(sealed.mapped("content")) or any(sealed.mapped("salt")))

    def test_an_altered_chain_is_still_found_afterwards(self):
        self.env.cr.execute(
            "UPDATE litige_event SET chain_hash = content_hash WHERE id = %s", [self.events[1].id]
        )
        self.env.invalidate_all()
        self.assertTrue(self.case._verify_chronology())

    def test_the_figures_stay(self):
        self.assertEqual(self.case.claim_ids.opening_amount, 1200.0)
        self.assertEqual(self.case.outcome, "abandoned")
        self.assertEqual(self.case.cause_id, self.non_payment)
        self.assertTrue(self.case.name.startswith("LIT/"))
        self.assertEqual(self.case.user_id, self.env.user)

    def test_nothing_leads_to_the_customer(self):
        nobody = self.env.ref("litige_management.res_partner_erased")
        self.assertEqual(self.case.partner_id, nobody)
        self.assertEqual(self.exchange.partner_id, nobody)
        self.assertFalse(self.case.claim_ids.move_id)
        self.assertFalse(self.customer.with_context(active_test=False).litige_case_ids)
        self.assertFalse(self.move.litige_claim_ids)
        self.assertFalse(self.case.message_ids.filtered(lambda one: MARK in (one.body or "")))
        said = self.env["mail.message"].search([("body", "like", MARK)])
        self.assertFalse(said, "what was logged stood in a chatter, too")

    def test_files_are_gone_and_missed_by_nobody(self):
        self.assertFalse(self.exhibit._get_raw())
        self.assertTrue(self.exhibit.file_hash)
        told = self.case.action_check_files()["params"]
        self.assertEqual(told["type"], "success")

    def test_it_cannot_be_reopened_nor_erased_twice(self):
        with self.assertRaisesRegex(UserError, "erased"):
            self.case._reopen("Pourquoi pas")
        with freeze_time(self.later):
            self.assertFalse(self._propose().line_ids)

    def test_the_report_stays_as_it_was_made(self):
        self.assertEqual(self.erasure.state, "done")
        self.assertGreater(self.erasure.counts["litige.event"][0], 3)
        for change in (
            lambda: self.erasure.write({"counts": {}}),
            lambda: self.erasure.line_ids.write({"selected": False}),
            self.erasure.line_ids.unlink,
            lambda: self.erasure.line_ids.create(
                {"erasure_id": self.erasure.id, "scope": "letter", "count": 7}
            ),
            self.erasure.unlink,
            self.erasure.action_propose,
        ):
            with self.assertRaises(UserError):
                change()

    def test_screens_of_an_erased_dispute_open(self):
        for view in self.env["ir.ui.view"].search([("model", "=", "litige.case")]):
            if view.type in ("form", "list", "kanban") and not view.inherit_id:
                self.case.web_read({"display_name": {}, "partner_id": {}, "limitation_date": {}})
        self.assertEqual(self.case.claim_ids.display_name, f"… ({self.case.name})")
        self.assertTrue(self.case._render_chronology())


class TestMany(PersonalCommon):
    def test_erasing_costs_no_more_for_more_disputes(self):
        counts = []
        for number in (2, 8):
            for _case in range(number):
                self._close(self._open_case(self._create_overdue()))
            with freeze_time(self.later):
                erasure = self._propose()
                self.assertEqual(len(erasure.line_ids), number)
                self.env.flush_all()
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                erasure.action_erase()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 12, counts)


class TestLoose(PersonalCommon):
    """What belongs to no dispute goes by the age that the company chose."""

    def _erase_at(self, day):
        with freeze_time(day):
            erasure = self._propose()
            scopes = set(erasure.line_ids.mapped("scope"))
            if erasure.line_ids:
                erasure.action_erase()
        self.env.invalidate_all()
        return scopes

    def test_exchanges_without_a_dispute(self):
        said = self.env["litige.communication"].create(
            {"partner_id": self.consumer.id, "summary": MARK}
        )
        self.assertFalse(self._erase_at(self.today + relativedelta(months=59)))
        self.assertIn("communication", self._erase_at(self.today + relativedelta(months=61)))
        self.assertEqual(said.summary, "Erased")
        self.assertFalse(self._erase_at(self.today + relativedelta(months=62)))

    def test_exchanges_with_who_disputes_stay_until_the_end(self):
        said = self.env["litige.communication"].create(
            {"partner_id": self.customer.id, "summary": MARK}
        )
        later = self.today + relativedelta(months=61)
        self.assertNotIn("communication", self._erase_at(later))
        self._close()
        self.assertIn("communication", self._erase_at(later))
        self.assertEqual(said.summary, "Erased")

    def test_nobody_chooses_the_day_from_which_things_are_old(self):
        self.env["litige.communication"].create({"partner_id": self.consumer.id, "summary": MARK})
        erasure = self._propose()
        for values in ({"as_of": self.later}, {"counts": {}}, {"done_at": fields.Datetime.now()}):
            with self.assertRaises(UserError):
                erasure.with_user(self.env.ref("base.user_admin")).write(values)

    def test_e_mails_set_aside(self):
        aside = (
            self.env["litige.mail.aside"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "email_from": MARK,
                    "subject": MARK,
                    "reason": "automatic",
                    "file": "WsOpcGh5cmluZQ==",
                }
            )
        )
        self.assertEqual(self._erase_at(self.today + relativedelta(months=13)), {"mail_aside"})
        self.assertFalse(aside.email_from or aside.subject or aside.file)

    def test_links_that_no_longer_open_once_the_dispute_is_over(self):
        access, _token = self.env["litige.portal.access"]._issue(self.case, self.customer)
        access.sudo()._note_use("203.0.113.7")
        later = self.today + relativedelta(months=20)
        self.assertNotIn("portal_access", self._erase_at(later))
        self._close()
        self.assertIn("portal_access", self._erase_at(later))
        self.assertFalse(access.last_ip or access.email)


class TestWalls(PersonalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        cls._close()

    def _create_user(self, name, group, company):
        return new_test_user(
            self.env,
            f"erasure_{name}",
            groups=f"{GROUPS}{group}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def test_only_managers_erase(self):
        user = self._create_user("user", "user", self.company)
        for model in ("litige.erasure", "litige.erasure.line", "litige.personal.export"):
            for right in ("read", "write", "create", "unlink"):
                self.assertFalse(self.env[model].with_user(user).has_access(right), model)
        self.assertFalse(self.env["litige.retention.rule"].with_user(user).has_access("write"))
        with self.assertRaises(AccessError):
            self.env["litige.erasure"].with_user(user).action_open_new()

    def test_a_manager_of_another_company_sees_and_erases_nothing(self):
        stranger = self._create_user("stranger", "manager", self.other_company)
        with freeze_time(self.later):
            ours = self._propose()
            theirs = self.env["litige.erasure"].with_user(stranger).create({})
            self.assertEqual(theirs.company_id, self.other_company)
            self.assertFalse(theirs.line_ids)
            with self.assertRaises(AccessError):
                ours.with_user(stranger).action_erase()
            with self.assertRaises(UserError):
                theirs.line_ids = [
                    Command.create(
                        {
                            "scope": "case",
                            "case_id": self.case.id,
                            "kept_until": fields.Date.today(),
                        }
                    )
                ]
        self.assertIn(MARK, self.case.description)

    def test_a_manager_of_the_company_may(self):
        manager = self._create_user("manager", "manager", self.company)
        with freeze_time(self.later):
            self.env["litige.erasure"].with_user(manager).create({}).action_erase()
        self.env.invalidate_all()
        self.assertFalse(self.case.description)
