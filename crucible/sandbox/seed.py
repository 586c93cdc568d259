"""A small world to begin with: one group's perovskite films, and a second project that somebody would like to join.

It is made by requests like anybody's, with the key of the person whose work it is: what stands in the database is then
what a client could have put there, checked like everything else, and a server in another process can be filled too.
Calling the handlers would have to repeat what stands around them: rights, checks, transactions, the object store.

Each thing is looked for before it is made, so that filling a filled sandbox changes nothing, and one whose filling was
interrupted is completed.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import math
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from crucible.errors import ConfigError

ADMIN = "admin"
"""Who starts a sandbox: a member, because clients do not use a platform administrator's rights by themselves."""

PEOPLE = {
    "maya": ("Maya", "Okafor"),
    "jonas": ("Jonas", "Lind"),
    "priya": ("Priya", "Nair"),
    "tomas": ("Tomás", "Reyes"),
}
FILMS, CATALYSTS = "perovskite-films", "nanocatalysts"
PROJECTS: dict[str, dict[str, Any]] = {
    FILMS: {
        "title": "Perovskite films for solar cells",
        "organization": "Example Lab",
        "lead": "maya",
        "members": {ADMIN: "admin", "jonas": "editor", "priya": "contributor"},
    },
    CATALYSTS: {
        "title": "Platinum nanocatalysts",
        "organization": "Example University",
        "lead": "jonas",
        "members": {ADMIN: "admin", "maya": "viewer"},
    },
}
INSTRUMENTS: dict[str, dict[str, str]] = {
    "xrd-1": {
        "instrument_name": "Powder diffractometer",
        "location": "Building 2, room 110",
        "instrument_type": "X-ray diffraction",
        "owner": "jonas",
    },
    "sem-2": {
        "instrument_name": "Scanning electron microscope",
        "location": "Building 2, room 031",
        "instrument_type": "electron microscopy",
        "owner": "jonas",
    },
    "pl-3": {
        "instrument_name": "Photoluminescence microscope",
        "location": "Building 7, room 204",
        "instrument_type": "optical spectroscopy",
        "owner": "maya",
    },
}
INK = "ink 12"
SAMPLES: dict[str, dict[str, str]] = {
    INK: {"sample_type": "solution", "description": "Methylammonium lead iodide in DMF, 1.2 mol/l"},
    "film A": {"sample_type": "thin film", "description": "Annealed at 100 degC"},
    "film B": {"sample_type": "thin film", "description": "Annealed at 120 degC"},
    "film C": {"sample_type": "thin film", "description": "Annealed at 150 degC; turned yellow"},
}
XRD, SEM, PL = "X-ray diffraction", "scanning electron microscopy", "photoluminescence"
DATASETS: dict[str, dict[str, Any]] = {
    "film A, pattern": {"sample": "film A", "measurement": XRD, "instrument": "xrd-1", "file": "film_a_xrd.xy"},
    "film B, pattern": {"sample": "film B", "measurement": XRD, "instrument": "xrd-1", "file": "film_b_xrd.xy"},
    "film C, pattern": {"sample": "film C", "measurement": XRD, "instrument": "xrd-1", "file": "film_c_xrd.xy"},
    "film A, grains": {"sample": "film A", "measurement": SEM, "instrument": "sem-2", "file": "film_a_sem.tif"},
    "film A, map": {"sample": "film A", "measurement": PL, "instrument": "pl-3", "file": "film_a_pl_map.h5"},
}
UNWANTED = "film A, shutter closed"
EMPTY = {"sample": "film A", "measurement": XRD, "instrument": "xrd-1", "file": "empty_xrd.xy"}
ANNEALED_AT = {"film A": 100, "film B": 120, "film C": 150}
LEAD_IODIDE_SHARE = {"film_b_xrd.xy": 0.12, "film_c_xrd.xy": 0.85}
"""How far a film has decomposed, which is what its pattern shows."""

