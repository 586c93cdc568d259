"""A sandbox that speaks TLS, and what its clients trust."""

import asyncio
import base64
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from support.certificates import make_certificates, openssl

from crucible import AsyncCrucibleClient, CrucibleClient, CrucibleError, errors
from crucible.config import TlsPolicy
from crucible.sandbox import Sandbox

COMMAND = str(Path(sys.executable).with_name("crucible"))


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(ingest=False, tls=True) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox):
    with CrucibleClient(
        sandbox.api_url, sandbox.api_key, tls=TlsPolicy(authority_file=sandbox.authority_file)
    ) as client:
        yield client


def test_files_go_both_ways_over_tls(sandbox, client, tmp_path):
    (tmp_path / "a.bin").write_bytes(os.urandom(3_000_000))
    dataset = client.datasets.create(dataset_name="run 7")
    client.upload(dataset, [tmp_path / "a.bin"])
    client.download(dataset, output_dir=tmp_path / "out", no_record=True)
    (arrived,) = (tmp_path / "out").rglob("a.bin")
    assert (tmp_path / "a.bin").read_bytes() == arrived.read_bytes()
    links = client.datasets.get_download_links(dataset).values()
    assert {"https"} == {urlsplit(url).scheme for url in (sandbox.api_url, *links)}
    assert [] == sandbox.leaked_keys


def test_one_word_gives_a_client_of_a_sandbox_with_tls():
    with CrucibleClient.sandbox(tls=True) as client:
        assert client.api_url.startswith("https://127.0.0.1:")
        assert client.whoami().user_unique_id

    async def asked():
        async with AsyncCrucibleClient.sandbox(tls=True) as client:
            return (await client.whoami()).user_unique_id

    assert asyncio.run(asked())


def test_whoever_does_not_trust_the_authority_learns_nothing(sandbox):
    with CrucibleClient(sandbox.api_url, sandbox.api_key) as client, pytest.raises(errors.ConnectionFailedError):
        client.whoami()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_the_server_goes_by_the_names_of_this_machine(sandbox, name):
    url = sandbox.api_url.replace("127.0.0.1", name)
    trust = ssl.create_default_context(cafile=sandbox.authority_file)
    assert 200 == httpx.get(f"{url}/health/live", verify=trust, trust_env=False).status_code


def test_plain_http_is_no_conversation_and_does_no_harm(sandbox, client):
    with pytest.raises(httpx.HTTPError):
        httpx.get(sandbox.api_url.replace("https", "http") + "/health/live", trust_env=False)
    assert client.whoami().user_unique_id


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files say nothing there")
def test_keys_are_readable_for_their_owner_only(sandbox):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (sandbox.root / "tls").iterdir()}
    assert {"authority.pem": 0o600, "bundle.pem": 0o600, "server.pem": 0o600} == modes
    assert 0o700 == stat.S_IMODE((sandbox.root / "tls").stat().st_mode)


def test_the_key_of_the_authority_is_nowhere(sandbox):
    kept = [path.read_text("utf-8") for path in (sandbox.root / "tls").iterdir()]
    assert 1 == sum(text.count("BEGIN EC PRIVATE KEY") for text in kept), "the server's"


def test_who_trusted_it_goes_on_trusting_it(tmp_path):
    certificates = []
    for _ in range(2):
        with Sandbox(tmp_path, tls=True) as sandbox:
            certificates.append((tmp_path / "tls" / "server.pem").read_bytes())
            with CrucibleClient(
                sandbox.api_url, sandbox.api_key, tls=TlsPolicy(authority_file=sandbox.authority_file)
            ) as client:
                assert client.whoami().user_unique_id
    assert certificates[0] == certificates[1]


@openssl
def test_certificates_that_are_about_to_end_are_made_anew(tmp_path):
    made = make_certificates(tmp_path)  # for two days
    old = b"".join((made / name).read_bytes() for name in ("server.pem", "server.key", "ca.pem"))
    with Sandbox(tmp_path / "root", tls=True):
        (tmp_path / "root" / "tls" / "server.pem").write_bytes(old)
    with Sandbox(tmp_path / "root", tls=True) as sandbox:
        assert old != (tmp_path / "root" / "tls" / "server.pem").read_bytes()
        trust = ssl.create_default_context(cafile=sandbox.authority_file)
        assert 200 == httpx.get(f"{sandbox.api_url}/health/live", verify=trust, trust_env=False).status_code


