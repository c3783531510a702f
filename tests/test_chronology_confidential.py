"""What is confidential by law never leaves; a wish of ours binds nobody."""

from .common import LitigeCommon


class TestChronologyConfidential(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(cls._create_overdue())

    def _note(self, ground=None, **values):
        return self.env["litige.event"].create(
            {
                "case_id": self.case.id,
                "kind": "note",
                "summary": "Réunion",
                "confidential": True,
                "confidential_ground": ground,
                **values,
            }
        )

    def test_only_a_ground_binds(self):
        cases = {"mediation": True, "agreement": True, "lawyers": True, None: True, "wish": False}
        for ground, binding in cases.items():
            with self.subTest(ground=ground):
                self.assertEqual(self._note(ground).is_confidential_binding, binding)
        self.assertFalse(self._note(confidential=False).is_confidential_binding)

    def test_what_the_machine_notes_is_bound_alike(self):
        binding, wish = self.case._append_events(
            [
                {
                    "case_id": self.case.id,
                    "kind": "note",
                    "summary": "Échange",
                    "confidential": True,
                    "confidential_ground": ground,
                }
                for ground in ("mediation", "wish")
            ]
        )
        self.assertTrue(binding.is_confidential_binding)
        self.assertFalse(wish.is_confidential_binding)

    def test_who_may_be_handed_what(self):
        binding, unsaid, wish = self._note("mediation"), self._note(), self._note("wish")
        plain = self._note(confidential=False)
        for audience, kept in {
            "court": wish | plain,
            "lawyer": wish | plain,
            "insurer": wish | plain,
            "mediator": plain,
            "customer": plain,
        }.items():
            with self.subTest(audience=audience):
                usable = self.case._get_usable_events(audience)
                self.assertEqual(usable & (binding | unsaid | wish | plain), kept)

    def test_an_unknown_audience_gets_nothing(self):
        with self.assertRaises(ValueError):
            self.case._get_usable_events("everybody")

    def test_usable_events_come_oldest_first(self):
        self._note(confidential=False, occurred_on="2020-01-01")
        dates = self.case._get_usable_events("court").mapped("occurred_on")
        self.assertEqual(dates, sorted(dates))

    def test_nobody_declares_an_entry_public_afterwards(self):
        event = self._note("mediation")
        for values in ({"is_confidential_binding": False}, {"confidential_ground": "wish"}):
            with self.assertRaisesRegex(Exception, "cannot be changed"):
                event.sudo().write(values)

    def test_nobody_locks_a_message_or_a_file_by_naming_it(self):
        message = self.customer.message_post(body="Bonjour", message_type="comment")
        note = self._note(message_id=message.id, res_model="res.partner", res_id=self.customer.id)
        self.assertFalse(note.message_id or note.res_model)
        message.write({"body": "Bonsoir"})
