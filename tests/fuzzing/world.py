"""What the fuzzed sandbox holds at the start, and where schemathesis may use it.

Random ids name nothing, and a request that ends in 404 tests little. So the sandbox is filled with a small world, and
schemathesis is told which values stand for something: dictionaries from which it takes every second path parameter.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import httpx
from support.served import crc32c, put

if TYPE_CHECKING:
    from support.served import Person, Served

COPIES = 24
CONTENT = b"2theta,counts\n1,2\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

Values = list[str | int]
Dictionaries = dict[str, Values]


def fill(served: Served) -> Dictionaries:
    """Make people, projects, records, files and requests, and return their ids by what they stand for."""
    people = [served.person(f"fuzz{number}") for number in range(COPIES)]
    ada, bob = people[0], people[1]
    slugs = [f"fuzz-{number}" for number in range(COPIES)]
    projects = [ada.project(slug, title=f"Project {slug}") for slug in slugs]
    ada.project("demo-project")  # named by the examples of the document
    for slug, person in zip(slugs[1:], people[1:], strict=True):
        ada.post(f"projects/{slug}/users/{person.id}", role="contributor")
        ada.post(f"projects/{slugs[0]}/users/{person.id}", role="viewer")
    instruments = [
        ada.post("instruments", json={"instrument_id": slug, "instrument_name": slug, "location": "67"})["unique_id"]
        for slug in [*slugs, "demo-instrument"]
    ]
    samples = [ada.sample(f"film {slug}", project_id=slug) for slug in slugs]
    samples += [_known(ada, "samples", mfid) for mfid in ("0swqzb3a1sthv000xd8kta0vrw", "0tkn7b1r8wq5x000n2j6h9vcem")]
    datasets = [
        ada.dataset(dataset_name=f"run {slug}", measurement="XRD", project_id=slug, instrument_id=slug)
        for slug in slugs
    ]
    datasets += [_known(ada, "datasets", mfid) for mfid in ("0tkn2knjast3h0008nyq9zps2c", "0tkn5x2w9hz7v000c4m1q8rjtg")]
    _link(ada, samples, datasets)
    robots = [served.admin.post("service_accounts", json={"username": f"robot{n}"})["unique_id"] for n in range(COPIES)]
    for instrument, robot in zip(instruments[: COPIES // 2], robots, strict=False):
        ada.post(f"instruments/{instrument}/service_accounts/{robot}")
    files = [ada.upload(dataset, "scan.csv", CONTENT)["mfid"] for dataset in datasets]
    return {
        "datasets": datasets,
        "samples": samples,
        "instruments": instruments,
        "projects": projects,
        "slugs": slugs,
        "crowded": slugs[:1],
        "parent sample": samples[:1],
        "child samples": samples[1:],
        "parent dataset": datasets[:1],
        "child datasets": datasets[1:],
        "robots": robots,
        "users": [person.id for person in people[2:]] + [f"fuzz{number}" for number in range(2, COPIES)],
        "usernames": [f"fuzz{number}" for number in range(2, COPIES)],
        "files": files,
        "thumbnails": [_thumbnail(ada, dataset) for dataset in datasets],
        "ingestions": [ada.post(f"files/{file}/ingest")["id"] for file in files],
        "joins": [bob.post(f"access_groups/{slug}/join", json={"reason": None})["id"] for slug in slugs[2:]],
        **_deletions(served, ada),
        **_uploads(ada),
    }


def _known(ada: Person, noun: str, mfid: str) -> str:
    """Make a record under an id that the examples of the document use."""
    name = "sample_name" if noun == "samples" else "dataset_name"
    return str(ada.post(noun, json={"unique_id": mfid, name: "named in the document"})["unique_id"])


def _link(ada: Person, samples: list[str], datasets: list[str]) -> None:
    for sample, dataset in zip(samples[1:], datasets[1:], strict=True):
        ada.post(f"samples/{samples[0]}/children/{sample}")
        ada.post(f"datasets/{datasets[0]}/children/{dataset}", relationship_type="is_derived_from")
        ada.post(f"datasets/{dataset}/samples/{sample}")
    for mfid in [*samples, *datasets]:
        ada.patch(f"resources/{mfid}/metadata", json={"annealing": {"temperature": 450, "unit": "C"}})
    for dataset in datasets:
        ada.post(f"datasets/{dataset}/keywords", keyword="perovskite")


def _thumbnail(ada: Person, dataset: str) -> int:
    body = {"thumbnail_name": "preview", "thumbnail_b64str": IMAGE}
    return int(ada.post(f"datasets/{dataset}/thumbnails", json=body)["id"])


def _deletions(served: Served, ada: Person) -> Dictionaries:
    """Ask for deletions, some of which are approved, and some carried out."""
    doomed = [ada.dataset(dataset_name=f"mistake {number}") for number in range(COPIES)]
    requests: Values = [ada.post(f"resources/{mfid}/delete", reason="a mistake")["id"] for mfid in doomed]
    for number in range(COPIES // 3):
        served.admin.patch(f"deletion_requests/{requests[number]}", status="approved")
    for mfid in doomed[:4]:
        served.admin.delete(f"resources/{mfid}")
    audit: Values = [entry["id"] for entry in served.admin.get("deletion_audit")["items"]]
    return {"deletions": requests[COPIES // 3 :], "doomed": list(doomed[4:]), "audit": audit}


def _uploads(ada: Person) -> Dictionaries:
    """Open uploads of one content to one dataset, with all bytes sent, so that each can be completed."""
    dataset = ada.dataset(dataset_name="uploads")
    resumable, signed, empty = [], [], []
    for number in range(COPIES):
        upload = ada.start_upload(dataset, f"resumable-{number}.csv", CONTENT)
        put(upload, CONTENT, 0, len(CONTENT), 200)
        resumable.append(upload["upload_id"])
        signed.append(_start(ada, dataset, f"signed-{number}.csv"))
        _send(ada, dataset, signed[-1])
        empty.append(_start(ada, dataset, f"empty-{number}.csv"))
    return {
        "upload dataset": [dataset],
        "resumable": resumable,
        "signed": signed,
        "empty signed": empty,
        "sha256": [SHA256],
        "crc32c": [crc32c(CONTENT)],
    }


def _start(ada: Person, dataset: str, name: str) -> str:
    body = {"filename": name, "size": len(CONTENT), "sha256_hash": SHA256}
    headers = {"Idempotency-Key": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()}
    path = f"datasets/{dataset}/upload/multipart/initiate"
    return str(ada.call("POST", path, json=body, headers=headers)["upload_id"])


def _send(ada: Person, dataset: str, upload: str) -> None:
    wanted = {"parts": [{"part_number": 1, "crc32c": crc32c(CONTENT)}]}
    part: dict[str, Any] = ada.post(f"datasets/{dataset}/upload/multipart/{upload}/parts", json=wanted)["parts"][0]
    assert httpx.put(part["url"], content=CONTENT, headers=part["headers"], trust_env=False).is_success
