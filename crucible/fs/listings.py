"""What the service lists, kept for a moment, and the content of files with their addresses."""

from __future__ import annotations

import errno
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..resources.transfers import ApiService
from ..transfer.fetch import LINK_SECONDS
from ..transfer.plan import STORED_HERE, RemoteFile
from .failures import as_os_errors, refused
from .paths import by_name, file_entry, file_place, folder_entry
from .reading import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..client import CrucibleClient
    from ..records import Dataset
    from .paths import Entry, Place

MANY = 4
"""From so many files of a dataset on, the addresses of all are asked for at once."""
MOST_KEPT = 4096
MOST_DATASETS = 64
"""Of so many datasets the addresses of all files are kept."""


class Kept:
    """Answers, kept for a moment; what fsspec has for this keeps them until they are asked for again.

    Parameters
    ----------
    seconds
        For how long; None is until they are forgotten.
    most
        How many at most; None is all.
    """

    def __init__(self, seconds: float | None, most: int | None) -> None:
        self._seconds = seconds
        self._most = most
        self._answers: dict[str, tuple[float, Any]] = {}  # Any: whatever was answered

    def __getitem__(self, key: str) -> Any:
        since, answer = self._answers[key]
        if self._seconds is not None and time.monotonic() - since >= self._seconds:
            raise KeyError(key)
        return answer

    def __setitem__(self, key: str, answer: Any) -> None:
        self._answers.pop(key, None)
        self._answers[key] = time.monotonic(), answer
        while self._most is not None and len(self._answers) > self._most:
            self._answers.pop(next(iter(self._answers)), None)

    def pop(self, key: str) -> None:
        """Forget one."""
        self._answers.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._answers.clear()


class Listings:
    """Projects, their datasets, and the files of those, as fsspec has them.

    Parameters
    ----------
    client
        Returns the client to ask with.
    cache
        Keeps answers for a moment.
    """

    def __init__(self, client: Callable[[], CrucibleClient], cache: Kept) -> None:
        self._client = client
        self._cache = cache

    def _kept(self, key: str, ask: Callable[[], Any]) -> Any:
        try:
            return self._cache[key]
        except KeyError:
            pass
        with as_os_errors(key.rstrip("/")):
            answer = ask()
        self._cache[key] = answer
        return answer

    def projects(self) -> list[Entry]:
        """Return the projects that the caller may see."""

        def ask() -> list[Entry]:
            found = self._client().projects.list(limit=None)
            return [folder_entry(project.project_id, title=project.title) for project in found]

        entries: list[Entry] = self._kept("", ask)
        return entries

    def project(self, name: str) -> Entry:
        """Return one project."""

        def ask() -> Entry:
            return folder_entry(name, title=self._client().projects.get(name).title)

        entry: Entry = self._kept(f"{name}/", ask)
        return entry

    def datasets(self, project: str) -> list[Entry]:
        """Return the datasets of a project."""

        def ask() -> dict[str, Entry]:  # by their paths, because a project may have many
            self.project(project)  # a list would be empty for one that is not there
            found = self._client().datasets.list(project_id=project, limit=None)
            return {f"{project}/{dataset.unique_id}": self._dataset(project, dataset) for dataset in found}

        entries: dict[str, Entry] = self._kept(project, ask)
        return list(entries.values())

    @staticmethod
    def _dataset(project: str, dataset: Dataset) -> Entry:
        return folder_entry(
            f"{project}/{dataset.unique_id}",
            dataset_name=dataset.dataset_name,
            measurement=dataset.measurement,
            created=dataset.creation_time,
        )

    def files(self, place: Place) -> dict[str, list[Mapping[str, object]]]:
        """Return the records of the files of a dataset by their names; of twins there are several."""
        dataset = str(place.dataset)
        if place.project is not None:
            self._check_home(place.project, dataset)

        def ask() -> dict[str, list[Mapping[str, object]]]:
            return by_name([file.to_dict() for file in self._client().datasets.list_files(dataset)], dataset)

        named: dict[str, list[Mapping[str, object]]] = self._kept(dataset, ask)
        return named

    def _check_home(self, project: str, dataset: str) -> None:
        """Refuse a dataset that is not one of the project."""
        path = f"{project}/{dataset}"
        try:
            if path in self._cache[project]:
                return
        except KeyError:
            pass
        home = self._kept(path, lambda: self._home_of(dataset))
        if home != project:
            raise refused(errno.ENOENT, f"the dataset is in the project {home!r}" if home else "it is in none", path)

    def _home_of(self, dataset: str) -> str | None:
        record = self._client().datasets.get(dataset)
        return record.project_id or (record.project.project_id if record.project else None)

    def record(self, path: str) -> Mapping[str, object]:
        """Return the record of a file.

        Raises
        ------
        FileNotFoundError, IsADirectoryError
            There is none.
        OSError
            There are several.
        """
        place = file_place(path)
        records = self.files(place).get(place.name)
        if records is None:
            if any(name.startswith(f"{place.name}/") for name in self.files(place)):
                raise refused(errno.EISDIR, "this is a folder of a dataset", path)
            raise refused(errno.ENOENT, "the dataset has no such file", path)
        if len(records) > 1:
            ids = ", ".join(str(record.get("mfid")) for record in records)
            raise refused(errno.EINVAL, f"several files have this name: {ids}; client.files.download fetches one", path)
        return records[0]

    def file(self, path: str) -> Entry:
        """Return what fsspec says about a file."""
        place = file_place(path)
        return file_entry(place.root, place.name, self.record(path))

    def forget(self, dataset: str | None) -> None:
        """Ask anew next time."""
        if dataset is None:
            self._cache.clear()
        else:
            self._cache.pop(dataset)


