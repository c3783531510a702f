"""Time-stamp tokens (RFC 3161): write the request, read the answer, check the token.

Nothing here trusts a provider: what is checked is that the token was signed, by the certificate
it carries, over this very fingerprint, and that the certificate is made for that and was valid on
the day. Whether the provider is a *qualified* one is said by the trusted lists of the European
Union, which are not read here.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509 import load_der_x509_certificate

HASHES = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
GRANTED = ("granted", "granted_with_mods")


class _Response(core.Sequence):
    """An answer: a refusal carries no token."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class TimestampError(ValueError):
    """A token that cannot be relied on. `code` says why; `detail` is the provider's own words.

    Codes: ``unreadable``, ``refused``, ``not_a_token``, ``fingerprint``, ``nonce``, ``signer``,
    ``attributes``, ``digest``, ``certificate``, ``algorithm``, ``signature``, ``purpose``,
    ``validity``.
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Timestamp:
    """What a checked token says: when, by whom, under which policy."""

    at: datetime  # UTC
    provider: str
    serial: str
    policy: str


def new_nonce() -> int:
    """Return 63 random bits: what binds an answer to its request."""
    return secrets.randbits(63) | 1 << 62


def write_request(digest: bytes, nonce: int) -> bytes:
    """Return the request for a SHA-256 `digest`, as providers take it (a ``.tsq`` file)."""
    return tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": digest,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    ).dump()


def read_response(data: bytes) -> bytes:
    """Return the token of a provider's answer (a ``.tsr`` file, or the bare token).

    :raise TimestampError: it cannot be read, or the provider refused
    """
    try:
        response = _Response.load(data, strict=True)
        status = response["status"]["status"].native
        token = response["time_stamp_token"]
        if status not in GRANTED or not token.native:
            words = response["status"]["status_string"].native or ()
            raise TimestampError("refused", " ".join(words) or str(status))
        return token.dump()
    except TimestampError:
        raise
    except (ValueError, TypeError, KeyError):
        return _read_bare_token(data)


def _read_bare_token(data: bytes) -> bytes:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        content = cms.ContentInfo.load(data, strict=True)
        if content["content_type"].native == "signed_data":
            return content.dump()
    raise TimestampError("unreadable")


def check_token(token: bytes, digest: bytes, nonce: int | None = None) -> Timestamp:
    """Check a token over a SHA-256 `digest`.

    :param nonce: the one of the request; None when the token was asked for elsewhere
    :raise TimestampError: on the first thing that does not hold
    """
    try:
        return _check(token, digest, nonce)
    except TimestampError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise TimestampError("unreadable", str(error)) from error


def _check(token: bytes, digest: bytes, nonce: int | None) -> Timestamp:
    content = cms.ContentInfo.load(token, strict=True)
    if content["content_type"].native != "signed_data":
        raise TimestampError("not_a_token")
    signed = content["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise TimestampError("not_a_token")
    info = inner["content"].parsed
    _check_fingerprint(info, digest, nonce)
    if len(signed["signer_infos"]) != 1:
        raise TimestampError("signer")
    signer = signed["signer_infos"][0]
    certificate = _find_certificate(signed, signer)
    _check_attributes(signer, inner["content"].contents, certificate)
    _check_signature(signer, certificate)
    at = info["gen_time"].native.astimezone(timezone.utc)
    _check_certificate(certificate, at)
    return Timestamp(
        at=at.replace(tzinfo=None, microsecond=0),
        provider=_get_provider(certificate),
        serial=format(info["serial_number"].native, "x"),
        policy=info["policy"].dotted,
    )


def _check_fingerprint(info: tsp.TSTInfo, digest: bytes, nonce: int | None) -> None:
    imprint = info["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != "sha256"
        or imprint["hashed_message"].native != digest
    ):
        raise TimestampError("fingerprint")
    if nonce is not None and info["nonce"].native != nonce:
        raise TimestampError("nonce")


def _find_certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    """Return the certificate that the signer names."""
    sid = signer["sid"]
    for choice in signed["certificates"] if signed["certificates"].native else ():
        if choice.name != "certificate":
            continue
        found = choice.chosen
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen
            if found.serial_number == named["serial_number"].native and (
                found.issuer == named["issuer"]
            ):
                return found
        elif found.key_identifier == sid.chosen.native:
            return found
    raise TimestampError("signer")


def _check_attributes(signer, content: bytes, certificate: x509.Certificate) -> None:
    """Check what is signed: the content's own hash, and which certificate signs it."""
    attributes = {
        attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]
    }
    try:
        kind = attributes["content_type"][0].native
        stated = attributes["message_digest"][0].native
    except KeyError:
        raise TimestampError("attributes") from None
    if kind != "tst_info":
        raise TimestampError("attributes")
    name = signer["digest_algorithm"]["algorithm"].native
    if name not in HASHES:
        raise TimestampError("algorithm", name)
    if stated != hashlib.new(name, content).digest():
        raise TimestampError("digest")
    if not _names_certificate(attributes, certificate.dump()):
        raise TimestampError("certificate")


