"""A token holds only if everything in it does."""

import hashlib
import shutil
import subprocess
from datetime import timedelta

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from litige_legal import timestamp

from ..timestamp_provider import NOW, Provider

DIGEST = hashlib.sha256(b"head of the chain").digest()


@pytest.fixture(scope="module")
def provider():
    return Provider()


def ask(provider, nonce=None, **spoiling):
    """Return what the check of one answer says."""
    nonce = nonce or timestamp.new_nonce()
    answer = provider.answer(timestamp.write_request(DIGEST, nonce), **spoiling)
    return timestamp.check_token(timestamp.read_response(answer), DIGEST, nonce)


def code_of(action, *args, **kwargs):
    with pytest.raises(timestamp.TimestampError) as caught:
        action(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_good_token_says_when_and_by_whom(kind):
    found = ask(Provider(kind))
    assert found.at == NOW.replace(tzinfo=None)
    assert found.provider == "Horodatage Témoin – Unité d'horodatage 1"
    assert found.serial == format(4242, "x")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("digest", "fingerprint"),
        ("nonce", "nonce"),
        ("content", "digest"),
        ("signature", "signature"),
        ("certificate", "certificate"),
    ],
)
def test_one_thing_wrong_is_enough(provider, spoil, code):
    assert code_of(ask, provider, spoil=spoil) == code


def test_a_token_over_another_fingerprint_is_refused(provider):
    request = timestamp.write_request(DIGEST, 5)
    token = timestamp.read_response(provider.answer(request))
    assert code_of(timestamp.check_token, token, b"\0" * 32) == "fingerprint"


def test_a_token_altered_after_it_was_signed_is_refused(provider):
    request = timestamp.write_request(DIGEST, 5)
    token = timestamp.read_response(provider.answer(request))
    year = NOW.strftime("%Y%m%d").encode()
    forged = token.replace(year, b"20010101", 1)
    assert forged != token
    assert code_of(timestamp.check_token, forged, DIGEST, 5) == "digest"


def test_a_certificate_for_another_use_is_refused():
    for purposes in (
        (),
        (ExtendedKeyUsageOID.CODE_SIGNING,),
        (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING),
    ):
        assert code_of(ask, Provider(purposes=purposes)) == "purpose"


def test_a_certificate_is_valid_on_the_day_of_the_token():
    assert code_of(ask, Provider(days=(-30, -5))) == "validity"
    old = Provider(days=(-300, -100))
    assert ask(old, at=NOW - timedelta(days=200)), "what expired since was valid then"


def test_a_refusal_is_told_in_the_provider_s_words(provider):
    with pytest.raises(timestamp.TimestampError) as caught:
        ask(provider, status="rejection")
    assert (caught.value.code, caught.value.detail) == ("refused", "Quota épuisé")


@pytest.mark.parametrize("data", [b"", b"hello", b"<html>404</html>", b"\x30\x03\x02\x01\x00"])
def test_nonsense_is_unreadable(data):
    assert code_of(timestamp.read_response, data) in ("unreadable", "refused")
    assert code_of(timestamp.check_token, data, DIGEST) in ("unreadable", "not_a_token")


def test_every_truncated_answer_is_refused_in_words(provider):
    answer = provider.answer(timestamp.write_request(DIGEST, 5))
    for length in range(0, len(answer), 37):
        with pytest.raises(timestamp.TimestampError):
            timestamp.check_token(timestamp.read_response(answer[:length]), DIGEST, 5)


def test_a_bare_token_is_taken_too(provider):
    token = timestamp.read_response(provider.answer(timestamp.write_request(DIGEST, 5)))
    assert timestamp.read_response(token) == token


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs OpenSSL, as an independent reader")
def test_openssl_reads_our_request(tmp_path):
    path = tmp_path / "request.tsq"
    path.write_bytes(timestamp.write_request(DIGEST, 255))
    command = ["openssl", "ts", "-query", "-in", str(path), "-text"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Hash Algorithm: sha256" in text
    assert "Nonce: 0xFF" in text
    assert "Certificate required: yes" in text
