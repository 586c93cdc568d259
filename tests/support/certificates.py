"""An authority for tests, and what it certifies."""

import shutil
import ssl
import subprocess

import pytest

openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")


def make_certificates(folder):
    """Make an authority, a server called localhost, a client, and its key locked with a password."""

    def run(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    run("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=authority")
    for name, extension in (
        ("server", "subjectAltName=DNS:localhost,DNS:storage.example,IP:127.0.0.1,IP:::1"),
        ("client", "keyUsage=digitalSignature"),
    ):
        run("req", *curve, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (folder / f"{name}.ext").write_text(extension)
        signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", f"{name}.ext"]
        run("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
    run("ec", "-in", "client.key", "-out", "locked.key", "-aes128", "-passout", "pass:secret")
    return folder


def of_server(certificates, *, asks_for_client=False, at_most=None):
    """Return the TLS context of a server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    if asks_for_client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificates / "ca.pem")
    if at_most is not None:
        context.maximum_version = at_most
    return context
