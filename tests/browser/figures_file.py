"""A year of disputes of a small company, for the pictures of the figures."""

from datetime import timedelta

from ..figures_common import FiguresCommon

CUSTOMERS = (
    ("Boulangerie Perret", "artisan"),
    ("Hôtel des Alpes SAS", "merchant"),
    ("Nadia Benali", "consumer"),
    ("Garage Moreau", "merchant"),
    ("Clinique vétérinaire du Parc", "professional"),
    ("Syndicat des Terrasses", "non_professional"),
    ("Transports Girard SA", "merchant"),
)
CAUSES = (
    "non_conformity",
    "non_payment",
    "late_delivery",
    "non_conformity",
    "price",
    "expectations",
    "non_conformity",
    "misunderstanding",
    "non_payment",
)
# Way, days in each phase, share paid, cost, outcome, root cause.
ENDED = (
    ("negotiation", (6, 9, 0, 0), 1.0, 0, "paid", "delay"),
    ("formal_notice", (5, 20, 0, 0), 1.0, 12, "paid", "no_acceptance"),
    ("conciliation", (8, 48, 0, 0), 0.85, 60, "settled", "quote_unclear"),
    ("negotiation", (3, 14, 0, 0), 0.7, 0, "settled", "quality"),
    ("payment_order", (10, 25, 80, 20), 1.0, 190, "judgment_won", "will_not_pay"),
    ("mediation", (7, 40, 0, 0), 0.8, 400, "settled", "quote_unclear"),
    ("payment_order", (6, 30, 95, 0), 0.0, 240, "irrecoverable", "cannot_pay"),
    ("conciliation", (9, 55, 0, 0), 1.0, 40, "paid", "no_acceptance"),
    ("negotiation", (12, 8, 0, 0), 0.0, 0, "conceded", "quality"),
)
PHASES = ("amicable", "judicial", "execution")


class FiguresFile(FiguresCommon):
    """Ended disputes of each kind, and some in each phase."""

    @classmethod
    def _make_year(cls, count=27, running=16):
        """Make `count` disputes that ended within a year, and some that go on."""
        cls.partners = [
            cls._create_customer(name, is_company=standing != "consumer", litige_standing=standing)
            for name, standing in CUSTOMERS
        ]
        for rank in range(count):
            cls._make_ended(rank, *ENDED[rank % len(ENDED)])
        for rank in range(running):
            cls._make_running(rank)
        cls.env.flush_all()

    @classmethod
    def _open_one(cls, rank, days):
        code = CAUSES[rank % len(CAUSES)]
        move = cls._create_overdue(
            cls.partners[rank % len(cls.partners)], 300 + rank * 397 % 2900, days + 10 + rank
        )
        return cls._open_ago(
            move, days, cause_id=cls.env.ref(f"litige_management.litige_cause_{code}").id
        )

    @classmethod
    def _make_ended(cls, rank, way, stays, share, cost, outcome, root):
        ended = 4 + rank * 127 % 330
        begun = ended + sum(stays)
        case = cls._open_one(rank, begun)
        day = cls._ago(begun)
        case.claim_ids._write_protected({"enforceable_on": day})  # whatever way it takes
        for phase, length in zip(PHASES, stays, strict=False):
            day += timedelta(days=length)
            if stays[PHASES.index(phase) + 1]:
                case._move_to(phase, occurred_on=day)
        if way not in ("negotiation", "formal_notice"):
            cls._take_way(case, way, begun - stays[0])
        if cost:
            cls._spend(case, cost + rank)
        if share:
            cls._pay(case.claim_ids.move_id, round(case.open_amount * share, 2), cls._ago(ended))
        if outcome == "conceded":
            cls._credit(case.claim_ids.move_id)
        elif outcome == "settled":
            cls._credit(case.claim_ids.move_id, case.open_amount, "gesture")
        case._close(outcome, as_of=cls._ago(ended))
        case.root_cause_id = cls.env.ref(f"litige_management.litige_root_cause_{root}")

    @classmethod
    def _make_running(cls, rank):
        days = 5 + rank * 17 % 160
        case = cls._open_one(rank, days)
        case.claim_ids._write_protected({"enforceable_on": cls._ago(days)})
        steps = ("assessment", "amicable", "judicial", "execution")[: rank % 5]
        for step, phase in enumerate(steps, 1):
            case._move_to(phase, occurred_on=cls._ago(days * (5 - step) // 5))
        for rank_of, (name, ahead) in enumerate(DEADLINES):
            if rank == rank_of:
                cls.env["litige.deadline"].create(
                    {
                        "case_id": case.id,
                        "name": name,
                        "override_date": cls._ago(-ahead),
                        "override_reason": "Courrier du greffe",
                    }
                )


DEADLINES = (
    ("Répondre au médiateur", -2),
    ("Signifier l'ordonnance", 0),
    ("Déposer les pièces", 1),
    ("Relancer le conciliateur", 4),
    ("Payer le greffe", 6),
    ("Préparer l'audience", 7),
)
