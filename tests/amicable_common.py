"""Builders for the tests of the amicable track: a mediator we have signed with, a consumer."""

from datetime import timedelta

from .letter_common import LetterCommon


class AmicableCommon(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mediator = cls.env["litige.provider"].create(
            {
                "name": "Médiation du Rhône",
                "role": "consumer_mediator",
                "company_id": cls.company.id,
                "street": "8 quai Perrache",
                "zip": "69002",
                "city": "Lyon",
                "website": "https://mediation-rhone.example",
                "email": "saisine@mediation-rhone.example",
                "contract_reference": "C-118",
                "contract_from": cls._day(300),
                "listing_status": "listed",
                "listing_checked_on": cls._day(30),
            }
        )
        cls.company.litige_mediator_id = cls.mediator
        cls.conciliator = cls.env["litige.provider"].create(
            {"name": "M. Perrin", "role": "conciliator", "email": "perrin@conciliateur.example"}
        )

    @classmethod
    def _remedy(cls, code):
        return cls.env["litige.remedy"].search([("code", "=", code)])

    @classmethod
    def _start(cls, case, code, **values):
        return cls.env["litige.proceeding"].create(
            {
                "case_id": case.id,
                "remedy_id": cls._remedy(code).id,
                "date_start": cls._day(20),
                **values,
            }
        )

    @classmethod
    def _step(cls, proceeding, code, ago=0):
        kind = proceeding.remedy_id.step_ids.filtered(lambda one: one.code == code)
        return cls.env["litige.proceeding.step"].create(
            {"proceeding_id": proceeding.id, "type_id": kind.id, "date": cls._day(ago)}
        )

    def _card(self, case, code):
        case.invalidate_recordset(["remedy_cards"])
        [card] = [one for one in case.remedy_cards["cards"] if one["code"] == code]
        return card

    def _acts(self, case, code):
        return [act["code"] for act in self._card(case, code)["acts"]]

    @classmethod
    def _in(cls, days):
        return cls.today + timedelta(days=days)
