"""The libraries that people read files with read ``crucible://``: real files, written by the libraries themselves."""

import shutil
from functools import partial
from pathlib import Path

import dask.dataframe
import fsspec
import h5py
import numpy as np
import pandas as pd
import pyarrow.dataset
import pyarrow.parquet
import pytest
import tifffile
import xarray as xr
import zarr

from crucible import CrucibleClient, PartialTransferError, config
from crucible.fs import CrucibleFileSystem
from crucible.fs.clients import _clients
from crucible.sandbox import Sandbox

LAB = {"profile": "lab"}
FRAME = pd.DataFrame({"two_theta": np.arange(5000) / 100, "counts": np.arange(5000) ** 2, "who": ["ada", "ben"] * 2500})
STACK = np.arange(40 * 64 * 64, dtype="u2").reshape(40, 64, 64)


@pytest.fixture(scope="module", autouse=True)
def lab(tmp_path_factory):
    """A sandbox that the profile ``lab`` leads to."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch, Sandbox(ingest=False) as sandbox:
        for name in ("CRUCIBLE_API_URL", "CRUCIBLE_API_KEY", "CRUCIBLE_PROFILE"):
            patch.delenv(name, raising=False)
        for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
            patch.setenv(name, home)
        config.save_profile("lab", sandbox.api_key, sandbox.api_url)
        CrucibleFileSystem.clear_instance_cache()
        with CrucibleClient(profile="lab") as client:
            yield client
        CrucibleFileSystem.clear_instance_cache()
        for opened in _clients.values():
            opened.close()
        _clients.clear()


@pytest.fixture
def folder(lab):
    """The address of a dataset of its own."""
    return f"crucible://{lab.datasets.create(dataset_name='to read').unique_id}"


@pytest.fixture
def uploaded(lab, folder, tmp_path):
    """Uploads a file that a function writes, and returns its address."""

    def run(name, write):
        write(tmp_path / name)
        lab.upload(folder.removeprefix("crucible://"), tmp_path / name)
        return f"{folder}/{name}"

    return run


def test_pandas_reads_and_writes_tables(folder):
    for name, write, read in [
        ("scan.csv", FRAME.to_csv, pd.read_csv),
        ("scan.csv.gz", FRAME.to_csv, pd.read_csv),
    ]:
        write(f"{folder}/{name}", index=False, storage_options=LAB)
        pd.testing.assert_frame_equal(FRAME, read(f"{folder}/{name}", storage_options=LAB))
    FRAME.to_parquet(f"{folder}/scan.parquet", storage_options=LAB)
    pd.testing.assert_frame_equal(FRAME, pd.read_parquet(f"{folder}/scan.parquet", storage_options=LAB))
    found = pd.read_parquet(f"{folder}/scan.parquet", columns=["counts"], storage_options=LAB)
    pd.testing.assert_frame_equal(FRAME[["counts"]], found)


def test_pyarrow_reads_a_file_and_a_folder_of_them(uploaded, folder):
    table = pyarrow.Table.from_pandas(FRAME)
    address = uploaded("run.parquet", lambda path: pyarrow.parquet.write_table(table, path, row_group_size=1000))
    with fsspec.open(address, **LAB) as file:
        assert table.slice(2000, 1000).equals(pyarrow.parquet.ParquetFile(file).read_row_group(2))
    fs = fsspec.filesystem("crucible", **LAB)
    for part in range(3):
        with fs.open(f"{folder}/parts/{part}.parquet", "wb") as file:
            pyarrow.parquet.write_table(table.slice(part * 1000, 1000), file)
    parts = pyarrow.dataset.dataset(f"{folder}/parts".removeprefix("crucible://"), filesystem=fs)
    assert 3000 == parts.count_rows()
    assert 500 == parts.to_table(filter=pyarrow.dataset.field("two_theta") < 5).num_rows


def test_h5py_reads_one_plane_and_the_attributes(uploaded):
    def write(path):
        with h5py.File(path, "w") as file:
            file.create_dataset("entry/data/stack", data=STACK, chunks=(1, 64, 64), compression="gzip")
            file["entry/data/stack"].attrs["units"] = "counts"
            file["entry"].attrs["NX_class"] = "NXentry"

    with fsspec.open(uploaded("stack.h5", write), **LAB) as opened, h5py.File(opened) as file:
        assert ("NXentry", "counts") == (file["entry"].attrs["NX_class"], file["entry/data/stack"].attrs["units"])
        np.testing.assert_array_equal(STACK[17], file["entry/data/stack"][17])


def test_h5py_writes(folder):
    with fsspec.open(f"{folder}/new.h5", "wb", **LAB) as opened, h5py.File(opened, "w") as file:
        file["stack"] = STACK
    with fsspec.open(f"{folder}/new.h5", **LAB) as opened, h5py.File(opened) as file:
        np.testing.assert_array_equal(STACK, file["stack"][:])


def test_xarray_reads_netcdf(uploaded):
    scan = xr.Dataset(
        {"counts": (("time", "x"), np.arange(600.0).reshape(30, 20))}, {"time": np.arange(30), "x": np.arange(20) / 10}
    )
    address = uploaded("scan.nc", lambda path: scan.to_netcdf(path, engine="h5netcdf"))
    with fsspec.open(address, **LAB) as file, xr.open_dataset(file, engine="h5netcdf") as found:
        assert 15.0 == float(found.counts.sel(time=0, x=1.5, method="nearest"))
        xr.testing.assert_identical(scan, found.load())


def test_tifffile_reads_one_page(uploaded):
    address = uploaded("stack.tif", lambda path: tifffile.imwrite(path, STACK, metadata={"axes": "ZYX"}))
    with fsspec.open(address, **LAB) as file, tifffile.TiffFile(file) as tif:
        assert ((40, 64, 64), "ZYX") == (tif.series[0].shape, tif.series[0].axes)
        np.testing.assert_array_equal(STACK[5], tif.pages[5].asarray())


def test_zarr_reads_a_folder_and_a_zip(lab, folder, tmp_path):
    for store in (tmp_path / "stack.zarr", zarr.storage.ZipStore(tmp_path / "stack.zarr.zip", mode="w")):
        array = zarr.create_array(store, name="stack", shape=STACK.shape, chunks=(10, 64, 64), dtype=STACK.dtype)
        array[:] = STACK
        if isinstance(store, zarr.storage.ZipStore):
            store.close()
    dataset = folder.removeprefix("crucible://")
    lab.upload(dataset, tmp_path / "stack.zarr", prefix="stack.zarr")
    lab.upload(dataset, tmp_path / "stack.zarr.zip")
    found = zarr.open_group(f"{folder}/stack.zarr", mode="r", storage_options=LAB)["stack"]
    np.testing.assert_array_equal(STACK[12:31], found[12:31])
    zipped = zarr.open_group(f"zip::{folder}/stack.zarr.zip", mode="r", storage_options={"crucible": LAB})["stack"]
    np.testing.assert_array_equal(STACK, zipped[:])


@pytest.mark.filterwarnings("ignore:.*asynchronous=True")
def test_zarr_writes_a_folder_of_chunks_that_differ_and_leaves_out_empty_ones(folder):
    array = zarr.create_array(
        f"{folder}/new.zarr", shape=STACK.shape, chunks=(10, 64, 64), dtype=STACK.dtype, storage_options=LAB
    )
    some = np.where(np.arange(40)[:, None, None] < 10, 0, STACK)
    array[:] = some
    found = zarr.open_array(f"{folder}/new.zarr", mode="r", storage_options=LAB)
    np.testing.assert_array_equal(some, found[:])


def test_chunks_of_zarr_with_the_same_content_are_an_error_and_not_empty_ones(lab, folder, tmp_path):
    array = zarr.create_array(tmp_path / "ones.zarr", shape=(40, 8), chunks=(10, 8), dtype="f8")
    array[:] = 1
    dataset = folder.removeprefix("crucible://")
    with pytest.raises(PartialTransferError, match=r"3 of 5 files were not sent.*zarr\.storage\.ZipStore"):
        lab.upload(dataset, tmp_path / "ones.zarr", prefix="ones.zarr")
    with pytest.raises(OSError, match=r"zarr\.storage\.ZipStore"):
        fsspec.filesystem("crucible", **LAB).put(str(tmp_path / "ones.zarr"), f"{folder}/ones.zarr", recursive=True)


def test_sample_files_that_packages_carry_read_as_from_a_disk(uploaded):
    table = Path(pyarrow.__file__).parent / "tests" / "data" / "parquet" / "v0.7.1.parquet"
    numbers = Path(h5py.__file__).parent / "tests" / "data_files" / "vlen_string_s390x.h5"
    old, mainframe = (uploaded(path.name, partial(shutil.copy, path)) for path in (table, numbers))
    with fsspec.open(old, **LAB) as file:
        assert pyarrow.parquet.read_table(table).equals(pyarrow.parquet.read_table(file))
    with h5py.File(numbers) as here, fsspec.open(mainframe, **LAB) as file, h5py.File(file) as found:
        assert [one[:].tolist() for one in here.values()] == [one[:].tolist() for one in found.values()]
        assert 5 == len(found)


def test_dask_reads_many_tables(folder):
    for part in range(3):
        some = FRAME.iloc[part * 100 : (part + 1) * 100]
        some.to_csv(f"{folder}/{part}.csv", index=False, storage_options=LAB)
    frame = dask.dataframe.read_csv(f"{folder}/*.csv", storage_options=LAB)
    assert FRAME["counts"][:300].sum() == frame["counts"].sum().compute()
