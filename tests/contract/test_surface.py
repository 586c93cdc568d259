"""The public surface against what was published, the coroutines behind it, and the generated functions below."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.contract import DOCUMENT, OPERATIONS, module, resolve

import crucible
from crucible import bound, records, resources, sync
from crucible.client import CrucibleClient
from crucible.credentials import Secret
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
        "get list count create update list_files search get_keywords add_keyword add_sample remove_sample "
        "link_parent_child remove_child list_children list_parents add_file add_remote_file get_download_links "
        "download get_thumbnails add_thumbnail update_thumbnail delete_thumbnail request_carrier_segmentation "
        "request_insitu_aggregation request_rga_analysis request_mosaic_stitch graph facets from_table create_many "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "samples": (
        "SampleOperations",
        "get list count create update list_parents list_children add_dataset remove_dataset link remove_child search "
        "graph download facets from_table create_many "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "projects": (
        "ProjectOperations",
        "get list create get_users update add_user remove_user search request_join list_join_requests "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "instruments": (
        "InstrumentOperations",
        "get list create update search set_status list_service_accounts bind_service_account unbind_service_account "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "graphs": (
        "GraphOperations",
        "get project search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "users": (
        "UserOperations",
        "get search list create update resolve list_datasets check_dataset_access list_access_groups "
        "add_to_access_group remove_from_access_group get_projects verify_api_key",
    ),
    "account": ("AccountOperations", "whoami profile update_profile api_key verify join_requests"),
    "service_accounts": (
        "ServiceAccountOperations",
        "create rotate_key get list update list_access_groups add_to_access_group remove_from_access_group",
    ),
    "access_groups": (
        "AccessGroupOperations",
        "request_join list_join_requests approve_join_request reject_join_request",
    ),
    "deletions": ("DeletionOperations", "request list get approve reject list_deleted get_deleted delete"),
    "files": (
        "FileOperations",
        "get list download request_ingestion delete update get_download_link "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
    "ingestions": (
        "IngestionOperations",
        "list get wait update list_ingestors "
        "search_metadata get_scientific_metadata replace_scientific_metadata update_scientific_metadata",
    ),
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
# The records that have verbs when the blocking client returns them.
WITH_VERBS = re.compile(r"\b(Dataset|Sample|Project|Instrument|File|IngestionRequest|Resource)\b")
# The verbs of records, and the method of the client that each stands for; what is not named here forwards by its name.
BOUND_VERBS = {
    "BoundDataset": "refresh=datasets.get update=datasets.update files=datasets.list_files add_file=datasets.add_file "
    "download=download wait=wait parents=datasets.list_parents children=datasets.list_children "
    "samples=datasets.list_samples keywords=datasets.get_keywords add_keyword=datasets.add_keyword "
    "link=link unlink=unlink get_links=get_links graph=datasets.graph ancestors=datasets.graph "
    "descendants=datasets.graph metadata=datasets.get_scientific_metadata "
    "update_metadata=datasets.update_scientific_metadata replace_metadata=datasets.replace_scientific_metadata",
    "BoundSample": "refresh=samples.get update=samples.update download=samples.download parents=samples.list_parents "
    "children=samples.list_children list_datasets=samples.list_datasets "
    "link=link unlink=unlink get_links=get_links graph=samples.graph ancestors=samples.graph "
    "descendants=samples.graph metadata=samples.get_scientific_metadata "
    "update_metadata=samples.update_scientific_metadata replace_metadata=samples.replace_scientific_metadata",
    "BoundProject": "refresh=projects.get update=projects.update datasets=datasets.list samples=samples.list "
    "users=projects.get_users metadata=projects.get_scientific_metadata "
    "update_metadata=projects.update_scientific_metadata replace_metadata=projects.replace_scientific_metadata",
    "BoundInstrument": "refresh=instruments.get update=instruments.update datasets=datasets.list "
    "metadata=instruments.get_scientific_metadata update_metadata=instruments.update_scientific_metadata "
    "replace_metadata=instruments.replace_scientific_metadata",
    "BoundFile": "refresh=files.get download=files.download request_ingestion=files.request_ingestion wait=wait",
    "BoundIngestionRequest": "wait=wait",
}
PAIRS = [(kind, *pair.split("=")) for kind, pairs in BOUND_VERBS.items() for pair in pairs.split()]


def test_every_namespace_exists_blocking_too():
    assert list(COROUTINES) == [name for name, _ in classes(sync)]


@pytest.mark.parametrize("name", COROUTINES)
def test_blocking_methods_have_the_signature_and_words_of_their_coroutine(name):
    blocking = dict(classes(sync))[name]
    for method, function in vars(COROUTINES[name]).items():
        if method.startswith("_") or not inspect.isfunction(function):
            continue
        copy = getattr(blocking, method)
        arguments, arrow, result = str(inspect.signature(function)).replace("AsyncListing", "Listing").rpartition("->")
        expected = arguments + arrow + WITH_VERBS.sub(r"Bound\1", result)
        assert (expected, function.__doc__) == (str(inspect.signature(copy)), copy.__doc__)


def verbs_of(kind):
    """The verbs of a record: its public methods but for those that plain records have."""
    names = {name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))}
    return names - set(dir(records.Record)) - set(kind._fields)


@pytest.mark.parametrize("kind", BOUND_VERBS)
def test_the_verbs_of_a_record_are_those_of_the_table(kind):
    assert {verb for owner, verb, _ in PAIRS if owner == kind} == verbs_of(getattr(bound, kind))


@pytest.mark.parametrize("kind", BOUND_VERBS)
def test_a_verb_takes_the_place_of_no_attribute(kind):
    plain = getattr(records, kind.removeprefix("Bound"))
    assert set() == verbs_of(getattr(bound, kind)) & set(dir(plain))


@pytest.mark.parametrize(("kind", "verb", "method"), PAIRS, ids=[f"{kind}.{verb}" for kind, verb, _ in PAIRS])
def test_a_verb_takes_what_its_method_takes_with_the_same_defaults(kind, verb, method):
    target = CrucibleClient(api_key="k")
    for name in method.split("."):
        target = getattr(target, name)
    there = inspect.signature(target).parameters
    here = list(inspect.signature(getattr(getattr(bound, kind), verb)).parameters.values())[1:]
    shared = [one for one in here if one.name not in ("mapping", "depth", "other")]
    assert [(one.name, one.default, one.annotation) for one in shared] == [
        (one.name, there[one.name].default, there[one.name].annotation) for one in shared
    ]


def test_an_update_of_a_record_has_every_field_of_its_method():
    client = CrucibleClient(api_key="k")
    for noun in ("dataset", "sample", "project", "instrument"):
        method = inspect.signature(getattr(client, f"{noun}s").update).parameters
        verb = inspect.signature(getattr(bound, f"Bound{noun.title()}").update).parameters
        assert list(method)[1:] == list(verb)[2:]


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
    records.AccessGroup: "ResourceAccessGroup",
    records.Account: "AccountRead",
    records.AccountAuthorization: "AccountAuthorization",
    records.AccountCapabilities: "AccountCapabilities",
    records.ApiKeyStatus: "ApiKeyStatus",
    records.Dataset: "DatasetResponse",
    records.DeletedResource: "DeletionAuditLog",
    records.DeletionRequest: "DeletionRequest",
    records.DeletionState: "DeletionState",
    records.DownloadLink: "DownloadLink",
    records.Edge: "GraphEdge",
    records.EffectiveAccess: "EffectiveResourceAccess",
    records.Facet: "FacetBucket",
    records.File: "AssociatedFileRead",
    records.Health: "ReadinessResponse",
    records.IngestionRequest: "IngestionRequest",
    records.Instrument: "InstrumentRead",
    records.InstrumentAssignment: "InstrumentAssignment",
    records.InstrumentReference: "InstrumentReference",
    records.JoinRequest: "JoinRequest",
    records.Keyword: "Keyword",
    records.Link: "ResourceLink",
    records.Node: "GraphNode",
    records.OwnershipTransfer: "OwnershipTransfer",
    records.PrintJob: "PrintJob",
    records.Profile: "ProfileRead",
    records.Project: "ProjectRead",
    records.ProjectMember: "ProjectMember",
    records.ProjectReassignment: "ProjectReassignment",
    records.ProjectReference: "ProjectReference",
    records.ProjectSync: "ProjectSync",
    records.PublicUser: "UserPublicRead",
    records.ResourceCapabilities: "ResourceCapabilities",
    records.Sample: "SampleResponse",
    records.SearchResult: "SearchResult",
    records.ServiceAccount: "ServiceAccountRead",
    records.ServiceAccountKey: "ServiceAccountCredentials",
    records.Thumbnail: "Thumbnail",
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
    expected = {name: Secret(text) if name == "api_key" else text for name, text in example.items()}
    assert (expected, {}) == (dict(record), record.extra)
    assert all(isinstance(getattr(record, name), object) for name in kind._fields)


def test_every_record_class_is_compared_with_a_schema_or_has_none():
    free = {records.Record, records.Confirmation, records.Graph, records.Match}
    known = {value for value in vars(records).values() if inspect.isclass(value) and issubclass(value, Record)}
    assert known - free == set(SCHEMAS)
