from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.signed_upload_state import SignedUploadState
from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="SignedUpload")


class SignedUpload(Model):
    """A multipart upload, or the record of the file where the dataset already has this verified content.

    Attributes:
        upload_id (None | str | Unset): May be missing with existing_file.
        state (SignedUploadState | Unset): completed where nothing is to be uploaded.
        part_size (int | None | Unset): Bytes of every part but the last, normally 67108864, also where it is missing.
        part_count (int | None | Unset):
        parts (list[UploadedPart] | None | Unset): Parts storage already has.
        existing_file (AssociatedFileRead | None | Unset): Set where nothing is to be uploaded.
    """

    __slots__ = (
        "upload_id",
        "state",
        "part_size",
        "part_count",
        "parts",
        "existing_file",
        "additional_properties",
    )

    def __init__(
        self,
        upload_id: None | str | Unset = UNSET,
        state: SignedUploadState | Unset = UNSET,
        part_size: int | None | Unset = UNSET,
        part_count: int | None | Unset = UNSET,
        parts: list[UploadedPart] | None | Unset = UNSET,
        existing_file: AssociatedFileRead | None | Unset = UNSET,
    ) -> None:
        self.upload_id = upload_id
        self.state = state
        self.part_size = part_size
        self.part_count = part_count
        self.parts = parts
        self.existing_file = existing_file
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        upload_id: None | str | Unset = self.upload_id

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state

        part_size: int | None | Unset = self.part_size

        part_count: int | None | Unset = self.part_count

        parts: list[dict[str, Any]] | None | Unset
        if isinstance(self.parts, Unset):
            parts = UNSET
        elif isinstance(self.parts, list):
            parts = []
            for parts_type_0_item_data in self.parts:
                parts_type_0_item = parts_type_0_item_data.to_dict()
                parts.append(parts_type_0_item)

        else:
            parts = self.parts

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
        if state is not UNSET:
            field_dict["state"] = state
        if part_size is not UNSET:
            field_dict["part_size"] = part_size
        if part_count is not UNSET:
            field_dict["part_count"] = part_count
        if parts is not UNSET:
            field_dict["parts"] = parts
        if existing_file is not UNSET:
            field_dict["existing_file"] = existing_file

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        upload_id: None | str | Unset = rest_.pop("upload_id", UNSET)

        state = rest_.pop("state", UNSET)

        part_size: int | None | Unset = rest_.pop("part_size", UNSET)

        part_count: int | None | Unset = rest_.pop("part_count", UNSET)

        _parts = rest_.pop("parts", UNSET)
        parts: list[UploadedPart] | None | Unset
        if _parts is None or _parts is UNSET:
            parts = _parts
        else:
            parts_type_0 = []
            _parts_type_0 = _parts
            for parts_type_0_item_data in as_list(_parts_type_0):
                parts_type_0_item = UploadedPart.from_dict(parts_type_0_item_data)

                parts_type_0.append(parts_type_0_item)

            parts = parts_type_0

        _existing_file = rest_.pop("existing_file", UNSET)
        existing_file: AssociatedFileRead | None | Unset
        if _existing_file is None or _existing_file is UNSET:
            existing_file = _existing_file
        else:
            existing_file_type_0 = AssociatedFileRead.from_dict(_existing_file)

            existing_file = existing_file_type_0

        obj_ = cls.__new__(cls)
        obj_.upload_id = upload_id
        obj_.state = state
        obj_.part_size = part_size
        obj_.part_count = part_count
        obj_.parts = parts
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
from ..models.uploaded_part import UploadedPart  # noqa: E402
