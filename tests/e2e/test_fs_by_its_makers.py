"""``crucible://`` under the tests that the makers of fsspec have for file systems of others.

What they need and datasets do not have, is made up here: no two files have the same content, and what a test has made
is deleted by the client. Their tests of copying and moving are not run, since both are refused.
"""

# ruff: noqa: F811 - fixtures are imported
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.tests.abstract import AbstractFixtures
from fsspec.tests.abstract.get import AbstractGetTests
from fsspec.tests.abstract.open import AbstractOpenTests
from fsspec.tests.abstract.pipe import AbstractPipeTests
from fsspec.tests.abstract.put import AbstractPutTests
from support.remote_files import client, dataset, sandbox  # noqa: F401

from crucible.fs import CrucibleFileSystem


class Distinct:
    """A file system in which a file that is touched has its path as content."""

    def touch(self, path, truncate=True):
        self.pipe_file(path, str(path).encode())


class Here(Distinct, LocalFileSystem):
    """This machine."""


class There(Distinct, CrucibleFileSystem):
    """A Crucible whose files can be deleted."""

    def rm(self, path, recursive=False, maxdepth=None):
        for one in [path] if isinstance(path, str) else path:
            for file in self.find(one):
                self.client.files.delete(self.info(file)["mfid"])
        self.invalidate_cache()


class Fixtures(AbstractFixtures):
    """What the tests work with."""

    @pytest.fixture
    def fs(self, client):
        return There(client=client)

    @pytest.fixture
    def fs_path(self, dataset):
        return dataset

    @pytest.fixture
    def fs_join(self):
        return lambda *parts: "/".join(parts)

    @pytest.fixture(scope="class")
    @classmethod
    def local_fs(cls):
        return Here(auto_mkdir=True)

    @pytest.fixture
    def supports_empty_directories(self):
        return False


class TestGet(Fixtures, AbstractGetTests):
    """Downloads."""


class TestPut(Fixtures, AbstractPutTests):
    """Uploads."""

    test_put_glob_edge_cases = None  # they are about patterns on this machine, and there are many

    def test_put_directory_recursive(self):
        pytest.skip("it has the same bytes under two names, which a dataset does not")


class TestOpen(Fixtures, AbstractOpenTests):
    """Files that are open."""


class TestPipe(Fixtures, AbstractPipeTests):
    """Bytes that become files."""
