from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ServiceAccountCreate")


class ServiceAccountCreate(Model):
    """
    Attributes:
        username (str):
        unique_id (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
    """

    __slots__ = (
        "username",
        "unique_id",
    )

    def __init__(
        self,
        username: str,
        unique_id: str | Unset = UNSET,
    ) -> None:
        self.username = username
        self.unique_id = unique_id

    def to_dict(self) -> dict[str, Any]:
        username = self.username

        unique_id = self.unique_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "username": username,
            }
        )
        if unique_id is not UNSET:
            field_dict["unique_id"] = unique_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        username = rest_.pop("username")

        unique_id = rest_.pop("unique_id", UNSET)

        obj_ = cls.__new__(cls)
        obj_.username = username
        obj_.unique_id = unique_id

        return obj_
