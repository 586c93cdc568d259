"""Fill a sandbox with a world: the small one to begin with, or one that a file describes.

It is made by requests like anybody's, with the key of the person whose work it is: what stands in the database is then
what a client could have put there, checked like everything else, and a server in another process can be filled too.
Calling the handlers would have to repeat what stands around them: rights, checks, transactions, the object store.

Each thing is looked for before it is made, so that filling a filled sandbox changes nothing, and one whose filling was
interrupted is completed. What is there by the same name is left as it is.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from crucible.errors import ConfigError

from .tls import connection_to
from .world import ADMIN

if TYPE_CHECKING:
    from pathlib import Path

    from .world import World

ANSWER_SECONDS = 600.0  # a large file is read once more before it is there
PERSON_FIELDS = ("first_name", "last_name", "email", "orcid")
SAMPLE_FIELDS = ("sample_type", "description", "timestamp", "public")
DATASET_FIELDS = ("measurement", "session_name", "data_format", "data_type", "timestamp", "public")
INSTRUMENT_FIELDS = ("instrument_name", "location", "instrument_type", "manufacturer", "model")
LIST_LIMIT = 1000


class SeedError(ConfigError):
    """The sandbox does not take what it was to be filled with."""


class _Person:
    """Somebody who sends requests."""

    def __init__(self, api_url: str, api_key: str, authority: Path | None) -> None:
        self.api_url = api_url
        self.authority = authority
        self._path = urlsplit(api_url).path
        self._headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
        self._connection = connection_to(api_url, authority, ANSWER_SECONDS)

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Send a request and return the body of its answer."""
        target = f"{self._path}/{path}" + (f"?{urlencode(query)}" if query else "")
        content = None if body is None else json.dumps(body).encode()
        try:
            self._connection.request(method, target, content, self._headers)
            response = self._connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise SeedError(f"The sandbox at {self.api_url} does not answer.") from error
        finally:
            self._connection.close()  # a server may end idle ones at any time, and files can take long meanwhile
        if response.status >= 300:
            raise SeedError(f"{method} {path} was answered with {response.status}: {_reason(answer)}")
        return json.loads(answer) if answer else None

    def found(self, path: str, **query: Any) -> list[Any]:
        """Return everything of a list that can be long."""
        found: list[Any] = []
        while True:
            items = self.call("GET", path, **query, limit=LIST_LIMIT, offset=len(found))["items"]
            found += items
            if len(items) < LIST_LIMIT:
                return found

    def close(self) -> None:
        self._connection.close()


def seed(api_url: str, api_key: str, authority: Path | None = None, world: World | None = None) -> None:
    """Fill a sandbox, through its API.

    Parameters
    ----------
    api_url, api_key
        The sandbox, and a platform administrator's key.
    authority
        With TLS, the certificate of the authority to trust.
    world
        What with, as `world.read_world` returns it; the small world to begin with unless given.

    Raises
    ------
    SeedError
        If the sandbox does not answer, or refuses something; the message says what.
    """
    if world is None:
        from .demo_world import demo_world

        world = demo_world()
    filling = _Filling(world, _Person(api_url, api_key, authority))
    try:
        filling.run()
    except SeedError as error:
        if filling.at is None:
            raise
        raise SeedError(f"{filling.at}: {error.message}", hint=error.hint) from error
    finally:
        filling.close()


