"""The sandbox's web page, as a browser gets it: what it shows, and that all of it is sound."""

from __future__ import annotations

import itertools
import json
import re

import httpx
import pytest
from support.html import complaints, links, text_of
from support.served import content_of
from support.signed import start
from support.visitor import Visitor

GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
HOSTILE = "</title><script>alert(1)</script> \"'&amp; \u202egnp"


@pytest.fixture
def visitor(served):
    visitor = Visitor(served.sandbox)
    yield visitor
    visitor.http.close()


@pytest.fixture
def world(served):
    """One project with everything in it; returns ids by name."""
    ada = served.person("ada")
    project = ada.project("films", title="Perovskite films")
    ink, film = (ada.sample(name, project_id="films", sample_type="film") for name in ("ink 12", "film A"))
    ada.post(f"samples/{ink}/children/{film}", relationship_type="is_part_of")
    instrument = ada.post(
        "instruments", json={"instrument_id": "xrd-1", "instrument_name": "Diffractometer", "location": "B2"}
    )
    scan = ada.dataset(dataset_name="scan 1", project_id="films", measurement="XRD", instrument_id="xrd-1")
    ada.post(f"datasets/{scan}/samples/{film}")
    ada.post(f"datasets/{scan}/keywords", keyword="powder")
    ada.post(f"datasets/{scan}/thumbnails", json={"thumbnail_name": "plot", "thumbnail_b64str": GIF})
    temperature = {"value": 120, "unit": "degC"}
    ada.patch(f"resources/{scan}/metadata", json={"annealing": {"temperature": temperature}, "steps": [1, 2, 3]})
    file = ada.upload(scan, "scan.xy", b"FAIL\nno column of angles")
    ada.post(f"files/{file['mfid']}/ingest")
    served.sandbox.worker.step()
    ada.post(f"datasets/{scan}/files", json={"filename": "raw.tif", "storage_backend": "hpss", "size": 7})
    return {"ada": ada, "project": project, "ink": ink, "film": film, "scan": scan, "file": file["mfid"],
            "instrument": instrument["unique_id"]}  # fmt: skip


def test_every_link_of_the_page_leads_somewhere_and_every_document_is_sound(visitor, world):
    found = visitor.everything()
    wrong = {path: answer.status_code for path, answer in found.items() if answer.status_code not in (200, 303)}
    documents = {path: answer.text for path, answer in found.items() if answer.status_code == 200}
    assert {} == wrong
    assert {} == {path: told for path, text in documents.items() if (told := complaints(text))}
    ids = {name: unique_id for name, unique_id in world.items() if name not in ("ada", "project")}
    assert set(ids.values()) <= {path.rsplit("/", 1)[-1] for path in found}
    assert {"/faults?do=truncate", "/requests?kind=failed", "/projects/films", "/people"} <= set(found)


def test_a_dataset_is_shown_with_its_files_metadata_links_requests_and_rights(visitor, world):
    root = visitor.see(f"/datasets/{world['scan']}")
    shown = text_of(root)
    sha256 = world["ada"].get(f"files/{world['file']}")["sha256_hash"]
    for said in (
        *("scan 1", "XRD", "Diffractometer", "powder", "Perovskite films", "Ada Example", "24 bytes", sha256),
        *("temperature 120 degC", "steps 1, 2, 3", "film A", "this was measured on it", "no column of angles"),
        *(f'client.get("{world["scan"]}")', "kept elsewhere", "failed", "owner"),
    ):
        assert said in shown
    assert "/datasets?keyword=powder" in links(root)


def test_a_file_is_downloaded_by_a_signed_link(visitor, world):
    answer = visitor.http.get(f"/page/files/{world['file']}", headers={"Accept": "*/*"})  # as with "Save link as"
    link = answer.headers["location"]
    assert 303 == answer.status_code
    assert link.startswith("http://127.0.0.1:") and "X-Goog-Signature" in link
    content = httpx.get(link, trust_env=False)
    assert (b"FAIL\nno column of angles", "attachment") == (
        content.content,
        content.headers["content-disposition"].partition(";")[0],
    )
    assert "X-Goog-Signature" not in visitor.http.get(f"/datasets/{world['scan']}").text


