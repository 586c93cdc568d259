"""The public surface against what was published, the coroutines behind it, and the generated functions below."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from support.contract import DOCUMENT, OPERATIONS, module, resolve

import crucible
from crucible import records, resources, sync
from crucible.client import CrucibleClient
from crucible.records.base import Record

ROOT = Path(crucible.__file__).parents[1]

# Seed 001: name, parameters with their defaults.
SEED = [
    ("__init__", "api_url=None, api_key=None"),
    ("health", ""),
    ("whoami", ""),
    ("get", "resource_id, resource_type=None, include_metadata=False, include_links=False"),
    ("get_resource_type", "resource_id"),
    ("get_links", "resource_id"),
    ("link", "parent_id, child_id"),
    ("unlink", "id_a, id_b"),
    (
        "download",
        "resource_id, output_dir='crucible-downloads', no_files=False, no_record=False, overwrite_existing=True, "
        "include=None, exclude=None",
    ),
]
# Seed 001 and the second generation of legacy.md, as far as the client goes by now.
NAMESPACES = {
    "datasets": (
        "DatasetOperations",
        "get list create update list_files search get_keywords add_keyword add_sample remove_sample link_parent_child "
        "remove_child list_children list_parents add_file get_download_links "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "samples": (
        "SampleOperations",
        "get list create update list_parents list_children add_dataset remove_dataset link remove_child search "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "projects": (
        "ProjectOperations",
        "get list create search "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "instruments": (
        "InstrumentOperations",
        "get list create search "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "graphs": ("GraphOperations", "get project"),
    "account": ("AccountOperations", "whoami"),
    "files": ("FileOperations", "get list request_ingestion get_download_link"),
    "ingestions": ("IngestionOperations", "list get wait list_ingestors"),
}


def positional(function):
    """The parameters of a method that are not keyword-only, as text without annotations."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return ", ".join(
        name.name if name.default is name.empty else f"{name.name}={name.default!r}"
        for name in parameters
        if name.kind is name.POSITIONAL_OR_KEYWORD
    )


@pytest.mark.parametrize(("name", "parameters"), SEED)
def test_what_seed_001_publishes_is_called_as_it_says(name, parameters):
    assert parameters == positional(getattr(CrucibleClient, name))


@pytest.mark.parametrize("name", NAMESPACES)
def test_a_namespace_has_the_type_and_the_methods_that_were_published(name):
    kind, methods = NAMESPACES[name]
    namespace = getattr(CrucibleClient(api_key="k"), name)
    assert (kind, []) == (
        type(namespace).__name__,
        [method for method in methods.split() if not callable(getattr(namespace, method, None))],
    )


def test_the_blocking_namespaces_are_as_written_from_the_coroutines():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_sync.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stdout)


def classes(package):
    """Yield the namespace classes of a package, with their module's name."""
    for path in sorted(Path(package.__file__).parent.glob("*.py")):
        loaded = importlib.import_module(f"{package.__name__}.{path.stem}")
        base = importlib.import_module(f"{package.__name__}.base").Operations
        for name, value in vars(loaded).items():
            if inspect.isclass(value) and issubclass(value, base) and value.__module__ == loaded.__name__:
                yield f"{path.stem}.{name}", value


COROUTINES = dict(classes(resources))


def test_every_namespace_exists_blocking_too():
    assert list(COROUTINES) == [name for name, _ in classes(sync)]


@pytest.mark.parametrize("name", COROUTINES)
def test_blocking_methods_have_the_signature_and_words_of_their_coroutine(name):
    blocking = dict(classes(sync))[name]
    for method, function in vars(COROUTINES[name]).items():
        if method.startswith("_") or not inspect.isfunction(function):
            continue
        copy = getattr(blocking, method)
        expected = str(inspect.signature(function)).replace("AsyncListing", "Listing")
        assert (expected, function.__doc__) == (str(inspect.signature(copy)), copy.__doc__)