class _Filling:
    """One filling of one sandbox: the people who do it, and the ids of what there is by now."""

    def __init__(self, world: World, admin: _Person) -> None:
        self._world = world
        self._admin = admin
        self._people = {ADMIN: admin}
        self._ids: dict[tuple[str, str], str] = {}
        self.at: str | None = None
        """What is being made."""

    def run(self) -> None:
        """Make everything, what others need first."""
        self._ids["users", ADMIN] = self._admin.call("GET", "account")["user_unique_id"]
        made = {
            "users": self._user,
            "projects": self._project,
            "instruments": self._instrument,
            "samples": self._sample,
            "datasets": self._dataset,
        }
        for kind, make in made.items():
            for name, described in self._world.get(kind, {}).items():
                self.at = f"{kind} > {name}"
                self._ids[kind, name] = self._unwanted(kind, name, described) or make(name, described)
        for kind in ("samples", "datasets"):
            for name, described in self._world.get(kind, {}).items():
                self.at = f"{kind} > {name}"
                self._relate(kind, name, described)
        for number, asked in enumerate(self._world.get("join_requests", []), 1):
            self.at = f"join_requests > {number}"
            self._join(asked["user"], asked["project"], asked.get("reason"))

    def close(self) -> None:
        """End all connections."""
        for person in self._people.values():
            person.close()

    def _who(self, described: World) -> _Person:
        return self._people[described.get("by", ADMIN)]

    def _user(self, name: str, described: World) -> str:
        found = self._admin.call("GET", "users", username=name)["items"]
        info = {"username": name, "email": f"{name}@example.org", **_only(described, PERSON_FIELDS)}
        user = found[0] if found else self._admin.call("POST", "users", {"user_info": info, "project_ids": []})
        unique_id: str = user["unique_id"]
        key = self._admin.call("POST", f"users/{unique_id}/apikey")["api_key"]  # the one there is, if there is one
        self._people[name] = _Person(self._admin.api_url, key, self._admin.authority)
        return unique_id

    def _project(self, slug: str, described: World) -> str:
        found = self._admin.call("GET", "projects", project_id=slug)["items"]
        body = {"project_id": slug, **_only(described, ("title", "organization"))}
        body["project_lead"] = self._ids["users", described.get("lead", ADMIN)]
        project: Any = found[0] if found else self._admin.call("POST", "projects", body)
        present = {member["unique_id"] for member in self._admin.call("GET", f"projects/{slug}/users")["items"]}
        for username, role in described.get("members", {}).items():
            if self._ids["users", username] not in present:
                self._admin.call("POST", f"projects/{slug}/users/{self._ids['users', username]}", role=role)
        return str(project["unique_id"])

    def _instrument(self, slug: str, described: World) -> str:
        found = self._admin.call("GET", "instruments", instrument_id=slug)["items"]
        body = {"instrument_id": slug, **_only(described, INSTRUMENT_FIELDS)}
        unique_id = str((found[0] if found else self._who(described).call("POST", "instruments", body))["unique_id"])
        if wanted := described.get("service_accounts"):
            present = {one["username"]: one["unique_id"] for one in self._admin.found("service_accounts")}
            bound = {one["unique_id"] for one in self._admin.call("GET", f"instruments/{unique_id}/service_accounts")}
            for username in wanted:
                account = present.get(username) or self._robot(username)
                if account not in bound:
                    self._admin.call("POST", f"instruments/{unique_id}/service_accounts/{account}")
        return unique_id

    def _robot(self, username: str) -> str:
        return str(self._admin.call("POST", "service_accounts", {"username": username})["unique_id"])

    def _sample(self, name: str, described: World) -> str:
        return self._record("samples", "sample_name", name, described, SAMPLE_FIELDS)

    def _dataset(self, name: str, described: World) -> str:
        """Make a dataset with everything in it."""
        person = self._who(described)
        more = (
            {"instrument_mfid": self._ids["instruments", described["instrument"]]} if "instrument" in described else {}
        )
        unique_id = self._record("datasets", "dataset_name", name, described, DATASET_FIELDS, more)
        path = f"datasets/{unique_id}"
        if keywords := described.get("keywords"):
            present = {one["keyword"] for one in person.call("GET", f"{path}/keywords")}
            for keyword in keywords:
                if keyword not in present:
                    person.call("POST", f"{path}/keywords", keyword=keyword)
        if pictures := described.get("thumbnails"):
            present = {one["thumbnail_name"] for one in person.call("GET", f"{path}/thumbnails")}
            for picture in pictures:
                shown = picture.get("name") or picture["path"].name
                if shown not in present:
                    text = base64.b64encode(picture["path"].read_bytes()).decode("ascii")
                    person.call("POST", f"{path}/thumbnails", {"thumbnail_name": shown, "thumbnail_b64str": text})
        if files := described.get("files"):
            by_name = {one["filename"]: one["mfid"] for one in person.call("GET", f"{path}/files")}
            for file in files:
                self._file(person, unique_id, by_name, file)
        return unique_id

    def _record(
        self, kind: str, label: str, name: str, described: World, fields: tuple[str, ...], more: World | None = None
    ) -> str:
        """Return the id of a sample or dataset: one in the project by that name, or else a new one."""
        person, slug, owner = self._who(described), described.get("project"), described.get("by", ADMIN)
        given = {"project_id": slug} if slug else {}
        found = [
            one
            for one in person.found(kind, **{label: name}, **given)
            if slug or (one["project_id"] is None and one["owner_orcid"] == self._ids["users", owner])
        ]
        body = {label: name, **given, **_only(described, fields), **(more or {})}
        unique_id: str = (found[0] if found else person.call("POST", kind, body))["unique_id"]
        if metadata := described.get("metadata"):
            answer = person.call("GET", f"resources/{unique_id}/metadata")
            stored = answer["scientific_metadata"] if answer else {}
            if missing := {key: value for key, value in metadata.items() if key not in stored}:
                person.call("PATCH", f"resources/{unique_id}/metadata", missing)
        return unique_id

    def _unwanted(self, kind: str, name: str, described: World) -> str | None:
        """Return the id of a record whose deletion was asked for, the last thing to happen; lists do not show it."""
        if "deletion" not in described:
            return None
        sought = (kind.removesuffix("s"), name, described.get("project"))
        for one in self._admin.found("deletion_requests"):
            if sought == (one["resource_type"], one["resource_name"], one["project_id"]):
                return str(one["resource_id"])
        return None

    def _file(self, person: _Person, dataset: str, present: dict[str, str], described: World) -> None:
        name = described.get("name") or described["path"].name
        mfid = present.get(name)
        if mfid is None:
            mfid = present[name] = _upload(person, dataset, name, described)
        elif not described.get("ingest", True) or person.call("GET", "ingestion_requests", file_mfid=mfid)["items"]:
            return
        if described.get("ingest", True):
            person.call("POST", f"files/{mfid}/ingest")

    def _relate(self, kind: str, name: str, described: World) -> None:
        """Link a record with others, give people access to it, and ask for its deletion."""
        person, unique_id = self._who(described), self._ids[kind, name]
        if self._unwanted(kind, name, described) is not None:
            return
        parents = [self._ids[kind, parent] for parent in described.get("parents", [])]
        samples = [self._ids["samples", sample] for sample in described.get("samples", [])]
        linked: set[str] = set()
        if parents or samples:
            linked = {link["unique_id"] for link in person.call("GET", f"resources/{unique_id}/links")}
        for parent in parents:
            if parent not in linked:
                person.call("POST", f"{kind}/{parent}/children/{unique_id}")
        for sample in samples:
            if sample not in linked:
                person.call("POST", f"{kind}/{unique_id}/samples/{sample}")
        self._grant(person, unique_id, described.get("access", {}))
        if "deletion" in described:
            person.call("POST", f"resources/{unique_id}/delete", reason=described["deletion"])

    def _grant(self, person: _Person, unique_id: str, access: World) -> None:
        """Give people and projects roles on a record that they have none on."""
        if not access:
            return
        present = json.dumps(person.call("GET", f"resources/{unique_id}/access"))
        for whose, roles in access.items():
            for name, role in roles.items():
                principal = self._ids[whose, name]
                if principal not in present:
                    person.call("PUT", f"resources/{unique_id}/access/{whose}/{principal}", {"permission": role})

    def _join(self, user: str, project: str, reason: str | None) -> None:
        """Let somebody ask to join a project."""
        asked = self._admin.found("join_requests", requester_id=self._ids["users", user])
        if not any(one["group_name"] == project for one in asked):
            self._people[user].call("POST", f"access_groups/{quote(project)}/join", {"reason": reason})


