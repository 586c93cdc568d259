"""Names that the published introduction to the first generation uses, and that its code never had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import Json, number, plain, superseded
from .creation import Creation
from .requests import _check_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from .creation import Informant, Paths


class FormerNames(Creation):
    """Functions under the names by which the introduction calls them."""

    @superseded("client.datasets.add_file")
    def upload_dataset(self, dsid: str, path: str | PathLike[str], verbose: bool = True) -> Json:
        """Upload a file to a dataset; see `upload_dataset_file`."""
        return plain(self._client.datasets.add_file(dsid, path))

    @superseded("client.datasets.create")
    def build_new_dataset_from_json(
        self,
        scientific_metadata: Mapping[str, object] | None = None,
        keywords: Sequence[str] = (),
        get_user_info_function: Informant | None = None,
        verbose: bool = False,
        **fields: Any,
    ) -> Json:
        """Create a dataset without files from its fields; see `create_new_dataset`."""
        return self._create(_given(fields), scientific_metadata, keywords, get_user_info_function)

    @superseded("client.datasets.create")
    def build_dataset_from_json(
        self,
        scientific_metadata: Mapping[str, object] | None = None,
        keywords: Sequence[str] = (),
        get_user_info_function: Informant | None = None,
        verbose: bool = False,
        **fields: Any,
    ) -> Json:
        """Create a dataset without files from its fields; see `create_new_dataset`."""
        return self._create(_given(fields), scientific_metadata, keywords, get_user_info_function)

    @superseded("client.datasets.create, with files=")
    def build_dataset_from_file(
        self,
        files_to_upload: Paths,
        scientific_metadata: Mapping[str, object] | None = None,
        keywords: Sequence[str] = (),
        get_user_info_function: Informant | None = None,
        ingestor: str | None = "ApiUploadIngestor",
        verbose: bool = False,
        wait_for_ingestion_response: bool = True,
        **fields: Any,
    ) -> Json:
        """Create a dataset from its fields and files; see `create_new_dataset_from_files`."""
        return self._create_from_files(
            _given(fields),
            files_to_upload,
            scientific_metadata,
            keywords,
            get_user_info_function,
            ingestor,
            wait_for_ingestion_response,
        )

    @superseded("client.datasets.link_sample")
    def add_dataset_to_sample(self, dataset_id: str, sample_id: str) -> Json:
        """Link a dataset and a sample; see `add_sample_to_dataset`."""
        return plain(self._client.datasets.link_sample(dataset_id, sample_id))

    @superseded("client.wait")
    def wait_for_request_completion(
        self, dsid: str, reqid: str | int, request_type: str, sleep_interval: float = 5
    ) -> Json:
        """Wait for the end of a request, ten minutes at most, and get its last state; pauses find their own length."""
        _check_type(request_type)
        return plain(self._client.wait(number(reqid)))


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
