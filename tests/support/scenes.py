"""Accounts for each column of the tables of rights, and fresh objects on which they hold their role."""

from __future__ import annotations

import functools
import hashlib
import itertools
import sqlite3
from typing import TYPE_CHECKING, Any

import httpx

from .rights import ROLES
from .served import Person, Served, crc32c

if TYPE_CHECKING:
    from crucible.sandbox import Sandbox

GRANTED = ("viewer", "contributor", "editor", "admin")
WITHOUT_KEY = ("none", "wrong")
CONTENT = b"two,columns\n1,2\n"
OTHER_CONTENT = b"two,columns\n3,4\n"


def described(content: bytes) -> dict[str, Any]:
    """Return what a new upload says about its content."""
    return {"size": len(content), "sha256_hash": hashlib.sha256(content).hexdigest()}


class World:
    """A served sandbox with one account per column.

    The service account is bound to the instrument `bench` and contributes to the project `lab`; it has no other rights
    than those that follow. The platform administrator has no role on anything.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.served = Served(sandbox)
        self._database = sqlite3.connect(sandbox.root / "crucible.db")
        self.admin = self.served.admin
        self.owner = self.served.person("owner")
        self.numbers = itertools.count(1)
        self._standing: dict[str, Scene] = {}
        self.callers = {
            **{role: self.served.person(f"the-{role}") for role in ("stranger", *GRANTED)},
            **{"owner": self.owner, "normal": self.admin, "elevated": self.admin},
            **{role: self._without_key(role) for role in WITHOUT_KEY},
            "service": self._service_account(),
        }
        assert set(ROLES) == set(self.callers)
        self.bench = self.instrument()
        self.lab = self.owner.project("lab")
        self.bind(self.bench)
        self.owner.post(f"projects/{self.lab}/users/{self.callers['service'].id}", role="contributor")

    def _without_key(self, role: str) -> Person:
        person = Person(self.served.sandbox, self.owner.id, "wrong")
        if role == "none":
            del person.http.headers["authorization"]
        self.served.people.append(person)
        return person

    def _service_account(self) -> Person:
        made = self.admin.post("service_accounts", json={"username": "service"})
        self.served.people.append(Person(self.served.sandbox, made["unique_id"], made["api_key"]))
        return self.served.people[-1]

    def bind(self, instrument: str) -> None:
        """Let the service account work for an instrument."""
        self.owner.post(f"instruments/{instrument}/service_accounts/{self.callers['service'].id}")

    def instrument(self) -> str:
        """Register an instrument of the owner's."""
        slug = f"instrument-{next(self.numbers)}"
        body = {"instrument_id": slug, "instrument_name": "XRD One", "location": "Building 67"}
        mfid: str = self.owner.post("instruments", json=body)["unique_id"]
        return mfid

    def scene(self, role: str, *, changes: bool) -> Scene:
        """Return where a role calls: a new place for calls that change something, else one that stands."""
        return Scene(self, role) if changes else self._standing.setdefault(role, Scene(self, role))

    def commits(self) -> int:
        """Return a number that is another one after the sandbox has stored anything."""
        number: int = self._database.execute("PRAGMA data_version").fetchone()[0]
        return number

    def close(self) -> None:
        self._database.close()
        self.served.close()


