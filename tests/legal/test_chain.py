"""The chain names its first broken link, whatever was done to it."""

from dataclasses import replace

import pytest
from litige_legal import chain


def build(*texts):
    """Return the links and the head of a chain of `texts`."""
    links, head = [], chain.GENESIS
    for rank, text in enumerate(texts, 1):
        salt, content = chain.new_salt(), chain.canonical({"summary": text})
        content_hash = chain.hash_content(salt, content)
        head = chain.hash_link(head, content_hash)
        links.append(chain.Link(rank, content, salt, content_hash, head))
    return links, head


@pytest.fixture
def links():
    return build("un", "deux", "trois", "quatre")


def find(links, head, length=4):
    broken = chain.verify(links, head, length)
    return broken and (broken.rank, broken.reason)


def test_an_intact_chain_has_no_break(links):
    assert find(*links) is None
    assert find([], chain.GENESIS, 0) is None


def test_what_was_lawfully_erased_breaks_nothing(links):
    entries, head = links
    entries[1] = replace(entries[1], content=None, salt=None)
    assert find(entries, head) is None


def test_altered_content(links):
    entries, head = links
    entries[1] = replace(entries[1], content=chain.canonical({"summary": "faux"}))
    assert find(entries, head) == (2, "altered")


def test_content_altered_with_its_own_hash(links):
    entries, head = links
    content = chain.canonical({"summary": "faux"})
    entries[1] = replace(
        entries[1],
        content=content,
        content_hash=chain.hash_content(entries[1].salt, content),
    )
    assert find(entries, head) == (2, "resealed")


def test_deleted_entries(links):
    entries, head = links
    assert find(entries[:1] + entries[2:], head) == (2, "missing")
    assert find(entries[:3], head) == (4, "missing")
    assert find([], head) == (1, "missing")


def test_reordered_entries(links):
    entries, head = links
    entries[1], entries[2] = replace(entries[2], rank=2), replace(entries[1], rank=3)
    assert find(entries, head) == (2, "reordered")


def test_added_entries(links):
    entries, head = links
    extra = build("un", "deux", "trois", "quatre", "cinq")[0][-1]
    assert find([*entries, extra], head) == (5, "added")
    assert find([entries[0], entries[0], *entries[1:]], head) == (1, "added")


def test_a_rewritten_end(links):
    entries, _head = links
    assert find(entries, "0" * 64) == (4, "head")


def test_the_same_content_has_another_hash_each_time():
    (one,), _head = build("secret")
    (two,), _head = build("secret")
    assert one.content == two.content
    assert one.content_hash != two.content_hash
