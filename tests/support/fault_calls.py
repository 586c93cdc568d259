"""Calls that faults befall, of every kind: how each is prepared, made, and counted in what the server has stored."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from . import signed
from .served import Person, Served, put

CONTENT = b"not empty"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """One call of the client.

    Attributes
    ----------
    row
        Which row of the table of faults says what comes of it.
    operation
        What the fault befalls.
    make
        Makes the call with a client, in a place that was prepared.
    stored
        How often it took effect, as the server has it; None for a call that only reads, or whose effect shows in what
        comes next.
    prepare
        Puts into the place what the call needs beyond what every place has.
    """

    row: str
    operation: str
    make: Callable[[Any, Any], Awaitable[Any]]
    stored: Callable[[Person, Any], int] | None = None
    prepare: Callable[[Person, Any], None] = lambda admin, place: None


class World:
    """What all calls start from: people, a project, an instrument, and for each call a place with names of its own."""

    def __init__(self, served: Served) -> None:
        self.admin = served.admin
        self.ada = served.person("ada").id
        self.project = self.admin.project("shared-project")
        body = {"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "B67"}
        self.instrument = self.admin.post("instruments", json=body)["unique_id"]
        self.robot = served.robot("robot").id

    def place(self, call: Call, folder: Any) -> Any:
        """Return a dataset, a sample and names that no other call has."""
        name = f"name-{next(_numbers)}"
        place = SimpleNamespace(
            name=name,
            ada=self.ada,
            project=self.project,
            instrument=self.instrument,
            robot=self.robot,
            dataset=self.admin.dataset(dataset_name="before"),
            sample=self.admin.sample("before"),
            path=folder / "scan.xy",
            empty=folder / "empty.xy",
        )
        place.path.write_bytes(CONTENT)
        place.empty.write_bytes(b"")
        call.prepare(self.admin, place)
        return place


def total(path: str, **field: str) -> Callable[[Person, Any], int]:
    """Return what counts the records whose field has the name of the place, or what the place has by that name."""
    (name, attribute), *_ = field.items()
    return lambda admin, place: admin.get(path, **{name: getattr(place, attribute), "include_total": True})["total"]


def length(path: str) -> Callable[[Person, Any], int]:
    """Return what counts the items of a list."""
    return lambda admin, place: len(admin.get(path.format(**vars(place))))


def is_now(path: str, **expected: Any) -> Callable[[Person, Any], int]:
    """Return what tells whether a record has these values; ``{name}`` is the name of the place."""

    def check(admin: Person, place: Any) -> int:
        record = admin.get(path.format(**vars(place)))
        values = {k: v.format(**vars(place)) if isinstance(v, str) else v for k, v in expected.items()}
        return int(values == {name: record[name] for name in values})

    return check


def without(path: str) -> Callable[[Person, Any], int]:
    """Return what tells whether a list is empty now."""
    return lambda admin, place: int(not admin.get(path.format(**vars(place))))


def roles(who: str, permission: str | None) -> Callable[[Person, Any], int]:
    """Return what tells whether somebody has a role on the dataset, or none."""

    def check(admin: Person, place: Any) -> int:
        entries = admin.get(f"resources/{place.dataset}/access")
        found = [entry["permission"] for entry in entries if entry["principal_id"] == getattr(place, who)]
        return int(not found) if permission is None else found.count(permission)

    return check


def members(present: bool) -> Callable[[Person, Any], int]:
    def check(admin: Person, place: Any) -> int:
        found = [item["unique_id"] for item in admin.get(f"projects/{place.name}/users")["items"]]
        return found.count(place.ada) if present else int(place.ada not in found)

    return check


def named_people(admin: Person, place: Any) -> int:
    return len([user for user in admin.post("users/resolve", json={"usernames": [place.name]}).values() if user])


def deletion_requests(admin: Person, place: Any) -> int:
    return int(admin.get(f"resources/{place.dataset}")["deletion_request"] is not None)


def files(admin: Person, place: Any) -> int:
    return len(admin.get(f"datasets/{place.dataset}/files"))


async def expect(expected: Any, awaited: Awaitable[Any], member: str) -> None:
    """Show that a read has what was written."""
    assert expected == getattr(await awaited, member)


async def sent(client: Any, place: Any, path: Any) -> None:
    """Upload a file and show that it has arrived once."""
    await client.datasets.add_file(place.dataset, path)
    assert [path.name] == [file.filename for file in await client.datasets.list_files(place.dataset)]


# ---- preparations ----


def own_project(admin: Person, place: Any) -> None:
    admin.project(place.name)


def project_with_ada(admin: Person, place: Any) -> None:
    own_project(admin, place)
    admin.post(f"projects/{place.name}/users/{place.ada}", role="viewer")


def relative(admin: Person, place: Any) -> None:
    place.other = admin.dataset()


def linked(admin: Person, place: Any) -> None:
    relative(admin, place)
    admin.post(f"datasets/{place.dataset}/children/{place.other}")


def granted(admin: Person, place: Any) -> None:
    admin.put(f"resources/{place.dataset}/access/users/{place.ada}", json={"permission": "viewer"})


def file(admin: Person, place: Any) -> None:
    place.file = admin.upload(place.dataset, "a.xy", CONTENT)["mfid"]


def thumbnail(admin: Person, place: Any) -> None:
    body = {"thumbnail_name": "before", "thumbnail_b64str": "aGVsbG8="}
    place.thumbnail = admin.post(f"datasets/{place.dataset}/thumbnails", json=body)["id"]


def asked_to_delete(admin: Person, place: Any) -> None:
    place.deletion = admin.post(f"resources/{place.dataset}/delete")["id"]


def metadata(admin: Person, place: Any) -> None:
    admin.patch(f"resources/{place.dataset}/metadata", json={"old": 1})


def upload_started(admin: Person, place: Any) -> None:
    place.upload = signed.start(admin, place.dataset, "scan.xy", CONTENT)
    place.upload_id = place.upload.started["upload_id"]


def upload_sent(admin: Person, place: Any) -> None:
    upload_started(admin, place)
    place.upload.send()


def session_sent(admin: Person, place: Any) -> None:
    upload = admin.start_upload(place.dataset, "scan.xy", CONTENT)
    put(upload, CONTENT, 0, len(CONTENT), 200)


def metadata_is(expected: Any) -> Callable[[Person, Any], int]:
    def check(admin: Person, place: Any) -> int:
        return int(expected == admin.get(f"resources/{place.dataset}/metadata")["scientific_metadata"])

    return check


def abandoned(admin: Person, place: Any) -> int:
    return int(404 == admin.http.get(place.upload.path).status_code)


def deletion_is(status: str) -> Callable[[Person, Any], int]:
    return lambda admin, place: int(status == admin.get(f"deletion_requests/{place.deletion}")["status"])
