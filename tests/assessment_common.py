"""Builders of assessed disputes: exhibits, positions, and what the ones say of the others."""

from .common import LitigeCommon


class AssessmentCommon(LitigeCommon):
    """A dispute on one invoice of 1,200 €, with three exhibits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_overdue(amount=1200.0)
        cls.case = cls._open_case(
            cls.invoice,
            cause_id=cls.non_conformity.id,
            description="Deux portes ferment mal.\nJe paierai une fois tout réparé.",
        )
        cls.quotation, cls.note, cls.photo = cls._add_exhibits(cls.case, "strong", "medium", "weak")

    @classmethod
    def _add_exhibits(cls, case, *weights, **values):
        start = len(case.exhibit_ids)
        return case._add_exhibits(
            [
                {
                    "raw": f"{case.name} {number} {weight}".encode(),
                    "file_name": f"piece{number}.txt",
                    "name": f"Document {number}",
                    "weight": weight,
                    **values,
                }
                for number, weight in enumerate(weights, start + 1)
            ]
        )

    @classmethod
    def _claim(cls, case, subject, *links, side="ours"):
        """Write a position down, with its exhibits: `(exhibit, "+")` for, `"-"` against."""
        position = cls.env["litige.position"].create(
            {"case_id": case.id, "side": side, "subject": subject, "name": f"{subject} !"}
        )
        for exhibit, sign in links:
            position.action_weigh(exhibit.id, "supports" if sign == "+" else "contradicts")
        return position
