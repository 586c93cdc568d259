"""A served sandbox spoken to in plain HTTP, as any client in any language would."""

from __future__ import annotations

import base64
import hashlib
import random
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import google_crc32c
import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crucible.sandbox import Sandbox


def content_of(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311


def crc32c(content: bytes) -> str:
    return base64.b64encode(google_crc32c.value(content).to_bytes(4, "big")).decode()


def stored_files(sandbox: Sandbox) -> list[str]:
    """Return the checksums of all complete content on the disk."""
    return sorted(path.name for path in (sandbox.root / "objects").glob("??/*"))


def link_of(person: Person, file: Any) -> str:
    link: str = person.get(f"files/{file['mfid']}/download_link")["url"]
    return link


class Person:
    """Somebody with a key."""

    def __init__(self, sandbox: Sandbox, unique_id: str, key: str, version: str = "v3") -> None:
        self.sandbox = sandbox
        self.id = unique_id
        self.key = key
        url = sandbox.api_url.removesuffix("v3") + version
        self.http = httpx.Client(
            base_url=url + "/", headers={"Authorization": f"Bearer {key}"}, timeout=30, trust_env=False
        )

    def call(self, method: str, path: str, status: int = 200, **options: Any) -> Any:
        """Send a request, expect a status, and return the body."""
        response = self.http.request(method, path, **options)
        assert status == response.status_code, f"{method} {path}: {response.status_code} {response.text[:500]}"
        return response.json() if response.content else None

    def get(self, path: str, status: int = 200, /, **query: Any) -> Any:
        return self.call("GET", path, status, params=query)

    def post(self, path: str, status: int = 200, /, *, json: Any = None, **query: Any) -> Any:
        return self.call("POST", path, status, json=json, params=query)

    def patch(self, path: str, status: int = 200, /, *, json: Any = None, **query: Any) -> Any:
        return self.call("PATCH", path, status, json=json, params=query)

    def put(self, path: str, status: int = 200, /, *, json: Any = None, **query: Any) -> Any:
        return self.call("PUT", path, status, json=json, params=query)

    def delete(self, path: str, status: int = 200, /, **query: Any) -> Any:
        return self.call("DELETE", path, status, params=query)

    def dataset(self, **fields: Any) -> str:
        return self.post("datasets", json=fields)["unique_id"]

    def sample(self, name: str = "film A", **fields: Any) -> str:
        return self.post("samples", json={"sample_name": name, **fields})["unique_id"]

    def project(self, slug: str, **fields: Any) -> str:
        body = {"project_id": slug, "organization": "Example Lab", "project_lead": self.id, **fields}
        return self.post("projects", json=body)["unique_id"]

    def start_upload(self, dataset: str, name: str, content: bytes, status: int = 200) -> Any:
        body = {"filename": name, "size": len(content), "sha256_hash": hashlib.sha256(content).hexdigest()}
        return self.post(f"datasets/{dataset}/upload/initiate", status, json=body)

    def complete_upload(self, dataset: str, upload: Any, content: bytes, status: int = 200) -> Any:
        body = {"upload_id": upload["upload_id"], "sha256_hash": hashlib.sha256(content).hexdigest()}
        return self.post(f"datasets/{dataset}/upload/complete", status, json=body)

    def upload(self, dataset: str, name: str, content: bytes) -> Any:
        """Upload in one request, and return the file."""
        upload = self.start_upload(dataset, name, content)
        put(upload, content, 0, len(content), 200)
        return self.complete_upload(dataset, upload, content)


def put(upload: Any, content: bytes, first: int, total: int, status: int, **headers: str) -> httpx.Response:
    """Send bytes to a session."""
    described = f"bytes {first}-{first + len(content) - 1}/{total}" if content else f"bytes */{total}"
    response = httpx.put(
        upload["resumable_uri"],
        content=content,
        headers={"Content-Range": described, **headers},
        timeout=30,
        trust_env=False,
    )
    assert status == response.status_code, response.text
    return response


def connection_to(upload: Any, content: bytes, first: int, total: int) -> socket.socket:
    """Return a connection that has announced all bytes from some position to a session, and sent some of them."""
    described = {"Content-Length": str(total - first), "Content-Range": f"bytes {first}-{total - 1}/{total}"}
    return begun("PUT", upload["resumable_uri"], described, content)


def begun(method: str, url: str, headers: Mapping[str, str], content: bytes) -> socket.socket:
    """Return a connection with a request that may have announced more than it sends."""
    address = urlsplit(url)
    connection = socket.create_connection((str(address.hostname), address.port or 80))
    lines = [f"{method} {address.path}?{address.query} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + content)
    return connection


class Served:
    """A sandbox and the people in it; `admin` is the platform administrator."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.admin = Person(sandbox, "0000-0000-0000-000X", sandbox.api_key)
        self.people = [self.admin]

    def person(self, username: str, number: int | None = None) -> Person:
        """Make a person with a key."""
        info = {"first_name": username.title(), "last_name": "Example", "username": username}
        info |= {"email": f"{username}@example.org"}
        if number is not None:
            info["orcid"] = f"0000-0000-0000-{number:04d}"
        unique_id = self.admin.post("users", json={"user_info": info, "project_ids": []})["unique_id"]
        return self.known(unique_id, self.admin.post(f"users/{unique_id}/apikey")["api_key"])

    def robot(self, username: str, platform_role: str = "none") -> Person:
        """Make a service account."""
        made = self.admin.post("service_accounts", json={"username": username})
        if platform_role != "none":
            self.admin.patch(f"service_accounts/{made['unique_id']}", json={"platform_role": platform_role})
        return self.known(made["unique_id"], made["api_key"])

    def known(self, unique_id: str, key: str) -> Person:
        """Return somebody whose key is known."""
        self.people.append(Person(self.sandbox, unique_id, key))
        return self.people[-1]

    def in_v2(self, person: Person) -> Person:
        """Return the same person speaking the older version of the API."""
        self.people.append(Person(self.sandbox, person.id, person.key, "v2"))
        return self.people[-1]

    def close(self) -> None:
        for person in self.people:
            person.http.close()
