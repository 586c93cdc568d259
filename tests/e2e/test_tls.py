"""One TLS policy for the API and the storage, and the proxies of the environment, against real servers on loopback."""

import os
import shutil
import socket
import ssl
import sys
import threading
from base64 import b64encode
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from traceback import TracebackException

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.service import Answer, service
from support.storages import KINDS, opened

from crucible import CrucibleClient, config, errors
from crucible.config import TlsPolicy
from crucible.transport import limits, tls
from crucible.transport.storage import open_storage

ANSWER = b'{"answer": "ok"}'


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """An authority, and what it certifies: a server called localhost, and a client."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=KINDS)
def kind(request):
    """Each of the libraries that move bytes."""
    return request.param


class Server(ThreadingHTTPServer):
    """Answers everything, and remembers what was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []

    def handle_error(self, request, client_address):
        """A handshake that fails is what the test wants."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


@contextmanager
def served(context=None):
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asked_both(server, policy, kind):
    """Ask once as for the API, and once as for the storage, by one of its libraries."""
    address = f"https://localhost:{server.server_port}"
    with CrucibleClient(f"{address}/api/v3", "k", tls=policy) as client:
        answer_of_api = client.request("GET", "account")["answer"]
    with closing(opened(kind, tls_policy=policy)) as storage:
        return answer_of_api, storage.send("GET", f"{address}/file").status


@openssl
def test_an_authority_file_is_trusted_for_both(certificates, kind):
    with served(of_server(certificates)) as server:
        assert ("ok", 200) == asked_both(server, TlsPolicy(authority_file=certificates / "ca.pem"), kind)
    assert ["/api/v3/account", "/file"] == server.asked


@openssl
def test_a_client_gives_its_policy_to_its_storage(certificates):
    policy = TlsPolicy(authority_file=certificates / "ca.pem")
    with served(of_server(certificates)) as server:
        address = f"https://localhost:{server.server_port}"
        with CrucibleClient(f"{address}/api/v3", "k", tls=policy) as client:
            assert 200 == client._open().storage.send("GET", f"{address}/file").status


@openssl
def test_nobody_else_is_trusted(certificates, kind):
    with served(of_server(certificates)) as server:
        with pytest.raises(errors.ConnectionFailedError, match="certificate"):
            asked_both(server, TlsPolicy(), kind)
    assert [] == server.asked


@openssl
def test_the_authority_of_the_environment_is_trusted(certificates, monkeypatch):
    monkeypatch.setenv("CRUCIBLE_TLS_AUTHORITY_FILE", str(certificates / "ca.pem"))
    with served(of_server(certificates)) as server:
        with CrucibleClient(f"https://localhost:{server.server_port}/api/v3", "k") as client:
            assert "ok" == client.request("GET", "account")["answer"]


@openssl
def test_a_client_certificate_is_shown_to_both(certificates, kind):
    trusted = TlsPolicy(authority_file=certificates / "ca.pem")
    shown = TlsPolicy(certificates / "ca.pem", certificates / "client.pem", certificates / "client.key")
    with served(of_server(certificates, asks_for_client=True)) as server:
        assert ("ok", 200) == asked_both(server, shown, kind)
        with pytest.raises(errors.ConnectionFailedError):
            asked_both(server, trusted, kind)


@openssl
def test_no_version_below_the_least_one_is_spoken(certificates, kind):
    with served(of_server(certificates, at_most=ssl.TLSVersion.TLSv1_2)) as server:
        assert ("ok", 200) == asked_both(server, TlsPolicy(certificates / "ca.pem"), kind)
        with pytest.raises(errors.ConnectionFailedError):
            asked_both(server, TlsPolicy(certificates / "ca.pem", minimum_version="1.3"), kind)


@openssl
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"authority_file": "missing.pem"}, "No such file"),
        ({"authority_file": "server.key"}, "no certificates"),
        ({"client_certificate": "missing.pem"}, "No such file"),
        ({"client_certificate": "client.pem", "client_key": "server.key"}, "do not fit"),
        ({"client_certificate": "client.pem", "client_key": "locked.key"}, "locked with a password"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_config_error(certificates, files, reason):
    with pytest.raises(errors.ConfigError, match=reason):
        tls.context(TlsPolicy(**{name: certificates / file for name, file in files.items()}))


@openssl
def test_a_certificate_that_was_renewed_is_read_again(certificates, tmp_path):
    policy = TlsPolicy(authority_file=tmp_path / "authority.pem")
    for number, name in enumerate(("client.pem", "ca.pem")):
        shutil.copyfile(certificates / name, tmp_path / "authority.pem")
        os.utime(tmp_path / "authority.pem", (number, number))
        context = tls.context(policy)
    assert (context, "authority") == (tls.context(policy), dict(context.get_ca_certs()[0]["subject"][0])["commonName"])


def test_equal_policies_share_a_context_and_others_do_not():
    assert tls.context(TlsPolicy()) is tls.context(TlsPolicy())
    assert tls.context(TlsPolicy()) is not tls.context(TlsPolicy(minimum_version="1.3"))


def test_names_are_checked_and_old_versions_refused():
    context = tls.context(TlsPolicy())
    assert (True, ssl.CERT_REQUIRED, ssl.TLSVersion.TLSv1_2) == (
        context.check_hostname,
        context.verify_mode,
        context.minimum_version,
    )


def test_the_system_has_authorities():
    """Whatever Python this is: without any, no address would open."""
    context = tls.context(TlsPolicy())
    assert context.cert_store_stats()["x509_ca"] or ssl.get_default_verify_paths().capath


@pytest.fixture
def proxied(monkeypatch):
    """A proxy that the environment names, and that answers in the place of everybody."""
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with served() as server:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
        yield server


def test_the_proxy_of_the_environment_is_used_for_both(proxied):
    with CrucibleClient("http://crucible.example/api/v3", "k", allow_http=True) as client:
        assert "ok" == client.request("GET", "account")["answer"]
        assert 200 == client._open().storage.send("GET", "http://storage.example/file").status
    assert ["http://crucible.example/api/v3/account", "http://storage.example/file"] == proxied.asked


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST", "127.0.0.1.", "127.0.0.2", "[::1]", "[0:0:0:0:0:0:0:1]"])
def test_no_proxy_hears_what_is_meant_for_this_machine(proxied, host, kind):
    """Whether something listens there or not: what http:// is accepted for never leaves the machine."""
    with served() as near:
        address = f"http://{host}:{near.server_port}"
        with suppress(errors.CrucibleError), CrucibleClient(f"{address}/api/v3", "k") as client, limits.within(0.1):
            client.request("GET", "account")
        with suppress(errors.CrucibleError), closing(opened(kind)) as storage:
            storage.send("GET", address)
    assert [] == proxied.asked


