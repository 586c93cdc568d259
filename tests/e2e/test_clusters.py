"""Work over many datasets on a Dask cluster of several processes, on a served sandbox."""

import os

import dask.bag
import dask.dataframe
import fsspec
import pandas as pd
import psutil
import pytest
from dask.tokenize import tokenize
from distributed import Client, LocalCluster
from support import cluster_jobs

from crucible import ConfigError, CrucibleClient, config
from crucible.fs import CrucibleFileSystem
from crucible.fs.clients import _clients
from crucible.sandbox import Sandbox

DATASETS = 200
LAB = {"profile": "lab"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A sandbox that the profile ``lab`` leads to, with a file of 50 numbers in each of many datasets."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch, Sandbox(ingest=False) as sandbox:
        for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
            patch.delenv(name)
        for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
            patch.setenv(name, home)
        config.save_profile("lab", sandbox.api_key, sandbox.api_url)
        CrucibleFileSystem.clear_instance_cache()
        with CrucibleClient(profile="lab") as client:
            client.projects.create(project_id="films", organization="Lab")
            rows = [{"dataset_name": f"film {n:03}", "scientific_metadata": {"n": n}} for n in range(DATASETS)]
            made = client.datasets.create_many([{**row, "project_id": "films"} for row in rows])
            texts = {one.unique_id: "".join(f"{n + k}\n" for k in range(50)) for n, one in enumerate(made.created)}
            fsspec.filesystem("crucible", **LAB).pipe({f"{one}/scan.txt": text.encode() for one, text in texts.items()})
            yield client
        CrucibleFileSystem.clear_instance_cache()
        for opened in _clients.values():
            opened.close()
        _clients.clear()


@pytest.fixture(scope="module")
def cluster(lab):
    """A scheduler in this process, and two workers in processes of their own."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster) as client,
    ):
        yield client
        workers = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
    assert not [worker for worker in workers if worker.is_running()]
    assert not [one for one in psutil.Process().children(recursive=True) if _is_worker(one) and one.pid not in before]


def _is_worker(process):
    """Say whether a process is one that multiprocessing starts to do work, not to count its semaphores."""
    line = " ".join(process.cmdline())
    return "multiprocessing" in line and "resource_tracker" not in line


@pytest.fixture
def films(lab):
    return lab.datasets.list(project_id="films", limit=None, sort="name", direction="asc")


def test_a_bag_of_many_datasets_is_worked_through_by_all_processes(cluster, films):
    found = films.to_dask("bag").map(cluster_jobs.mean_of_record).compute()
    assert [(f"film {n:03}", n + 24.5) for n in range(DATASETS)] == [one[:2] for one in found]
    assert set(cluster.run(os.getpid).values()) == {process for *_, process in found}


def test_a_frame_has_columns_computed_from_files_and_from_metadata(cluster, films):
    frame = films.to_dask(columns={"id": "unique_id", "n": "metadata.n"}, partition_size=25)
    frame["mean"] = frame["id"].map(cluster_jobs.mean_of, meta=("mean", "float64"))
    by_tens = (frame["mean"] - frame["n"]).groupby(frame["n"] // 10).agg(["count", "mean"]).compute().sort_index()
    expected = pd.DataFrame({"count": [10] * 20, "mean": [24.5] * 20}, index=pd.Index(range(20), name="n"))
    pd.testing.assert_frame_equal(expected, by_tens, check_names=False)


def test_dask_reads_files_of_many_datasets_by_their_addresses(cluster, films):
    addresses = [f"crucible://{one.unique_id}/scan.txt" for one in films[:20]]
    text = dask.bag.read_text(addresses, storage_options=LAB)
    assert 20 * 50 * 24.5 + 50 * sum(range(20)) == text.map(float).sum().compute()
    table = dask.dataframe.read_csv(addresses, storage_options=LAB, names=["counts"], header=None)
    assert (20 * 50, 68) == (len(table), table["counts"].max().compute())


@pytest.mark.filterwarnings("ignore:.*inplace keyword:DeprecationWarning")  # of Dask, with pandas 3.1
def test_dask_writes_and_reads_parquet_in_a_dataset(cluster, lab):
    frame = pd.DataFrame({"x": range(1000), "y": [1.5] * 1000})
    folder = f"crucible://{lab.datasets.create(dataset_name='table').unique_id}/table"
    dask.dataframe.from_pandas(frame, npartitions=4).to_parquet(folder, storage_options=LAB)
    again = dask.dataframe.read_parquet(folder, storage_options=LAB)
    assert (4, 999 * 500.0, 1500.0) == (again.npartitions, again["x"].sum().compute(), again["y"].sum().compute())


def test_a_worker_that_dies_is_replaced_and_the_result_is_whole(cluster, films, tmp_path):
    names = films.to_dask("bag", partition_size=50).map(cluster_jobs.killed_once, str(tmp_path / "killed")).compute()
    assert [f"film {n:03}" for n in range(DATASETS)] == names
    assert (tmp_path / "killed").exists()


def test_what_workers_write_they_may_write_again(cluster, films):
    some = films.to_dask("bag", partition_size=3).take(3, npartitions=1, compute=False).map(cluster_jobs.size_of)
    assert [5, 5, 5] == some.compute() == some.compute()


def test_a_worker_opens_a_profile_once_and_calls_a_file_system_what_others_call_it(cluster, films):
    cluster.wait_for_workers(2)  # the one that died is started again
    assert DATASETS == films.to_dask("bag", partition_size=10).count().compute()
    found = list(cluster.run(cluster_jobs.process_and_token).values())
    assert (2, 1) == (len({process for process, *_ in found}), max(ports for _, ports, _ in found))
    assert {tokenize(fsspec.filesystem("crucible", **LAB))} == {token for *_, token in found}


def test_the_graph_has_no_key_when_it_is_sent_to_the_workers(cluster, lab, films):
    from distributed.protocol import serialize_bytes

    key = lab._settings.api_key.reveal().encode()
    bag = films.to_dask("bag", partition_size=100).map(cluster_jobs.mean_of_record)
    for collection in (bag, films.to_dask(partition_size=100), bag.to_delayed()[0]):
        sent = serialize_bytes(collection.__dask_graph__(), serializers=["pickle"])
        assert (True, False) == (b"lab" in sent, key in sent)


def test_an_error_of_a_worker_says_what_it_says_here(cluster, lab, films):
    bag = films.to_dask("bag", partition_size=100)
    config.remove_profile("lab")
    try:
        with pytest.raises(ConfigError, match=r"a profile that is not in .*config\.toml"):
            bag.count().compute()
    finally:
        config.save_profile("lab", lab._settings.api_key, lab.api_url)
