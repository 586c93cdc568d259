"""``crucible://``: projects, datasets and files as a file system, on a served sandbox."""

# ruff: noqa: F811 - fixtures are imported
import errno
import io
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import fsspec
import pytest
from support.remote_files import DATA, client, dataset, filled, fs, leftovers, profile, sandbox  # noqa: F401
from support.served import Served

from crucible import ConfigError, CrucibleClient, NotFoundError, UsageError, config
from crucible.fs import CrucibleFileSystem
from crucible.fs.listings import Kept

# ---- addresses and lists ----


def test_the_address_is_known_to_fsspec():
    assert CrucibleFileSystem is fsspec.get_filesystem_class("crucible")


def test_projects_hold_datasets_and_those_hold_files(fs, filled):
    assert "films" in fs.ls("crucible://", detail=False)
    assert f"films/{filled}" in fs.ls("crucible://films/", detail=False, refresh=True)
    assert [f"films/{filled}/raw", f"films/{filled}/scan.bin"] == fs.ls(f"crucible://films/{filled}", detail=False)
    assert [f"{filled}/raw/a.txt", f"{filled}/raw/deep"] == fs.ls(f"{filled}/raw/", detail=False)


def test_entries_say_what_they_are(fs, filled, client):
    (record,) = [file for file in client.datasets.list_files(filled) if file.filename == "scan.bin"]
    assert {
        "name": f"{filled}/scan.bin",
        "type": "file",
        "size": len(DATA),
        "sha256": record.sha256_hash,
        "mfid": record.mfid,
        "ETag": record.etag,
        "storage_backend": "gcs",
    } == fs.info(f"crucible://{filled}/scan.bin")
    assert "directory" == fs.info(f"{filled}/raw/deep")["type"]
    (entry,) = [entry for entry in fs.ls("films", refresh=True) if entry["name"].endswith(filled)]
    assert ("film A", "XRD", "directory") == (entry["dataset_name"], entry["measurement"], entry["type"])
    assert "Thin films" == fs.info("films")["title"]


def test_trees_and_patterns_are_followed(fs, filled):
    names = [f"{filled}/raw/a.txt", f"{filled}/raw/deep/b.txt", f"{filled}/scan.bin"]
    assert names == fs.find(filled)
    assert [names[0]] == fs.glob(f"crucible://{filled}/raw/*.txt")
    assert names[:2] == fs.glob(f"{filled}/**/*.txt")
    assert [f"films/{name}" for name in names[2:]] == fs.glob(f"films/{filled[:20]}*/*.bin", refresh=True)
    assert [(filled, ["raw"], ["scan.bin"]), (f"{filled}/raw", ["deep"], ["a.txt"])] == list(fs.walk(filled))[:2]
    assert len(DATA) + 10 == fs.du(filled)


@pytest.mark.parametrize(
    "path",
    ["nobody", "films/scan.bin", "0tcbwt4cp9x1z000bazhkv5gkg", "0tcbwt4cp9x1z000bazhkv5gkg/x", "{}/no", "{}/sca"],
)
def test_what_is_not_there_is_a_file_that_is_not_found(fs, filled, path):
    path = path.format(filled)
    assert not fs.exists(path)
    for look in (fs.ls, fs.info, fs.open) if "/" in path else (fs.ls, fs.info):
        with pytest.raises(FileNotFoundError) as caught:
            look(path)
        assert errno.ENOENT == caught.value.errno
        assert f"crucible://{path}".startswith(caught.value.filename)


def test_a_dataset_of_another_project_is_not_in_this_one(fs, filled, client):
    client.projects.create(project_id="others", organization="Lab", existing="use")
    with pytest.raises(FileNotFoundError, match="'films'"):
        fs.ls(f"others/{filled}")


def test_an_error_keeps_the_clients_own_as_its_cause(fs):
    with pytest.raises(FileNotFoundError) as caught:
        fs.ls("0tcbwt4cp9x1z000bazhkv5gkg")
    assert isinstance(caught.value.__cause__, NotFoundError)


