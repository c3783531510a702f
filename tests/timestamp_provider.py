"""A stand-in for a time-stamping provider: its own authority, its certificate, its answers.

Nothing of it leaves the machine. `Provider.answer` makes what a real one would send back; its
arguments spoil one thing at a time.
"""

import hashlib
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from asn1crypto import algos, cms, core, tsp, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(timezone.utc).replace(microsecond=0)


def make_name(common):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Horodatage Témoin"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


class _Refusal(core.Sequence):
    _fields = [("status", tsp.PKIStatusInfo)]


class Provider:
    """A provider with a fresh authority.

    :param kind: `rsa` or `ec`
    :param purposes: the uses its certificate is made for
    :param days: for how many days around today its certificate is valid
    """

    def __init__(self, kind="rsa", purposes=(ExtendedKeyUsageOID.TIME_STAMPING,), days=(-30, 365)):
        self.kind = kind
        self.requests = []
        authority_key, self.key = self._make_key(), self._make_key()
        authority = make_name("Autorité témoin")
        builder = (
            x509.CertificateBuilder()
            .subject_name(make_name("Unité d'horodatage 1"))
            .issuer_name(authority)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + timedelta(days=days[0]))
            .not_valid_after(NOW + timedelta(days=days[1]))
        )
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        self.certificate = builder.sign(authority_key, hashes.SHA256())
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)

    def _make_key(self):
        if self.kind == "ec":
            return ec.generate_private_key(ec.SECP256R1())
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def answer(self, request, at=None, spoil="", status="granted"):
        """Return the answer to `request` (both DER).

        :param spoil: what to get wrong: `digest`, `nonce`, `content`, `signature`, `certificate`
        """
        asked = tsp.TimeStampReq.load(request)
        if status != "granted":
            refusal = {"status": status, "status_string": ["Quota épuisé"]}
            return _Refusal({"status": refusal}).dump()
        imprint = asked["message_imprint"].native["hashed_message"]
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.250.1.1.1",
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "hashed_message": imprint[::-1] if spoil == "digest" else imprint,
                },
                "serial_number": 4242,
                "gen_time": at or NOW,
                "nonce": asked["nonce"].native + (spoil == "nonce"),
            }
        ).dump()
        token = self._sign(info, spoil)
        return tsp.TimeStampResp(
            {"status": {"status": "granted"}, "time_stamp_token": token}
        ).dump()

    def _sign(self, info, spoil):
        stated = hashlib.sha256(info + (b"x" if spoil == "content" else b"")).digest()
        named = hashlib.sha256(self.der + (b"x" if spoil == "certificate" else b"")).digest()
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [stated]}),
                cms.CMSAttribute(
                    {
                        "type": "signing_certificate_v2",
                        "values": [{"certs": [{"cert_hash": named}]}],
                    }
                ),
            ]
        )
        signature = self._sign_bytes(attributes.dump())
        if spoil == "signature":
            signature = self._sign_bytes(b"other")
        certificate = asn1_x509.Certificate.load(self.der)
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    },
                ),
                "digest_algorithm": {"algorithm": "sha256"},
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm(
                    {"algorithm": "sha256_ecdsa" if self.kind == "ec" else "sha256_rsa"}
                ),
                "signature": signature,
            }
        )
        return cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": {
                    "version": "v3",
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "encap_content_info": {
                        "content_type": "tst_info",
                        "content": cms.ParsableOctetString(info),
                    },
                    "certificates": [certificate],
                    "signer_infos": [signer],
                },
            }
        )

    def _sign_bytes(self, data):
        if self.kind == "ec":
            return self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    @contextmanager
    def serve(self, **spoiling):
        """Answer on this machine, as a provider does; yields the address."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.requests.append((dict(self.headers), body))
                answer = provider.answer(body, **spoiling)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(5)
