"""How requests to signed addresses find their way: proxies of the environment, processes that fork, Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import traceback
from base64 import b64encode
from contextlib import closing

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.raw_server import Reply, ok, raw_server
from support.storages import KINDS, kind_of_storage, opened

from crucible import errors
from crucible.config import TlsPolicy
from crucible.transport.storage import open_storage

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor signals")
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
PASSWORD = "planted-" + "5711"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def tunnel(port):
    """Let a proxy connect everybody to one port of this machine."""

    def connect(request, connection, stream):
        connection.sendall(b"HTTP/1.1 200 Connection established\r\nX-Of-Proxy: 1\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as target:
            back = threading.Thread(target=pump, args=(target, connection), daemon=True)
            back.start()
            pump(connection, target)
            back.join()
        return False

    return Reply(connect)


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@openssl
def test_https_goes_through_the_proxy_as_a_tunnel(kind, certificates, monkeypatch):
    data = os.urandom(1_000_000)
    with raw_server(ok(data), context=of_server(certificates)) as server, raw_server(tunnel(server.port)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", f"//me:{PASSWORD}@"))
        pieces = []
        with closing(opened(kind, tls_policy=TlsPolicy(authority_file=certificates / "ca.pem"))) as storage:
            for _ in range(2):
                url = "https://storage.example/a?signature"
                answer = storage.send("GET", url, receive=lambda status, headers: pieces.append)
    assert (200, False, data * 2) == (answer.status, "x-of-proxy" in answer.headers, b"".join(pieces))
    (asked,) = proxy.requests
    secret = b64encode(f"me:{PASSWORD}".encode()).decode()
    assert ("CONNECT storage.example:443 HTTP/1.1", f"Basic {secret}") == (
        asked.line,
        asked.headers["proxy-authorization"],
    )
    assert [("GET /a?signature HTTP/1.1", False)] * 2 == [
        (request.line, "proxy-authorization" in request.headers) for request in server.requests
    ]


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_http_is_asked_of_the_proxy(kind, monkeypatch, variable):
    if sys.platform == "win32" and variable.islower():
        pytest.skip("names of variables have no case there")
    with raw_server(ok(b"x")) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        with closing(opened(kind, allow_http=True)) as storage:
            assert b"x" == storage.send("GET", "http://storage.example/a?b").body
    assert ["GET http://storage.example/a?b HTTP/1.1"] == [request.line for request in proxy.requests]


@pytest.mark.parametrize("excepted", ["storage.invalid", "invalid", ".invalid", "a, storage.invalid", "*"])
def test_no_proxy_is_asked_for_those_excepted(kind, monkeypatch, excepted):
    with raw_server(ok(b"x")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", excepted)
        with closing(opened(kind, allow_http=True)) as storage:
            with pytest.raises(errors.ConnectionFailedError):
                storage.send("GET", "http://storage.invalid/")
    assert [] == proxy.requests


def test_those_that_are_not_excepted_are_asked_of_the_proxy(kind, monkeypatch):
    with raw_server(ok(b"x")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "example, other.invalid")
        with closing(opened(kind, allow_http=True)) as storage:
            assert 200 == storage.send("GET", "http://storage.invalid/").status
    assert 1 == len(proxy.requests)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_or_is_not_there_is_an_error_without_its_password(
    kind, monkeypatch, scheme, caplog, capfd
):
    refusal = ok(b"no", "Proxy-Authenticate: Basic", status="407 Proxy Authentication Required")
    with raw_server(refusal) as proxy, caplog.at_level(0):
        monkeypatch.setenv(f"{scheme}_proxy", proxy.url.replace("//", f"//me:{PASSWORD}@"))
        with closing(opened(kind, allow_http=True)) as storage:
            if scheme == "http":
                assert 407 == storage.send("GET", "http://storage.example/").status
            else:
                with pytest.raises(errors.ConnectionFailedError, match=r"storage\.example") as refused:
                    storage.send("GET", "https://storage.example/")
                assert not refused.value.may_have_run
            proxy.close()
            with closing(opened(kind, allow_http=True)) as storage:
                with pytest.raises(errors.ConnectionFailedError) as gone:
                    storage.send("GET", f"{scheme}://storage.example/")
    texts, error = [*caplog.messages, *capfd.readouterr()], gone.value
    while error is not None:
        texts += [repr(error), *traceback.TracebackException.from_exception(error, capture_locals=True).format()]
        error = error.__cause__ or error.__context__
    shown = "\n".join(texts)
    assert [] == [secret for secret in (PASSWORD, b64encode(f"me:{PASSWORD}".encode()).decode()) if secret in shown]


# --- processes


def run(script, *arguments):
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@posix
@openssl
@pytest.mark.parametrize("ending", ["sys.exit()", "os._exit(0)", "del storage; import gc; gc.collect(); sys.exit()"])
def test_a_child_leaves_the_connections_of_its_parent_alone(kind, certificates, ending):
    """A child that says good-bye on them, when it uses them or ends, breaks what its parent does next."""
    kind_of_storage(kind)
    with raw_server(ok(b"x" * 1000), context=of_server(certificates)) as server:
        script = f"""
        import os, sys
        from support.storages import opened
        from crucible.config import TlsPolicy
        storage = opened(sys.argv[1], tls_policy=TlsPolicy(authority_file=sys.argv[2]))
        ask = lambda name: storage.send("GET", sys.argv[3] + name).status
        assert 200 == ask("/parent")
        child = os.fork()
        if child == 0:
            storage.disconnect()
            assert 200 == ask("/child")
            {ending}
        assert 0 == os.waitpid(child, 0)[1]
        assert 200 == ask("/parent")
        storage.close()
        """
        process = run(script, kind, certificates / "ca.pem", server.url)
        assert ("", "", 0) == (*process.communicate(timeout=60), process.returncode)
    lines = [(request.line.split()[1], request.connection) for request in server.requests]
    assert [("/parent", 1), ("/child", 2), ("/parent", 1)] == lines


@posix
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_ctrl_c_ends_a_request_that_waits(kind, method):
    kind_of_storage(kind)
    head = b"" if method == "PUT" else b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"
    with raw_server(Reply(head, "stall", unread=True), ok(b"x")) as server:
        script = """
        import sys
        from support.storages import opened
        from crucible.transport.storage import Bytes
        storage = opened(sys.argv[1])
        try:
            storage.send(sys.argv[2], sys.argv[3], body=Bytes(bytes(50_000_000)))
        except KeyboardInterrupt:
            print("interrupted", storage.send("GET", sys.argv[3]).status)
        """
        process = run(script, kind, method, server.url)
        assert server.stalled.wait(60)
        process.send_signal(signal.SIGINT)
        assert ("interrupted 200\n", "", 0) == (*process.communicate(timeout=10), process.returncode)


# --- what is there


def test_without_libcurl_the_http_library_of_the_api_does_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "crucible.transport.storage.curl", None)
    with closing(open_storage()) as storage:
        assert "PlainStorage" == type(storage).__name__


def test_a_client_loads_what_moves_bytes_when_it_moves_some():
    script = """
    import sys
    from crucible import CrucibleClient
    client = CrucibleClient("http://127.0.0.1:9/api/v3", "k")
    print(sorted({"httpx", "pycurl"} & set(sys.modules)))
    client._open()
    print(sorted({"httpx", "pycurl"} & set(sys.modules)))
    """
    assert "[]\n['httpx']\n" == run(script).communicate(timeout=60)[0]
