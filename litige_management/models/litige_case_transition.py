"""The phases of a case and the only ways from one to the next, as one table."""

from typing import NamedTuple


class Transition(NamedTuple):
    """A way from one phase to another.

    `requires` names the method of litige.case that raises, in words, when the way is not open.
    """

    source: str
    target: str
    requires: str | None = None


PHASES = ("identification", "assessment", "amicable", "judicial", "execution", "closed")

TRANSITIONS = (
    Transition("identification", "assessment"),
    Transition("identification", "amicable"),
    Transition("identification", "judicial"),
    Transition("assessment", "identification"),
    Transition("assessment", "amicable"),
    Transition("assessment", "judicial"),
    Transition("amicable", "assessment"),
    Transition("amicable", "judicial"),
    Transition("amicable", "execution", "_check_enforceable"),
    Transition("judicial", "amicable"),
    Transition("judicial", "execution", "_check_enforceable"),
    # An instalment missed, a judgment overturned: back to the table or to court.
    Transition("execution", "amicable"),
    Transition("execution", "judicial"),
    # Closing asks for an outcome, reopening for a reason.
    *(Transition(phase, "closed", "_check_closable") for phase in PHASES[:-1]),
    *(Transition("closed", phase, "_check_reopenable") for phase in PHASES[:-1]),
)

_BY_PAIR = {(step.source, step.target): step for step in TRANSITIONS}


def find_transition(source, target):
    """Return the Transition from `source` to `target`, None when there is no such way."""
    return _BY_PAIR.get((source, target))