@pytest.mark.parametrize("name", [*COROUTINES, "CrucibleClient"])
def test_every_public_method_says_what_the_caller_gets(name):
    cls = COROUTINES.get(name, CrucibleClient)
    public = [(method, value) for method, value in vars(cls).items() if not method.startswith("_")]
    assert [] == [method for method, value in public if not inspect.getdoc(value)]


def calls():
    """Yield (file, line, operation, keywords) of each call of a generated operation in the logic."""
    for path in sorted(Path(resources.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in ("call", "_call") and node.args:
                endpoint = node.args[0]
                if isinstance(endpoint, ast.Name) and endpoint.id in OPERATIONS:
                    keywords = [keyword.arg for keyword in node.keywords if keyword.arg]
                    yield f"{path.name}:{node.lineno}", endpoint.id, keywords


CALLS = list(calls())


def test_the_logic_calls_operations():
    assert len(CALLS) > 40


@pytest.mark.parametrize(("place", "operation", "keywords"), CALLS, ids=[f"{place} {name}" for place, name, _ in CALLS])
def test_a_call_names_parameters_that_the_operation_has(place, operation, keywords):
    known = inspect.signature(module(operation).sync_detailed).parameters
    assert [] == [keyword for keyword in keywords if keyword not in known]


@pytest.mark.parametrize(("place", "operation", "keywords"), CALLS, ids=[f"{place} {name}" for place, name, _ in CALLS])
def test_a_call_names_every_identity_in_the_path(place, operation, keywords):
    parameters = inspect.signature(module(operation).sync_detailed).parameters.values()
    needed = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    assert [] == [name for name in needed if name not in keywords]


# Records by the schema they show.
SCHEMAS = {
    records.AccessGrant: "AccessGrant",
    records.Account: "AccountRead",
    records.ApiKeyStatus: "ApiKeyStatus",
    records.Dataset: "DatasetResponse",
    records.DeletionState: "DeletionState",
    records.DownloadLink: "DownloadLink",
    records.Edge: "GraphEdge",
    records.File: "AssociatedFileRead",
    records.Health: "ReadinessResponse",
    records.IngestionRequest: "IngestionRequest",
    records.Instrument: "InstrumentRead",
    records.InstrumentReference: "InstrumentReference",
    records.Keyword: "Keyword",
    records.Link: "ResourceLink",
    records.Node: "GraphNode",
    records.Project: "ProjectRead",
    records.ProjectMember: "ProjectMember",
    records.ProjectReference: "ProjectReference",
    records.PublicUser: "UserPublicRead",
    records.ResourceCapabilities: "ResourceCapabilities",
    records.Sample: "SampleResponse",
    records.SearchResult: "SearchResult",
    records.User: "UserRead",
}
TYPED = sorted(SCHEMAS, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", TYPED)
def test_a_record_has_the_members_of_its_schema(kind):
    schema = DOCUMENT["components"]["schemas"][SCHEMAS[kind]]
    assert set(schema["properties"]) == set(kind._fields) | kind._hidden


@pytest.mark.parametrize("kind", TYPED)
def test_a_record_needs_no_member_that_may_be_missing(kind):
    schema = DOCUMENT["components"]["schemas"][SCHEMAS[kind]]
    assert set(kind._needed) <= set(schema.get("required", ()))


@pytest.mark.parametrize("kind", TYPED)
def test_a_record_reads_the_example_of_its_schema(kind):
    schema = DOCUMENT["components"]["schemas"][SCHEMAS[kind]]
    example = resolve(schema).get("example")
    if example is None:
        pytest.skip("no example")
    record = kind(example)
    assert (example, {}) == (dict(record), record.extra)
    assert all(isinstance(getattr(record, name), object) for name in kind._fields)


def test_every_record_class_is_compared_with_a_schema_or_has_none():
    free = {records.Record, records.Confirmation, records.Graph}
    known = {value for value in vars(records).values() if inspect.isclass(value) and issubclass(value, Record)}
    assert known - free == set(SCHEMAS)
