from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="TokenUpload")


class TokenUpload(Model):
    """Where and with which token a storage library writes the object; its name is object_prefix directly followed by the
    file name. With existing_file the other members are probably missing or null.

        Attributes:
            upload_id (None | str | Unset):
            access_token (None | str | Unset): Short-lived OAuth 2 token; a secret.
            project (None | str | Unset): Cloud project.
            bucket (None | str | Unset):
            object_prefix (None | str | Unset):
            existing_file (AssociatedFileRead | None | Unset): Set where nothing is to be uploaded.
    """

    __slots__ = (
        "upload_id",
        "access_token",
        "project",
        "bucket",
        "object_prefix",
        "existing_file",
        "additional_properties",
    )

    def __init__(
        self,
        upload_id: None | str | Unset = UNSET,
        access_token: None | str | Unset = UNSET,
        project: None | str | Unset = UNSET,
        bucket: None | str | Unset = UNSET,
        object_prefix: None | str | Unset = UNSET,
        existing_file: AssociatedFileRead | None | Unset = UNSET,
    ) -> None:
        self.upload_id = upload_id
        self.access_token = access_token
        self.project = project
        self.bucket = bucket
        self.object_prefix = object_prefix
        self.existing_file = existing_file
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        upload_id: None | str | Unset = self.upload_id

        access_token: None | str | Unset = self.access_token

        project: None | str | Unset = self.project

        bucket: None | str | Unset = self.bucket

        object_prefix: None | str | Unset = self.object_prefix

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
        if access_token is not UNSET:
            field_dict["access_token"] = access_token
        if project is not UNSET:
            field_dict["project"] = project
        if bucket is not UNSET:
            field_dict["bucket"] = bucket
        if object_prefix is not UNSET:
            field_dict["object_prefix"] = object_prefix
        if existing_file is not UNSET:
            field_dict["existing_file"] = existing_file

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        upload_id: None | str | Unset = rest_.pop("upload_id", UNSET)

        access_token: None | str | Unset = rest_.pop("access_token", UNSET)

        project: None | str | Unset = rest_.pop("project", UNSET)

        bucket: None | str | Unset = rest_.pop("bucket", UNSET)

        object_prefix: None | str | Unset = rest_.pop("object_prefix", UNSET)

        _existing_file = rest_.pop("existing_file", UNSET)
        existing_file: AssociatedFileRead | None | Unset
        if _existing_file is None or _existing_file is UNSET:
            existing_file = _existing_file
        else:
            existing_file_type_0 = AssociatedFileRead.from_dict(_existing_file)

            existing_file = existing_file_type_0

        obj_ = cls.__new__(cls)
        obj_.upload_id = upload_id
        obj_.access_token = access_token
        obj_.project = project
        obj_.bucket = bucket
        obj_.object_prefix = object_prefix
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