def test_certificates_from_before_the_clock_was_right_are_made_anew(tmp_path):
    with Sandbox(tmp_path, tls=True):
        server = tmp_path / "tls" / "server.pem"
        blocks = re.split("(-----[A-Z ]+-----\n)", server.read_text("ascii"))
    later = f"{datetime.now(UTC) + timedelta(days=30):%y%m%d%H%M%SZ}".encode("ascii")
    for at, block in enumerate(blocks):
        if "BEGIN CERTIFICATE" in blocks[at - 1]:
            changed = re.sub(rb"(?<=\x17\r)[0-9]{12}Z(?=\x17\r)", later, base64.b64decode(block))
            blocks[at] = base64.encodebytes(changed).decode("ascii")
    server.write_text("".join(blocks), "ascii")
    with Sandbox(tmp_path, tls=True) as sandbox:
        trust = ssl.create_default_context(cafile=sandbox.authority_file)
        assert 200 == httpx.get(f"{sandbox.api_url}/health/live", verify=trust, trust_env=False).status_code


def test_damaged_certificates_are_made_anew(tmp_path):
    with Sandbox(tmp_path, tls=True):
        (tmp_path / "tls" / "server.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n?")
    with Sandbox(tmp_path, tls=True) as sandbox:
        assert (tmp_path / "tls" / "authority.pem") == sandbox.authority_file
        assert b"PRIVATE KEY" in (tmp_path / "tls" / "server.pem").read_bytes()


def test_programs_with_one_list_trust_it_beside_all_others(sandbox):
    bundle = (sandbox.root / "tls" / "bundle.pem").read_text("utf-8")
    assert bundle.startswith(sandbox.authority_file.read_text("ascii"))
    assert bundle.count("BEGIN CERTIFICATE") > 50


def test_others_join_a_server_with_tls(sandbox):
    with CrucibleClient.sandbox(sandbox.root) as client:
        assert sandbox.api_url == client.api_url
        assert client.whoami().user_unique_id


def test_who_wants_tls_is_told_that_a_server_has_none(tmp_path):
    with Sandbox(tmp_path) as sandbox:
        with pytest.raises(errors.ConfigError, match="running already, without TLS"):
            with CrucibleClient.sandbox(sandbox.root, tls=True):
                pass


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "reset"},
        {"do": "reset", "when": "after"},
        {"do": "truncate", "bytes": 10},
        {"do": "answer", "status": 503},
    ],
    ids=lambda fault: " ".join(map(str, fault.values())),
)
def test_faults_happen_over_tls(sandbox, client, fault):
    sandbox.faults.add(on="get_account", times=1, **fault)
    assert client.whoami().user_unique_id, "a read is tried again"
    assert [(fault["do"], "get_account")] == [(fired.do, fired.on) for fired in sandbox.faults.fired]
    sandbox.faults.clear()


def test_a_download_that_breaks_is_not_taken_for_the_whole(sandbox, client, tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(2_000_000))
    dataset = client.datasets.create(dataset_name="run 7")
    client.upload(dataset, [tmp_path / "a.bin"])
    (url,) = client.datasets.get_download_links(dataset).values()
    sandbox.faults.add("truncate", on="download", bytes=1_000_000, by="reset", times=1)
    trust = ssl.create_default_context(cafile=sandbox.authority_file)
    with pytest.raises(httpx.HTTPError):
        httpx.get(url, verify=trust, trust_env=False)
    sandbox.faults.clear()


def test_a_server_ends_although_a_client_holds_a_connection(tmp_path):
    with Sandbox(tmp_path, tls=True) as sandbox:
        address = urlsplit(sandbox.api_url)
        trust = ssl.create_default_context(cafile=sandbox.authority_file)
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=trust, timeout=20)
        connection.request("GET", f"{address.path}/health/live")
        answer = connection.getresponse()
        assert (200, b'{"status":"ok"}') == (answer.status, answer.read())
    with closing(connection):
        assert b"" == connection.sock.recv(1)


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01"], ids=["nothing", "the beginning of a handshake"])
def test_a_server_ends_although_a_client_has_not_shaken_hands(tmp_path, said):
    with Sandbox(tmp_path, tls=True) as sandbox:
        address = urlsplit(sandbox.api_url)
        silent = socket.create_connection((address.hostname, address.port), timeout=20)
        silent.sendall(said)
        trust = ssl.create_default_context(cafile=sandbox.authority_file)
        httpx.get(f"{sandbox.api_url}/health/live", verify=trust, trust_env=False)  # connections are taken in turn
    with closing(silent):
        try:
            assert b"" == silent.recv(1)
        except ConnectionResetError:
            """So it may be, too."""


