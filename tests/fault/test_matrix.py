"""Every fault with every kind of call and both clients: what the caller is told, and what the server has stored then.

`TABLE` is the table of what is told; what is stored follows from it: a call that is told to be done took effect once, a
call that is refused did not, and of a call that is told to be unknown only the fault knows. No call takes effect twice.

What cannot occur here: printing a label, because the sandbox has no printers (`test_people` has it with a scripted
server); faults on the way of the bytes of files, which are no control calls (`test_upload`, `test_download`); uploads
with a storage token, which the client does not do; API v2, which sends the same requests by the same code.
"""

import pytest
from support import fault_calls as the
from support.fault_calls import SHA256, Call, World, expect, is_now, length, members, roles, total, without
from support.served import Served, crc32c

from crucible import errors
from crucible.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("brisk")
HOUR = 3600
# The fault, its members, and whether the server does the work all the same.
FAULTS = {
    "reset before": ("reset", {"when": "before"}, False),
    "reset after": ("reset", {"when": "after"}, True),
    "cut off": ("truncate", {"bytes": 5}, True),
    "cut off by reset": ("truncate", {"bytes": 5, "by": "reset"}, True),
    "slow": ("delay", {"seconds": 1, "when": "after"}, True),
    "429": ("answer", {"status": 429}, False),
    "429 now": ("answer", {"status": 429, "retry_after": 0}, False),
    "429 in an hour": ("answer", {"status": 429, "retry_after": HOUR}, False),
    "502": ("answer", {"status": 502}, False),
    "502 now": ("answer", {"status": 502, "retry_after": 0}, False),
    "502 after": ("answer", {"status": 502, "when": "after"}, True),
    "503": ("answer", {"status": 503}, False),
    "503 now": ("answer", {"status": 503, "retry_after": 0}, False),
    "503 in an hour": ("answer", {"status": 503, "retry_after": HOUR}, False),
    "503 after": ("answer", {"status": 503, "retry_after": 0, "when": "after"}, True),
    "504": ("answer", {"status": 504}, False),
    "504 now": ("answer", {"status": 504, "retry_after": 0}, False),
    "504 after": ("answer", {"status": 504, "when": "after"}, True),
    "500": ("answer", {"status": 500}, False),
    "500 after": ("answer", {"status": 500, "when": "after"}, True),
    "page": ("garbage", {}, False),
    "page after": ("garbage", {"when": "after"}, True),
}
PATIENCE_SECONDS = 0.2

# What the caller is told, by how the call is repeated: `read` and `again` are; `id` is settled by the id that the
# client made, `name` by the name that people chose, `upload` by the checksum; `once` cannot be settled; `key` neither,
# and its answer is a secret.
# done: returns a result. unknown: an error that says so. refused: an error of a call that did not run. page: an
# UnexpectedResponseError, because something else than the service has answered.
TABLE = """
                    read      again     id        name      once      key       upload
reset before        done      done      done      unknown   unknown   unknown   done
reset after         done      done      done      done      unknown   unknown   done
cut off             done      done      done      done      unknown   unknown   done
cut off by reset    done      done      done      done      unknown   unknown   done
slow                done      done      done      done      unknown   unknown   done
429                 done      done      done      done      done      done      done
429 now             done      done      done      done      done      done      done
429 in an hour      refused   refused   refused   refused   refused   refused   refused
502                 done      done      done      unknown   unknown   unknown   done
502 now             done      done      done      unknown   unknown   unknown   done
502 after           done      done      done      done      unknown   unknown   done
503                 done      done      done      unknown   unknown   unknown   done
503 now             done      done      done      unknown   unknown   unknown   done
503 in an hour      refused   unknown   unknown   unknown   unknown   unknown   unknown
503 after           done      done      done      done      unknown   unknown   done
504                 done      done      done      unknown   unknown   unknown   done
504 now             done      done      done      unknown   unknown   unknown   done
504 after           done      done      done      done      unknown   unknown   done
500                 refused   unknown   unknown   unknown   unknown   unknown   unknown
500 after           refused   unknown   done      done      unknown   unknown   done
page                page      page      unknown   page      page      unknown   page
page after          page      page      done      done      page      unknown   done
"""


def read_table():
    head, *lines = TABLE.strip().splitlines()
    rows = {line[:20].strip(): dict(zip(head.split(), line[20:].split(), strict=True)) for line in lines}
    assert list(FAULTS) == list(rows)
    return rows


TOLD = read_table()

