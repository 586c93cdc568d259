"""The command: what it writes, what it notices, what it refuses, and that it leaves everything alone when it does."""

from __future__ import annotations

import copy
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import regenerate
from document import views, written, yamlread
from support.checkout import VIEW, contents, copied
from support.fastapi_style import as_fastapi

DOCUMENT = "openapi/crucible.yaml"


@pytest.fixture(autouse=True, scope="module")
def judged_once():
    """Let each text be judged once: which rules it breaks depends on nothing else, and takes seconds to find."""
    judge, known = regenerate.breaches, {}

    def breaches(document, text):
        if text not in known:
            known[text] = tuple(judge(document, text))
        return list(known[text])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regenerate, "breaches", breaches)
        yield


@pytest.fixture
def root(tmp_path):
    """A copy of the checkout."""
    return copied(tmp_path / "checkout")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A copy that no test changes."""
    folder = copied(tmp_path_factory.mktemp("pristine"))
    return folder, contents(folder)


@pytest.fixture
def untouched(pristine):
    """A copy that is the same after the test as before."""
    folder, before = pristine
    yield folder
    assert before == contents(folder)


def run(root, *arguments):
    """Run the command on a copy."""
    return regenerate.main(["--root", str(root), *map(str, arguments)])


def edit(path, old, new):
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def saved(folder, document):
    """Write a document of the service beside the copy."""
    path = folder / "service.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


# ---- check ----


def test_check_is_clean_as_checked_in_and_writes_nothing(untouched, capsys):
    assert 0 == run(untouched, "--check")
    assert "" == capsys.readouterr().err


EDITS = {
    "generated": ("generated/crucible_api/api/datasets/list_datasets.py", "import httpx\n", "import httpx  # edited\n"),
    "document": (DOCUMENT, "summary: Whether the service answers at all", "summary: Whether the service answers"),
    "template": ("openapi/templates/model.py.jinja", "{# Changed", "{# Edited. Changed"),
}


@pytest.mark.parametrize("what", EDITS)
def test_check_fails_for_one_edited_line_and_says_what_to_run(root, capsys, what):
    name, old, new = EDITS[what]
    edit(root / name, old, new)
    assert 1 == run(root, "--check")
    lines = capsys.readouterr().err.splitlines()
    assert any(name in line and "run scripts/regenerate" in line for line in lines)


def test_check_names_a_missing_and_a_superfluous_file(root, capsys):
    (root / "generated/crucible_api/types.py").unlink()
    (root / "generated/crucible_api/extra.py").write_text("", encoding="utf-8")
    assert 1 == run(root, "--check")
    said = capsys.readouterr().err
    assert "generated/crucible_api/types.py is missing: run scripts/regenerate" in said
    assert "generated/crucible_api/extra.py does not belong here: run scripts/regenerate" in said


def test_check_names_a_breach_of_the_rules(root, capsys):
    edit(root / DOCUMENT, "operationId: health_live", "operationId: healthLive")
    assert 1 == run(root, "--check")
    assert "needs an operationId in snake_case [operation-id]" in capsys.readouterr().err


def test_an_upstream_template_that_changed_is_named(root, capsys):
    edit(root / "openapi/templates/UPSTREAM.sha256", "  types.py.jinja", "0  types.py.jinja")
    assert 1 == run(root)
    assert "upstream's template types.py.jinja is not the one" in capsys.readouterr().err


# ---- rebuild ----


def test_a_run_repairs_every_edit_byte_for_byte(root):
    before = contents(root)
    (root / "generated/crucible_api/types.py").write_text("", encoding="utf-8")
    (root / "generated/crucible_api/extra.py").write_text("", encoding="utf-8")
    (root / "crucible/openapi/v2.json").unlink()
    assert 0 == run(root)
    assert before == contents(root)


def test_a_document_that_breaks_the_rules_changes_nothing(root, capsys):
    edit(root / DOCUMENT, "operationId: health_live", "operationId: health_ready")
    before = contents(root)
    assert 1 == run(root)
    assert before == contents(root)
    assert "Operation ID 'health_ready'" in capsys.readouterr().err


def test_a_damaged_document_is_one_message_and_changes_nothing(root, capsys):
    edit(root / DOCUMENT, "paths:\n", "paths: [\n")
    before = contents(root)
    assert 2 == run(root)
    assert before == contents(root)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("regenerate: crucible.yaml: line ")


def test_a_failure_while_files_are_moved_undoes_what_was_moved(root, capsys):
    import shutil

    shutil.rmtree(root / "generated")
    (root / "generated").write_text("a file where a folder should be", encoding="utf-8")
    (root / "crucible/openapi/v2.json").write_text("{}", encoding="utf-8")
    before = contents(root)
    assert 2 == run(root)
    assert before == contents(root)
    assert "nothing was changed" in capsys.readouterr().err


# ---- the service's own document ----


def altered():
    """Our view after a year: an operation gone, one new, a parameter required, a type and an enum changed."""
    service = as_fastapi(VIEW)
    schemas = service["components"]["schemas"]
    del service["paths"]["/ingestors"]
    service["paths"]["/colours"] = {
        "get": {
            "operationId": "list_colours_colours_get",
            "summary": "List Colours",
            "security": [{"HTTPBearer": []}],
            "parameters": [
                {"name": "cursor", "in": "query", "schema": {"anyOf": [{"type": "string"}, {"type": "null"}]}}
            ],
            "responses": {
                "200": {
                    "description": "Successful Response",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Colour"}}},
                }
            },
        }
    }
    schemas["Colour"] = {
        "type": "object",
        "title": "Colour",
        "required": ["id", "name"],
        "properties": {"id": {"type": "integer", "title": "Id"}, "name": {"type": "string", "title": "Name"}},
    }
    sort = next(p for p in service["paths"]["/instruments"]["get"]["parameters"] if p["name"] == "sort")
    sort["required"] = True
    schemas["ProjectRead"]["properties"]["title"] = {"type": "integer", "title": "Title"}
    schemas["SampleCreate"]["properties"]["colour"] = {"type": "string", "title": "Colour"}
    schemas["SampleCreate"]["required"] = [*schemas["SampleCreate"].get("required", ()), "colour"]
    return service


def test_the_report_rates_each_change_and_writes_nothing(untouched, tmp_path, capsys):
    assert 1 == run(untouched, "--from", saved(tmp_path, altered()), "--json")
    found = json.loads(capsys.readouterr().out)["changes"]
    rated = {(change["name"], change["kind"]): change["breaking"] for change in found}
    expected = {
        ("list_ingestors", "operation removed"): True,
        ("list_colours", "operation added"): False,
        ("list_instruments", "parameter made required"): True,
        ("ProjectRead", "type changed"): True,
        ("ProjectRead", "null removed"): False,
        ("SampleCreate", "required member added"): True,
    }
    assert expected == rated
    (removed,) = (change for change in found if change["name"] == "list_ingestors")
    assert "crucible/sandbox/handlers/ingestions.py" in removed["used_by"]


def test_written_changes_are_in_the_document_the_views_and_the_package(root, tmp_path, capsys):
    source = saved(tmp_path, altered())
    v2 = json.loads((root / "crucible/openapi/v2.json").read_text(encoding="utf-8"))
    assert 0 == run(root, "--from", source, "--write")
    capsys.readouterr()
    assert (0, "no changes\n") == (run(root, "--from", source), capsys.readouterr().out)
    assert [] == written.edited_sources(root)
    assert 1 == len(list(root.glob("generated/crucible_api/api/*/list_colours.py")))
    assert [] == list(root.glob("generated/crucible_api/api/*/list_ingestors.py"))
    text = (root / DOCUMENT).read_text(encoding="utf-8")
    assert "# ---- identifiers and scalars ---" in text
    after = json.loads((root / "crucible/openapi/v2.json").read_text(encoding="utf-8"))
    assert v2["paths"].keys() == after["paths"].keys()
    assert True is after["paths"]["/ingestors"]["get"]["deprecated"]
    assert "colour" not in after["components"]["schemas"]["SampleCreate"]["properties"]


def test_without_changes_nothing_is_written(untouched, tmp_path):
    assert 0 == run(untouched, "--from", saved(tmp_path, as_fastapi(VIEW)), "--write")


def test_changes_that_would_break_the_rules_are_refused(untouched, tmp_path, capsys):
    service = copy.deepcopy(VIEW)
    schema = {"type": "string", "pattern": "^zq[0-9]{9}x$"}  # no example for it can be found
    content = {"application/json": {"schema": schema}}
    answers = {"200": {"description": "Done.", "content": content}}
    service["paths"]["/colours"] = {"post": {"operationId": "add_colour", "responses": answers}}
    assert 1 == run(untouched, "--from", saved(tmp_path, service), "--write")
    said = capsys.readouterr().err
    assert "add_colour needs an example of its answer 200" in said
    assert "nothing was written" in said


PETS = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"responses": {"200": {"description": "x"}}}}},
}
REFUSED = {
    "damaged": ('{"openapi": "3.1.0", "info":', "is damaged: it is not JSON"),
    "no document": ('{"a": 1}', "is not an OpenAPI document"),
    "a list": ("[1, 2]", "is not an OpenAPI document"),
    "a page": ("<html><body>Sign in</body></html>", "is a web page or XML"),
    "empty": ("", "is not an OpenAPI document"),
    "swagger": (json.dumps({"swagger": "2.0", "info": {}, "paths": {}}), "is written in OpenAPI 2.0; only 3.1"),
    "3.0": (json.dumps({**PETS, "openapi": "3.0.3"}), "is written in OpenAPI 3.0.3; only 3.1"),
    "another API": (json.dumps(PETS), "describes another API: 'Pets' has 0 of the"),
    "dangling": (
        json.dumps({**PETS, "components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}}}}),
        "refers to #/components/schemas/B",
    ),
    "remote": (
        json.dumps({**PETS, "components": {"schemas": {"A": {"$ref": "http://127.0.0.1:9/x"}}}}),
        "refers to http://127.0.0.1:9/x",
    ),
    "invalid": (json.dumps({**PETS, "paths": {"/pets": {"get": 5}}}), "is not valid OpenAPI 3.1"),
    "half a pair": ('{"openapi": "3.1.0", "info": {"title": "\\ud800"}}', "is not UTF-8"),
    "deep": ("[" * 100000, "nested too deeply"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_the_document_is_refused_with_one_message(untouched, tmp_path, capsys, what):
    text, reason = REFUSED[what]
    path = tmp_path / "service.json"
    path.write_text(text, encoding="utf-8")
    assert 2 == run(untouched, "--from", path, "--write")
    (line,) = capsys.readouterr().err.splitlines()
    assert reason in line


def test_a_missing_file_is_one_message(untouched, tmp_path, capsys):
    assert 2 == run(untouched, "--from", tmp_path / "nowhere.json")
    assert "nowhere.json cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/openapi.json", "is not an http or https address"),
        ("https://ada:geheim@example.org/openapi.json", "without credentials"),
        ("https://127.0.0.1:port/openapi.json", "not a URL that can be fetched"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_a_request(untouched, capsys, url, reason):
    assert 2 == run(untouched, "--from", url)
    said = capsys.readouterr().err
    assert (True, False) == (reason in said, "geheim" in said)


def test_an_unreachable_address_is_one_message_and_changes_nothing(untouched, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert 2 == run(untouched, "--from", f"http://127.0.0.1:{port}/openapi.json?token=geheim", "--write")
    (line,) = capsys.readouterr().err.splitlines()
    assert f"http://127.0.0.1:{port}/openapi.json cannot be fetched" in line
    assert "geheim" not in line


class Service(BaseHTTPRequestHandler):
    """Serves what a test asks for by path, and notes the headers that came."""

    def do_GET(self):
        self.server.headers.append(dict(self.headers))
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keep quiet."""