def _names_certificate(attributes: dict, der: bytes) -> bool:
    """Whether the signed attributes name the certificate by its hash, as the standard wants."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"][0]["certs"][0]
        name = named["hash_algorithm"]["algorithm"].native
        return name in HASHES and named["cert_hash"].native == hashlib.new(name, der).digest()
    if "signing_certificate" in attributes:
        # The older attribute is defined with SHA-1: it names the certificate, it signs nothing.
        sha1 = hashlib.sha1(der, usedforsecurity=False).digest()
        return attributes["signing_certificate"][0]["certs"][0]["cert_hash"].native == sha1
    return False


def _check_signature(signer: cms.SignerInfo, certificate: x509.Certificate) -> None:
    """Check the signature over the signed attributes, as a SET OF in DER."""
    # As they were written, under the tag of a SET instead of their place in the message.
    data = b"\x31" + signer["signed_attrs"].dump()[1:]
    signature = signer["signature"].native
    algorithm = signer["signature_algorithm"]
    key = load_der_x509_certificate(certificate.dump()).public_key()
    try:
        _verify(key, signature, data, algorithm, signer["digest_algorithm"]["algorithm"].native)
    except InvalidSignature:
        raise TimestampError("signature") from None
    except UnsupportedAlgorithm as error:
        raise TimestampError("algorithm", str(error)) from error


def _verify(key, signature: bytes, data: bytes, algorithm: algos.SignedDigestAlgorithm, digest):
    kind = algorithm.signature_algo
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, data)
        return
    try:
        name = algorithm.hash_algo
    except ValueError:  # “RSA encryption” says nothing of the hash: the signer does
        name = digest
    if name not in HASHES:
        raise TimestampError("algorithm", name)
    hash_ = HASHES[name]()
    if isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
        key.verify(signature, data, padding.PKCS1v15(), hash_)
    elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
        key.verify(signature, data, padding.PSS(padding.MGF1(hash_), padding.PSS.AUTO), hash_)
    elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        key.verify(signature, data, ec.ECDSA(hash_))
    else:
        raise TimestampError("algorithm", algorithm["algorithm"].native)


def _check_certificate(certificate: x509.Certificate, at: datetime) -> None:
    """Check that the certificate is made for time-stamping only, and was valid on the day."""
    purposes = certificate.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        raise TimestampError("purpose")
    if "extended_key_usage" not in certificate.critical_extensions:
        raise TimestampError("purpose")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise TimestampError("validity")


def _get_provider(certificate: x509.Certificate) -> str:
    """Return the name that the certificate gives its holder."""
    names = certificate.subject.native
    organisation, common = names.get("organization_name"), names.get("common_name")
    return " – ".join(str(name) for name in (organisation, common) if name)
