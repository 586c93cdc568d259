"""Several datasets in one download: planned a little ahead, each for itself, written down in manifests."""

import json
import threading
from types import SimpleNamespace

import pytest
from support.one_dataset import DATASET, OneDataset

from crucible.errors import ConnectionFailedError, NotFoundError, PartialTransferError
from crucible.ids import new_mfid
from crucible.transfer import FileLine, Options, background, download, manifest, verify


class ManyDatasets:
    """The API for datasets that all have the files of one; what is said about an id replaces that."""

    def __init__(self, one):
        self._one = one
        self.failing = {}

    def record(self, resource_id):
        if resource_id in self.failing:
            raise self.failing[resource_id]
        return {**self._one.resource, "unique_id": resource_id}

    def files(self, dataset_id):
        return [{**record, "dataset_mfid": dataset_id} for record in self._one.records]

    def links(self, dataset_id):
        return self._one.addresses

    def link(self, file_mfid):
        return self._one.link(file_mfid)

    def file(self, file_mfid):
        raise NotFoundError("no such file either", status=404, operation="get_file")


@pytest.fixture
def many(service):
    service.add("a.h5", b"a" * 1000)
    return ManyDatasets(service)


def test_datasets_are_planned_as_many_ahead_as_is_allowed_and_come_in_order():
    asked = []
    numbers = background.ahead(str, (asked.append(number) or number for number in range(100)), 16, threading.Event())
    assert ("0", 17) == (next(numbers), len(asked))
    assert ("1", 18) == (next(numbers), len(asked))
    assert [str(number) for number in range(2, 100)] == list(numbers)


def test_what_planning_raises_comes_where_it_is_read():
    numbers = background.ahead(int, ["1", "x", "2"], 16, threading.Event())
    assert 1 == next(numbers)
    with pytest.raises(ValueError, match="invalid literal"):
        next(numbers)


def test_many_datasets_are_downloaded_at_once(many, storage, tmp_path):
    identities = [new_mfid() for _ in range(60)]
    paths = download(many, iter(identities), tmp_path, Options(no_record=True), storage=storage)
    assert [str(tmp_path / identity / "a.h5") for identity in identities] == paths


def test_a_dataset_that_fails_is_reported_and_the_others_arrive_in_order(many, storage, tmp_path):
    first, second, third = (new_mfid() for _ in range(3))
    many.failing[second] = NotFoundError("no such dataset", status=404)
    with pytest.raises(PartialTransferError, match=r"1 of 3 files of 3 resources.*no such dataset") as caught:
        download(many, [first, second, third], tmp_path, Options(no_record=True), storage=storage)
    lines = [(line.dataset_id, line.name, line.state) for line in caught.value.report]
    expected = [(first, "a.h5", "saved"), (second, "record.json", "failed"), (third, "a.h5", "saved")]
    assert expected == lines
    assert caught.value.report.to_dicts()[0]["size"] == 1000


def test_a_service_that_is_gone_ends_all_and_the_next_run_does_the_rest(many, storage, tmp_path):
    here, gone = new_mfid(), new_mfid()
    many.failing[gone] = ConnectionFailedError("nobody there")
    with pytest.raises(ConnectionFailedError):
        download(many, iter([here, gone]), tmp_path, Options(no_record=True, workers=1), storage=storage)
    many.failing.clear()
    assert 2 == len(download(many, [here, gone], tmp_path, Options(no_record=True), storage=storage))
    for identity in (here, gone):
        assert ["a.h5"] == list(manifest.read(tmp_path / identity / manifest.manifest_name(identity)))


def test_a_data_file_that_is_called_like_the_manifest_is_reported(fetch, service, tmp_path):
    service.add(manifest.manifest_name(DATASET), b"mine")
    service.add("a.h5", b"a")
    with pytest.raises(PartialTransferError, match="collides"):
        fetch()
    text = (tmp_path / DATASET / manifest.manifest_name(DATASET)).read_text("utf-8")
    assert ["a.h5", "record.json"] == [json.loads(line)["name"] for line in text.splitlines()]


def test_a_manifest_has_the_lines_of_all_who_write_at_once(tmp_path):
    def write(number):
        line = FileLine(name=f"{number}", path=tmp_path / "x", size_bytes=1, sha256=None, state="saved")
        manifest.add(tmp_path, DATASET, [line])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(number) for number in range(8)] == list(manifest.read(tmp_path / manifest.manifest_name(DATASET)))
    assert [manifest.manifest_name(DATASET)] == [path.name for path in tmp_path.iterdir()]


def test_lines_of_a_manifest_that_are_none_are_passed_over(tmp_path):
    path = tmp_path / manifest.manifest_name(DATASET)
    path.write_bytes(b'{"name": "a", "size": 1}\n{"na\xff\n[]\n{"name": 7}\n')
    assert {"a": 1} == {name: entry.size_bytes for name, entry in manifest.read(path).items()}


def test_a_comparison_tells_what_can_be_read_and_what_is_recorded_twice(fetch, service, tmp_path):
    service.add("a.h5", b"a")
    service.add("b.h5", b"b", sha256_hash=None)
    fetch()
    service.add("same", b"1")
    service.add("same", b"2")
    service.add("../out", b"3")
    service.add("far.tar", b"", storage_backend="globus")
    (tmp_path / DATASET / "a.h5").unlink()
    (tmp_path / DATASET / "a.h5").mkdir()
    (tmp_path / DATASET / f"c.h5.{'0' * 16}.part").write_bytes(b"c")
    found = {line.name: (line.state, line.reason) for line in verify(tmp_path, service)}
    assert {
        "a.h5": "different",
        "b.h5": "ok",  # by the checksum that the manifest has
        "same": "duplicate",
        "../out": "missing",
        "record.json": "ok",
        f"c.h5.{'0' * 16}.part": "extra",
    } == {name: state for name, (state, _) in found.items()}
    assert "did not end" in found[f"c.h5.{'0' * 16}.part"][1]


def test_a_folder_that_only_has_the_name_of_a_dataset_is_compared_too(service, tmp_path):
    service.add("a.h5", b"a")
    (tmp_path / DATASET).mkdir()
    report = verify(tmp_path, service)
    assert ["a.h5"] == [line.name for line in report.missing]
    assert "a.h5" in report._repr_html_() and "missing" in str(report)
    assert [("a.h5", "missing")] == [(line["name"], line["state"]) for line in report.to_dicts()]


def test_a_dataset_that_is_gone_does_not_hide_the_others(many, service, storage, tmp_path):
    here, gone = new_mfid(), new_mfid()
    download(many, [here, gone], tmp_path, Options(no_record=True), storage=storage)

    def files(dataset_id):
        if dataset_id == gone:
            raise NotFoundError("no such dataset", status=404)
        return many.files(dataset_id)

    report = verify(tmp_path, SimpleNamespace(files=files))
    assert ["ok", "unchecked"] == sorted(line.state for line in report)
    assert "no such dataset" in report.unchecked[0].reason


def test_there_is_room_for_all_datasets_together_or_the_rest_is_reported(service, storage, tmp_path):
    service.add("a.h5", b"a")
    service.records[0]["size"] = 1 << 60
    first, second = new_mfid(), new_mfid()
    with pytest.raises(PartialTransferError, match="not enough room") as caught:
        download(ManyDatasets(service), [first, second], tmp_path, Options(no_record=True), storage=storage)
    assert ["failed", "failed"] == [line.state for line in caught.value.report if line.name == "a.h5"]
    assert isinstance(service, OneDataset) and not service.store.requests