class Contents:
    """What reads the bytes of files: one `Content` for each, so that an address is asked for once.

    Parameters
    ----------
    client
        Returns the client to ask with.
    """

    def __init__(self, client: Callable[[], CrucibleClient]) -> None:
        self._client = client
        self._kept: dict[str, tuple[object, Content]] = {}
        self._opened: Counter[str] = Counter()
        self._links: dict[str, tuple[float, Mapping[str, str | None]]] = {}

    def of(self, record: Mapping[str, object], path: str) -> Content:
        """Return what reads a file.

        Raises
        ------
        OSError
            It is kept elsewhere.
        """
        client = self._client()  # first, because it forgets what was read by another one
        file = RemoteFile.read(record)
        if file.storage_backend not in STORED_HERE:
            raise refused(
                errno.ENOENT, f"the file is kept elsewhere, on {file.storage_backend}: {file.access_note or ''}", path
            )
        mark = file.size_bytes, file.sha256, record.get("etag")
        kept = self._kept.get(file.mfid)
        if kept is not None and kept[0] == mark:
            return kept[1]
        port = client._open()  # what the verbs send with
        service = ApiService(port)
        linked_at, link = self._link(service, file)
        content = Content(file, service, port.storage, link=link, linked_at=linked_at)
        while len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[file.mfid] = mark, content
        return content

    def _link(self, service: ApiService, file: RemoteFile) -> tuple[float | None, str | None]:
        """Return an address if there is one; of a dataset of which many files are opened, all are asked for."""
        if len(self._opened) >= MOST_KEPT and file.dataset_id not in self._opened:
            self._opened.clear()
        self._opened[file.dataset_id] += 1
        if self._opened[file.dataset_id] < MANY:
            return None, None
        at, links = self._links.get(file.dataset_id, (0.0, {}))
        if file.mfid not in links or time.monotonic() - at > LINK_SECONDS / 2:
            at, links = time.monotonic(), service.links(file.dataset_id)
            while len(self._links) >= MOST_DATASETS:
                self._links.pop(next(iter(self._links)), None)
            self._links[file.dataset_id] = at, links
        return at, links.get(file.mfid)

    def forget(self, dataset: str | None) -> None:
        """Open files anew next time."""
        for mfid, (_, content) in list(self._kept.items()):
            if dataset is None or content.file.dataset_id == dataset:
                self._kept.pop(mfid, None)
        if dataset is not None:
            self._links.pop(dataset, None)
        else:
            self._links.clear()
