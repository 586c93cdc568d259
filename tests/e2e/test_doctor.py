"""``crucible doctor`` and ``crucible status``, where something is wrong and where nothing is."""

import _thread
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from support.certificates import make_certificates, of_server, openssl
from support.commands import ran
from support.service import Answer, service
from support.tls_front import tls_front

from crucible import CrucibleClient, config
from crucible.cli.doctor import findings
from crucible.sandbox import Sandbox

ADA = "0000-0002-1825-0097"
COMMAND = str(Path(sys.executable).with_name("crucible"))
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
posix = pytest.mark.skipif(sys.platform == "win32", reason="files have no such permissions there")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(ingest=False) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user who has nothing, in an empty folder."""
    for name in [*PROXIES, *map(str.lower, PROXIES), *(name for name in os.environ if name.startswith("CRUCIBLE_"))]:
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home"


def use(monkeypatch, url, key):
    monkeypatch.setenv("CRUCIBLE_API_URL", url)
    monkeypatch.setenv("CRUCIBLE_API_KEY", key)


def found(*words, code):
    """Run the doctor; return what each check found."""
    return {one["name"]: one for one in ran("doctor", "--json", *words, code=code).json["checks"]}


def states(checks, *names):
    return [checks[name]["state"] for name in names]


def test_where_nothing_is_wrong_all_is_ok_and_nothing_is_left_behind(sandbox, monkeypatch, tmp_path):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    with CrucibleClient() as client:
        dataset = client.datasets.create(dataset_name="film A")
        (tmp_path / "data.bin").write_bytes(b"x" * 300_000)
        client.datasets.add_file(dataset, tmp_path / "data.bin")
        checks = found("--speed", code=0)
        assert [1, 1] == [client.datasets.list().count(), client.files.list().count()]
    assert {"ok"} == {one["state"] for one in checks.values()}
    assert 300_000 == checks["storage"]["read_bytes"]
    assert [] == list((tmp_path / "here").iterdir())
    assert {"configuration", "name", "proxy", "connection", "TLS", "clock", "service", "key", "storage", "settings",
            "output folder", "state folder", "uploads", "open files", "software"} == set(checks)  # fmt: skip


def test_nobody_at_the_port_is_unreachable_and_hides_no_other_check(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    use(monkeypatch, f"http://127.0.0.1:{port}/api/v3", "k")
    checks = found(code=7)
    assert ["problem", "not tested", "not tested", "not tested", "ok"] == states(
        checks, "connection", "service", "key", "storage", "output folder"
    )


def test_a_server_that_hangs_ends_in_time(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(monkeypatch, f"http://127.0.0.1:{silent.getsockname()[1]}/api/v3", "k")
        assert "does not answer in 1.5 s" in found("--timeout", "1.5", code=7)["connection"]["text"]


def test_a_server_that_hangs_later_ends_in_time_as_well(monkeypatch):
    with service() as there:
        there.on("GET", "/api/v3/health/live", {"status": "ok"})
        late = Answer({}, delay_seconds=10)
        for path in ("health/ready", "account", "files"):
            there.on("GET", f"/api/v3/{path}", late)
        use(monkeypatch, f"{there.url}/api/v3", "k")
        checks = found("--timeout", "1.5", code=7)
    assert ["ok", "problem", "problem", "problem"] == states(checks, "connection", "service", "key", "storage")


def test_what_speaks_no_http_is_said_to(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-OpenSSH_9.7\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        use(monkeypatch, f"http://127.0.0.1:{server.getsockname()[1]}/api/v3", "k")
        assert "not HTTP" in found("--timeout", "2", code=7)["connection"]["text"]


def test_a_page_in_the_place_of_the_service_is_a_problem(monkeypatch):
    with service() as there:
        page = Answer(body=b"<html>Sign in to the network</html>", content_type="text/html")
        for path in ("health/live", "health/ready", "account", "files"):
            there.on("GET", f"/api/v3/{path}", page)
        use(monkeypatch, f"{there.url}/api/v3", "k")
        checks = found(code=1)
    assert ["problem", "problem"] == states(checks, "service", "key")


@pytest.mark.parametrize("command", ["doctor", "status"])
def test_a_wrong_key_is_told_and_never_shown(sandbox, monkeypatch, command):
    use(monkeypatch, sandbox.api_url, "wrong-key-4711")
    ended = ran(command, code=3)
    assert "crucible login" in ended.out
    assert "4711" not in ended.out + ended.err


def test_nothing_configured_is_a_matter_of_the_key_and_the_way_is_looked_at(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # so that nothing leaves this machine
    checks = found(code=3)
    assert ["problem", "problem", "not tested", "ok"] == states(
        checks, "configuration", "connection", "key", "software"
    )
    assert "crucible login" in checks["configuration"]["advice"]


def test_a_profile_that_is_not_there_lets_nobody_else_be_asked():
    checks = found("--profile", "lab", code=3)
    assert ["problem", "not tested"] == states(checks, "configuration", "connection")
    assert "crucible login" in checks["configuration"]["advice"]


def test_a_settings_file_that_cannot_be_read_is_one_problem_among_others(home):
    (home / "crucible").mkdir()
    file = config.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('api_key = "planted', "utf-8")
    file.chmod(0o600)
    ended = ran("doctor", code=3)
    assert ("not written as TOML" in ended.out, "planted" in ended.out) == (True, False)


@openssl
def test_a_certificate_that_nobody_trusts_is_told_and_what_to_do(sandbox, monkeypatch, tmp_path):
    certificates = make_certificates(tmp_path)
    with tls_front(sandbox.api_url, of_server(certificates)) as url:
        use(monkeypatch, url, sandbox.api_key)
        checks = found(code=7)
        assert "not trusted" in checks["TLS"]["text"]
        assert "tls.authority_file" in checks["TLS"]["advice"]
        monkeypatch.setenv("CRUCIBLE_TLS_AUTHORITY_FILE", str(certificates / "ca.pem"))
        checks = found(code=0)
    assert ("warning", "authority") == (checks["TLS"]["state"], checks["TLS"]["issuer"])  # it ends in two days
    assert checks["TLS"]["version"].startswith("TLSv1.")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_down_is_told_without_its_password(monkeypatch, scheme):
    monkeypatch.setenv("CRUCIBLE_ALLOW_HTTP", "1")
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", "http://me:secret-4711@127.0.0.1:9")
    use(monkeypatch, f"{scheme}://crucible.example.org/api/v3", "k")
    ended = ran("doctor", "--json", code=7)
    checks = {one["name"]: one for one in ended.json["checks"]}
    assert ("The proxy 127.0.0.1:9" in checks["connection"]["text"], "4711" in ended.out) == (True, False)
    assert "NO_PROXY" in checks["connection"]["advice"]
    assert "127.0.0.1:9" == checks["proxy"]["service"]


@pytest.mark.parametrize(("hours", "state", "code"), [(24, "problem", 1), (-24, "problem", 1), (0.1, "warning", 0)])
def test_a_clock_that_is_wrong_is_told(sandbox, monkeypatch, hours, state, code):
    there = format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True)
    with tls_front(sandbox.api_url, None, Date=there) as url:
        use(monkeypatch, url, sandbox.api_key)
        clock = found(code=code)["clock"]
    assert (state, hours > 0) == (clock["state"], "behind the service's" in clock["text"])


def test_a_folder_that_is_none_is_a_problem(sandbox, monkeypatch, tmp_path):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    (tmp_path / "file").write_text("")
    assert "problem" == found("--output", tmp_path / "file" / "inside", code=1)["output folder"]["state"]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_folders_that_are_read_only_are_told(sandbox, monkeypatch, tmp_path, home):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    for folder in (tmp_path / "here", home):
        folder.chmod(0o500)
    checks = found(code=1)
    for folder in (tmp_path / "here", home):
        folder.chmod(0o700)
    assert ["problem", "problem", "warning"] == states(checks, "output folder", "state folder", "settings")


@posix
def test_a_folder_that_is_full_is_told(sandbox, monkeypatch):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    # Without -B the modules that it imports would be kept cut off after 1000 bytes, for all that run after it.
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); " \
              "from crucible.cli.main import main; main(['doctor', '--json'])"  # fmt: skip
    done = subprocess.run([sys.executable, "-B", "-c", limited], capture_output=True, text=True)
    checks = {one["name"]: one for one in json.loads(done.stdout)["checks"]}
    assert (1, "problem") == (done.returncode, checks["output folder"]["state"])


@posix
def test_keys_that_others_can_read_are_told(sandbox, home):
    config.save_profile("lab", sandbox.api_key, sandbox.api_url)
    config.config_file().chmod(0o644)
    checks = found(code=0)
    assert ("warning", True) == (checks["settings"]["state"], "chmod 600" in checks["settings"]["advice"])


def test_a_key_that_ends_soon_and_a_service_that_is_not_well_are_told(monkeypatch):
    soon = (datetime.now(UTC) + timedelta(days=3, hours=1)).isoformat()
    with service() as there:
        there.on("GET", "/api/v3/health/live", {"status": "ok"})
        build = {"api_version": "3.0.0", "git_commit": None, "branch": None}
        database = {"status": "error", "latency_ms": None, "schema_revisions": []}
        ready = {"status": "degraded", "build": build, "database": database}
        there.on("GET", "/api/v3/health/ready", Answer(ready, status=503))
        user = {"unique_id": ADA, "first_name": "A\x1b[2Jda", "email": "ada@example.org"}
        account = {"user_unique_id": ADA, "access_group_ids": [], "user_info": user}
        there.on("GET", "/api/v3/account", account)
        there.on("GET", "/api/v3/account/verify", {"valid": True, "created_at": soon, "expires_at": soon})
        there.on("GET", "/api/v3/account/profile", Answer({"detail": "none"}, status=404))
        there.on("GET", "/api/v3/files", {"total": 0, "limit": 20, "offset": 0, "items": [], "next_cursor": None})
        use(monkeypatch, f"{there.url}/api/v3", "k")
        checks = found(code=1)
        text, status = ran("doctor", code=1).out, ran("status", code=1).out
    assert ["problem", "warning", "not tested"] == states(checks, "service", "key", "storage")
    assert ("degraded" in checks["service"]["text"], "for 3 days" in checks["key"]["text"]) == (True, True)
    assert ("\x1b" in text + status, "ada@" in text, "[2Jda" in text, "degraded" in status) == (
        False,
        False,
        False,
        True,
    )


def test_a_report_is_written_without_what_is_nobodys_business(sandbox, monkeypatch, home, tmp_path):
    config.save_profile("lab", sandbox.api_key, sandbox.api_url)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret-4711@proxy.example.org")
    ended = ran("doctor", "--report", "report.txt")
    report = Path("report.txt").read_text("utf-8")
    for text in (report, ended.out, ran("doctor", "--json").out):
        assert [] == [word for word in (sandbox.api_key, str(home), "4711", "me:") if word in text]
    assert ("~" in report, "No problem was found." in report) == (True, True)
    Path("report.txt").write_text("mine")
    ran("doctor", "--report", "report.txt", code=6)
    assert "mine" == Path("report.txt").read_text()


def test_lines_have_a_line_for_each_check(sandbox, monkeypatch):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    rows = ran("doctor", "--csv").lines
    assert ("name,state,text,advice", True) == (rows[0], rows[1].startswith("configuration,ok,"))
    names = [json.loads(line)["name"] for line in ran("doctor", "--jsonl").lines]
    assert names == ran("doctor", "--ids").lines == [row.split(",")[0] for row in rows[1:]]


def test_a_check_that_fails_or_hangs_hides_no_other():
    def fails():
        raise ValueError("no key: abc")

    ever = threading.Event()
    checks = {"a": fails, "b": ever.wait, "c": lambda: findings.Finding("c", "ok", "well")}
    got = findings.run(checks, 0.2)
    ever.set()
    assert [("a", "problem", 1), ("b", "problem", 7), ("c", "ok", 1)] == [
        (one.name, one.state, one.code) for one in got
    ]
    assert 7 == findings.code_of_all(got)


def test_ctrl_c_that_wakes_nobody_ends_the_waiting_for_checks():
    ever = threading.Event()

    def interrupts():
        time.sleep(0.1)  # until it is waited for
        _thread.interrupt_main()
        ever.wait(60)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        findings.run({"a": interrupts}, 60)
    ever.set()
    assert time.monotonic() - began < 30


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("columns", "indent"), [(80, 27), (40, 2)])
def test_in_a_terminal_lines_fit_and_states_have_colours(sandbox, monkeypatch, tmp_path, columns, indent):
    from support.pseudo_terminal import Terminal

    use(monkeypatch, sandbox.api_url, "wrong")
    for plain in (False, True):
        environ = {**os.environ, **({"NO_COLOR": "1"} if plain else {})}
        with Terminal([COMMAND, "doctor"], environ, tmp_path, columns, rows=100) as terminal:
            assert 3 == terminal.ended()
        assert (not plain) == (b"\x1b[31mproblem\x1b[0m" in terminal.raw)
        written = [re.sub(r"\x1b\[\d*m", "", line).split("\r")[-1] for line in terminal.raw.decode().split("\r\n")]
        assert [] == [line for line in written if len(line) > columns and " " in line[indent:].strip(" >")]
        assert "1 problem." in terminal.lines[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_server_that_hangs_can_be_left_with_ctrl_c(monkeypatch, tmp_path):
    from support.pseudo_terminal import CTRL_C, Terminal

    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(monkeypatch, f"http://127.0.0.1:{silent.getsockname()[1]}/api/v3", "k")
        with Terminal([COMMAND, "doctor", "--timeout", "600"], os.environ, tmp_path) as terminal:
            terminal.wait_until(lambda text: "Looking" in text)
            silent.settimeout(30)
            with silent.accept()[0]:
                terminal.type(CTRL_C)
                assert 130 == terminal.ended()
        assert "Traceback" not in terminal.text


def test_status_says_who_where_and_what(sandbox, monkeypatch):
    use(monkeypatch, sandbox.api_url, sandbox.api_key)
    facts = ran("status", "--json").json
    assert ("ok", True, sandbox.api_url) == (facts["service"]["status"], facts["key"]["valid"], facts["api_url"])
    text = ran("status").out
    assert [] == [
        word for word in ("ok, version", "CRUCIBLE_API_KEY", "valid until", "may create project") if word not in text
    ]
    who = ran("whoami", "--json").json
    assert facts["account"]["unique_id"] == who["unique_id"]
    assert who["unique_id"] in ran("whoami").out
