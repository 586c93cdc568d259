"""Datasets, samples, instruments, projects and users, by plain HTTP."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest

from crucible.ids import is_mfid, new_mfid
from crucible.sandbox.document import load_document
from crucible.sandbox.handlers import HANDLERS


def test_liveness_and_readiness_need_no_key(served):
    url = served.sandbox.api_url
    assert {"status": "ok"} == httpx.get(f"{url}/health/live").json()
    ready = httpx.get(f"{url}/health/ready").json()
    assert ("ok", "ok") == (ready["status"], ready["database"]["status"])


def test_the_document_is_served_as_version_3_without_a_key(served):
    assert "3.0.0" == httpx.get(f"{served.sandbox.api_url}/openapi.json").json()["info"]["version"]


def test_the_first_key_is_a_platform_administrators(served):
    profile = served.admin.get("account/profile")
    assert ("admin", "elevated") == (
        profile["authorization"]["platform_role"],
        profile["authorization"]["effective_privilege_mode"],
    )
    assert served.sandbox.api_key == served.admin.get("account/apikey")["api_key"]
    assert served.admin.get("account/verify")["valid"] is True


def test_a_dataset_keeps_the_identity_its_client_chose(served):
    mfid = new_mfid()
    created = served.admin.post("datasets", json={"unique_id": mfid, "dataset_name": "run 7", "measurement": "XRD"})
    assert mfid == created["unique_id"]
    read = served.admin.get(f"datasets/{mfid}")
    assert created == read
    assert ("run 7", "XRD", False) == (read["dataset_name"], read["measurement"], read["public"])
    assert served.admin.id == read["owner_orcid"]


def test_an_identity_that_exists_is_refused_whatever_has_it(served):
    sample = served.admin.sample()
    served.admin.post("datasets", 409, json={"unique_id": sample})


def test_the_server_makes_an_identity_where_none_is_given(served):
    assert is_mfid(served.admin.dataset())


def test_only_named_members_are_changed(served):
    mfid = served.admin.dataset(dataset_name="a", measurement="XRD", session_name="s")
    changed = served.admin.patch(f"datasets/{mfid}", json={"session_name": None, "dataset_name": "b"})
    assert ("b", "XRD", None) == (changed["dataset_name"], changed["measurement"], changed["session_name"])
    assert changed["modification_time"] > changed["creation_time"]


@pytest.mark.parametrize("member", ["project_id", "owner_orcid"])
def test_owner_and_project_are_not_changed_by_patch(served, member):
    mfid = served.admin.dataset()
    errors = served.admin.patch(f"datasets/{mfid}", 422, json={member: "demo"})["detail"]
    assert [("extra_forbidden", ["body", member])] == [(error["type"], error["loc"]) for error in errors]


def test_records_carry_references_to_project_and_instrument(served):
    project = served.admin.project("demo-project", title="Demo")
    instrument = served.admin.post(
        "instruments", json={"instrument_id": "xrd-1", "instrument_name": "XRD One", "location": "67"}
    )["unique_id"]
    mfid = served.admin.dataset(project_id="DEMO-project", instrument_id="xrd-1")
    read = served.admin.get(f"datasets/{mfid}", include_owner=True)
    assert {"unique_id": project, "project_id": "demo-project", "title": "Demo"} == read["project"]
    assert {"unique_id": instrument, "instrument_id": "xrd-1", "instrument_name": "XRD One"} == read["instrument"]
    assert ("xrd-1", "XRD One", "demo-project") == (
        read["instrument_id"],
        read["instrument_name"],
        read["project_id"],
    )
    assert "admin" == read["owner"]["username"]


def test_a_renamed_project_shows_in_its_records(served):
    served.admin.project("old-name")
    mfid = served.admin.dataset(project_id="old-name")
    served.admin.patch("projects/old-name", json={"project_id": "new-name"})
    assert "new-name" == served.admin.get(f"datasets/{mfid}")["project_id"]
    served.admin.get("projects/old-name", 404)


def test_slug_and_mfid_of_a_project_have_to_agree(served):
    served.admin.project("first")
    second = served.admin.project("second")
    served.admin.post("datasets", 422, json={"project_id": "first", "project_mfid": second})
    served.admin.post("datasets", 404, json={"project_id": "third"})


def test_assigning_an_instrument_says_what_was_there_before(served):
    for slug in ("xrd-1", "sem-1"):
        body = {"instrument_id": slug, "instrument_name": slug.upper(), "location": "67"}
        served.admin.post("instruments", json=body)
    mfid = served.admin.dataset(instrument_name="old XRD")
    first = served.admin.put(f"datasets/{mfid}/instrument", json={"instrument_id": "xrd-1"})
    assert (None, "old XRD") == (first["previous_instrument"], first["previous_instrument_name"])
    second = served.admin.put(f"datasets/{mfid}/instrument", json={"instrument_id": "sem-1"})
    assert "xrd-1" == second["previous_instrument"]["instrument_id"]
    grants = served.admin.get(f"resources/{mfid}/access")
    assert [("instrument", "contributor", "sem-1")] == [
        (grant["principal_type"], grant["permission"], grant["slug"]) for grant in grants[1:]
    ]


def test_a_look_up_by_slug_ignores_case_and_fills_capabilities(served):
    served.admin.project("demo-project")
    page = served.admin.get("projects", project_id="DEMO-PROJECT", limit=2)
    assert 1 == page["total"]
    assert page["items"][0]["capabilities"]["can_edit"] is True
    assert served.admin.get("projects")["items"][0]["capabilities"] is None


def test_a_project_needs_exactly_one_way_of_naming_its_lead(served):
    body = {"project_id": "demo", "organization": "Lab"}
    served.admin.post("projects", 400, json=body)
    served.admin.post("projects", 400, json={**body, "project_lead": "admin", "project_lead_username": "admin"})
    served.admin.post("projects", 404, json={**body, "project_lead": "nobody"})
    assert "owner" == served.admin.post("projects", json={**body, "project_lead": "admin"})["role"]
    served.admin.post("projects", 409, json={**body, "project_id": "DEMO", "project_lead": "admin"})


def test_decommissioned_instruments_are_listed_only_when_asked_for(served):
    made = served.admin.post("instruments", json={"instrument_id": "old", "instrument_name": "Old", "location": "67"})[
        "unique_id"
    ]
    served.admin.post(f"instruments/{made}/status", status="decommissioned")
    assert [] == served.admin.get("instruments")["items"]
    assert 1 == served.admin.get("instruments", status="decommissioned")["total"]
    assert 1 == served.admin.get("instruments", instrument_id="OLD")["total"]


def test_links_are_seen_from_both_ends(served):
    parent, child = served.admin.dataset(dataset_name="raw"), served.admin.dataset(dataset_name="smooth")
    sample = served.admin.sample()
    served.admin.post(f"datasets/{parent}/children/{child}", relationship_type="is_derived_from")
    served.admin.post(f"datasets/{child}/samples/{sample}")
    links = served.admin.get(f"resources/{child}/links")
    assert {
        (parent, "raw", "source", "is_derived_from"),
        (sample, "film A", "undirected", None),
    } == {(link["unique_id"], link["name"], link["direction"], link["relationship_type"]) for link in links}
    assert ["target"] == [link["direction"] for link in served.admin.get(f"resources/{parent}/links")]
    assert [child] == [item["unique_id"] for item in served.admin.get(f"datasets/{parent}/children")["items"]]
    assert [parent] == [item["unique_id"] for item in served.admin.get(f"datasets/{child}/parents")["items"]]
    assert [child] == [item["unique_id"] for item in served.admin.get("datasets", sample_mfid=sample)["items"]]
    assert [child] == [item["unique_id"] for item in served.admin.get(f"samples/{sample}")["datasets"]]
    assert served.admin.get(f"samples/{sample}", include_datasets=False)["datasets"] is None


def test_linking_again_keeps_the_relationship_unless_another_is_given(served):
    parent, child = served.admin.sample(), served.admin.sample()
    path = f"samples/{parent}/children/{child}"
    served.admin.post(path, relationship_type="is_part_of")
    assert "is_part_of" == served.admin.post(path)["relationship_type"]
    assert "is_derived_from" == served.admin.post(path, relationship_type="is_derived_from")["relationship_type"]


def test_a_record_cannot_descend_from_itself(served):
    first, second, third = (served.admin.dataset() for _ in range(3))
    served.admin.post(f"datasets/{first}/children/{first}", 422)
    served.admin.post(f"datasets/{first}/children/{second}")
    served.admin.post(f"datasets/{second}/children/{third}")
    served.admin.post(f"datasets/{third}/children/{first}", 422)


def test_unlinking_what_is_not_linked_is_404(served):
    parent, child = served.admin.dataset(), served.admin.dataset()
    served.admin.post(f"datasets/{parent}/children/{child}")
    served.admin.delete(f"datasets/{parent}/children/{child}")
    served.admin.delete(f"datasets/{parent}/children/{child}", 404)


def test_the_graph_reaches_everything_only_when_asked(served):
    chain = [served.admin.dataset() for _ in range(5)]
    for parent, child in pairwise(chain):
        served.admin.post(f"datasets/{parent}/children/{child}")
    near = served.admin.get(f"entity_graph_cte/{chain[2]}")
    far = served.admin.get(f"entity_graph_cte/{chain[2]}", recursive=True)
    assert sorted(chain[1:4]) == [node["id"] for node in near["nodes"]]
    assert sorted(chain) == [node["id"] for node in far["nodes"]]
    assert {(a, b) for a, b in pairwise(chain)} == {(edge["source"], edge["target"]) for edge in far["edges"]}


def test_the_graph_of_a_project_has_its_records_and_their_links(served):
    served.admin.project("demo")
    dataset = served.admin.dataset(project_id="demo")
    sample = served.admin.sample(project_id="demo")
    other = served.admin.sample()
    for end in (sample, other):
        served.admin.post(f"datasets/{dataset}/samples/{end}")
    graph = served.admin.get("project_graph/demo")
    assert {(dataset, "dataset"), (sample, "sample")} == {(node["id"], node["entity_type"]) for node in graph["nodes"]}
    assert [(dataset, sample)] == [(edge["source"], edge["target"]) for edge in graph["edges"]]


def test_every_type_is_found_by_its_identity(served):
    made = {
        "dataset": served.admin.dataset(),
        "sample": served.admin.sample(),
        "project": served.admin.project("demo"),
        "instrument": served.admin.post(
            "instruments", json={"instrument_id": "xrd", "instrument_name": "X", "location": "67"}
        )["unique_id"],
    }
    for kind, mfid in made.items():
        assert kind == served.admin.get(f"resources/{mfid}")["resource_type"]
    served.admin.get(f"resources/{new_mfid()}", 404)


def test_keywords_are_counted_across_datasets_and_added_once(served):
    first, second = served.admin.dataset(), served.admin.dataset()
    for mfid in (first, second, second):
        answer = served.admin.call("POST", f"datasets/{mfid}/keywords", params={"keyword": "perovskite"})
    assert {"keyword": "perovskite", "num_datasets": 2} == answer
    assert [answer] == served.admin.get(f"datasets/{first}/keywords")
    assert 2 == served.admin.get("datasets", keyword="ROVSK")["total"]


GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def test_a_thumbnails_type_is_found_from_its_bytes(served):
    mfid = served.admin.dataset()
    path = f"datasets/{mfid}/thumbnails"
    made = served.admin.post(path, json={"thumbnail_name": "a", "thumbnail_b64str": GIF})
    assert "image/gif" == made["mime_type"]
    served.admin.post(path, 422, json={"thumbnail_name": "a", "thumbnail_b64str": "%%%"})
    renamed = served.admin.patch(f"{path}/{made['id']}", json={"thumbnail_name": "b"})
    assert [renamed] == served.admin.get(path)
    assert {mfid: renamed} == served.admin.post("datasets/first_thumbnails", json=[mfid, new_mfid()])
    served.admin.delete(f"{path}/{made['id']}")
    assert [] == served.admin.get(path)


def test_metadata_is_merged_member_by_member(served):
    path = f"resources/{served.admin.dataset()}/metadata"
    assert served.admin.get(path) is None
    served.admin.patch(path, json={"scan": {"start": 5, "steps": [1, 2]}, "operator": "Ada"})
    merged = served.admin.patch(path, json={"scan": {"stop": 60, "steps": [3]}, "operator": None})
    assert {"scan": {"start": 5, "stop": 60, "steps": [3]}, "operator": None} == merged["scientific_metadata"]
    assert merged == served.admin.get(path)


def test_metadata_is_replaced_only_when_asked(served):
    path = f"resources/{served.admin.sample()}/metadata"
    served.admin.post(path, json={"a": 1})
    served.admin.post(path, 409, json={"b": 2})
    assert {"b": 2} == served.admin.call("POST", path, json={"b": 2}, params={"overwrite": "True"})[
        "scientific_metadata"
    ]


def test_metadata_is_found_by_stems_of_its_keys_and_values(served):
    wanted = served.admin.dataset(dataset_name="run 7")
    served.admin.patch(f"resources/{wanted}/metadata", json={"annealing": {"note": "sintered twice"}})
    served.admin.patch(f"resources/{served.admin.sample()}/metadata", json={"note": "sintered"})
    found = served.admin.get("resources/metadata/search", q="anneal sintering")["items"]
    assert [(wanted, "dataset", "run 7")] == [
        (item["unique_id"], item["resource_type"], item["name"]) for item in found
    ]
    assert {"annealing": {"note": "sintered twice"}} == found[0]["scientific_metadata"]


@pytest.mark.parametrize(
    "question", ['"""', "AND OR NOT", "a* OR", "body:sintered", "'; DROP TABLE x; --", "___", "(((", "éé é"]
)
def test_a_question_cannot_be_a_query_language(served, question):
    served.admin.patch(f"resources/{served.admin.sample()}/metadata", json={"note": "sintered"})
    assert [] == served.admin.get("resources/metadata/search", q=question)["items"]


@pytest.mark.parametrize("typed", ["perovskite", "perovksite", "PEROV", "pervskite film", "rovsk"])
def test_names_are_found_in_spite_of_typing_errors(served, typed):
    wanted = served.admin.dataset(dataset_name="Perovskite film 12")
    served.admin.dataset(dataset_name="Silicon wafer")
    found = served.admin.get("datasets/search", q=typed)["items"]
    assert [wanted] == [item["unique_id"] for item in found]


def test_a_renamed_record_is_found_by_its_new_name_only(served):
    mfid = served.admin.sample("graphene flake")
    served.admin.patch(f"samples/{mfid}", json={"sample_name": "boron nitride"})
    assert [] == served.admin.get("samples/search", q="graphene")["items"]
    assert 1 == len(served.admin.get("samples/search", q="nitride")["items"])


def test_instruments_are_found_by_name_type_or_manufacturer(served):
    body = {"instrument_id": "x-1", "instrument_name": "Alpha", "location": "67", "manufacturer": "Bruker"}
    served.admin.post("instruments", json={**body, "instrument_type": "diffractometer"})
    for text in ("alpha", "difractometer", "bruker"):
        assert ["x-1"] == [item["instrument_id"] for item in served.admin.get("instruments/search", q=text)["items"]]


def test_users_are_resolved_by_any_of_their_names(served):
    ada = served.person("ada", 2)
    answer = ada.post(
        "users/resolve", json={"orcids": [ada.id], "usernames": ["admin", "nobody"], "emails": ["ADA@example.org"]}
    )
    assert {ada.id: "ada", "0000-0000-0000-000X": "admin", "nobody": None} == {
        key: user and user["username"] for key, user in answer.items()
    }


def test_a_taken_username_or_address_is_refused(served):
    ada = served.person("ada")
    ada.patch("account/profile", 409, json={"username": "admin"})
    assert is_mfid(ada.id)
    bob = served.person("bob")
    bob.patch("account/profile", 409, json={"email": "ada@example.org"})
    assert bob.patch("account/profile", json={"username": "robert"})["username"] == "robert"
    assert [bob.id] == [item["unique_id"] for item in bob.get("users", username="Robert")["items"]]


def one_of_each(served, ada) -> dict[str, object]:
    """Make something for every operation that reads, and return what goes into their paths."""
    ada.project("demo", title="Demo")
    ada.patch("resources/" + ada.get("projects")["items"][0]["unique_id"] + "/metadata", json={"a": 1})
    body = {"instrument_id": "xrd-1", "instrument_name": "XRD", "location": "67", "owner": "ada"}
    instrument = ada.post("instruments", json=body)["unique_id"]
    parent = ada.dataset(dataset_name="raw data", project_id="demo", instrument_id="xrd-1", public=True)
    dataset = ada.dataset(dataset_name="derived data", project_id="demo")
    sample, other = ada.sample(project_id="demo"), ada.sample("film B")
    ada.post(f"datasets/{parent}/children/{dataset}", relationship_type="is_part_of")
    ada.post(f"samples/{sample}/children/{other}")
    ada.post(f"datasets/{dataset}/samples/{sample}")
    ada.patch(f"resources/{dataset}/metadata", json={"note": "sintered"})
    file = ada.upload(dataset, "a.xy", b"1 2")
    request = ada.post(f"files/{file['mfid']}/ingest")
    deletion = ada.post(f"resources/{ada.sample('lost')}/delete")
    assert request["id"] == deletion["id"], "both are called request_id"
    doomed = ada.sample("doomed")
    served.admin.delete(f"resources/{doomed}", force=True)
    unfinished = {"filename": "b.xy", "size": 1, "sha256_hash": "0" * 64}
    return {
        "dataset_mfid": dataset,
        "sample_mfid": sample,
        "resource_mfid": dataset,
        "instrument_mfid": instrument,
        "file_mfid": file["mfid"],
        "request_id": request["id"],
        "project_ref": "demo",
        "user_id": ada.id,
        "user_ref": "ada",
        "audit_id": 1,
        "upload_id": ada.post(f"datasets/{dataset}/upload/multipart/initiate", json=unfinished)["upload_id"],
        "unique_id": served.admin.post("service_accounts", json={"username": "robot"})["unique_id"],
    }


def test_every_reading_operation_answers_and_fits_the_document(served):
    """Answers are compared with the document by the sandbox itself; a mismatch is a 500."""
    ada = served.person("ada")
    ids = one_of_each(served, ada)
    needed = {"q": "sintered", "group_name": "demo", "field": "owner"}
    flags = ("include_metadata", "include_links", "include_owner", "include_members", "include_datasets")
    document = load_document()
    asked = [document.operations[name] for name in HANDLERS if document.operations[name].method == "GET"]
    statuses, for_administrators = {}, set()
    for operation in asked:
        names = {parameter.name for parameter in operation.parameters["query"]}
        query = {name: True for name in flags if name in names} | {k: v for k, v in needed.items() if k in names}
        path = operation.path.format(**ids).removeprefix("/")
        answer = ada.http.get(path, params=query)
        if answer.status_code == 403:
            for_administrators.add(operation.name)
            answer = served.admin.http.get(path, params=query)
        statuses[operation.name] = answer.status_code
    assert {
        *("verify_user_api_key", "list_service_accounts", "get_service_account"),
        *("list_deletion_audit", "get_deletion_audit_entry"),
    } == for_administrators
    assert {} == {name: status for name, status in statuses.items() if status != 200}
    assert len(statuses) > 60
