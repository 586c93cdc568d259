"""What becomes of texts and times that databases and clients spell differently."""

import pytest

NUL = "a\0b"


# ---- U+0000 ----


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "datasets/{}", {"dataset_name": NUL}),
        ("PATCH", "datasets/{}", {"measurement": NUL}),
        ("PATCH", "resources/{}/metadata", {"lattice": {"phase": [NUL]}}),
        ("PATCH", "resources/{}/metadata", {NUL: 1}),
        ("POST", "datasets/{}/files", {"filename": "a", "storage_backend": "local", "access_note": NUL}),
    ],
)
def test_a_body_with_a_nul_is_refused(served, method, path, body):
    dataset = served.admin.dataset(dataset_name="run 7")
    detail = served.admin.call(method, path.format(dataset), 422, json=body)["detail"]
    assert [["body"]] == [wrong["loc"] for wrong in detail]
    assert "U+0000" in detail[0]["msg"]


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "datasets/{}/keywords", {"keyword": NUL}),
        ("POST", "resources/{}/delete", {"reason": NUL}),
        ("GET", "datasets", {"measurement": NUL}),
        ("GET", "users", {"search_fields": [NUL, "username"], "q": "ada"}),
    ],
)
def test_a_parameter_with_a_nul_is_refused(served, method, path, query):
    dataset = served.admin.dataset(dataset_name="run 7")
    detail = served.admin.call(method, path.format(dataset), 422, params=query)["detail"]
    assert ["query", next(iter(query))] == detail[0]["loc"]
    assert "U+0000" in detail[0]["msg"]


def test_a_backslash_before_u0000_is_no_nul(served):
    document = {"path": "C:\\u0000", "\\\\u0000": "\\u0000"}
    dataset = served.admin.dataset(dataset_name="run 7")
    assert document == served.admin.patch(f"resources/{dataset}/metadata", json=document)["scientific_metadata"]


# ---- length and case ----


def test_texts_inside_an_object_of_a_body_have_a_limit_too(served):
    info = {"first_name": "A" * 65_537, "last_name": "L", "username": "ada"}
    detail = served.admin.post("users", 422, json={"user_info": info, "project_ids": []})["detail"]
    assert [("string_too_long", ["body", "user_info", "first_name"])] == [(one["type"], one["loc"]) for one in detail]


def test_people_with_very_long_names_are_paged(served):
    people = [served.person(f"ada{number}") for number in range(3)]
    for person in people:
        person.patch("account/profile", json={"last_name": "\x01" * 60_000, "first_name": person.id})
    found, cursor = [], {}
    while cursor is not None:
        page = served.admin.get("users", limit=1, **cursor)
        found += [item["unique_id"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert {served.admin.id, *(person.id for person in people)} == set(found)
    assert 4 == len(found)


def test_case_does_not_matter_in_any_alphabet(served):
    ada = served.person("ada")
    ada.patch("account/profile", json={"last_name": "MÜLLER"})
    ada.post(f"datasets/{ada.dataset(dataset_name='run 7')}/keywords", keyword="ÄTZEN")
    assert [ada.id] == [user["unique_id"] for user in ada.get("users/search", q="müller")]
    assert 1 == ada.get("users", last_name="Müll")["total"]
    assert 1 == ada.get("users", last_name="müller", permissive=False)["total"]
    assert 1 == ada.get("datasets", keyword="ätz")["total"]


def test_a_question_may_have_signs_that_are_no_words(served):
    served.admin.patch(f"resources/{served.admin.dataset()}/metadata", json={"lattice": "cubic"})
    for question in ("lattice _ cubic", "lattice -- cubic", "__cubic__"):
        assert 1 == len(served.admin.get("resources/metadata/search", q=question)["items"])
    assert [] == served.admin.get("resources/metadata/search", q="___")["items"]


# ---- times ----


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-08-01T10:00:00-07:00", "2026-08-01T10:00:00-07:00"),
        ("2026-08-01T10:00:00", "2026-08-01T10:00:00+00:00"),
        ("2026-08-01 10:00", "2026-08-01T10:00:00+00:00"),
        ("2026-08-01 10:00:00+02:00", "2026-08-01T10:00:00+02:00"),
        ("2026-08-01", "2026-08-01T00:00:00+00:00"),
    ],
)
@pytest.mark.parametrize("version", ["v2", "v3"])
def test_a_timestamp_without_an_offset_is_in_utc(served, version, given, expected):
    ada = served.in_v2(served.admin) if version == "v2" else served.admin
    dataset = ada.post("datasets", json={"dataset_name": "run 7", "timestamp": given})
    sample = ada.post("samples", json={"sample_name": "film A"})["unique_id"]
    assert expected == dataset["timestamp"]
    assert expected == ada.patch(f"samples/{sample}", json={"timestamp": given})["timestamp"]
    assert [dataset["unique_id"]] == [one["unique_id"] for one in ada.get("datasets", timestamp=given)["items"]]


@pytest.mark.parametrize("given", ["yesterday", "2026-13-01", "2026-08-01T25:00", "2026", 1_785_500_000])
def test_what_is_no_time_is_refused(served, given):
    detail = served.admin.post("datasets", 422, json={"timestamp": given})["detail"]
    assert ["body", "timestamp"] == detail[0]["loc"]


def test_metadata_may_call_anything_timestamp(served):
    document = {"timestamp": "2026-08-01", "time_completed": "2026-08-01 10:00"}
    dataset = served.admin.dataset()
    assert document == served.admin.patch(f"resources/{dataset}/metadata", json=document)["scientific_metadata"]