CALLS = {
    "read a dataset": Call(
        "read", "get_dataset", lambda client, at: expect("before", client.datasets.get(at.dataset), "dataset_name")
    ),
    "list samples": Call(
        "read", "list_samples", lambda client, at: expect(
            "before", client.samples.list(unique_id=at.sample).first(), "sample_name"),
    ),
    "read metadata": Call(
        "read", "get_metadata", lambda client, at: client.datasets.get_scientific_metadata(at.dataset),
        prepare=the.metadata,
    ),
    "a download link": Call(
        "read", "get_download_link", lambda client, at: client.files.get_download_link(at.file), prepare=the.file
    ),
    # ---- creating ----
    "a dataset": Call(
        "id", "create_dataset", lambda client, at: client.datasets.create(dataset_name=at.name),
        total("datasets", dataset_name="name"),
    ),
    "a sample": Call(
        "id", "create_sample", lambda client, at: client.samples.create(sample_name=at.name),
        total("samples", sample_name="name"),
    ),
    "a project": Call(
        "name", "create_project", lambda client, at: client.projects.create(project_id=at.name, organization="Lab"),
        total("projects", project_id="name"),
    ),
    "an instrument": Call(
        "name", "create_instrument", lambda client, at: client.instruments.create(
            instrument_id=at.name, instrument_name=at.name, location="B67"),
        total("instruments", instrument_id="name"),
    ),
    "a user": Call(
        "once", "create_user", lambda client, at: client.users.create(
            first_name="Grace", last_name="Example", username=at.name, email=f"{at.name}@example.org"),
        the.named_people,
    ),
    "a service account": Call(
        "key", "create_service_account", lambda client, at: client.service_accounts.create(at.name), the.named_people
    ),
    "an ingestion request": Call(
        "once", "request_ingestion", lambda client, at: client.files.request_ingestion(at.file),
        total("ingestion_requests", file_mfid="file"), the.file,
    ),
    "a thumbnail": Call(
        "once", "add_thumbnail", lambda client, at: client.datasets.add_thumbnail(at.dataset, b"GIF89a", at.name),
        length("datasets/{dataset}/thumbnails"),
    ),
    "a catalogued file": Call(
        "once", "catalogue_file", lambda client, at: client.datasets.add_remote_file(at.dataset, "raw.h5", "globus"),
        the.files,
    ),
    "a keyword": Call(
        "again", "add_keyword", lambda client, at: client.datasets.add_keyword(at.dataset, "tidy"),
        length("datasets/{dataset}/keywords"),
    ),
    "a deletion request": Call(
        "once", "request_deletion", lambda client, at: client.deletions.request(at.dataset),
        the.deletion_requests,
    ),
    # ---- links ----
    "a link of datasets": Call(
        "again", "link_datasets", lambda client, at: client.link(at.dataset, at.other),
        length("resources/{dataset}/links"), the.relative,
    ),
    "a link to a sample": Call(
        "again", "link_dataset_sample", lambda client, at: client.datasets.add_sample(at.dataset, at.sample),
        length("resources/{dataset}/links"),
    ),
    "a link of samples": Call(
        "again", "link_samples", lambda client, at: client.samples.link(at.sample, at.other),
        length("resources/{sample}/links"), lambda admin, at: setattr(at, "other", admin.sample()),
    ),
    "taking a link away": Call(
        "once", "unlink_datasets", lambda client, at: client.unlink(at.dataset, at.other),
        without("resources/{dataset}/links"), the.linked,
    ),
    # ---- access ----
    "a role for a person": Call(
        "again", "grant_user_access", lambda client, at: client.datasets.grant_user_access(
            at.dataset, at.ada, "viewer"),
        roles("ada", "viewer"),
    ),
    "a role for a project": Call(
        "again", "grant_project_access", lambda client, at: client.datasets.grant_project_access(
            at.dataset, at.project, "viewer"),
        roles("project", "viewer"),
    ),
    "taking a role away": Call(
        "once", "revoke_user_access", lambda client, at: client.datasets.revoke_user_access(at.dataset, at.ada),
        roles("ada", None), the.granted,
    ),
    "a member": Call(
        "once", "add_project_member", lambda client, at: client.projects.add_user(at.ada, at.name),
        members(True), the.own_project,
    ),
    "putting a member out": Call(
        "once", "remove_project_member", lambda client, at: client.projects.remove_user(at.name, at.ada),
        members(False), the.project_with_ada,
    ),
    # ---- changing ----
    "a dataset's name": Call(
        "again", "update_dataset", lambda client, at: client.datasets.update(at.dataset, dataset_name=at.name),
        is_now("datasets/{dataset}", dataset_name="{name}"),
    ),
    "a sample's description": Call(
        "again", "update_sample", lambda client, at: client.samples.update(at.sample, description=at.name),
        is_now("samples/{sample}", description="{name}"),
    ),
    "a project's title": Call(
        "once", "update_project", lambda client, at: client.projects.update(at.name, title="Films"),
        is_now("projects/{name}", title="Films"), the.own_project,
    ),
    "an instrument's model": Call(
        "again", "update_instrument", lambda client, at: client.instruments.update(at.instrument, model=at.name),
        is_now("instruments/{instrument}", model="{name}"),
    ),
    "a person's name": Call(
        "once", "update_user", lambda client, at: client.users.update(at.ada, last_name=at.name),
        is_now("users/{ada}", last_name="{name}"),
    ),
    "a file's note": Call(
        "again", "update_file", lambda client, at: client.files.update(at.file, access_note="ask Ada"),
        is_now("files/{file}", access_note="ask Ada"), the.file,
    ),
    "merging metadata": Call(
        "again", "merge_metadata", lambda client, at: client.datasets.update_scientific_metadata(at.dataset, {"a": 1}),
        the.metadata_is({"old": 1, "a": 1}), the.metadata,
    ),
    "replacing metadata": Call(
        "once", "create_metadata", lambda client, at: client.datasets.replace_scientific_metadata(at.dataset, {"a": 1}),
        the.metadata_is({"a": 1}), the.metadata,
    ),
    "a decision about a deletion": Call(
        "once", "review_deletion_request", lambda client, at: client.deletions.approve(at.deletion),
        the.deletion_is("approved"), the.asked_to_delete,
    ),
    # ---- deleting ----
    "deleting a file": Call(
        "once", "delete_file", lambda client, at: client.files.delete(at.file),
        without("datasets/{dataset}/files"), the.file,
    ),
    "deleting a thumbnail": Call(
        "once", "delete_thumbnail", lambda client, at: client.datasets.delete_thumbnail(at.dataset, at.thumbnail),
        without("datasets/{dataset}/thumbnails"), the.thumbnail,
    ),
    # ---- control calls of uploads ----
    "starting an upload": Call(
        "again", "start_upload", lambda client, at: the.sent(client, at, at.empty)
    ),
    "completing an upload": Call(
        "upload", "complete_upload", lambda client, at: client.datasets.add_file(at.dataset, at.empty), the.files
    ),
    "starting to add a file": Call(
        "again", "start_signed_upload", lambda client, at: the.sent(client, at, at.path)
    ),
    "signing the parts of a file": Call(
        "again", "sign_parts", lambda client, at: the.sent(client, at, at.path)
    ),
    "completing a file": Call(
        "upload", "complete_signed_upload", lambda client, at: client.datasets.add_file(at.dataset, at.path), the.files
    ),
    "starting a signed upload": Call(
        "again", "start_signed_upload", lambda client, at: client.uploads.start(at.dataset, "a", 9, SHA256)
    ),
    "signing parts": Call(
        "again", "sign_parts", lambda client, at: client.uploads.sign_parts(
            at.dataset, at.upload_id, {1: crc32c(the.CONTENT)}), prepare=the.upload_started,
    ),
    "completing a signed upload": Call(
        "again", "complete_signed_upload", lambda client, at: client.uploads.complete(
            at.dataset, at.upload_id, SHA256, crc32c(the.CONTENT)),
        the.files, the.upload_sent,
    ),
    "giving an upload up": Call(
        "once", "abort_signed_upload", lambda client, at: client.uploads.abort(at.dataset, at.upload_id),
        the.abandoned, the.upload_started,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    with Sandbox(ingest=False) as sandbox:
        served = Served(sandbox)
        yield World(served)
        served.close()


def told(error):
    """Return the table's word for how a call ended."""
    if error is None:
        return "done"
    if isinstance(error, errors.UnexpectedResponseError):
        return "page"
    return "unknown" if "unknown" in f"{error} {error.hint}" else "refused"


# What answers without a body cannot be cut off.
NO_BODY = {"deleting a file", "giving an upload up"}
CELLS = [(name, fault) for name in CALLS for fault in FAULTS if name not in NO_BODY or not fault.startswith("cut")]


@pytest.mark.parametrize(("name", "fault"), CELLS)
async def test_a_call_is_done_once_or_its_caller_is_told(world, flavour, tmp_path, name, fault):
    call, (do, options, acts) = CALLS[name], FAULTS[fault]
    sandbox, place = world.admin.sandbox, world.place(call, tmp_path)
    client = flavour.client(
        sandbox.api_url, sandbox.api_key, answer_seconds=PATIENCE_SECONDS if fault == "slow" else 30.0
    )
    sandbox.faults.add(do, on=call.operation, times=1, **options)
    error = None
    try:
        with client.elevated():
            await call.make(client, place)
    except errors.CrucibleError as raised:
        error = raised
    hits = len(sandbox.faults.fired)
    sandbox.faults.clear()
    word = TOLD[fault][call.row]
    assert (word, 1) == (told(error), hits)
    if call.stored is not None:
        assert int(word == "done" or acts) == call.stored(world.admin, place)
    if word == "unknown" and call.row in ("id", "key"):
        assert isinstance(error, errors.PartialCreationError)  # which has the id
    if word == "page" and call.row != "read":
        assert "unknown" in error.hint
    if fault.endswith("hour"):
        assert "to wait 3600 s" in f"{error} {error.hint} {error.__cause__ and error.__cause__.hint}"
