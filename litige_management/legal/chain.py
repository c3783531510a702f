"""The chain of a case's chronology: canonical content, salted hashes, links.

Each entry carries a hash of its own content (salted, so that a short content cannot be guessed
from its hash once it has been lawfully erased) and a hash that binds it to the entry before it.
A chain made by the very party that relies on it shows that nothing was altered *since* it was
written down, not that it was true nor when it was written: only a qualified timestamp dates it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as stored. `content` and `salt` are None once lawfully erased."""

    rank: int
    content: str | None
    salt: str | None
    content_hash: str
    chain_hash: str


@dataclass(frozen=True)
class Break:
    """The first entry that does not fit: its rank and what is wrong with it."""

    rank: int
    reason: str


def canonical(content: dict) -> str:
    """Return the one way to write `content` down: sorted keys, no spaces, plain characters."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> str:
    """Return 128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def hash_content(salt: str, content: str) -> str:
    """Return the hash of one entry's canonical content."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def hash_link(previous: str, content_hash: str) -> str:
    """Return the hash that binds an entry to the one before it."""
    return hashlib.sha256(f"{previous}\n{content_hash}".encode()).hexdigest()


def verify(links: Iterable[Link], head: str, length: int) -> Break | None:
    """Return the first break of a chain given in the order of its ranks, None when it is intact.

    `head` and `length` are what the case remembers of its chain: they reveal a cut tail. Reasons:

    * ``missing``: no entry has this rank any more;
    * ``added``: an entry that the chain never counted;
    * ``altered``: the content is not the one that was hashed;
    * ``reordered``: another entry was written down here;
    * ``resealed``: the entry was rewritten with a hash of its own, which no other follows;
    * ``head``: all entries fit each other, but not what the case remembers of the last one.
    """
    links = list(links)
    previous, expected = GENESIS, 1
    for link in links:
        if link.rank > expected:
            return Break(expected, "missing")
        if link.rank < expected or expected > length:
            return Break(link.rank, "added")
        if reason := _find_fault(link, previous, links):
            return Break(link.rank, reason)
        previous, expected = link.chain_hash, expected + 1
    if expected <= length:
        return Break(expected, "missing")
    return None if previous == head else Break(length, "head")


def _find_fault(link: Link, previous: str, links: list[Link]) -> str | None:
    """Return what is wrong with one entry that comes after the chain hash `previous`."""
    if link.content is not None and hash_content(link.salt or "", link.content) != (
        link.content_hash
    ):
        return "altered"
    if hash_link(previous, link.content_hash) == link.chain_hash:
        return None
    if any(hash_link(previous, other.content_hash) == other.chain_hash for other in links):
        return "reordered"
    return "resealed"
