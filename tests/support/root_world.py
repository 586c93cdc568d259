"""The world in a stored root: a little of everything that the sandbox keeps; see `support.stored_roots`."""

from __future__ import annotations

import time
from typing import Any

import httpx
from support.served import Served, connection_to, link_of, put
from support.signed import start, start_replacing

from crucible.sandbox.resumable import SESSION_PATH

PART = 64
MEASURED = "angle,intensity\n" + "10.0,4\n" * 20
BEGUN, IN_PARTS = MEASURED + "12.0,5\n", MEASURED + "12.0,6\n"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # a PNG


def fill(served: Served) -> dict[str, Any]:
    """Fill an empty sandbox, and return what it tells about itself then."""
    ids = first(served)
    second(served, ids)
    return told(served, ids)


def first(served: Served) -> dict[str, Any]:
    """Make what the first schema knew, and return the ids by name."""
    admin = served.admin
    ada = served.person("ada")
    project = ada.project("films", title="Perovskite films")
    instrument = admin.post(
        "instruments", json={"instrument_id": "xrd-1", "instrument_name": "Diffractometer", "location": "Room 110"}
    )["unique_id"]
    ink, film = (ada.sample(name, project_id="films") for name in ("ink 12", "film Ä"))
    ada.post(f"samples/{ink}/children/{film}")
    pattern, note = (
        ada.dataset(dataset_name=name, project_id="films", measurement="XRD", session_name="2026-11 films", **more)
        for name, more in (("pattern of a film", {"instrument_mfid": instrument}), ("a note", {}))
    )
    ada.post(f"datasets/{pattern}/children/{note}")
    ada.post(f"datasets/{pattern}/samples/{film}")
    ada.patch(f"resources/{pattern}/metadata", json={"synthesis": {"temperature": {"value": 150, "unit": "degC"}}})
    for word in ("perovskite", "annealed"):
        ada.post(f"datasets/{pattern}/keywords", keyword=word)
    ada.post(f"datasets/{pattern}/thumbnails", json={"thumbnail_name": "a pixel", "thumbnail_b64str": PIXEL})
    file = ada.upload(pattern, "pattern.csv", MEASURED.encode())
    same = ada.upload(note, "copy.csv", MEASURED.encode())
    ingestion = ada.post(f"files/{file['mfid']}/ingest")["id"]
    begun = ada.start_upload(note, "begun.csv", BEGUN.encode())
    connection_to(begun, BEGUN.encode()[:PART], 0, len(BEGUN)).close()
    while "range" not in put(begun, b"", 0, len(BEGUN), 308).headers:
        time.sleep(0.01)
    return {
        "project": project,
        "instrument": instrument,
        "ink": ink,
        "film": film,
        "pattern": pattern,
        "note": note,
        "files": [file["mfid"], same["mfid"]],
        "ingestion": ingestion,
        "begun": {"dataset": note, "upload_id": begun["upload_id"]},
    }


def second(served: Served, ids: dict[str, Any]) -> None:
    """Add what the second schema knew."""
    admin, ada = served.admin, served.people[1]
    robot = served.robot("diffractometer")
    admin.post(f"instruments/{ids['instrument']}/service_accounts/{robot.id}")
    bob = served.person("bob")
    bob.post("access_groups/films/join", json={"reason": "I measure the same films"})
    unwanted = ada.dataset(dataset_name="shutter closed", project_id="films")
    ids["deletion"] = ada.post(f"resources/{unwanted}/delete", reason="nothing on it")["id"]
    admin.delete(f"resources/{ada.dataset(dataset_name='twice')}", force=True)
    ada.post(f"datasets/{ids['pattern']}/rga_analysis")
    file = ada.upload(ids["note"], "replaced.csv", b"old\n")
    again = start_replacing(ada, file, b"new\n")
    again.send()
    again.complete()
    ids["files"].append(file["mfid"])
    signed = start(ada, ids["note"], "parts.csv", IN_PARTS.encode(), key="k1")
    signed.send(1)
    ids["signed"] = {"dataset": ids["note"], "upload_id": signed.started["upload_id"]}


def told(served: Served, ids: dict[str, Any]) -> dict[str, Any]:
    """Return what a sandbox answers about the world in it."""
    both = [ids["pattern"], ids["note"]]
    paths = [
        *("users", "projects", "instruments", "samples", "datasets"),
        *("projects/films/users", "resources/metadata/search?q=degC", "datasets/search?q=patern"),
        *(f"datasets/{mfid}" for mfid in both),
        *(f"datasets/{mfid}/{what}" for mfid in both for what in ("keywords", "files", "thumbnails", "samples")),
        *(f"resources/{mfid}/{what}" for mfid in (*both, ids["film"]) for what in ("links", "access")),
        f"resources/{ids['pattern']}/metadata",
        f"ingestion_requests/{ids['ingestion']}",
    ]
    if "signed" in ids:
        upload = f"datasets/{ids['signed']['dataset']}/upload/multipart/{ids['signed']['upload_id']}"
        paths += ["join_requests", "deletion_requests", "deletion_audit", "service_accounts", upload]
    contents = {mfid: httpx.get(link_of(served.admin, {"mfid": mfid}), trust_env=False).text for mfid in ids["files"]}
    return {"answers": {path: served.admin.call("GET", path) for path in paths}, "contents": contents, "ids": ids}


def finish(served: Served, ids: dict[str, Any]) -> str:
    """Send the rest of the upload that was begun, and return what is stored then."""
    content = BEGUN.encode()
    link = f"{served.sandbox.storage_url}{SESSION_PATH}?uploadType=resumable&upload_id={ids['begun']['upload_id']}"
    upload = {"resumable_uri": link, "upload_id": ids["begun"]["upload_id"]}
    safe = int(put(upload, b"", 0, len(content), 308).headers["range"].rpartition("-")[2]) + 1
    put(upload, content[safe:], safe, len(content), 200)
    file = served.admin.complete_upload(ids["begun"]["dataset"], upload, content)
    return httpx.get(link_of(served.admin, file), trust_env=False).text
