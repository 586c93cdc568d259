"""Certificates made here, as OpenSSL reads them; `ssl` says no more of one than a handshake needs."""

import ssl
import subprocess

import pytest
from support.certificates import openssl

from crucible.sandbox.certificates import NAMES, make_certificates


def handshake(authority, server, name):
    """Shake hands in memory, as strictly as the library can, and return the certificate that was shown."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(server)
    ours = ssl.create_default_context(cafile=authority)
    ours.verify_flags |= ssl.VERIFY_X509_STRICT
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server_side = theirs.wrap_bio(to_server, to_client, server_side=True)
    client_side = ours.wrap_bio(to_client, to_server, server_hostname=name)
    for side in (client_side, server_side, client_side, server_side):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return client_side.getpeercert()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    for name in ("one", "two"):
        authority, server = make_certificates()
        (folder / f"{name}-authority.pem").write_text(authority, "ascii")
        (folder / f"{name}-server.pem").write_text(server, "ascii")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_server_is_trusted_by_each_of_its_names(files, name):
    shown = handshake(files / "one-authority.pem", files / "one-server.pem", name)
    names = (("DNS", "localhost"), ("IP Address", "127.0.0.1"), ("IP Address", "0:0:0:0:0:0:0:1"))
    assert names == shown["subjectAltName"]


def test_another_name_is_not_certified(files):
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        handshake(files / "one-authority.pem", files / "one-server.pem", "example.org")


def test_another_authority_is_not_trusted(files):
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate verify failed"):
        handshake(files / "one-authority.pem", files / "two-server.pem", "localhost")


def test_a_changed_certificate_is_not_trusted(files, tmp_path):
    der = bytearray(
        ssl.PEM_cert_to_DER_cert((files / "one-server.pem").read_text("ascii").partition("-----BEGIN EC")[0])
    )
    at = der.index(b"localhost")
    der[at : at + 9] = b"localhosT"
    key = (files / "one-server.pem").read_text("ascii").partition("-----BEGIN EC")
    changed = tmp_path / "server.pem"
    changed.write_text(ssl.DER_cert_to_PEM_cert(bytes(der)) + key[1] + key[2], "ascii")
    with pytest.raises(ssl.SSLCertVerificationError, match="signature"):
        handshake(files / "one-authority.pem", changed, "127.0.0.1")


def test_no_two_are_alike(files):
    assert 4 == len({path.read_bytes() for path in files.glob("*.pem")})


@openssl
def test_another_program_finds_nothing_wrong(files):
    strict = ["openssl", "verify", "-x509_strict", "-CAfile", "one-authority.pem", "-purpose", "sslserver"]
    assert 0 == subprocess.run([*strict, "one-server.pem"], cwd=files, capture_output=True, check=False).returncode
    lasting = ["openssl", "x509", "-in", "one-server.pem", "-noout", "-checkend"]
    assert [0, 1] == [
        subprocess.run([*lasting, str(days * 86_400)], cwd=files, capture_output=True, check=False).returncode
        for days in (395, 398)
    ]
    key = subprocess.run(["openssl", "ec", "-in", "one-server.pem", "-check", "-noout"], cwd=files, capture_output=True)
    assert b"EC Key valid" in key.stdout + key.stderr
