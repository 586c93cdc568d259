"""What transfers need from the API, for one dataset whose objects lie in an `ObjectStore`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from support.object_store import ObjectStore

from crucible.errors import NotFoundError, ServerError

DATASET = "0tcbwt4cp9x1z000bazhkv5gkg"


def sha256(data: bytes) -> str:
    """Return the checksum as the service records it."""
    return hashlib.sha256(data).hexdigest()


class OneDataset:
    """Implements `crucible.transfer.Service`; tests change its records before they transfer anything."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        self.resource: dict[str, Any] = {
            "unique_id": DATASET,
            "resource_type": "dataset",
            "dataset_name": "Messung 7 µm",
            "scientific_metadata": {"laser": {"power": {"value": 3.0, "unit": "mW"}}},
        }
        self.records: list[dict[str, Any]] = []
        self.addresses: dict[str, str | None] = {}
        self.fresh: dict[str, str] = {}
        self.renewed: list[str] = []
        self.started: list[dict[str, Any]] = []
        self.completed: list[str] = []
        self.chunk_size_hint: int | None = 262144

    def add(self, name: str, data: bytes, **changes: Any) -> dict[str, Any]:
        """Store a file and its record; `changes` make the record say something else."""
        mfid = f"file{len(self.records):04d}"
        self.addresses[mfid] = self.store.put(mfid, data)
        record = {
            "mfid": mfid,
            "dataset_mfid": DATASET,
            "filename": name,
            "size": len(data),
            "sha256_hash": sha256(data),
            "storage_backend": "gcs",
            "storage_path": f"mf-storage-prod/{DATASET}/_files/{mfid}",
            **changes,
        }
        self.records.append(record)
        return record

    def record(self, resource_id: str) -> Mapping[str, object]:
        """Return the dataset."""
        assert resource_id == self.resource["unique_id"]
        return json.loads(json.dumps(self.resource))

    def files(self, dataset_id: str) -> Sequence[Mapping[str, object]]:
        """Return the file records."""
        return self.records

    def links(self, dataset_id: str) -> Mapping[str, str | None]:
        """Return the addresses."""
        if not self.addresses:
            raise NotFoundError("nothing is stored", status=404)
        return self.addresses

    def link(self, file_mfid: str) -> str:
        """Return a fresh address."""
        self.renewed.append(file_mfid)
        address = self.fresh.get(file_mfid) or self.addresses[file_mfid]
        if address is None:
            raise NotFoundError("nothing is stored", status=404)
        return address

    def start_upload(self, dataset_id: str, *, filename: str, size: int, sha256_hash: str) -> Mapping[str, object]:
        """Open a session, unless the content is known."""
        self.started.append({"filename": filename, "size": size, "sha256_hash": sha256_hash})
        for record in self.records:
            if record["sha256_hash"] == sha256_hash:
                return {"upload_id": None, "resumable_uri": None, "chunk_size_hint": None, "existing_file": record}
        upload_id = f"upload{len(self.started)}"
        address = self.store.open_session(upload_id)
        return {
            "upload_id": upload_id,
            "resumable_uri": address,
            "chunk_size_hint": self.chunk_size_hint,
            "existing_file": None,
        }

    def complete_upload(self, dataset_id: str, *, upload_id: str, sha256_hash: str) -> Mapping[str, object]:
        """Make the record of what the store has."""
        self.completed.append(upload_id)
        return self.add(self.started[-1]["filename"], self.store.objects[upload_id])

    def file(self, file_mfid: str) -> Mapping[str, object]:
        """Return one file record."""
        return next(record for record in self.records if record["mfid"] == file_mfid)

    def start_signed_upload(self, dataset_id: str, **announced: Any) -> Mapping[str, object]:
        """Have such uploads switched off."""
        raise ServerError("503", status=503, detail="Multipart uploads are disabled")