@pytest.fixture
def service(monkeypatch):
    """A loopback server; its answers are set by the test."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.headers, server.answers = [], {}
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_document_is_fetched_without_credentials_and_within_its_origin(untouched, service, monkeypatch, capsys):
    monkeypatch.setenv("CRUCIBLE_API_KEY", "geheim")
    service.answers = {
        "/old.json": (307, {"Location": "/openapi.json"}, b""),
        "/openapi.json": (200, {"Content-Type": "application/json"}, json.dumps(as_fastapi(VIEW)).encode()),
    }
    assert 0 == run(untouched, "--from", f"{service.url}/old.json")
    assert "no changes\n" == capsys.readouterr().out
    names = {name.lower() for headers in service.headers for name in headers}
    assert set() == names & {"authorization", "cookie", "proxy-authorization"}
    assert "geheim" not in str(service.headers)


def test_a_redirect_to_another_origin_is_refused(untouched, service, capsys):
    other = service.url.replace("127.0.0.1", "localhost")
    service.answers = {"/openapi.json": (302, {"Location": f"{other}/openapi.json"}, b"")}
    assert 2 == run(untouched, "--from", f"{service.url}/openapi.json")
    assert "leads to another origin (localhost)" in capsys.readouterr().err
    assert 1 == len(service.headers)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (404, b"{}", "answered with status 404"),
        (200, b"<html>", "is a web page or XML"),
        (200, b" " * 20_000_001, "sends more than 20000000 bytes"),
        (200, b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_an_answer_that_is_not_the_document_is_refused(untouched, service, capsys, status, body, reason):
    service.answers = {"/openapi.json": (status, {}, body)}
    assert 2 == run(untouched, "--from", f"{service.url}/openapi.json")
    assert reason in capsys.readouterr().err


def test_options_of_from_alone_are_refused(untouched, capsys):
    with pytest.raises(SystemExit) as caught:
        run(untouched, "--write")
    assert 2 == caught.value.code
    assert "--write and --json belong to --from" in capsys.readouterr().err


def test_the_checked_in_views_are_those_of_the_document(untouched):
    document = yamlread.read((untouched / DOCUMENT).read_text(encoding="utf-8")).value
    written = {
        version: (untouched / f"crucible/openapi/{version}.json").read_text(encoding="utf-8")
        for version in views.VERSIONS
    }
    assert {version: views.compact(views.view(document, version)) for version in views.VERSIONS} == written
