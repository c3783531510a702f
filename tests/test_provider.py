"""Third parties: what is said of them before anything names them."""

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from .common import LitigeCommon

AS_OF = date(2026, 11, 22)


class TestProvider(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Provider = cls.env["litige.provider"]
        cls.mediator = cls._create_mediator("Médiation du Rhône")

    @classmethod
    def _create_mediator(cls, name, **values):
        return cls.Provider.create(
            {
                "name": name,
                "role": "consumer_mediator",
                "company_id": cls.company.id,
                "contract_reference": "C-118",
                "contract_from": "2026-01-01",
                "contract_to": "2026-12-31",
                "listing_status": "listed",
                "listing_checked_on": "2026-02-01",
                **values,
            }
        )

    # === WARNINGS === #

    def test_signed_and_listed_mediator_is_printable(self):
        self.assertEqual(self.mediator._get_warning(AS_OF), "")
        self.assertTrue(self.mediator._is_printable(AS_OF))

    def test_no_mediator_is_not_printable(self):
        self.assertFalse(self.Provider._is_printable(AS_OF))

    def test_agreement_counts_from_its_first_to_its_last_day(self):
        self.assertTrue(self.mediator._is_printable(date(2026, 12, 31)))
        self.assertIn("lapsed", self.mediator._get_warning(date(2027, 1, 1)))
        self.mediator.contract_from = "2026-11-23"
        self.assertIn("only starts", self.mediator._get_warning(AS_OF))

    def test_mediator_without_agreement_is_never_printed(self):
        self.mediator.contract_reference = False
        self.assertIn("have not signed", self.mediator._get_warning(AS_OF))

    def test_listing_is_relied_on_for_a_year(self):
        self.mediator.contract_to = False
        self.assertEqual(self.mediator._get_warning(date(2027, 2, 1)), "")
        self.assertIn("more than a year", self.mediator._get_warning(date(2027, 2, 2)))

    def test_listing_unknown_or_refused_warns(self):
        self.mediator.listing_checked_on = False
        self.assertIn("Nobody has checked", self.mediator._get_warning(AS_OF))
        self.mediator.action_note_unlisted()
        self.assertIn("not on the official list", self.mediator._get_warning(AS_OF))

    def test_confirming_says_who_and_when(self):
        mediator = self._create_mediator(
            "Médiation du Port",
            listing_status="unknown",
            listing_checked_on=False,
            is_to_confirm=True,
        )
        mediator.action_confirm_listing()
        self.assertRecordValues(
            mediator,
            [
                {
                    "listing_status": "listed",
                    "listing_checked_on": self.today,
                    "listing_checked_by_id": self.env.uid,
                    "is_to_confirm": False,
                }
            ],
        )

    def test_other_roles_need_neither_agreement_nor_list(self):
        lawyer = self.Provider.create({"name": "Me Favre", "role": "lawyer"})
        self.assertTrue(lawyer._is_printable(AS_OF))

    # === WHAT IS DELIVERED === #

    def _get_delivered(self):
        records = self.env["ir.model.data"].search(
            [
                ("module", "=", "litige_management"),
                ("model", "=", "litige.provider"),
            ]
        )
        return self.Provider.with_context(active_test=False).browse(records.mapped("res_id"))

    def test_delivered_mediators_wait_to_be_confirmed(self):
        delivered = self._get_delivered()
        self.assertEqual(len(delivered), 7)
        for mediator in delivered:
            with self.subTest(mediator.name):
                self.assertFalse(mediator.active)
                self.assertFalse(mediator.partner_id.active)
                self.assertTrue(mediator.is_to_confirm)
                self.assertTrue(mediator.source)
                self.assertFalse(mediator.listing_checked_on)
                self.assertFalse(mediator._is_printable(AS_OF))

    def test_delisted_mediator_is_not_delivered(self):
        self.assertFalse([name for name in self._get_delivered().mapped("name") if "dicys" in name])

    def test_contradictory_addresses_are_left_out(self):
        delivered = self._get_delivered()
        for word in ("FEVAD", "AME Conso"):
            self.assertFalse(delivered.filtered(lambda row, word=word: word in row.name).street)

    def test_no_company_has_a_default_mediator(self):
        self.assertFalse(self.env["res.company"].create({"name": "Neuve"}).litige_mediator_id)

    def test_restoring_a_delivered_mediator_restores_its_contact(self):
        mediator = self._get_delivered()[0]
        mediator.active = True
        self.assertTrue(mediator.partner_id.active)

    def test_picking_a_delivered_mediator_makes_it_ours_and_says_what_is_missing(self):
        delivered = self._get_delivered()[0]
        manager = new_test_user(
            self.env,
            "picker",
            "litige_management.litige_management_group_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        action = delivered.with_user(manager).action_pick()
        ours = self.Provider.browse(action["res_id"])
        self.assertEqual(self.company.litige_mediator_id, ours)
        self.assertEqual(ours.partner_id, delivered.partner_id)
        self.assertTrue(ours.active and ours.is_to_confirm and ours.is_ours)
        self.assertEqual(ours.company_id, self.company)
        self.assertIn("No agreement", self.company.litige_mediator_warning)
        self.assertFalse(ours._is_printable(AS_OF))
        # Other companies still find the delivered one.
        self.assertFalse(delivered.company_id)
        user = new_test_user(
            self.env, "no_picker", "litige_management.litige_management_group_user"
        )
        with self.assertRaises(AccessError):
            self.mediator.with_user(user).action_pick()

    # === ONE CONTACT, SEVERAL ROLES === #

    def test_copy_is_another_role_of_the_same_contact(self):
        other = self.mediator.copy({"role": "mediator"})
        self.assertEqual(other.partner_id, self.mediator.partner_id)
        self.assertEqual(other.listing_status, "unknown")

    def test_shared_record_cannot_carry_one_company_s_agreement(self):
        with self.assertRaises(ValidationError):
            self.mediator.company_id = False

    def test_import_creates_contact_and_role_together(self):
        result = self.Provider.load(
            ["name", "role", "street", "zip", "city", "website"],
            [
                [
                    "Conciliateur du 3e",
                    "Conciliator (conciliateur de justice)",
                    "1 place Guichard",
                    "69003",
                    "Lyon",
                    "https://www.conciliateurs.fr",
                ]
            ],
        )
        self.assertFalse(result["messages"])
        provider = self.Provider.browse(result["ids"])
        self.assertRecordValues(provider, [{"role": "conciliator", "city": "Lyon"}])

    # === RIGHTS === #

    def test_users_read_and_managers_write(self):
        user = new_test_user(
            self.env,
            "litige_u",
            groups="litige_management.litige_management_group_user",
            company_id=self.company.id,
        )
        manager = new_test_user(
            self.env,
            "litige_m",
            groups="litige_management.litige_management_group_manager",
            company_id=self.company.id,
        )
        self.assertTrue(self.mediator.with_user(user).name)
        with self.assertRaises(AccessError):
            self.mediator.with_user(user).contract_to = False
        self.mediator.with_user(manager).write({"contract_to": False, "phone": "04 78 00 00 00"})
        self.assertTrue(self.Provider.with_user(manager).create({"name": "Autre"}).partner_id)

    def test_other_companies_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Autre société"})
        stranger = new_test_user(
            self.env,
            "litige_o",
            groups="litige_management.litige_management_group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertNotIn(self.mediator, self.Provider.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.mediator.with_user(stranger).read(["contract_reference"])