PERSON, APPLICANT, APPLICATION = "priya", "tomas", "I measure the same particles with X-rays"


class SeedError(ConfigError):
    """The sandbox does not take what it was to be filled with."""


class _Person:
    """Somebody who sends requests."""

    def __init__(self, api_url: str, api_key: str) -> None:
        self.api_url = api_url
        address = urlsplit(api_url)
        self._path = address.path
        self._headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
        self._connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)

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
        if response.status >= 300:
            raise SeedError(f"{method} {path} was answered with {response.status}: {answer.decode(errors='replace')}")
        return json.loads(answer) if answer else None

    def ensure(self, path: str, key: dict[str, Any], body: dict[str, Any]) -> Any:
        """Return the record that has some values, made if there is none."""
        found = self.call("GET", path, **key)["items"]
        return found[0] if found else self.call("POST", path, {**key, **body})

    def close(self) -> None:
        self._connection.close()


def seed(api_url: str, api_key: str) -> None:
    """Fill a sandbox, through its API.

    Parameters
    ----------
    api_url, api_key
        The sandbox, and a platform administrator's key.
    """
    people = {ADMIN: _Person(api_url, api_key)}
    try:
        ids = {username: _ensure_person(people, username) for username in PEOPLE}
        ids[ADMIN] = people[ADMIN].call("GET", "account")["user_unique_id"]
        for slug, described in PROJECTS.items():
            _ensure_project(people[ADMIN], slug, described, ids)
        instruments = {
            slug: people[fields["owner"]].ensure("instruments", {"instrument_id": slug}, fields)["unique_id"]
            for slug, fields in INSTRUMENTS.items()
        }
        samples = _ensure_samples(people[PERSON])
        for name, described in DATASETS.items():
            _ensure_dataset(people[PERSON], name, described, samples, instruments)
        _ensure_unwanted(people, samples, instruments)
        _ensure_application(people, ids)
    finally:
        for person in people.values():
            person.close()


def _ensure_person(people: dict[str, _Person], username: str) -> str:
    """Return somebody's id, and put them among the people."""
    first, last = PEOPLE[username]
    found = people[ADMIN].call("GET", "users", username=username)["items"]
    info = {"username": username, "first_name": first, "last_name": last, "email": f"{username}@example.org"}
    user = found[0] if found else people[ADMIN].call("POST", "users", {"user_info": info, "project_ids": []})
    unique_id: str = user["unique_id"]
    key = people[ADMIN].call("POST", f"users/{unique_id}/apikey")["api_key"]  # the one there is, if there is one
    people[username] = _Person(people[ADMIN].api_url, key)
    return unique_id


def _ensure_project(admin: _Person, slug: str, described: dict[str, Any], ids: dict[str, str]) -> None:
    body = {
        "title": described["title"],
        "organization": described["organization"],
        "project_lead": ids[described["lead"]],
    }
    found = admin.call("GET", "projects", project_id=slug)["items"]
    if not found:
        admin.call("POST", "projects", {"project_id": slug, **body})
    present = {member["unique_id"] for member in admin.call("GET", f"projects/{slug}/users")["items"]}
    for username, role in described["members"].items():
        if ids[username] not in present:
            admin.call("POST", f"projects/{slug}/users/{ids[username]}", role=role)


def _ensure_samples(person: _Person) -> dict[str, str]:
    """Return the ids of the samples by name; the films are made of the ink."""
    ids = {
        name: person.ensure("samples", {"sample_name": name, "project_id": FILMS}, fields)["unique_id"]
        for name, fields in SAMPLES.items()
    }
    linked = {link["unique_id"] for link in person.call("GET", f"resources/{ids[INK]}/links")}
    for name, unique_id in ids.items():
        if name != INK and unique_id not in linked:
            person.call("POST", f"samples/{ids[INK]}/children/{unique_id}")
    return ids


