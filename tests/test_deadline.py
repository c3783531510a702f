"""Deadlines: counted as procedure counts, never lost, never told twice, red once missed."""

from datetime import date, timedelta

import vobject

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.litige_management.legal.semesters import add_months
from odoo.addons.litige_management.models.litige_deadline_follow_mixin import get_alert_step

from .limitation_common import PAPER, LimitationCommon


class TestDeadlineCounting(LimitationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["litige.legal.parameter"].sudo().create(
            [
                {
                    "code": code,
                    "value": value,
                    "unit": unit,
                    "date_from": day,
                    "source": "Art. 1411 CPC",
                    "company_id": False,
                }
                for code, value, unit, day in (
                    ("test_service_months", 6, "months", "1981-01-01"),
                    ("test_service_months", 3, "months", "2026-09-01"),
                    ("test_days", 5, "working_days", "1981-01-01"),
                )
            ]
        )

    def _count(self, day, code="test_service_months", **options):
        with freeze_time("2026-11-23"):
            return self.env["litige.deadline"]._prepare_count(
                self.consumer_case, day, code, **options
            )

    def test_the_value_in_force_on_the_day_of_the_step_counts(self):
        for day, end in (
            (date(2026, 8, 31), date(2027, 2, 28)),
            (date(2026, 9, 1), date(2026, 12, 1)),
        ):
            self.assertEqual(self._count(day)["computed_date"], end)

    def test_only_a_delay_of_procedure_waits_for_a_working_day(self):
        day = date(2026, 10, 15)  # three months later is a Friday; from the 16th, a Saturday
        self.assertEqual(self._count(day, is_procedural=True)["computed_date"], date(2027, 1, 15))
        rolled = self._count(date(2026, 10, 16), is_procedural=True)
        self.assertEqual(rolled["computed_date"], date(2027, 1, 18))
        self.assertIn("articles 641 et 642", rolled["basis"])
        plain = self._count(date(2026, 10, 16))
        self.assertEqual(plain["computed_date"], date(2027, 1, 16))
        self.assertEqual(plain["basis"], "Art. 1411 CPC")

    def test_the_holidays_of_the_region_are_an_option(self):
        day = date(2026, 9, 26)  # three months later is Saturday 26 December 2026
        self.assertEqual(
            self._count(day, "test_days")["computed_date"], date(2026, 10, 2), "working days"
        )
        day = date(2031, 9, 26)  # Friday 26 December 2031
        self.assertEqual(self._count(day, is_procedural=True)["computed_date"], date(2031, 12, 26))
        self.company.litige_region = "alsace_moselle"
        self.assertEqual(self._count(day, is_procedural=True)["computed_date"], date(2031, 12, 29))

    def test_who_lives_overseas_has_a_month_more(self):
        self.consumer.write({"zip": "97400"})
        day = date(2026, 9, 1)
        far = self._count(day, is_procedural=True, far_party="theirs")
        self.assertEqual(far["computed_date"], date(2027, 1, 4), "1 January is a holiday")
        self.assertIn("article 643", far["basis"])
        ours = self._count(day, is_procedural=True, far_party="ours")
        self.assertEqual(ours["computed_date"], date(2026, 12, 1))

    def test_the_catalogue_says_which_delays_roll(self):
        suit = self._step_type(self.consumer_case, False)
        filed = suit.remedy_id.step_ids[0]
        filed.rule_ids = [
            Command.create(
                {
                    "name": "Serve the order",
                    "parameter_code": "amicable_reply_days",
                    "is_procedural": True,
                }
            )
        ]
        saturday = self._day(30)
        while saturday.weekday() != 4:  # 15 days after a Friday is a Saturday
            saturday -= timedelta(days=1)
        suit.sudo().date_start = saturday - timedelta(days=1)
        self._step(suit, "filed", (self.today - saturday).days)
        self.assertEqual(suit.deadline_ids.computed_date.weekday() < 5, True)
        self.assertGreater(suit.deadline_ids.computed_date, saturday + timedelta(days=15))

    def test_other_delays_of_a_dispute_are_counted_once(self):
        add = self.env["litige.deadline"]._add
        first = add(
            self.case, "declare", "Declare it", self._day(3), "b2c_acceleration_notice_days"
        )
        again = add(
            self.case, "declare", "Declare it", self._day(1), "b2c_acceleration_notice_days"
        )
        self.assertEqual(first, again)
        self.assertEqual(first.date, self._day(1) + timedelta(days=30))
        self.assertEqual(first.activity_id.date_deadline, first.date)


class TestDeadlineLife(LimitationCommon):
    def setUp(self):
        super().setUp()
        self.talks = self._start(
            self.consumer_case, "consumer_association", user_id=self.env.user.id
        )
        self._step(self.talks, "contacted", 18)  # we have fifteen days
        self.deadline = self.talks.deadline_ids

    def _told(self, text):
        events = self.consumer_case.event_ids.filtered(lambda one: one.kind == "deadline")
        return [summary for summary in events.mapped("summary") if text in summary]

    def test_what_was_missed_is_red_everywhere_at_once(self):
        self.assertTrue(self.deadline.is_late)
        self.assertEqual(self.deadline.days_left, (self.deadline.date - self.today).days)
        self.assertTrue(self.consumer_case.is_deadline_missed, "before any nightly job")
        found = self.env["litige.case"].search(
            [("phase", "!=", "closed"), ("next_deadline", "<", "today")]
        )
        self.assertIn(self.consumer_case, found)
        self.assertEqual(self.deadline.activity_id.state, "overdue")

    def test_what_was_missed_is_told_once(self):
        self._follow()
        self._follow()
        self.assertEqual(self.deadline.state, "missed")
        self.assertEqual(len(self._told("Deadline missed")), 1)
        self.assertEqual(len(self.consumer_case.activity_ids), 1)
        self.assertTrue(self.consumer_case.is_deadline_missed)

    def test_it_may_have_been_met_in_time_all_the_same(self):
        self._follow()
        self.deadline.action_met()
        self.assertRecordValues(
            self.deadline, [{"state": "met", "done_on": self.deadline.date, "is_late": False}]
        )
        self.assertFalse(self.consumer_case.is_deadline_missed)
        self.assertEqual(len(self._told("Deadline met")), 1)

    def test_a_step_meets_what_was_missed(self):
        self._follow()
        self._step(self.talks, "answered", 1)
        self.assertEqual(self.deadline.state, "met")

    def test_the_time_of_the_other_side_is_no_miss_of_ours(self):
        self.deadline.sudo().party = "theirs"
        self._follow()
        self.assertEqual(self.deadline.state, "running")
        self.assertRecordValues(self.deadline, [{"is_late": False, "is_elapsed": True}])
        self.assertFalse(self.consumer_case.is_deadline_missed)

    def test_a_reminder_that_someone_deletes_comes_back_once(self):
        self._follow()
        self.deadline.activity_id.unlink()
        self._follow()
        reminder = self.deadline.activity_id
        self.assertEqual(reminder.date_deadline, self.deadline.date)
        self._follow()
        self.assertEqual(self.deadline.activity_id, reminder)
        self.assertEqual(self.consumer_case.activity_ids, reminder)

    def test_a_dispute_that_fails_harms_no_other(self):
        other = self._open_case(self._create_overdue(self.consumer))
        self._step(self._start(other, "consumer_association"), "contacted", 18)
        deadline = other.deadline_ids.filtered("is_late")

        def fail(deadlines, miss=self.env.registry["litige.deadline"]._miss):
            if self.consumer_case in deadlines.case_id:
                raise UserError("x")
            return miss(deadlines)

        self.patch(self.env.registry["litige.deadline"], "_miss", fail)
        with mute_logger("odoo.addons.litige_management.models.litige_deadline_follow_mixin"):
            self._follow()
        self.assertEqual(self.deadline.state, "running")
        self.assertEqual(deadline.state, "missed")

    def test_who_left_is_reminded_of_nothing(self):
        gone = new_test_user(
            self.env,
            "gone",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.consumer_case.user_id = gone
        gone.active = False
        self.deadline.activity_id.unlink()
        self._follow()
        user = self.deadline.activity_id.user_id
        self.assertTrue(user.active)
        self.assertTrue(user.has_group("litige_management.litige_management_group_manager"))
        self.assertNotEqual(user, self.env.ref("base.user_root"))

    def test_marking_the_reminder_as_done_meets_the_deadline(self):
        self.deadline.activity_id.action_feedback(feedback="Answered by e-mail")
        self.assertEqual(self.deadline.state, "met")
        self._follow()
        self.assertFalse(self.consumer_case.activity_ids)

    def test_a_correction_is_told_with_its_reason(self):
        self.deadline.write({"override_date": self._in(4), "override_reason": "They gave us time"})
        self.assertEqual(len(self._told("They gave us time")), 1)
        self.assertFalse(self.deadline.is_late)

    def test_how_deadlines_are_kept_is_nobody_elses_business(self):
        self._follow()
        for audience in ("court", "customer", "lawyer"):
            text = str(self.consumer_case._render_chronology(audience=audience))
            self.assertNotIn("Deadline missed", text)

    def test_what_was_counted_is_not_written_by_hand(self):
        clerk = new_test_user(
            self.env,
            "clerk",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for vals in ({"computed_date": self.today}, {"state": "met"}, {"alert_step": "7d"}):
            with self.assertRaisesRegex(UserError, "What was counted stays"):
                self.deadline.with_user(clerk).write(vals)


class TestLimitationAlerts(LimitationCommon):
    def _alerts(self, case):
        return case.activity_ids.filtered(
            lambda one: (
                one.activity_type_id
                == self.env.ref("litige_management.mail_activity_type_limitation")
            )
        )

    def test_the_four_alerts_each_once_and_the_last_on_the_day_after(self):
        case = self._make_case(400)
        end, given = case.limitation_date, []
        # Days left: some time before, and on the first day of, each alert.
        for left in (400, 190, 178, 100, 88, 40, 28, 27, 10, 7, 6, 0, -1, -9):
            self._follow(400 - left)
            deadline = self._limitations(case)
            if (deadline.alert_step or False, deadline.activity_id.id) not in given:
                given.append((deadline.alert_step or False, deadline.activity_id.id))
        self.assertEqual([step for step, _id in given], [False, "6m", "3m", "1m", "7d", "over"])
        self.assertEqual(len(self._alerts(case)), 1, "the latest stands for the earlier ones")
        self.assertEqual(self._limitations(case).date, end)

    def test_the_steps(self):
        day = date(2027, 8, 31)
        for today, step in (
            (date(2027, 2, 27), False),
            (date(2027, 2, 28), "6m"),
            (date(2027, 5, 31), "3m"),
            (date(2027, 7, 31), "1m"),
            (date(2027, 8, 24), "7d"),
            (date(2027, 8, 31), "7d"),
            (date(2027, 9, 1), "over"),
        ):
            self.assertEqual(get_alert_step(day, today), step, today)

    def test_a_late_case_gets_the_nearest_alert_alone(self):
        case = self._make_case(20)
        self._follow()
        self._follow()
        self.assertEqual(self._limitations(case).alert_step, "1m")
        self.assertEqual(len(self._alerts(case)), 1)
        self.assertEqual(self._alerts(case).user_id, case.user_id)

    def test_a_month_from_the_end_it_shouts(self):
        case = self._make_case(25)
        self.assertEqual((case.limitation_level, case.limitation_days_left), ("near", 25))
        self.assertEqual(case.limitation_invoice, case.claim_ids.move_id.name)
        arch = self.env["litige.case"].get_view(view_type="form")["arch"]
        self.assertIn("days left to sue", arch)

    def test_an_alert_that_was_read_does_not_come_back_one_that_was_deleted_does(self):
        case = self._make_case(25)
        self._follow()
        self._alerts(case).action_feedback(feedback="Lawyer called")
        self.assertEqual(self._limitations(case).state, "running", "reading it moves nothing")
        self._follow()
        self.assertFalse(self._alerts(case))
        self._follow(20)
        self.assertEqual(self._limitations(case).alert_step, "7d")
        self._alerts(case).unlink()
        self._follow(20)
        self.assertEqual(len(self._alerts(case)), 1)

    def test_another_day_starts_the_alerts_afresh(self):
        case = self._make_case(25)
        self._follow()
        case.claim_ids._add_limitation_event("acknowledgment", self._day(1), PAPER)
        self.assertFalse(self._alerts(case), "nothing is near any more")
        old, new = self._limitations(case).sorted("date")
        self.assertEqual((old.state, new.state), ("cancelled", "running"))
        self.assertEqual(new.date, add_months(self._day(1), 24))

    def test_it_comes_back_without_a_second_alert(self):
        case = self._make_case(25)
        self._follow()
        event = case.claim_ids._add_limitation_event("enforcement", self._day(1))
        event.write({"is_cancelled": True, "cancel_reason": "Another file"})
        self._follow()
        running = self._limitations(case).filtered(lambda one: one.state == "running")
        self.assertEqual((running.date, running.alert_step), (case.limitation_date, "1m"))
        self.assertEqual(len(self._alerts(case)), 1)

    def test_two_invoices_with_two_days_are_both_followed(self):
        case = self._make_case(20)
        day = add_months(self.today + timedelta(days=60), -24)
        move = self._create_overdue(self.consumer, invoice_date=day, invoice_date_due=day)
        self.env["litige.case.opening"]._add_claims(
            [(case, [{"move": move, "disputed": move.amount_residual}])]
        )
        self._follow()
        self.assertEqual(self._limitations(case).sorted("date").mapped("alert_step"), ["1m", "3m"])

    def test_paying_and_closing_end_the_alerts(self):
        case = self._make_case(20)
        self._follow()
        self._pay(case.claim_ids.move_id)
        self._follow()
        self.assertEqual(self._limitations(case).state, "cancelled")
        self.assertFalse(self._alerts(case))

    def test_only_what_the_law_lists_moves_it(self):
        case = self._make_case(20)
        self._follow()
        with self.assertRaisesRegex(UserError, "Only what the law lists"):
            self._limitations(case).action_met()
        with self.assertRaisesRegex(UserError, "on the invoice itself"):
            self._limitations(case).write({"override_date": self._in(90), "override_reason": "x"})


@tagged("-at_install", "post_install")
class TestDeadlineExport(LimitationCommon, HttpCase):
    def _parse(self, raw):
        return vobject.readOne(raw.decode())

    def test_the_calendar_file_can_be_read_elsewhere(self):
        case = self._make_case(20)
        self._follow()
        deadline = self._limitations(case)
        deadline.sudo().name = "Dernier jour; réf. 1,2\nà l'échéance " + "longue " * 20
        [event] = self._parse(deadline._to_ics()).vevent_list
        self.assertEqual(event.dtstart.value, deadline.date)
        self.assertEqual(event.dtend.value, deadline.date + timedelta(days=1))
        self.assertEqual(event.summary.value, f"{deadline.name} ({case.name})")
        self.assertTrue(event.uid.value.startswith(f"litige-deadline-{deadline.id}@"))
        self.assertEqual(len(event.valarm_list), 2)
        lines = deadline._to_ics().decode().split("\r\n")
        self.assertLessEqual(max(len(line.encode()) for line in lines), 75)

    def test_only_what_the_user_may_read_is_sent(self):
        case = self._make_case(20)
        self._follow()
        user = new_test_user(
            self.env,
            "calendar_user",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            password="calendar_user",
        )
        other = new_test_user(
            self.env, "calendar_other", groups="base.group_user", password="calendar_other"
        )
        url = case.with_user(user).action_export_deadlines()["url"]
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        self.assertEqual(len(self._parse(answer.content).vevent_list), 1)
        self.assertEqual(self.url_open(url.split("?")[0] + "?ids=x,-1,99999999").status_code, 200)
        self.authenticate(other.login, other.login)
        self.assertEqual(self.url_open(url).status_code, 403)
        self.assertFalse(other.has_group("litige_management.litige_management_group_user"))

    def test_the_list_exports_what_is_chosen_or_all_of_mine(self):
        case = self._make_case(20)
        self._follow()
        deadline = self._limitations(case)
        for chosen in (deadline, self.env["litige.deadline"].with_user(case.user_id)):
            self.assertIn(str(deadline.id), chosen.action_export()["url"])
        self.assertTrue(fields.Date.today())
