"""Counting limitations and following deadlines cost the same for one dispute as for many."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from .common import LitigeCommon


class TestDeadlineQueries(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("litige_management.litige_management_group_user")

    def _open(self, count):
        moves = [self._create_overdue(self.consumer, days=20) for _move in range(count)]
        return self.env["litige.case"].union(*(self._open_case(move) for move in moves))

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _measure(self, call):
        """Return the queries for a few disputes and for many, once everything is warm."""
        call(self._open(2))
        return [
            min(self._count(lambda s=size: call(self._made[s].pop())) for _round in range(2))
            for size in (3, 30)
        ]

    def setUp(self):
        super().setUp()
        self._made = {size: [self._open(size) for _round in range(2)] for size in (3, 30)}

    def test_counting_again(self):
        def call(cases):
            claims = cases.claim_ids
            claims.modified(["limitation_nature"])

        few, many = self._measure(call)
        self.assertEqual(few, many)

    def test_the_nightly_follow_up(self):
        def call(cases):
            self.env["litige.deadline"]._follow(cases)

        few, many = self._measure(call)
        self.assertLessEqual(many, few)

    def test_the_night_of_an_alert(self):
        then = fields.Datetime.now() + timedelta(days=640)

        def call(cases):
            with freeze_time(then):
                self.env["litige.deadline"]._follow(cases)

        few, many = self._measure(call)
        self.assertLessEqual(many, few)