def _only(described: World, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: described[name] for name in fields if name in described}


def _reason(answer: bytes) -> str:
    """Return what a refusal says, without the JSON around it."""
    try:
        detail = json.loads(answer)["detail"]
        return detail if isinstance(detail, str) else "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in detail)
    except (ValueError, LookupError, TypeError):
        return answer.decode(errors="replace")


def _opened(described: World) -> io.BufferedIOBase:
    file: io.BufferedIOBase
    file = io.BytesIO(described["text"].encode()) if "text" in described else described["path"].open("rb")
    return file


def _upload(person: _Person, dataset: str, name: str, described: World) -> str:
    """Put a file into a dataset and return its id."""
    with _opened(described) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, io.SEEK_END)
    announced = {"filename": name, "size": size, "sha256_hash": digest}
    session = person.call("POST", f"datasets/{dataset}/upload/initiate", announced)
    if session["existing_file"] is not None:
        return str(session["existing_file"]["mfid"])
    address = urlsplit(session["resumable_uri"])
    storage = connection_to(session["resumable_uri"], person.authority, ANSWER_SECONDS)
    try:
        last = f"bytes 0-{size - 1}/{size}" if size else "bytes */0"
        with _opened(described) as file:
            headers = {"Content-Range": last, "Content-Length": str(size)}
            storage.request("PUT", f"{address.path}?{address.query}", file, headers)
            status = storage.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise SeedError(f"The storage does not take {name}.") from error
    finally:
        storage.close()
    if status != 200:
        raise SeedError(f"The storage answered {status} to the upload of {name}.")
    finished = {"upload_id": session["upload_id"], "sha256_hash": digest}
    mfid: str = person.call("POST", f"datasets/{dataset}/upload/complete", finished)["mfid"]
    return mfid
