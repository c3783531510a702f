"""What is said of one way out of a dispute on a day: in codes that screens put into words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

OPEN, WARNING, CLOSED = "open", "warning", "closed"

#: Acts that a screen offers on any way; it words them and knows how to do them.
START, CONFIRM_STANDING = "start", "confirm_standing"


class Verdict(NamedTuple):
    """What is said of one way.

    :param status: ``OPEN``, ``WARNING`` (open, but something is to know first) or ``CLOSED``
    :param reason: code of the one reason that decides
    :param rule: code of the rule it rests on (its citation is dated data), empty when none
    :param acts: what we may do about it, the right act first
    :param court: of :mod:`.courts`, where a court has the way; ``None`` when it is not settled
    :param partial: open for the undisputed part only
    :param lawyer: a lawyer is compulsory
    :param costs: codes of the parameters that are its costs before that court
    :param day: the date that the reason speaks of
    """

    remedy: str
    status: str
    reason: str
    rule: str = ""
    acts: tuple[str, ...] = ()
    court: str | None = None
    partial: bool = False
    lawyer: bool = False
    costs: tuple[str, ...] = ()
    day: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the law leaves it open, warnings included."""
        return self.status != CLOSED