def test_no_proxy_is_used_for_those_excepted(proxied, monkeypatch):
    monkeypatch.setenv("no_proxy", "crucible.invalid")
    with CrucibleClient("http://crucible.invalid/api/v3", "k", allow_http=True, answer_seconds=1) as client:
        with pytest.raises(errors.ConnectionFailedError):
            client.request("GET", "account")
    assert [] == proxied.asked


@pytest.mark.parametrize(
    "variables",
    [
        {"https_proxy": "socks5://me:planted@proxy.example:1080"},
        {"all_proxy": "ftp://me:planted@proxy.example"},
        {"https_proxy": "http://me:planted/5711@proxy.example:3128"},
        {"https_proxy": "http://proxy.example:3128", "no_proxy": "fe80::/10"},
    ],
)
def test_a_proxy_that_cannot_be_used_is_a_config_error_without_its_password(monkeypatch, variables):
    monkeypatch.setitem(sys.modules, "socksio", None)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with CrucibleClient("https://crucible.example/api/v3", "k") as client:
        with pytest.raises(errors.ConfigError, match=r"NO_PROXY .* unset them") as caught:
            client.whoami()
    assert ("planted" in str(caught.value), None) == (False, caught.value.__cause__ or caught.value.__context__)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_password_of_a_proxy_that_refuses_is_not_shown(monkeypatch, caplog, scheme):
    with service() as proxy, caplog.at_level(0):
        proxy.on("GET", "http://crucible.example/api/v3/account", Answer({}, status=407))
        monkeypatch.setenv(f"{scheme}_proxy", proxy.url.replace("//", "//me:planted@"))
        with CrucibleClient(f"{scheme}://crucible.example/api/v3", "k", allow_http=True) as client, limits.within(1):
            with pytest.raises(errors.CrucibleError) as caught:
                client.request("GET", "account")
    frames = TracebackException.from_exception(caught.value, capture_locals=True).format()
    shown = "".join(line for line in [*frames, repr(client), *caplog.messages] if "//me:planted" not in line)
    assert [] == [secret for secret in ("planted", b64encode(b"me:planted").decode()) if secret in shown]


def test_https_goes_through_the_proxy_as_a_tunnel(monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{listening.getsockname()[1]}")
        heard = []

        def hear():
            for _ in range(8):
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=hear, daemon=True)
        thread.start()
        with CrucibleClient("https://crucible.example/api/v3", "planted") as client:
            with pytest.raises(errors.ConnectionFailedError):
                client.whoami()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert heard[0].startswith(b"CONNECT crucible.example:443")
    assert b"planted" not in b"".join(heard)


def test_clear_text_is_for_this_machine_unless_it_is_asked_for():
    with pytest.raises(errors.ConfigError, match="in clear"):
        CrucibleClient("http://crucible.example/api/v3", "k")
    with closing(open_storage()) as storage:
        with pytest.raises(errors.StorageError, match="not https"):
            storage.send("GET", "http://storage.example/file")
    assert config.checked_url("http://crucible.example/api/v3", allow_http=True)
