from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="SignedPart")


class SignedPart(Model):
    """
    Attributes:
        part_number (int): Counted from 1; storage takes no more than ten thousand parts.
        url (str): Signed address; whoever has it can write the part, so it is never logged.
        headers (SignedPartHeaders): Headers, by name, that the PUT of the part must carry, x-goog-hash with the
            checksum among them.
        offset (int): Bytes.
        size (int): Bytes.
        expires_at (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "part_number",
        "url",
        "headers",
        "offset",
        "size",
        "expires_at",
        "additional_properties",
    )

    def __init__(
        self,
        part_number: int,
        url: str,
        headers: SignedPartHeaders,
        offset: int,
        size: int,
        expires_at: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.part_number = part_number
        self.url = url
        self.headers = headers
        self.offset = offset
        self.size = size
        self.expires_at = expires_at
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        part_number = self.part_number

        url = self.url

        headers = self.headers.to_dict()

        offset = self.offset

        size = self.size

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "part_number": part_number,
                "url": url,
                "headers": headers,
                "offset": offset,
                "size": size,
            }
        )
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        part_number = rest_.pop("part_number")

        url = rest_.pop("url")

        headers = SignedPartHeaders.from_dict(rest_.pop("headers"))

        offset = rest_.pop("offset")

        size = rest_.pop("size")

        _expires_at = rest_.pop("expires_at", UNSET)
        expires_at: datetime.datetime | None | Unset
        if _expires_at is None or _expires_at is UNSET:
            expires_at = _expires_at
        else:
            expires_at_type_0 = datetime.datetime.fromisoformat(_expires_at)

            expires_at = expires_at_type_0

        obj_ = cls.__new__(cls)
        obj_.part_number = part_number
        obj_.url = url
        obj_.headers = headers
        obj_.offset = offset
        obj_.size = size
        obj_.expires_at = expires_at

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


from ..models.signed_part_headers import SignedPartHeaders  # noqa: E402