def _ensure_dataset(
    person: _Person, name: str, described: dict[str, Any], samples: dict[str, str], instruments: dict[str, str]
) -> str:
    """Make a dataset with everything in it. Its file comes last, so one that has a file is complete."""
    body = {
        "measurement": described["measurement"],
        "session_name": "2026-08 films",
        "instrument_mfid": instruments[described["instrument"]],
        "timestamp": "2026-08-01T10:00:00+00:00",
    }
    dataset: str = person.ensure("datasets", {"dataset_name": name, "project_id": FILMS}, body)["unique_id"]
    if person.call("GET", f"datasets/{dataset}/files"):
        return dataset
    temperature = {"value": ANNEALED_AT[described["sample"]], "unit": "degC"}
    conditions = {"synthesis": {"method": "spin coating", "annealing": {"temperature": temperature}}}
    person.call("PATCH", f"resources/{dataset}/metadata", conditions)
    for keyword in ("perovskite", described["measurement"]):
        person.call("POST", f"datasets/{dataset}/keywords", keyword=keyword)
    person.call("POST", f"datasets/{dataset}/samples/{samples[described['sample']]}")
    person.call("POST", f"files/{_upload(person, dataset, described['file'])}/ingest")
    return dataset


def _ensure_unwanted(people: dict[str, _Person], samples: dict[str, str], instruments: dict[str, str]) -> None:
    """Let somebody ask for the deletion of a dataset; lists do not show it from then on."""
    requests = people[ADMIN].call("GET", "deletion_requests")["items"]
    if UNWANTED not in {request["resource_name"] for request in requests}:
        dataset = _ensure_dataset(people[PERSON], UNWANTED, EMPTY, samples, instruments)
        people[PERSON].call("POST", f"resources/{dataset}/delete", reason="The shutter was closed")


def _upload(person: _Person, dataset: str, name: str) -> str:
    """Put a file into a dataset and return its id."""
    content = _content(name)
    digest = hashlib.sha256(content).hexdigest()
    announced = {"filename": name, "size": len(content), "sha256_hash": digest}
    session = person.call("POST", f"datasets/{dataset}/upload/initiate", announced)
    address = urlsplit(session["resumable_uri"])
    storage = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    try:
        described = {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"}
        storage.request("PUT", f"{address.path}?{address.query}", content, described)
        status = storage.getresponse().status
    finally:
        storage.close()
    if status != 200:
        raise SeedError(f"The storage answered {status} to the upload of {name}.")
    finished = {"upload_id": session["upload_id"], "sha256_hash": digest}
    file: str = person.call("POST", f"datasets/{dataset}/upload/complete", finished)["mfid"]
    return file


def _content(name: str) -> bytes:
    """Return a file of the demo, or else a computed diffraction pattern."""
    kept = resources.files("crucible") / "demo" / "files" / name
    if kept.is_file():
        return kept.read_bytes()
    share = LEAD_IODIDE_SHARE.get(name)
    peaks = [] if share is None else [(12.7, 900 * share), (14.1, 1000 * (1 - share)), (28.4, 600 * (1 - share))]
    lines = [f"# sample: {name.removesuffix('_xrd.xy').replace('_', ' ')}", "# anode: Cu", "# wavelength: 1.5406 Å"]
    for step in range(1001):
        angle = 10 + step * 0.025
        counts = 40 + sum(height * math.exp(-(((angle - place) / 0.08) ** 2)) for place, height in peaks)
        lines.append(f"{angle:.3f} {counts:.1f}")
    return ("\n".join(lines) + "\n").encode()


def _ensure_application(people: dict[str, _Person], ids: dict[str, str]) -> None:
    """Let somebody ask to join a project."""
    asked = people[ADMIN].call("GET", "join_requests", requester_id=ids[APPLICANT])["items"]
    if not asked:
        people[APPLICANT].call("POST", f"access_groups/{quote(CATALYSTS)}/join", {"reason": APPLICATION})
