from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="DownloadLink")


class DownloadLink(Model):
    """
    Attributes:
        url (str): Signed address; whoever has it can read the file, without a key.
        expires_in (int): Seconds; 3600.
    """

    __slots__ = (
        "url",
        "expires_in",
        "additional_properties",
    )

    def __init__(
        self,
        url: str,
        expires_in: int,
    ) -> None:
        self.url = url
        self.expires_in = expires_in
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        expires_in = self.expires_in

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "url": url,
                "expires_in": expires_in,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        url = rest_.pop("url")

        expires_in = rest_.pop("expires_in")

        obj_ = cls.__new__(cls)
        obj_.url = url
        obj_.expires_in = expires_in

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