def test_what_cannot_be_found_out_is_no_file_that_is_not_there(sandbox, dataset):
    with CrucibleClient(sandbox.api_url, "wrong") as client:
        with pytest.raises(PermissionError):
            CrucibleFileSystem(client=client).exists(f"{dataset}/x")


def test_a_listing_is_asked_for_once_in_a_moment(sandbox, client, filled):
    fs = CrucibleFileSystem(client=client)
    sandbox.faults.add("answer", on="list_dataset_files", status=404, after=1)
    try:
        assert 3 == len(fs.find(filled))
        assert fs.exists(f"{filled}/scan.bin")
        with pytest.raises(FileNotFoundError):
            fs.ls(filled, refresh=True)
    finally:
        sandbox.faults.clear()


def test_files_that_are_kept_elsewhere_are_said_to_be(fs, client, dataset):
    client.datasets.add_remote_file(dataset, "huge.h5", "globus", access_note="ask Ada", size=10**13)
    assert 10**13 == fs.info(f"{dataset}/huge.h5")["size"]
    with pytest.raises(OSError, match=r"globus.*ask Ada"):
        fs.open(f"{dataset}/huge.h5")


# ---- reading ----


def test_a_file_reads_like_one_of_this_machine(fs, filled):
    with fs.open(f"crucible://{filled}/scan.bin") as file, io.BytesIO(DATA) as same:
        for offset, whence, length in [(0, 0, 10), (5, 1, 1), (-100, 2, 300), (1_000_000, 0, 700_001), (17, 0, 0)]:
            assert same.seek(offset, whence) == file.seek(offset, whence)
            assert same.read(length) == file.read(length)
        assert same.tell() == file.tell()
        assert (len(DATA), True, False) == (file.size, file.seekable(), file.writable())


def test_text_is_read_by_lines(fs, filled):
    with fs.open(f"{filled}/raw/a.txt", "rt") as file:
        assert ["one\n", "two\n"] == list(file)
    with fs.open(f"{filled}/raw/a.txt") as file:
        assert (b"on", b"e\n", b"two\n", b"") == (file.readline(2), *[file.readline() for _ in range(3)])


def test_stretches_of_files_are_fetched_together(fs, filled):
    scan, text = f"{filled}/scan.bin", f"{filled}/raw/a.txt"
    assert DATA[-7:-2] == fs.cat_file(scan, -7, -2)
    assert [DATA[:4], DATA[10:12], b"two\n"] == fs.cat_ranges([scan, scan, text], [0, 10, 4], [4, 12, None])
    assert [DATA[:4], DATA[10:12], b"tw"] == fs.cat_ranges([scan, scan, text], [0, 10, 4], [4, 12, 6], max_gap=100)
    assert [b"one", "FileNotFoundError"] == [
        one if isinstance(one, bytes) else type(one).__name__ for one in fs.cat_ranges([text, f"{filled}/no"], 0, 3)
    ]
    assert {scan: DATA, text: b"one\ntwo\n"} == fs.cat([scan, text])


def test_content_that_is_not_the_recorded_one_is_an_error(sandbox, fs, filled):
    sandbox.faults.add("alter", on="download", byte=5, times=1)
    with fs.open(f"{filled}/scan.bin") as file, pytest.raises(OSError, match="SHA-256") as caught:
        file.read()
    assert errno.EIO == caught.value.errno
    with fs.open(f"{filled}/scan.bin") as file:
        assert DATA == file.read()


def test_links_that_expire_are_renewed_while_a_file_is_open(sandbox, fs, filled):
    with fs.open(f"{filled}/scan.bin", block_size=1000) as file:
        assert DATA[:5] == file.read(5)
        sandbox.faults.clear()
        sandbox.faults.add("expire", on="download", times=1)
        file.seek(2_000_000)
        assert DATA[2_000_000:2_000_005] == file.read(5)
    assert [("expire", "download")] == [(one.do, one.on) for one in sandbox.faults.fired]


