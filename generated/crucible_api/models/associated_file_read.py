from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="AssociatedFileRead")


class AssociatedFileRead(Model):
    """The record of one file of a dataset.

    Attributes:
        mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        dataset_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        filename (str): May contain relative folders.
        storage_path (None | str | Unset): Where the content is. For files in Google Cloud Storage bucket and object,
            given by the server and null until stored or ingested; for all others whatever the people who keep them wrote
            down.
        storage_backend (None | str | Unset): Such as gcs, globus or local; gcs where it is missing.
        access_note (None | str | Unset): How to get a file that is not in Google Cloud Storage.
        size (int | None | Unset):
        sha256_hash (None | str | Unset):
        etag (None | str | Unset): Entity tag with its quotes; another one whenever the content changes.
    """

    __slots__ = (
        "mfid",
        "dataset_mfid",
        "filename",
        "storage_path",
        "storage_backend",
        "access_note",
        "size",
        "sha256_hash",
        "etag",
        "additional_properties",
    )

    def __init__(
        self,
        mfid: str,
        dataset_mfid: str,
        filename: str,
        storage_path: None | str | Unset = UNSET,
        storage_backend: None | str | Unset = UNSET,
        access_note: None | str | Unset = UNSET,
        size: int | None | Unset = UNSET,
        sha256_hash: None | str | Unset = UNSET,
        etag: None | str | Unset = UNSET,
    ) -> None:
        self.mfid = mfid
        self.dataset_mfid = dataset_mfid
        self.filename = filename
        self.storage_path = storage_path
        self.storage_backend = storage_backend
        self.access_note = access_note
        self.size = size
        self.sha256_hash = sha256_hash
        self.etag = etag
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        mfid = self.mfid

        dataset_mfid = self.dataset_mfid

        filename = self.filename

        storage_path: None | str | Unset = self.storage_path

        storage_backend: None | str | Unset = self.storage_backend

        access_note: None | str | Unset = self.access_note

        size: int | None | Unset = self.size

        sha256_hash: None | str | Unset = self.sha256_hash

        etag: None | str | Unset = self.etag

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mfid": mfid,
                "dataset_mfid": dataset_mfid,
                "filename": filename,
            }
        )
        if storage_path is not UNSET:
            field_dict["storage_path"] = storage_path
        if storage_backend is not UNSET:
            field_dict["storage_backend"] = storage_backend
        if access_note is not UNSET:
            field_dict["access_note"] = access_note
        if size is not UNSET:
            field_dict["size"] = size
        if sha256_hash is not UNSET:
            field_dict["sha256_hash"] = sha256_hash
        if etag is not UNSET:
            field_dict["etag"] = etag

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        mfid = rest_.pop("mfid")

        dataset_mfid = rest_.pop("dataset_mfid")

        filename = rest_.pop("filename")

        storage_path: None | str | Unset = rest_.pop("storage_path", UNSET)

        storage_backend: None | str | Unset = rest_.pop("storage_backend", UNSET)

        access_note: None | str | Unset = rest_.pop("access_note", UNSET)

        size: int | None | Unset = rest_.pop("size", UNSET)

        sha256_hash: None | str | Unset = rest_.pop("sha256_hash", UNSET)

        etag: None | str | Unset = rest_.pop("etag", UNSET)

        obj_ = cls.__new__(cls)
        obj_.mfid = mfid
        obj_.dataset_mfid = dataset_mfid
        obj_.filename = filename
        obj_.storage_path = storage_path
        obj_.storage_backend = storage_backend
        obj_.access_note = access_note
        obj_.size = size
        obj_.sha256_hash = sha256_hash
        obj_.etag = etag

        obj_.additional_properties = {**rest_} if rest_ else {}
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
