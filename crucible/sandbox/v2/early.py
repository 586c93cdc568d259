"""Routes of the first months of v2, under which v3 has the same by another name or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid, not_found
from ..call import NONE
from ..images import image_type
from ..store.files import STORED_HERE
from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def list_all_keywords(call: Call) -> Json:
    """The keywords of all datasets the caller may read, each with the number of datasets that have it."""
    counted = call.store.keywords.among(call.readable("dataset"))
    return [{"keyword": keyword, "num_datasets": datasets} for keyword, datasets in counted]


def create_deletion_request(call: Call) -> Json:
    """Ask for a record to be deleted."""
    return ask(call, "request_deletion", resource_mfid=call["resource_id"])


def get_id_type(call: Call) -> Json:
    """What kind of record an identity belongs to."""
    return {"object_type": ask(call, "get_resource")["resource_type"]}


def _of_dataset(call: Call, operation: str, **values: Json) -> Json:
    """Return the answer of an operation on resources, for a dataset."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=NONE)
    return ask(call, operation, resource_mfid=dataset.mfid, **values)


def get_dataset_metadata(call: Call) -> Json:
    """The metadata of a dataset, or null."""
    return _of_dataset(call, "get_metadata")


def create_dataset_metadata(call: Call) -> Json:
    """Give a dataset metadata in place of all it had."""
    return _of_dataset(call, "create_metadata", overwrite=True)


def merge_dataset_metadata(call: Call) -> Json:
    """Merge an object into the metadata of a dataset."""
    return _of_dataset(call, "merge_metadata")


def search_dataset_metadata(call: Call) -> Json:
    """Records whose metadata has all words, best first; a bare array."""
    return ask(call, "search_metadata")["items"]


def list_dataset_access_groups(call: Call) -> Json:
    """The groups that may read or write a dataset."""
    return _of_dataset(call, "list_resource_access_groups")


def add_dataset_access_group(call: Call) -> Json:
    """Let a group read, or write, a dataset."""
    return _of_dataset(call, "add_resource_access_group")


def list_associated_files(call: Call) -> Json:
    """All files of a dataset."""
    return ask(call, "list_dataset_files")


def add_associated_file(call: Call) -> Json:
    """Make a record for a file that was copied to the store by other means; return all files, the new one last.

    The sandbox has no store that one could copy to, so there is no content behind the record.
    """
    ask(call, "catalogue_file", body={**call.body, "storage_backend": STORED_HERE})
    return ask(call, "list_dataset_files")


def request_dataset_file_ingestion(call: Call) -> Json:
    """Ask for a file to be read."""
    file = call.store.files.get(call["file_mfid"])
    if file is None or file.dataset_mfid != call["dataset_mfid"]:
        raise not_found(f"File {call['file_mfid']} of dataset {call['dataset_mfid']}")
    return ask(call, "request_ingestion")


def extract_metadata(call: Call) -> Json:
    """Say what pictures were given; nothing here could read what they show."""
    read = []
    for at, image in enumerate(call.body["images"]):
        try:
            read.append({"media_type": image_type(image["data"])})
        except ValueError:
            raise invalid(("body", "images", at, "data"), "Input should be an image in Base64") from None
    return {"images": read, "context": call.body.get("context")}
