"""A French company at work: what the browser tests and the screenshots look at."""

from datetime import timedelta

from odoo.tests import HttpCase, new_test_user

from ..common import LitigeCommon


class LitigeBrowserCommon(LitigeCommon, HttpCase):
    """A user of disputes, working in French, with overdue invoices."""

    login = "claire.martin"
    tz = "UTC"  # the tests' own day: near midnight, the day in Paris is already another

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.claire = new_test_user(
            cls.env,
            login=cls.login,
            name="Claire Martin",
            lang="fr_FR",
            tz=cls.tz,
            groups="litige_management.litige_management_group_manager,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.karim = new_test_user(
            cls.env,
            login="karim.haddad",
            name="Karim Haddad",
            lang="fr_FR",
            tz=cls.tz,
            groups="litige_management.litige_management_group_resolver",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.boss = new_test_user(
            cls.env,
            login="odile.lacombe",
            name="Odile Lacombe",
            lang="fr_FR",
            tz=cls.tz,
            groups="litige_management.litige_management_group_manager,base.group_system",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.company.write(
            {
                "litige_standing": "artisan",
                "litige_legal_form": "SARL",
                "litige_share_capital": 10000,
                "litige_rcs_city": "Lyon",
                "company_registry": "73282932000074",
                "litige_signatory_name": "Odile Lacombe",
                "litige_signatory_quality": "gérante",
                "phone": "04 72 40 00 00",
                "email": "contact@lacombe.example",
                "litige_onboarding_skipped": "all",  # they have been at it for years
            }
        )
        cls.company.partner_id.lang = "fr_FR"
        cls.customer.write({"name": "Dubreuil Rénovation SARL"})

    @classmethod
    def _in_days(cls, days):
        return cls.today + timedelta(days=days)
