"""Until when the papers of a dispute are kept.

They are kept as long as somebody may still go to court over what they prove: until the end of the
last limitation, ten years where there is an enforceable title (art. L111-4 CPCE), and the papers of
the books for ten years from the end of the financial year (art. L123-22 C. com.). After that, what
they say of a person has no reason to be there (art. 5, 1, e) of the GDPR).

Which of these counts is worked out here; how many months each lasts comes with its date from the
tables of the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .semesters import add_months

#: What keeps a file for the longest time.
LIMITATION, TITLE, BOOKS, MARGIN = REASONS = ("limitation", "title", "books", "margin")
#: Why no day can be given.
RUNNING = "running"


class Retention(NamedTuple):
    """The last day on which a file is kept.

    :param until: ``None`` while something still suspends the limitation
    :param reason: one of :data:`REASONS`, or :data:`RUNNING`
    """

    until: date | None
    reason: str


class File(NamedTuple):
    """What is known of one file that is closed.

    :param closed_on: the day it was closed
    :param months: the limitation that runs from then, for the customer too
    :param limits: last days to sue, as they were counted while it was open
    :param titles: days on which a title became enforceable
    :param years_end: last days of the financial years its papers belong to
    :param stopped: something suspends the limitation, or a court has not answered yet
    """

    closed_on: date
    months: int
    limits: tuple[date, ...] = ()
    titles: tuple[date, ...] = ()
    years_end: tuple[date, ...] = ()
    stopped: bool = False


def keep_until(file: File, title_months: int, books_months: int | None, margin: int) -> Retention:
    """Return until when one file is kept, the day included.

    :param title_months: how long a title can be enforced
    :param books_months: how long the papers of the books are kept, ``None`` not to count them
    :param margin: months that the company adds
    """
    if file.stopped:
        return Retention(None, RUNNING)
    found = [(day, LIMITATION) for day in file.limits]
    found.append((add_months(file.closed_on, file.months), LIMITATION))
    found += [(add_months(day, title_months), TITLE) for day in file.titles]
    if books_months is not None:
        found += [(add_months(day, books_months), BOOKS) for day in file.years_end]
    until, reason = max(found)
    return Retention(add_months(until, margin), reason) if margin else Retention(until, reason)


def is_over(retention: Retention, as_of: date) -> bool:
    """Whether nothing keeps the file any more on that day."""
    return retention.until is not None and retention.until < as_of


def keep_longest(retentions: Iterable[Retention]) -> Retention:
    """Return what keeps several files that are one (merged disputes)."""
    retentions = list(retentions)
    for retention in retentions:
        if retention.until is None:
            return retention
    return max(retentions, key=lambda one: one.until)
