"""Two people at the same second."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .race_common import RaceCommon


@tagged("standard", "post_install", "-at_install")
class TestRace(RaceCommon):
    def test_two_users_at_the_same_second_get_one_case(self):
        move_id = self._transaction(self._create_invoice)
        answers = self._in_two_transactions(
            lambda env: self._open(env, move_id), lambda env: self._open(env, move_id)
        )
        names = [answer for answer in answers if isinstance(answer, str)]
        errors = [answer for answer in answers if isinstance(answer, ValidationError)]
        self.assertEqual((len(names), len(errors)), (1, 1), answers)
        self.assertIn(names[0], str(errors[0]), "the other is told which")
        count = self._transaction(
            lambda env: env["litige.claim"].search_count([("move_id", "=", move_id)])
        )
        self.assertEqual(count, 1)

    def test_two_events_at_the_same_second_do_not_fork_the_chain(self):
        move_id = self._transaction(self._create_invoice)
        name = self._transaction(lambda env: self._open(env, move_id))

        def note(text):
            return lambda env: (
                env["litige.event"]
                .create(
                    {
                        "case_id": env["litige.case"].search([("name", "=", name)]).id,
                        "kind": "note",
                        "summary": text,
                    }
                )
                .rank
            )

        answers = self._in_two_transactions(note("Un"), note("Deux"))
        self.assertEqual(abs(answers[0] - answers[1]), 1, answers)
        broken = self._transaction(
            lambda env: env["litige.case"].search([("name", "=", name)])._verify_chronology()
        )
        self.assertIsNone(broken)

    def test_two_payments_at_the_same_second_both_reach_the_dispute(self):
        """A serialization error in the dispute makes Odoo try the payment again, nothing else."""
        move_ids = [self._transaction(self._create_invoice) for _number in range(2)]
        name = self._transaction(lambda env: self._open_on(env, move_ids))

        def pay(move_id):
            return lambda env: (
                env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=[move_id])
                .create({})
                ._create_payments()
                .ids
            )

        answers = self._in_two_transactions(pay(move_ids[0]), pay(move_ids[1]))
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)], answers)
        amounts = self._transaction(
            lambda env: (
                env["litige.case"].search([("name", "=", name)]).claim_ids.mapped("open_amount")
            )
        )
        self.assertEqual(amounts, [0, 0])