def test_a_file_that_is_replaced_while_it_is_open_is_noticed(client, fs, filled):
    path = f"{filled}/scan.bin"
    with fs.open(path, block_size=1000) as file:
        file.read(5)
        with CrucibleClient(client.api_url, client._settings.api_key) as other:
            CrucibleFileSystem(client=other).pipe(path, DATA[::-1])
        fs._contents._kept[fs.info(path)["mfid"]][1]._address._url = None  # the link of before has expired
        file.seek(2_000_000)
        with pytest.raises(OSError, match="replaced it since it was opened") as caught:
            file.read(5)
    assert errno.ESTALE == caught.value.errno
    with fs.open(path) as file:
        assert DATA[::-1][:5] == file.read(5)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"on": "download", "status": 403}, PermissionError),
        ({"on": "download", "status": 404}, FileNotFoundError),
        ({"on": "get_download_link", "status": 403}, PermissionError),
        ({"on": "get_download_link", "status": 409}, OSError),
    ],
    ids=str,
)
def test_why_a_file_cannot_be_read_is_the_kind_of_the_error(sandbox, client, filled, fault, kind):
    sandbox.faults.add("answer", **fault)
    try:
        with pytest.raises(OSError) as caught:
            CrucibleFileSystem(client=client).cat_file(f"{filled}/scan.bin", 0, 10)
    finally:
        sandbox.faults.clear()
    assert kind is type(caught.value)


def test_many_files_need_few_addresses(sandbox, fs, dataset):
    fs.pipe({f"{dataset}/{number}.txt": str(number).encode() for number in range(20)})
    sandbox.faults.add("answer", on="get_download_link", status=404, after=4)
    try:
        found = fs.cat(f"{dataset}/*.txt")
    finally:
        sandbox.faults.clear()
    assert {f"{dataset}/{number}.txt": str(number).encode() for number in range(20)} == found


def test_threads_read_one_file_system(fs, filled):
    with ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(lambda at: fs.cat_file(f"{filled}/scan.bin", at, at + 10), range(0, 1000, 10)))
    assert DATA[:1000] == b"".join(pieces)


def test_a_project_of_many_datasets_is_searched_by_their_ids(sandbox, client, filled):
    """Each path under a project asks whether the dataset is one of it: 100,000 of them by 100,000 comparisons."""
    listings = CrucibleFileSystem(client=client).listings
    listings._cache["films"] = Counting(f"films/{filled}")
    listings.record(f"films/{filled}/scan.bin")
    assert (1, 0) == (listings._cache["films"].looked_up, listings._cache["films"].walked)


class Counting(dict):
    """A mapping of one path that counts how it is asked."""

    def __init__(self, path):
        super().__init__({path: {}})
        self.looked_up = self.walked = 0

    def __contains__(self, path):
        self.looked_up += 1
        return super().__contains__(path)

    def __iter__(self):
        self.walked += 1
        return super().__iter__()


def test_listings_are_kept_for_some_datasets_and_some_time():
    kept = Kept(60.0, 2)
    for name in "abca":
        kept[name] = name.upper()
    assert [None, None, "C", "A"][2:] == [kept["c"], kept["a"]]
    for forgotten in (lambda: kept["b"], lambda: at_once_forgotten()["a"]):
        with pytest.raises(KeyError):
            forgotten()


def at_once_forgotten():
    kept = Kept(0.0, None)
    kept["a"] = 1
    return kept


@pytest.mark.parametrize("cache", ["none", "readahead", "blockcache", "bytes", "all", "first", "background"])
def test_caches_of_fsspec_read_as_well(fs, filled, cache):
    with fs.open(f"{filled}/scan.bin", cache_type=cache, block_size=100_000) as file:
        for start in (0, 250_000, 90_000, 2_999_000):
            file.seek(start)
            assert DATA[start : start + 2000] == file.read(2000)


@pytest.mark.parametrize(
    "name",
    ["a b.txt", "a%20b.txt", "a#b.txt", "a?b&c=d+e;f.txt", "[x]{1,2}*.txt", "日本 ä é.txt", "'q' \"r\".txt", "~.x"],
)
def test_names_are_what_they_are(fs, dataset, name):
    address = f"crucible://{dataset}/{name}"
    fs.pipe_file(address, name.encode())
    assert name.encode() == fs.cat_file(address)
    assert [f"{dataset}/{name}"] == fs.find(dataset)
    with fsspec.open(address, client=fs.client, expand=False) as file:
        assert name.encode() == file.read()