def test_thumbnails_are_pictures_and_nothing_else_is(visitor, world, served):
    page = visitor.see(f"/datasets/{world['scan']}")
    (source,) = [image.get("src") for image in page.iter("img") if "thumbnails" in image.get("src")]
    picture = visitor.http.get(source)
    assert ("image/gif", "nosniff", b"GIF89a") == (
        picture.headers["content-type"],
        picture.headers["x-content-type-options"],
        picture.content[:6],
    )
    html = {"thumbnail_name": "no picture", "thumbnail_b64str": "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="}
    number = world["ada"].post(f"datasets/{world['scan']}/thumbnails", json=html)["id"]
    assert 404 == visitor.http.get(f"/page/thumbnails/{world['scan']}/{number}").status_code
    assert f"/{number}" not in str([i.get("src") for i in visitor.see(f"/datasets/{world['scan']}").iter("img")])


def test_provenance_is_a_picture_and_the_same_in_words(visitor, world):
    for path in (f"/samples/{world['film']}", f"/datasets/{world['scan']}", "/projects/films"):
        root = visitor.see(path)
        boxes = {box.text for box in root.iter("text")}
        assert {"ink 12", "film A", "scan 1"} == boxes
        said = text_of(root)
        assert "film A is part of ink 12" in said
        assert "scan 1 was measured on film A" in said
    assert f"/samples/{world['ink']}" in [box.get("href") for box in root.iter("a") if "box" in box.get("class", "")]


def test_what_people_write_is_shown_as_they_wrote_it_and_does_nothing(visitor, served):
    admin = served.admin
    project = admin.project("evil", title=HOSTILE)
    dataset = admin.dataset(dataset_name=HOSTILE, measurement=HOSTILE, session_name=HOSTILE, project_mfid=project)
    sample = admin.sample(HOSTILE, description=HOSTILE, sample_type=HOSTILE, project_mfid=project)
    admin.post("instruments", json={"instrument_id": "evil-1", "instrument_name": HOSTILE, "location": HOSTILE})
    admin.post(f"datasets/{dataset}/samples/{sample}")
    admin.post(f"datasets/{dataset}/keywords", keyword=HOSTILE)
    admin.patch(f"resources/{dataset}/metadata", json={HOSTILE: {"value": HOSTILE, "unit": HOSTILE}, "\x01": "\ud7ff"})
    name = HOSTILE.replace("/", "")
    file = admin.upload(dataset, name, b"FAIL\n" + HOSTILE.encode())
    admin.post(f"files/{file['mfid']}/ingest")
    served.sandbox.worker.step()
    admin.get("datasets", keyword=HOSTILE)
    found = visitor.everything()
    documents = [answer.text for answer in found.values() if answer.status_code == 200]
    assert [] == [told for text in documents for told in complaints(text)]
    assert not any("<script" in text for text in documents)
    shown = text_of(visitor.see(f"/datasets/{dataset}"))
    assert 8 <= shown.count(" ".join(HOSTILE.split()))
    searched = visitor.http.get("/search", params={"q": HOSTILE})
    assert [] == complaints(searched.text) and "<script" not in searched.text


def test_long_lists_come_in_pages(visitor, served):
    for number in range(30):
        served.admin.dataset(dataset_name=f"run {number:02}")
    first = visitor.see("/datasets")
    (following,) = [link for link in links(first) if "cursor=" in link]
    second = visitor.see(following)
    assert ["24 of 30", "6 of 30"] == [text_of(page, ".//nav[@class='pages']/span") for page in (first, second)]
    names = {text_of(page, ".//main").count("run ") for page in (first, second)}
    assert {24, 6} == names
    assert "/datasets" in links(second)


def test_lists_are_filtered_by_what_the_forms_offer(visitor, world):
    world["ada"].dataset(dataset_name="other", measurement="PL")
    assert "scan 1" not in text_of(visitor.see("/datasets?measurement=PL"))
    assert "other" not in text_of(visitor.see("/datasets?keyword=powder&project_id=films"), ".//ul[@class='cards']")
    assert "No sample is like this" in text_of(visitor.see("/samples?sample_type=cake"))
    assert "Not possible" in text_of(visitor.see("/datasets?instrument_mfid=nonsense", 422))