@pytest.mark.parametrize("tls", [False, True])
def test_whoever_comes_while_a_server_ends_is_not_left_waiting(tmp_path, tls):
    def dial(port, is_enough, found):
        while not is_enough.is_set():
            with suppress(OSError):
                found.append(socket.create_connection(("127.0.0.1", port), timeout=20))

    waiting = []
    for _ in range(4):
        found, is_enough = [], threading.Event()
        with Sandbox(tmp_path, tls=tls) as sandbox:
            caller = threading.Thread(target=dial, args=(urlsplit(sandbox.api_url).port, is_enough, found))
            caller.start()
            while len(found) < 50:
                time.sleep(0.001)
        is_enough.set()
        caller.join()
        for connection in found:
            with closing(connection), suppress(ConnectionResetError):
                connection.settimeout(5)
                try:
                    assert b"" == connection.recv(1)
                except TimeoutError:
                    waiting.append(connection)
                    break
    assert [] == waiting


# ---- commands ----


def variables(folder, **more):
    """The environment of a user whose data lies in a folder and who has set nothing."""
    names = ("CRUCIBLE_", "SSL_CERT", "REQUESTS_CA", "CURL_CA")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    return {**kept, "XDG_DATA_HOME": str(folder), "HOME": str(folder), "LOCALAPPDATA": str(folder), **more}


def run(folder, *words, code=0, **more):
    done = subprocess.run(
        [COMMAND, *words], capture_output=True, encoding="utf-8", timeout=60, env=variables(folder, **more), check=False
    )
    assert code == done.returncode, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The home of a user whose sandbox runs in the background with TLS."""
    home = tmp_path_factory.mktemp("it's ä")
    run(home, "sandbox", "start", "--tls", "--seed", "demo")
    yield home
    run(home, "sandbox", "stop")


def test_status_says_whom_to_trust(home):
    facts = json.loads(run(home, "sandbox", "status", "--json"))
    assert ("https", "https") == tuple(urlsplit(facts[name]).scheme for name in ("api_url", "storage_url"))
    assert facts["authority_file"] in run(home, "sandbox", "status")
    assert Path(facts["root"]) / "tls" / "authority.pem" == Path(facts["authority_file"])
    assert facts["records"]["dataset"] > 0, "the world came in over TLS"


def test_the_profile_of_the_sandbox_trusts_it(home):
    assert "admin" in run(home, "whoami", "--profile", "sandbox")


def test_starting_again_without_the_word_says_where_it_is(home):
    assert "https://" in run(home, "sandbox", "start")


@pytest.mark.skipif(shutil.which("bash") is None, reason="speaks bash")
def test_a_shell_with_the_environment_trusts_it(home):
    printed = run(home, "sandbox", "env", "--shell", "bash")
    python = "import os, urllib.request as u; print(u.urlopen(os.environ['CRUCIBLE_API_URL'] + '/health/live').status)"
    line = f'{printed}\n{COMMAND} whoami && "{sys.executable}" -c "{python}" && echo "$STORAGE_EMULATOR_HOST"'
    done = subprocess.run(
        ["bash", "-c", line], env=variables(home), capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    who, status, storage = done.stdout.splitlines()
    assert ("admin" in who, "200") == (True, status)
    assert storage == json.loads(run(home, "sandbox", "status", "--json"))["storage_url"]


def test_a_server_without_tls_is_not_taken_for_one_with(tmp_path):
    run(tmp_path, "sandbox", "start")
    assert "running already, at http://" in run(tmp_path, "sandbox", "start", "--tls", code=1)
    run(tmp_path, "sandbox", "stop")


def test_errors_of_trust_name_the_setting(sandbox):
    with pytest.raises(CrucibleError) as refused, CrucibleClient(sandbox.api_url, sandbox.api_key) as client:
        client.whoami()
    assert "authority_file" in f"{refused.value} {refused.value.hint}"
