"""Signed uploads in plain HTTP, step by step."""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Any

import httpx

from .served import crc32c

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .served import Person

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Without authorities, which take longer to load than a part to send; all addresses are of http."""

PART = 1000
"""Size of the parts in tests."""


class SignedUpload:
    """One upload by one person.

    Parameters
    ----------
    person
        Who uploads.
    dataset
        MFID of the dataset.
    content
        What is uploaded.
    started
        What the server answered at the start.
    """

    def __init__(self, person: Person, dataset: str, content: bytes, started: Any) -> None:
        self.person = person
        self.content = content
        self.started = started
        self.base = f"datasets/{dataset}/upload/multipart"
        self.path = f"{self.base}/{started['upload_id']}"

    def piece(self, number: int) -> bytes:
        """Return the bytes of a part."""
        size = self.started["part_size"]
        return self.content[(number - 1) * size : number * size]

    def sign(self, numbers: Iterable[int], status: int = 200) -> Any:
        """Return what the server says about some parts."""
        parts = [{"part_number": number, "crc32c": crc32c(self.piece(number))} for number in numbers]
        answer = self.person.post(f"{self.path}/parts", status, json={"parts": parts})
        return answer["parts"] if status == 200 else answer

    def send(self, *numbers: int) -> None:
        """Upload some parts, all if none is named."""
        for part in self.sign(numbers or range(1, self.started["part_count"] + 1)):
            put_part(part, self.piece(part["part_number"]))

    def received(self) -> list[int]:
        """Return the numbers of the parts that the server has."""
        found, marker = [], 0
        while True:
            page = self.person.get(self.path, part_number_marker=marker)
            found += [part["part_number"] for part in page["parts"]]
            marker = page["next_part_number_marker"]
            if not marker:
                return found

    def complete(self, status: int = 200, **changes: str) -> Any:
        """Ask for the file's record."""
        body = {
            "upload_id": self.started["upload_id"],
            "sha256_hash": hashlib.sha256(self.content).hexdigest(),
            "crc32c": crc32c(self.content),
        }
        return self.person.post(f"{self.base}/complete", status, json=body | changes)

    def abort(self, status: int = 204) -> Any:
        """Abandon the upload."""
        return self.person.delete(self.path, status)


def start(
    person: Person, dataset: str, name: str, content: bytes, status: int = 200, key: str | None = None
) -> SignedUpload:
    """Start an upload of a new file."""
    body = {"filename": name, "size": len(content), "sha256_hash": hashlib.sha256(content).hexdigest()}
    headers = {} if key is None else {"Idempotency-Key": key}
    path = f"datasets/{dataset}/upload/multipart/initiate"
    answer = person.call("POST", path, status, json=body, headers=headers)
    return SignedUpload(person, dataset, content, {"upload_id": None} | answer)


def start_replacing(
    person: Person, file: Any, content: bytes, status: int = 200, condition: str | None = None, key: str | None = None
) -> SignedUpload:
    """Start an upload of new content for a file; the condition is its entity tag unless another is named."""
    body = {"size": len(content), "sha256_hash": hashlib.sha256(content).hexdigest()}
    headers = {"If-Match": condition or file["etag"]} | ({} if key is None else {"Idempotency-Key": key})
    path = f"files/{file['mfid']}/upload/multipart/initiate"
    answer = person.call("POST", path, status, json=body, headers=headers)
    return SignedUpload(person, file["dataset_mfid"], content, {"upload_id": None} | answer)


def put_part(part: Any, content: bytes, status: int = 200, **headers: str) -> httpx.Response:
    """Send bytes to the address of a part; the length is that of the bytes, other headers replace those to send."""
    described = {name.lower(): value for name, value in part["headers"].items()} | headers
    del described["content-length"]
    response = httpx.put(part["url"], content=content, headers=described, timeout=30, trust_env=False, verify=NO_TLS)
    assert status == response.status_code, response.text
    return response
