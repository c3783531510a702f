"""How well what a party says is proven: a fixed table, read with its reasons, never a score.

A position is read from two things only: the best exhibit that supports it, and the best exhibit
that says the opposite. Ten weak exhibits do not make a strong one. Who claims must prove
(art. 1353 C. civ.), so a position without exhibit is *not proven*, whoever takes it.

============================  ==========  ==========  =========  =========
best exhibit in support       against:    against:    against:   against:
                              none        weak        medium     strong
============================  ==========  ==========  =========  =========
strong                        proven      proven      supported  contested
medium                        supported   supported   contested  refuted
weak                          weak        contested   refuted    refuted
none                          not proven  not proven  refuted    refuted
============================  ==========  ==========  =========  =========
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

SUPPORTS = "supports"
CONTRADICTS = "contradicts"

OURS = "ours"
THEIRS = "theirs"

REFUTED = "refuted"
NOT_PROVEN = "not_proven"
CONTESTED = "contested"
WEAK_CASE = "weak"
SUPPORTED = "supported"
PROVEN = "proven"

#: From the worst to the best for who takes the position.
STRENGTHS = (REFUTED, NOT_PROVEN, CONTESTED, WEAK_CASE, SUPPORTED, PROVEN)


class Weight(IntEnum):
    """How much an exhibit weighs on one position; ``NONE`` stands for no exhibit at all."""

    NONE = 0
    WEAK = 1
    MEDIUM = 2
    STRONG = 3


#: Rows: best exhibit in support. Columns: best exhibit against, from none to strong.
TABLE = {
    Weight.STRONG: (PROVEN, PROVEN, SUPPORTED, CONTESTED),
    Weight.MEDIUM: (SUPPORTED, SUPPORTED, CONTESTED, REFUTED),
    Weight.WEAK: (WEAK_CASE, CONTESTED, REFUTED, REFUTED),
    Weight.NONE: (NOT_PROVEN, NOT_PROVEN, REFUTED, REFUTED),
}


class Link(NamedTuple):
    """What one exhibit says of one position.

    :param stance: ``SUPPORTS`` or ``CONTRADICTS``;
    :param weight: ``"weak"``, ``"medium"`` or ``"strong"``;
    :param exhibit: what names the exhibit to the caller (a number, an id);
    :param usable: whether a judge may be shown it; what may not does not count.
    """

    stance: str
    weight: str
    exhibit: object = None
    usable: bool = True


class Reading(NamedTuple):
    """How well one position is proven, and what decided it.

    :param strength: one of :data:`STRENGTHS`;
    :param support: weight of the best exhibit in support;
    :param against: weight of the best exhibit against;
    :param supporting: the exhibits of that weight in support, in the order they were given;
    :param contradicting: those against;
    :param ignored: the exhibits left out because no judge may be shown them.
    """

    strength: str
    support: Weight
    against: Weight
    supporting: tuple
    contradicting: tuple
    ignored: tuple


class SideReading(NamedTuple):
    """What the positions of one side come to.

    :param total: how many positions;
    :param strong: how many hold (proven or supported) by a strong exhibit;
    :param by_strength: for each strength met, what names the positions, worst strength first.
    """

    total: int
    strong: int
    by_strength: dict[str, tuple]

    def of(self, *strengths: str) -> tuple:
        """What names the positions of these strengths."""
        return tuple(name for code in strengths for name in self.by_strength.get(code, ()))


def parse_weight(code: str) -> Weight:
    """The weight named ``code``.

    :raises ValueError: another word than weak, medium or strong.
    """
    try:
        weight = Weight[code.upper()]
    except (KeyError, AttributeError):
        weight = Weight.NONE
    if weight is Weight.NONE:
        raise ValueError(f"Not a weight: {code!r}")
    return weight


def read(links: Iterable[Link]) -> Reading:
    """Read one position from what its exhibits say.

    :raises ValueError: unknown stance or weight.
    """
    usable, ignored = [], []
    for link in links:
        if link.stance not in (SUPPORTS, CONTRADICTS):
            raise ValueError(f"Not a stance: {link.stance!r}")
        (usable if link.usable else ignored).append(link)
    support, supporting = _best(usable, SUPPORTS)
    against, contradicting = _best(usable, CONTRADICTS)
    return Reading(
        TABLE[support][against],
        support,
        against,
        supporting,
        contradicting,
        tuple(link.exhibit for link in ignored),
    )


def _best(links: list[Link], stance: str) -> tuple[Weight, tuple]:
    weighed = [(parse_weight(link.weight), link.exhibit) for link in links if link.stance == stance]
    best = max((weight for weight, _exhibit in weighed), default=Weight.NONE)
    return best, tuple(exhibit for weight, exhibit in weighed if weight == best)


def read_side(readings: Iterable[tuple[object, Reading]]) -> SideReading:
    """What the positions of one side come to, from pairs (what names a position, its reading)."""
    readings = list(readings)
    by_strength = {
        code: tuple(name for name, reading in readings if reading.strength == code)
        for code in STRENGTHS
    }
    return SideReading(
        total=len(readings),
        strong=sum(
            reading.support is Weight.STRONG and reading.strength in (PROVEN, SUPPORTED)
            for _name, reading in readings
        ),
        by_strength={code: names for code, names in by_strength.items() if names},
    )
