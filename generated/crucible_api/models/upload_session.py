from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="UploadSession")


class UploadSession(Model):
    """A resumable session of Google Cloud Storage, or the record of the file where the dataset already has this content.

    Attributes:
        upload_id (None | str | Unset):
        resumable_uri (None | str | Unset): Takes the bytes in chunks; authorises by itself and is never sent the key.
        chunk_size_hint (int | None | Unset): Clients take 8 or 32 MiB where it is missing.
        existing_file (AssociatedFileRead | None | Unset): Set where nothing is to be uploaded.
    """

    __slots__ = (
        "upload_id",
        "resumable_uri",
        "chunk_size_hint",
        "existing_file",
        "additional_properties",
    )

    def __init__(
        self,
        upload_id: None | str | Unset = UNSET,
        resumable_uri: None | str | Unset = UNSET,
        chunk_size_hint: int | None | Unset = UNSET,
        existing_file: AssociatedFileRead | None | Unset = UNSET,
    ) -> None:
        self.upload_id = upload_id
        self.resumable_uri = resumable_uri
        self.chunk_size_hint = chunk_size_hint
        self.existing_file = existing_file
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        upload_id: None | str | Unset = self.upload_id

        resumable_uri: None | str | Unset = self.resumable_uri

        chunk_size_hint: int | None | Unset = self.chunk_size_hint

        existing_file: dict[str, Any] | None | Unset
        if isinstance(self.existing_file, Unset):
            existing_file = UNSET
        elif isinstance(self.existing_file, AssociatedFileRead):
            existing_file = self.existing_file.to_dict()
        else:
            existing_file = self.existing_file

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if upload_id is not UNSET:
            field_dict["upload_id"] = upload_id
        if resumable_uri is not UNSET:
            field_dict["resumable_uri"] = resumable_uri
        if chunk_size_hint is not UNSET:
            field_dict["chunk_size_hint"] = chunk_size_hint
        if existing_file is not UNSET:
            field_dict["existing_file"] = existing_file

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        upload_id: None | str | Unset = rest_.pop("upload_id", UNSET)

        resumable_uri: None | str | Unset = rest_.pop("resumable_uri", UNSET)

        chunk_size_hint: int | None | Unset = rest_.pop("chunk_size_hint", UNSET)

        _existing_file = rest_.pop("existing_file", UNSET)
        existing_file: AssociatedFileRead | None | Unset
        if _existing_file is None or _existing_file is UNSET:
            existing_file = _existing_file
        else:
            existing_file_type_0 = AssociatedFileRead.from_dict(_existing_file)

            existing_file = existing_file_type_0

        obj_ = cls.__new__(cls)
        obj_.upload_id = upload_id
        obj_.resumable_uri = resumable_uri
        obj_.chunk_size_hint = chunk_size_hint
        obj_.existing_file = existing_file

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


from ..models.associated_file_read import AssociatedFileRead  # noqa: E402