# ---- whose eyes ----


def test_a_profile_that_was_changed_is_used_as_it_is_now(sandbox, profile, filled):
    fs = fsspec.filesystem("crucible", profile=profile)
    assert fs.exists(f"{filled}/scan.bin")
    config.save_profile(profile, "no-longer-a-key", sandbox.api_url)
    with pytest.raises(PermissionError):
        fs.ls(filled, refresh=True)
    config.save_profile(profile, sandbox.api_key, sandbox.api_url)
    assert 2 == len(fs.ls(filled, refresh=True))


def test_a_client_that_was_closed_is_replaced_and_forgotten_with_what_it_read(profile, filled):
    fs = fsspec.filesystem("crucible", profile=profile)
    assert b"one\ntwo\n" == fs.cat(f"{filled}/raw/a.txt")
    fs.client.close()
    assert b"one\ntwo\n" == fs.cat(f"{filled}/raw/a.txt")
    with fs.open(f"{filled}/scan.bin") as file:
        assert DATA[:5] == file.read(5)


def test_a_profile_says_whose_eyes_are_used(profile, filled):
    with fsspec.open(f"crucible://{filled}/raw/a.txt", profile=profile) as file:
        assert b"one\ntwo\n" == file.read()
    assert fsspec.filesystem("crucible", profile=profile) is fsspec.filesystem("crucible", profile=profile)


def test_threads_share_the_connections_of_a_profile(profile, filled):
    def look(_):
        return CrucibleFileSystem(profile=profile).client

    with ThreadPoolExecutor(4) as pool:
        assert 1 == len(set(pool.map(look, range(8))))


def test_a_pickle_has_the_name_of_the_profile_and_no_key(sandbox, profile, filled):
    fs = CrucibleFileSystem(profile=profile)
    with fs.open(f"{filled}/scan.bin") as file:
        file.read(10)
        pickled = pickle.dumps((fs, file, fsspec.open(f"crucible://{filled}/raw/a.txt", profile=profile)))
    assert sandbox.api_key.encode() not in pickled
    assert b"signature" not in pickled.lower() and b"http" not in pickled
    assert sandbox.api_key not in fs.to_json()
    again, file, opener = pickle.loads(pickled)  # noqa: S301 - it is our own
    assert again == fs
    assert DATA[10:20] == file.read(10)
    with opener as file:
        assert b"one\n" == file.readline()


def test_a_file_system_of_a_client_is_not_pickled(fs, client):
    with pytest.raises(TypeError, match="profile"):
        pickle.dumps(fs)
    assert fs == CrucibleFileSystem(client=client)


def test_file_systems_of_two_clients_are_two(sandbox, client):
    served = Served(sandbox)
    person = served.person("fs-ben")
    with CrucibleClient(sandbox.api_url, person.key) as other:
        assert CrucibleFileSystem(client=client) != CrucibleFileSystem(client=other)
        assert client is CrucibleFileSystem(client=client).client
        assert other is CrucibleFileSystem(client=other).client
    served.close()


def test_keys_and_unknown_options_are_refused(client):
    with pytest.raises(TypeError, match="api_key"):
        fsspec.filesystem("crucible", api_key="k")
    with pytest.raises(UsageError, match="Give one of them"):
        CrucibleFileSystem("lab", client=client)


def test_without_a_configuration_the_error_says_how(profile):
    with pytest.raises(ConfigError, match="profile= names a profile that is not in"):
        fsspec.filesystem("crucible", profile="nobody").exists("films")


def _first_bytes(opener):
    with opener as file:
        return file.read(3)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_processes_read_what_they_are_given(profile, filled, way):
    opener = fsspec.open(f"crucible://{filled}/scan.bin", profile=profile)
    assert DATA[:3] == _first_bytes(opener)
    with get_context(way).Pool(2) as pool:
        assert [DATA[:3]] * 4 == pool.map(_first_bytes, [opener] * 4)
