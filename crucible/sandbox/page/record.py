"""One record: what it says about itself, its files, metadata, provenance, requests and who may do what with it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from ..answers import Refusal, not_found
from . import provenance
from .frame import section
from .lists import VIEWABLE, cards
from .markup import Html, element, together
from .pieces import (
    badge,
    code,
    facts,
    here,
    link_to,
    moment,
    name_of,
    nothing,
    person,
    size,
    snippet,
    table,
)
from .request import Elsewhere, Picture, View
from .tree import tree
from .work import ingestion_table

if TYPE_CHECKING:
    from ..answers import Json
    from .markup import Content
    from .request import Request

MOST_INSIDE = 8
MOST_LINKS = 200


def go(request: Request) -> Elsewhere:
    """Go to the record with an id, whatever its type is."""
    unique_id = request.names["id"]
    kind = request.ask("get_resource", resource_mfid=unique_id)["resource_type"]
    return Elsewhere(f"/{kind}s/{unique_id}")


def dataset(request: Request) -> View:
    """Return one dataset."""
    unique_id = request.names["id"]
    item = request.ask(
        "get_dataset", dataset_mfid=unique_id, include_metadata=True, include_links=True, include_owner=True
    )
    keywords = [word["keyword"] for word in request.ask("list_keywords", dataset_mfid=unique_id)]
    requests = request.ask("list_ingestion_requests", dataset_mfid=unique_id, limit=MOST_INSIDE)["items"]
    files = request.ask("list_dataset_files", dataset_mfid=unique_id)
    instrument = item["instrument"]
    known = facts(
        [
            ("Measurement", item["measurement"]),
            (
                "Instrument",
                link_to("instrument", instrument["unique_id"], instrument["instrument_name"])
                if instrument
                else item["instrument_name"],
            ),
            ("Session", item["session_name"]),
            ("Format", item["data_format"]),
            ("Measured", moment(item["timestamp"])),
            ("Size", size(item["size"])),
            (
                "Keywords",
                [
                    together(element("a", word, href=here("/datasets", {"keyword": word}), class_="badge"), " ")
                    for word in keywords
                ],
            ),
            *_belonging(item),
        ]
    )
    content = together(
        _awaiting(item),
        element("div", _thumbnails(request, unique_id, item["dataset_name"]), known, class_="top"),
        _snippet(unique_id),
        section("Files", _files(files) if files else nothing("It has no files."), id_="files"),
        section(
            "Metadata",
            tree(item["scientific_metadata"]) if item["scientific_metadata"] else nothing("It has no metadata."),
        ),
        _links_and_provenance(request, item),
        section(
            "Ingestion requests",
            ingestion_table(request, requests, of_one_dataset=True)
            if requests
            else nothing("Nobody has asked for its files to be read."),
        ),
        _access(request, unique_id),
    )
    return View(item["dataset_name"] or "Dataset without a name", content, "Datasets")


def sample(request: Request) -> View:
    """Return one sample."""
    unique_id = request.names["id"]
    item = request.ask(
        "get_sample", sample_mfid=unique_id, include_metadata=True, include_links=True, include_owner=True
    )
    known = facts(
        [
            ("Type", item["sample_type"]),
            ("Description", item["description"]),
            ("Made", moment(item["timestamp"])),
            *_belonging(item),
        ]
    )
    measured = request.ask("list_datasets", sample_mfid=unique_id, limit=MOST_INSIDE)["items"]
    content = together(
        _awaiting(item),
        known,
        _snippet(unique_id),
        section("Datasets of it", cards(request, measured)) if measured else None,
        section("Metadata", tree(item["scientific_metadata"])) if item["scientific_metadata"] else None,
        _links_and_provenance(request, item),
        _access(request, unique_id),
    )
    return View(item["sample_name"] or "Sample without a name", content, "Samples")


def project(request: Request) -> View:
    """Return one project."""
    reference = request.names["id"]
    item = request.ask("get_project", project_ref=reference, include_members=True, include_metadata=True)
    slug, unique_id = item["project_id"], item["unique_id"]
    datasets = request.ask("list_datasets", project_id=slug, limit=MOST_INSIDE, include_total=True)
    samples = request.ask("list_samples", project_id=slug, limit=3 * MOST_INSIDE, include_total=True)
    members = [[person(user), user["role"]] for user in item["members"] or []]
    known = facts(
        [
            ("Organization", item["organization"]),
            ("Status", item["status"]),
            ("Lead", person(item["lead"])),
            ("Project", code(slug)),
            ("Id", code(unique_id)),
            ("Created", moment(item["creation_time"])),
        ]
    )
    listed = [element("li", link_to("sample", one["unique_id"], one["sample_name"])) for one in samples["items"]]
    content = together(
        known,
        _snippet(unique_id),
        section(
            "Datasets",
            cards(request, datasets["items"]) if datasets["items"] else nothing("It has none."),
            _all("datasets", slug, datasets),
        ),
        section(
            "Samples",
            element("ul", listed, class_="plain flow") if listed else nothing("It has none."),
            _all("samples", slug, samples),
        ),
        section("Provenance", provenance.of_project(request, slug)),
        section("Metadata", tree(item["scientific_metadata"])) if item["scientific_metadata"] else None,
        section("Members", table("Members", ["Name", "Role"], members)) if members else None,
    )
    return View(item["title"] or slug, content, "Projects")


def _all(plural: str, slug: str, answer: Json) -> Html | None:
    if len(answer["items"]) == answer["total"]:
        return None
    return element("p", element("a", f"All {answer['total']} {plural}", href=here(f"/{plural}", {"project_id": slug})))


def instrument(request: Request) -> View:
    """Return one instrument."""
    unique_id = request.names["id"]
    item = request.ask("get_instrument", instrument_mfid=unique_id, include_metadata=True, include_owner=True)
    known = facts(
        [
            ("Type", item["instrument_type"]),
            ("Location", item["location"]),
            ("Manufacturer", item["manufacturer"]),
            ("Model", item["model"]),
            ("Description", item["description"]),
            ("Status", badge(item["status"], "good" if item["status"] == "active" else "waiting")),
            ("Kept by", person(item["owner"])),
            ("Instrument", code(item["instrument_id"])),
            ("Id", code(unique_id)),
        ]
    )
    datasets = request.ask("list_datasets", instrument_mfid=unique_id, limit=MOST_INSIDE, include_total=True)["items"]
    more = here("/datasets", {"instrument_mfid": unique_id})
    content = together(
        known,
        _snippet(unique_id),
        section(
            "Datasets measured with it",
            cards(request, datasets) if datasets else nothing("There is none."),
            element("p", element("a", "All of them", href=more)) if datasets else None,
        ),
        section("Metadata", tree(item["scientific_metadata"])) if item["scientific_metadata"] else None,
        _access(request, unique_id),
    )
    return View(item["instrument_name"] or item["instrument_id"], content, "Instruments")


def download(request: Request) -> Elsewhere:
    """Go to a signed link to the content of a file."""
    return Elsewhere(request.ask("get_download_link", file_mfid=request.names["id"], disposition="attachment")["url"])


def thumbnail(request: Request) -> Picture:
    """Return a thumbnail as a picture."""
    store = request.place.world.store
    found = store.resources.get(request.names["id"], "dataset")
    image = None if found is None else store.thumbnails.get(found.id, int(request.names["number"]))
    if image is None or image.mime_type not in VIEWABLE:
        raise not_found("Thumbnail")
    return Picture(base64.b64decode(image.image), image.mime_type)


def _belonging(item: Json) -> list[tuple[str, Content]]:
    """Return what datasets and samples have in common."""
    project = item["project"]
    return [
        (
            "Project",
            link_to("project", project["project_id"], project["title"] or project["project_id"]) if project else None,
        ),
        ("Owner", person(item["owner"]) if item["owner"] else name_of(item["owner_orcid"])),
        ("Visible to", badge("everybody", "waiting") if item["public"] else "those with a role on it"),
        ("Created", moment(item["creation_time"])),
        ("Changed", moment(item["modification_time"])),
        ("Id", code(item["unique_id"])),
    ]


def _awaiting(item: Json) -> Html | None:
    asked = item["deletion_request"]
    if asked is None:
        return None
    said = f"Somebody has asked for its deletion, and lists leave it out: {asked['reason'] or 'no reason given'}."
    return element("p", badge(asked["status"], "waiting"), " ", said, class_="remark")


def _snippet(unique_id: str) -> Html:
    return section("In Python", snippet(f'client.get("{unique_id}")'))


def _thumbnails(request: Request, unique_id: str, name: str | None) -> Html | None:
    store = request.place.world.store
    found = store.resources.get(unique_id, "dataset")
    images = [image for image in store.thumbnails.of(found.id) if image.mime_type in VIEWABLE] if found else []
    shown = [
        element(
            "figure",
            element("img", src=f"/page/thumbnails/{unique_id}/{image.id}", alt=f"Thumbnail of {name or 'the dataset'}"),
            element("figcaption", name_of(image.name)) if image.name else None,
        )
        for image in images[:MOST_INSIDE]
    ]
    return element("div", shown, class_="figures") if shown else None


def _files(files: list[Json]) -> Html:
    rows = [
        [
            element("bdi", file["filename"]),
            element(
                "a",
                "Download",
                href=f"/page/files/{file['mfid']}",
                rel="nofollow",
                aria_label=f"Download {file['filename']}",
            )
            if file["storage_backend"] == "gcs"
            else element("span", f"kept elsewhere: {file['access_note'] or file['storage_path'] or 'unknown'}"),
            size(file["size"]),
            code(file["sha256_hash"]) if file["sha256_hash"] else element("span", "unknown", class_="aside"),
        ]
        for file in files
    ]
    return table("Files", ["Name", "Content", "Size", "SHA-256"], rows, numbers=[2])


def _links_and_provenance(request: Request, item: Json) -> Html:
    all_links = item["links"] or []
    rows = [
        [
            link_to(link["resource_type"], link["unique_id"], link["name"]),
            link["resource_type"],
            _relation(link, item["resource_type"]),
        ]
        for link in all_links[:MOST_LINKS]
    ]
    links = table("Links", ["Record", "Type", "How"], rows) if rows else nothing("It is linked to nothing.")
    left = len(all_links) - len(rows)
    return together(
        section("Links", links, element("p", f"{left:,} more are not shown.", class_="aside") if left else None),
        section("Provenance", provenance.of_record(request, item["unique_id"])) if rows else None,
    )


def _relation(link: Json, kind: str) -> str:
    """Return how another record hangs together with this one, of some type."""
    if link["direction"] == "undirected":
        return "it was measured on this" if kind == "sample" else "this was measured on it"
    said = provenance.RELATIONS.get(link["relationship_type"], provenance.UNSAID)
    return f"it {said} this" if link["direction"] == "target" else f"this {said} it"


def _access(request: Request, unique_id: str) -> Html | None:
    try:
        grants = request.ask("list_access_grants", resource_mfid=unique_id)
    except Refusal:
        return None
    rows = [
        [
            link_to("project", grant["slug"], grant["display_name"] or grant["slug"])
            if grant["principal_type"] == "project"
            else name_of(grant["display_name"] or grant["slug"] or grant["principal_id"]),
            grant["principal_type"].replace("_", " "),
            grant["permission"],
        ]
        for grant in grants
    ]
    return section("Who may do what", table("Roles", ["Who", "What they are", "Role"], rows)) if rows else None
