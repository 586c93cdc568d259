"""Keys, signed addresses and upload ids are planted, everything is made to fail, and what can be seen is searched."""

import asyncio
import copy
import io
import logging
import os
import pickle
import re
import signal
import sqlite3
import sys
import threading
import time
import traceback
from contextlib import closing, contextmanager

import pytest
from crucible_api.api.account import get_account
from support.loops import hit, until
from support.scripted import scripted_server

from crucible import AsyncCrucibleClient, CrucibleClient, config, errors
from crucible.config import folders
from crucible.ids import new_mfid
from crucible.legacy import CrucibleClient as Legacy
from crucible.sandbox import Sandbox
from crucible.transport import limits

NOBODY = "0000000000000000000000000a"
# What signs an address, and what names a session that whoever knows it may write to.
SIGNED = re.compile(r"X-Goog-Signature=\w{16}|[?&]upload_id=[\w-]{16}|/upload/storage/")
PLANTED = "planted-key-5711-planted"


class Everything(logging.Handler):
    """Keeps each record of every logger, with its arguments and its traceback."""

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.seen = []

    def emit(self, record):
        self.seen.append(f"{self.format(record)} {record.args} {vars(record)}")


@pytest.fixture
def seen(capfd, recwarn):
    """All that was logged, and what is added to it."""
    handler, root = Everything(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    yield handler.seen
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(scope="module")
def server():
    with Sandbox() as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with CrucibleClient(server.api_url, server.api_key) as client:
        yield client


@pytest.fixture(scope="module")
def file(client, tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "data.bin"
    path.write_bytes(os.urandom(300_000))
    return client.datasets.add_file(client.datasets.create(dataset_name="secret"), path)


def upload_ids(server):
    """Every upload that the sandbox remembers."""
    with closing(sqlite3.connect(server.root / "crucible.db")) as database:
        return [name for (name,) in database.execute("SELECT id FROM upload")]


def failure(call):
    """Return an error, and everything that tools show of it."""
    try:
        call()
    except BaseException as error:
        shown = [repr(error), str(error), str(vars(error)), repr(error.args)]
        shown += traceback.TracebackException.from_exception(error, capture_locals=True).format()
        link = error
        while link is not None:  # also what a chain hides
            shown += [repr(link), *traceback.TracebackException.from_exception(link, capture_locals=True).format()]
            link = link.__cause__ or link.__context__
        shown.append(repr(pickle.loads(pickle.dumps(error)).__dict__))  # noqa: S301
        return error, "\n".join(shown)
    raise AssertionError("nothing went wrong")


def check(text, server):
    """No secret is in the text; lines of source code, which name variables, do not count."""
    secrets = [server.api_key, PLANTED, *upload_ids(server)]
    found = [secret for secret in secrets if secret in text]
    assert ([], []) == (found, SIGNED.findall(text))


@contextmanager
def going_wrong(server, fault, **rule):
    server.faults.clear()
    server.faults.add(fault, **rule)
    try:
        with limits.within(2):
            yield
    finally:
        server.faults.clear()


def test_the_search_finds_what_it_looks_for(server, client, file):
    """A test that looks for nothing passes."""
    link = client.files.get_download_link(file).url
    session = client.request(
        "POST",
        f"datasets/{file.dataset_mfid}/upload/initiate",
        json={"filename": "x", "size": 5, "sha256_hash": "0" * 64},
    )
    for leak in (link, session["resumable_uri"], session["upload_id"], server.api_key):
        with pytest.raises(AssertionError):
            check(f"... {leak} ...", server)


WRONG = [
    ("reset", {"on": "download"}, lambda client, file, path: client.download(file.dataset_mfid, path)),
    ("answer", {"on": "download", "status": 403}, lambda client, file, path: client.download(file.dataset_mfid, path)),
    ("expire", {"on": "download"}, lambda client, file, path: client.download(file.dataset_mfid, path)),
    ("garbage", {"on": "get_download_link"}, lambda client, file, path: client.files.get_download_link(file)),
    ("garbage", {"on": "list_download_links"}, lambda client, file, path: client.download(file.dataset_mfid, path)),
    (
        "truncate",
        {"on": "list_download_links", "bytes": 150},
        lambda client, file, path: client.download(file.dataset_mfid, path),
    ),
    ("reset", {"on": "resumable"}, lambda client, file, path: send(client, file, path, b"")),
    ("answer", {"on": "resumable", "status": 403}, lambda client, file, path: send(client, file, path, b"")),
    ("expire", {"on": "resumable"}, lambda client, file, path: send(client, file, path, b"")),
    ("answer", {"on": "complete_upload", "status": 500}, lambda client, file, path: send(client, file, path, b"")),
    ("reset", {"on": "complete_upload"}, lambda client, file, path: send(client, file, path, b"")),
    ("garbage", {"on": "complete_upload"}, lambda client, file, path: send(client, file, path, b"")),
    ("truncate", {"on": "start_upload", "bytes": 150}, lambda client, file, path: send(client, file, path, b"")),
    ("reset", {"on": "part"}, lambda client, file, path: send(client, file, path)),
    ("answer", {"on": "part", "status": 403}, lambda client, file, path: send(client, file, path)),
    ("expire", {"on": "part"}, lambda client, file, path: send(client, file, path)),
    ("garbage", {"on": "sign_parts"}, lambda client, file, path: send(client, file, path)),
    ("truncate", {"on": "sign_parts", "bytes": 350}, lambda client, file, path: send(client, file, path)),
    ("reset", {"on": "complete_signed_upload"}, lambda client, file, path: send(client, file, path)),
    ("garbage", {"on": "complete_signed_upload"}, lambda client, file, path: send(client, file, path)),
    ("truncate", {"on": "start_signed_upload", "bytes": 50}, lambda client, file, path: send(client, file, path)),
    ("reset", {"on": "get_account"}, lambda client, file, path: client.whoami()),
    ("garbage", {"on": "get_account"}, lambda client, file, path: client.whoami()),
    ("truncate", {"on": "*", "bytes": 30}, lambda client, file, path: client.account.api_key()),
]


def send(client, file, path, content=None):
    """Upload something that is not there yet: in signed parts, unless it is empty."""
    (path / "new.bin").write_bytes(os.urandom(100_000) if content is None else content)
    return client.datasets.add_file(file.dataset_mfid, path / "new.bin", name=f"{new_mfid()}.bin")


@pytest.mark.parametrize(("fault", "rule", "call"), WRONG, ids=[f"{fault} {rule['on']}" for fault, rule, _ in WRONG])
def test_nothing_that_goes_wrong_shows_a_secret(server, client, file, seen, tmp_path, fault, rule, call):
    with going_wrong(server, fault, **rule, times=1000):
        _, shown = failure(lambda: call(client, file, tmp_path))
    check("\n".join([*seen, shown]), server)


@pytest.mark.parametrize(("fault", "rule", "call"), [WRONG[number] for number in (1, 7, 9, 14, 21)])
def test_nor_does_it_on_an_event_loop(server, file, seen, tmp_path, fault, rule, call):
    async def asked():
        async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
            with limits.within(2):
                await call(client, file, tmp_path)

    with going_wrong(server, fault, **rule, times=1000):
        _, shown = failure(lambda: asyncio.run(asked()))
    check("\n".join([*seen, shown]), server)


def test_what_goes_well_shows_no_secret_either(server, client, file, seen, tmp_path, capfd, recwarn):
    link = client.files.get_download_link(file)
    sent = send(client, file, tmp_path)
    paths = client.download(file.dataset_mfid, tmp_path / "out")
    with Legacy(server.api_url, server.api_key) as legacy:
        legacy.download_dataset(file.dataset_mfid, output_dir=tmp_path / "flat")
        shown = [repr(legacy), str(vars(legacy))]
    key = client.account.api_key()
    settings = client._settings
    shown += [
        repr(thing)
        for thing in (client, vars(client), client.api, sent, link, [link], settings, key, paths, client.datasets)
    ]
    shown += [str(link), link._repr_html_(), str(key), f"{settings}", str(config.show(settings))]
    shown += [repr(client.api.get_httpx_client().headers), repr(client.datasets.list()), repr(copy.copy(link))]
    shown += [*capfd.readouterr(), *(str(one.message) for one in recwarn)]
    text = "\n".join([*seen, *shown])
    check(text, server)
    assert (True, True) == (bool(re.search(r"PUT //127\.0\.0\.1:\d+/\.\.\. 200", text)), "/download_links 200" in text)
    assert server.api_key == key.reveal()


UNUSABLE = [
    lambda: CrucibleClient("https://example.org/api/v3", PLANTED + "\n"),
    lambda: CrucibleClient("ftp://example.org", PLANTED),
    lambda: CrucibleClient("https://else.example.org/api/v3"),
    lambda: CrucibleClient(profile="lab"),
    lambda: CrucibleClient(profile="prod", api_key=PLANTED),
    lambda: CrucibleClient("http://127.0.0.1:9/api/v3", PLANTED).whoami(),
    lambda: CrucibleClient("http://127.0.0.1:9/api/v3", PLANTED).api.get_httpx_client().get("/account"),
    lambda: CrucibleClient("http://127.0.0.1:9/api/v3", PLANTED).request("GET", "account"),
    lambda: CrucibleClient("http://127.0.0.1:9/api/v3", PLANTED, answer_seconds=0),
    lambda: Legacy("http://127.0.0.1:9/api/v3", PLANTED).list_datasets(),
    lambda: config.save_profile("no name", PLANTED),
    lambda: config.save_profile("lab", PLANTED, "http://example.org"),
    lambda: config.save_profile("lab", PLANTED, "https://example.org", keyring=True),
    lambda: pickle.dumps(CrucibleClient("https://example.org/api/v3", PLANTED)),
]


@pytest.mark.filterwarnings("ignore::crucible.legacy.LegacyWarning")
@pytest.mark.parametrize("number", range(len(UNUSABLE)))
def test_no_setting_that_cannot_be_used_shows_the_key(server, seen, tmp_path, monkeypatch, number):
    (tmp_path / "config.toml").write_text(f'[profiles.lab]\napi_key = "{PLANTED}"\n')
    monkeypatch.setenv("CRUCIBLE_CONFIG_FILE", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CRUCIBLE_API_KEY", PLANTED)
    monkeypatch.setitem(sys.modules, "keyring", None)
    # The lambda itself names PLANTED only; what is searched are values.
    with limits.within(1):
        _, shown = failure(UNUSABLE[number])
    check("\n".join([*seen, shown]), server)


SECRETIVE = [
    ('["%s"]', lambda client: client.account.api_key()),
    ('{"api_key": "%s", "created_at": 5', lambda client: client.account.api_key()),
    ('{"address": "https://example.org/%s"}', lambda client: client.files.get_download_link(NOBODY)),
    ('["https://example.org/%s"]', lambda client: client.datasets.get_download_links(NOBODY)),
    ('{"detail": "no account for %s"}', lambda client: client.whoami()),
]


@pytest.mark.parametrize(("body", "call"), SECRETIVE)
def test_an_answer_of_another_form_is_not_shown(server, seen, body, call):
    with scripted_server() as script, CrucibleClient(script.url + "/api/v3", PLANTED) as client:
        script.body = (body % PLANTED).encode()
        _, shown = failure(lambda: call(client))
    check("\n".join([*seen, shown]), server)


@pytest.mark.parametrize("body", ['{"url": "https://example.org/%s', '"%s', '{"a": %s}'])
def test_nor_is_one_to_a_request_that_the_document_does_not_have(server, seen, body):
    with scripted_server() as script, CrucibleClient(script.url + "/api/v3", PLANTED) as client:
        script.body = (body % PLANTED).encode()
        _, shown = failure(lambda: client.request("GET", "other"))
        _, raw = failure(lambda: get_account.sync(client=client.api))
    check("\n".join([*seen, shown, raw]), server)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one thread")
@pytest.mark.parametrize("number", range(3))
def test_a_request_that_is_broken_off_by_ctrl_c_shows_nothing(server, client, file, seen, tmp_path, number):
    calls = (client.whoami, lambda: client.download(file.dataset_mfid, tmp_path), lambda: send(client, file, tmp_path))
    operation = ("get_account", "download", "part")[number]
    interrupt = threading.Thread(target=interrupted_when, args=(server, operation))
    with going_wrong(server, "delay", on=operation, seconds=2, times=1):
        interrupt.start()
        error, shown = failure(calls[number])
        interrupt.join()
    assert KeyboardInterrupt is type(error)
    check("\n".join([*seen, shown]), server)


def interrupted_when(server, operation):
    """Press Ctrl-C when a request has arrived."""
    while not hit(server.faults, operation):
        time.sleep(0.01)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def test_a_task_that_is_cancelled_shows_nothing(server, file, seen, tmp_path):
    async def asked():
        async with AsyncCrucibleClient(server.api_url, server.api_key) as client:
            task = asyncio.ensure_future(client.files.get_download_link(file))
            await until(lambda: hit(server.faults, "get_download_link"), task)
            task.cancel()
            await task

    with going_wrong(server, "delay", on="get_download_link", seconds=1, times=1):
        error, shown = failure(lambda: asyncio.run(asked(), debug=True))
    assert asyncio.CancelledError is type(error)
    check("\n".join([*seen, shown]), server)


STORED = [
    ("ini", "[crucible]\n%s\napi_key"),
    ("ini", "api_key = %s"),
    ("ini", "[crucible]\napi_key = a %s\n"),
    ("env", "CRUCIBLE_API_KEY=%s\xff"),
    ("env", "CRUCIBLE_API_KEY=a %s"),
    ("toml", '[profiles.prod]\napi_key = "%s\n'),
    ("keyring", '{"api_url": "https://example.org", "api_key": "%s"'),
    ("keyring", '{"api_key": "%s"}'),
]


@pytest.mark.parametrize(("place", "text"), STORED)
def test_no_file_that_cannot_be_used_shows_the_key_in_it(server, seen, tmp_path, monkeypatch, place, text):
    text = (text % PLANTED).encode("latin-1")
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setitem(sys.modules, "keyring", None)
    if place == "ini":
        folder = folders.config_folder(os.environ) / "nano-crucible"
        path = (folder / "nano-crucible" if sys.platform == "win32" else folder) / "config.ini"
    elif place == "keyring":
        path = tmp_path / "keyring.py"
        text = f"def get_password(service, name): return {text.decode()!r}".encode()
        monkeypatch.delitem(sys.modules, "keyring")
        monkeypatch.syspath_prepend(tmp_path)
    else:
        path = {"env": tmp_path / ".env", "toml": config.config_file()}[place]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    error, shown = failure(lambda: CrucibleClient(env_file=path if place == "env" else None))
    assert errors.ConfigError is type(error)
    check("\n".join([*seen, shown.replace(f"return {text!r}", "")]), server)


def test_headers_of_an_answer_are_not_logged(server, seen):
    with scripted_server() as script, CrucibleClient(script.url + "/api/v3", PLANTED) as client:
        script.status, script.headers = (
            307,
            {"Location": f"https://example.org/?secret={PLANTED}", "Set-Cookie": PLANTED},
        )
        _, shown = failure(client.whoami)
    check("\n".join([*seen, shown]), server)


def test_words_of_the_server_that_repeat_the_key_do_not_show_it(server, seen):
    with scripted_server() as script, CrucibleClient(script.url + "/api/v3", PLANTED) as client:
        script.status, script.body = 401, f'{{"detail": "no account for {PLANTED}"}}'.encode()
        error, shown = failure(client.whoami)
    check("\n".join([*seen, shown]), server)
    assert "no account for ********" in error.detail


def test_the_debug_output_of_the_http_library_has_no_key(server, client, seen):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    for name in ("httpx", "httpcore", "crucible"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        client.whoami()
    finally:
        for name in ("httpx", "httpcore", "crucible"):
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).setLevel(logging.NOTSET)
    check(stream.getvalue(), server)
    assert "GET /account 200" in stream.getvalue()
