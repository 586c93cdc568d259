"""New datasets, with metadata, keywords and files."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ..errors import UsageError
from .base import Json, LegacyWarning, plain, plains, superseded
from .people import People
from .requests import Requests

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike

    Paths = Sequence[str | PathLike[str]]
    Informant = Callable[..., Mapping[str, Any] | None]

# What the service still keeps of the old record, by its present name.
FIELDS = {
    "unique_id": "unique_id",
    "dataset_name": "dataset_name",
    "public": "public",
    "owner": "owner",
    "owner_orcid": "owner",
    "project_id": "project_id",
    "measurement": "measurement",
    "data_type": "data_type",
    "session_name": "session_name",
    "data_format": "data_format",
    "creation_time": "timestamp",
    "timestamp": "timestamp",
    "scientific_metadata": "scientific_metadata",
}
# What it finds out itself, or does not keep any more.
OBSOLETE = ("size", "sha256_hash_file_to_upload", "json_link", "owner_user_id", "source_folder", "owner_id")
INSTRUMENT = ("instrument_name", "instrument_id")
MAIN_FILE = "file_to_upload"


@runtime_checkable
class Model(Protocol):
    """A pydantic model, as the first generation had for datasets."""

    def model_dump(self) -> dict[str, Any]:
        """Return the fields."""


class Creation(People, Requests):
    """New datasets, as in the first generation."""

    @superseded("client.datasets.create")
    def create_new_dataset(
        self,
        dataset: Mapping[str, object] | Model | object,
        scientific_metadata: Mapping[str, object] | None = {},
        keywords: Sequence[str] = [],
        get_user_info_function: Informant | None = None,
        verbose: bool = False,
    ) -> Json:
        """Create a dataset with metadata and keywords.

        Parameters
        ----------
        dataset
            Its fields: a dictionary, a `crucible.models.Dataset`, or any object with such attributes.
        scientific_metadata, keywords
            What belongs to it.
        get_user_info_function
            Describes the owner, if there is no such user yet; see `get_or_add_user`.
        verbose
            Not used any more: nothing is printed.

        Returns
        -------
        dict
            ``created_record``, ``scientific_metadata_record`` (None without metadata) and ``dsid``.

        Raises
        ------
        UsageError
            A field is not known, or project or instrument does not exist; nothing was created.
        """
        return self._create(_fields_of(dataset), scientific_metadata, keywords, get_user_info_function)

    @superseded("client.datasets.create, with files=")
    def create_new_dataset_from_files(
        self,
        dataset: Mapping[str, object] | Model | object,
        files_to_upload: Paths,
        scientific_metadata: Mapping[str, object] | None = None,
        keywords: Sequence[str] = [],
        get_user_info_function: Informant | None = None,
        ingestor: str | None = "ApiUploadIngestor",
        verbose: bool = False,
        wait_for_ingestion_response: bool = True,
    ) -> Json:
        """Create a dataset, upload its files, and ask for metadata to be read out of the first of them.

        Parameters
        ----------
        dataset, scientific_metadata, keywords, get_user_info_function, verbose
            As for `create_new_dataset`. ``file_to_upload`` among the fields names the file to read.
        files_to_upload
            Paths of the files.
        ingestor
            How to read it; the service chooses if this is None.
        wait_for_ingestion_response
            Whether to wait for the end of that.

        Returns
        -------
        dict
            ``created_record``, ``scientific_metadata_record``, ``dsid``, ``ingestion_request`` and ``uploaded_files``.

        Raises
        ------
        UsageError
            As for `create_new_dataset`, or a file cannot be read; nothing was created.
        PartialCreationError
            The dataset was made, and a file could not be uploaded; the error says which.
        """
        return self._create_from_files(
            _fields_of(dataset),
            files_to_upload,
            scientific_metadata,
            keywords,
            get_user_info_function,
            ingestor,
            wait_for_ingestion_response,
        )

    def _create_from_files(
        self,
        fields: dict[str, Any],
        files: Paths,
        scientific_metadata: Mapping[str, object] | None,
        keywords: Sequence[str],
        informant: Informant | None,
        ingestor: str | None,
        wait: bool,
    ) -> Json:
        if isinstance(files, str) or not files:
            raise UsageError("files_to_upload is a list of paths.", hint="Without files use create_new_dataset.")
        names = [Path(path).name for path in files]
        main = Path(fields.get(MAIN_FILE) or names[0]).name
        if main not in names:
            raise UsageError(f"file_to_upload={main!r} is none of the files.", hint=f"Give one of {', '.join(names)}.")
        made = self._create(fields, scientific_metadata, keywords, informant, files, stacklevel=5)
        uploaded = {file.filename: file for file in self._client.datasets.list_files(made["dsid"])}
        request = self._client.files.request_ingestion(uploaded[main], ingestor)
        return {
            **made,
            "ingestion_request": plain(self._client.wait(request) if wait else request),
            "uploaded_files": plains(uploaded[name] for name in names),
        }

    def _create(
        self,
        given: dict[str, Any],
        scientific_metadata: Mapping[str, object] | None,
        keywords: Sequence[str],
        informant: Informant | None,
        files: Paths = (),
        stacklevel: int = 4,
    ) -> Json:
        fields = _present(given, stacklevel)
        scientific_metadata = scientific_metadata or fields.pop("scientific_metadata", None)
        if (owner := fields.get("owner")) is not None and informant is not None:
            with self._all_rights():
                if self._user(owner) is None:
                    self._add_user({"orcid": owner, **(informant(owner) or {})})
        project = fields.get("project_id")
        if project is not None and self._project(project) is None:
            raise UsageError(f"There is no project {project!r}.", hint="Create it with get_or_add_project.")
        if instrument := self._instrument_of(given):
            fields["instrument_id"] = instrument
        with self._all_rights(needed=owner is not None):
            created = self._client.datasets.create(
                **{**fields, "scientific_metadata": scientific_metadata or None},
                keywords=keywords or (),
                files=files,
                skip_ingestion=True,
            )
        metadata = None
        if scientific_metadata:
            metadata = {"unique_id": created.unique_id, "scientific_metadata": created.scientific_metadata}
        return {"created_record": plain(created), "scientific_metadata_record": metadata, "dsid": created.unique_id}

    def _instrument_of(self, given: Mapping[str, Any]) -> str | None:
        name, reference = given.get("instrument_name"), given.get("instrument_id")
        if name is None and reference is None:
            return None
        found = self._instrument(str(reference)) if reference is not None else self._called(str(name))
        if found is None:
            raise UsageError(
                f"There is no instrument {reference if reference is not None else name!r}.",
                hint="Register it with get_or_add_instrument.",
            )
        return str(found["unique_id"])


def _fields_of(dataset: object) -> dict[str, Any]:
    """Return the fields that were given a value, of a dictionary, a model or any object."""
    if isinstance(dataset, Mapping):
        fields = dict(dataset)
    elif isinstance(dataset, Model):
        fields = dataset.model_dump()
    elif hasattr(dataset, "__dict__"):
        fields = {name: value for name, value in vars(dataset).items() if not name.startswith("_")}
    else:
        raise UsageError("dataset is a dictionary or a crucible.models.Dataset.", hint="Give its fields.")
    return {name: value for name, value in fields.items() if value is not None}


def _present(given: Mapping[str, Any], stacklevel: int) -> dict[str, Any]:
    """Return the fields that the service still keeps, under their present names."""
    if unknown := sorted(set(given) - {*FIELDS, *OBSOLETE, *INSTRUMENT, MAIN_FILE}):
        raise UsageError(f"A dataset has no {', '.join(unknown)}.", hint=f"It has {', '.join(FIELDS)}.")
    if dropped := sorted(set(given) & set(OBSOLETE)):
        warnings.warn(
            f"The service does not keep {', '.join(dropped)} of a dataset any more; put it into scientific_metadata.",
            LegacyWarning,
            stacklevel=stacklevel + 1,
        )
    return {field: given[name] for name, field in FIELDS.items() if name in given}