def test_headings_of_every_document_go_down_step_by_step(visitor, world):
    for path, answer in visitor.everything().items():
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            levels = [int(found) for found in re.findall(r"<h([1-6])", answer.text)]
            assert 1 == levels[0] and 1 == levels.count(1), path
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path
    film = visitor.see("/projects/films")
    assert ["scan 1"] == ["".join(found.itertext()) for found in film.iter("h3")]  # below the heading "Datasets"


def test_a_search_for_too_little_says_how_much_is_needed(visitor, world):
    assert "Type 3 characters or more." in text_of(visitor.see("/search?q=ab"))


def test_search_finds_names_metadata_and_ids(visitor, world):
    assert "scan 1 dataset" in text_of(visitor.see("/search?q=scan"))
    assert "scan 1 dataset" in text_of(visitor.see("/search?q=annealing"))
    assert "Perovskite films project" in text_of(visitor.see("/search?q=perovskite"))
    assert f"/samples/{world['film']}" == visitor.http.get(f"/search?q={world['film']}").headers["location"]
    assert "No record has the id" in text_of(visitor.see("/search?q=0tzzzzzzzzzzzzzzzzzzzzzzzz"))


def test_ingestion_requests_are_listed_with_their_errors(visitor, world):
    shown = text_of(visitor.see("/ingestions"))
    assert "scan.xy" in shown
    assert "failed" in shown
    assert "no column of angles" in shown


def test_a_sandbox_with_nothing_in_it_says_so(visitor):
    for path in ("/", "/projects", "/datasets", "/samples", "/instruments", "/ingestions", "/requests", "/faults"):
        answer = visitor.http.get(path)
        assert [] == complaints(answer.text)
    assert "There is none yet" in text_of(visitor.see("/"))


def test_what_is_not_there_is_said_in_html(visitor):
    for path in ("/nowhere", "/datasets/0tzzzzzzzzzzzzzzzzzzzzzzzz", "/page/files/0tzzzzzzzzzzzzzzzzzzzzzzzz",
                 "/projects/none", "/records/0tzzzzzzzzzzzzzzzzzzzzzzzz"):  # fmt: skip
        assert "Not found" in text_of(visitor.see(path, 404))


def test_of_very_many_links_some_are_shown(visitor, served):
    film = served.admin.sample("film A")
    for number in range(202):
        served.admin.post(f"samples/{film}/children/{served.admin.sample(f'piece {number}')}")
    page = visitor.see(f"/samples/{film}")
    assert 200 == len(page.findall(".//table/tbody/tr/th/a"))
    assert "2 more are not shown." in text_of(page)


def test_large_metadata_is_shown_in_part(visitor, served):
    dataset = served.admin.dataset(dataset_name="large")
    deep: dict = {"end": True}
    for _ in range(80):
        deep = {"in": deep}
    large = {f"key {number}": "x" * 20 for number in range(5000)}
    served.admin.patch(f"resources/{dataset}/metadata", json={"deep": deep, "list": list(range(100)), **large})
    page = visitor.http.get(f"/datasets/{dataset}")
    assert [] == complaints(page.text)
    assert "Only 1500 values are shown" in page.text
    assert "… and 76 more" in page.text
    assert len(page.content) < 400_000


def test_the_page_shows_what_a_platform_administrator_sees_whoever_made_it(visitor, served):
    served.person("ada").dataset(dataset_name="private of ada")
    assert "private of ada" in text_of(visitor.see("/datasets"))
    assert "Ada Example" in text_of(visitor.see("/people"))


def test_no_document_holds_a_key_or_an_id_of_an_upload(visitor, world, served):
    upload = world["ada"].start_upload(world["scan"], "later.bin", content_of(1000))
    signed = start(world["ada"], world["scan"], "parts.bin", content_of(1000))
    signed.sign([1])
    secrets = [upload["upload_id"], signed.started["upload_id"], served.sandbox.api_key, world["ada"].key]
    secrets += [cookie.value for cookie in visitor.http.cookies.jar]
    everything = json.dumps([answer.text for answer in visitor.everything().values() if answer.status_code == 200])
    assert [] == [secret for secret in secrets if secret in everything]