class Scene:
    """A caller and the objects it calls about; each is made when it is first asked for, and belongs to the owner."""

    def __init__(self, world: World, role: str) -> None:
        self.world = world
        self.role = role
        self.owner, self.admin = world.owner, world.admin
        self.caller = world.callers[role]

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Call as the role."""
        if self.role in ("normal", "elevated"):
            options["headers"] = {**options.get("headers", {}), "Crucible-Privilege-Mode": self.role}
        return self.caller.http.request(method, path, **options)

    def _held(self, mfid: str) -> str:
        """Let the caller hold the role on a record, where a grant does it."""
        if self.role in GRANTED:
            body = {"permission": self.role}
            self.owner.put(f"resources/{mfid}/access/users/{self.caller.id}", json=body)
        return mfid

    def new_dataset(self) -> str:
        """Make another dataset on which the caller holds the role."""
        fields = {"instrument_mfid": self.world.bench} if self.role == "service" else {}
        return self._held(self.owner.dataset(dataset_name="perovskite film", **fields))

    def new_sample(self) -> str:
        """Make another sample on which the caller holds the role."""
        return self._held(self.owner.sample(**({"project_mfid": self.world.lab} if self.role == "service" else {})))

    @functools.cached_property
    def dataset(self) -> str:
        return self.new_dataset()

    @functools.cached_property
    def sample(self) -> str:
        return self.new_sample()

    @functools.cached_property
    def instrument(self) -> str:
        mfid = self._held(self.world.instrument())
        if self.role == "service":
            self.world.bind(mfid)
        return mfid

    @functools.cached_property
    def project_slug(self) -> str:
        slug = f"project-{next(self.world.numbers)}"
        self.owner.project(slug)
        if self.role in (*GRANTED, "service"):
            role = "contributor" if self.role == "service" else self.role
            self.owner.post(f"projects/{slug}/users/{self.caller.id}", role=role)
        return slug

    @functools.cached_property
    def project(self) -> str:
        mfid: str = self.owner.get(f"projects/{self.project_slug}")["unique_id"]
        return mfid

    @functools.cached_property
    def other_project(self) -> str:
        """A project of the owner's, to which the caller may add records."""
        slug = f"project-{next(self.world.numbers)}"
        mfid = self.owner.project(slug)
        if self.role not in (*WITHOUT_KEY, "owner", "elevated"):
            self.owner.post(f"projects/{slug}/users/{self.caller.id}", role="contributor")
        return mfid

    @functools.cached_property
    def other(self) -> str:
        """A person whom nobody knows."""
        name = f"other-{next(self.world.numbers)}"
        info = {"first_name": "Grace", "last_name": "Example", "username": name, "email": f"{name}@example.org"}
        unique_id: str = self.admin.post("users", json={"user_info": info, "project_ids": []})["unique_id"]
        self.admin.post(f"users/{unique_id}/apikey")
        return unique_id

    @functools.cached_property
    def service_account(self) -> str:
        """A service account that nothing is bound to."""
        unique_id: str = self.admin.post("service_accounts", json={"username": f"robot-{next(self.world.numbers)}"})[
            "unique_id"
        ]
        return unique_id

    @functools.cached_property
    def file(self) -> str:
        """A file of the dataset that is kept elsewhere, unlike any other."""
        name = f"{next(self.world.numbers)}.h5"
        body = {"filename": name, "storage_backend": "globus", "sha256_hash": hashlib.sha256(name.encode()).hexdigest()}
        mfid: str = self.owner.post(f"datasets/{self.dataset}/files", json=body)["mfid"]
        return mfid

    @functools.cached_property
    def stored_file(self) -> str:
        """A file of the dataset with content."""
        mfid: str = self.owner.upload(self.dataset, "a.csv", CONTENT)["mfid"]
        return mfid

    @functools.cached_property
    def ingestion_request(self) -> int:
        number: int = self.owner.post(f"files/{self.file}/ingest", status="not_requested")["id"]
        return number

    @property
    def file_with_request(self) -> str:
        """The file, after its ingestion was asked for."""
        assert self.ingestion_request
        return self.file

    @functools.cached_property
    def thumbnail(self) -> int:
        body = {"thumbnail_name": "overview", "thumbnail_b64str": "aGVsbG8="}
        number: int = self.owner.post(f"datasets/{self.dataset}/thumbnails", json=body)["id"]
        return number

    @property
    def dataset_with_thumbnail(self) -> str:
        """The dataset, after it got its thumbnail."""
        assert self.thumbnail
        return self.dataset

    @functools.cached_property
    def join_request(self) -> int:
        """A request of a stranger to join the project."""
        asker = self.world.callers["stranger" if self.role != "stranger" else "viewer"]
        number: int = asker.post(f"access_groups/{self.project_slug}/join", json={"reason": None})["id"]
        return number

    @functools.cached_property
    def deletion_request(self) -> int:
        """The owner's request to delete a dataset on which the role is held."""
        return self.ask_for_deletion(self.new_dataset())

    @functools.cached_property
    def deletion_request_in_project(self) -> int:
        """The owner's request to delete a dataset of the project."""
        return self.ask_for_deletion(self.owner.dataset(project_mfid=self.project))

    def ask_for_deletion(self, mfid: str, *, approved: bool = False) -> int:
        """Let the owner ask for a record's deletion, and an administrator approve of it."""
        number: int = self.owner.post(f"resources/{mfid}/delete", reason="made twice")["id"]
        if approved:
            self.admin.patch(f"deletion_requests/{number}", status="approved")
        return number

    @functools.cached_property
    def audit_entry(self) -> int:
        """The entry about the deletion of a dataset on which the role was held."""
        gone = self.new_dataset()
        self.ask_for_deletion(gone, approved=True)
        self.admin.delete(f"resources/{gone}")
        number: int = self.admin.get("deletion_audit", resource_id=gone)["items"][0]["id"]
        return number

    def signed_upload(self) -> str:
        """Begin a signed upload to the dataset."""
        body = {"filename": "b.csv", **described(OTHER_CONTENT)}
        upload_id: str = self.owner.post(f"datasets/{self.dataset}/upload/multipart/initiate", json=body)["upload_id"]
        return upload_id

    def sent_signed_upload(self) -> str:
        """Begin a signed upload and send its only part."""
        upload_id = self.signed_upload()
        body = {"parts": [{"part_number": 1, "crc32c": crc32c(OTHER_CONTENT)}]}
        signed = self.owner.post(f"datasets/{self.dataset}/upload/multipart/{upload_id}/parts", json=body)["parts"][0]
        answer = httpx.put(signed["url"], content=OTHER_CONTENT, headers=signed["headers"], trust_env=False)
        assert 200 == answer.status_code, answer.text
        return upload_id
