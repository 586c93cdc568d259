from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="OwnershipTransferCreate")


class OwnershipTransferCreate(Model):
    """
    Attributes:
        new_owner (str): An ORCID, an MFID, a username or an e-mail address.
    """

    __slots__ = ("new_owner",)

    def __init__(
        self,
        new_owner: str,
    ) -> None:
        self.new_owner = new_owner

    def to_dict(self) -> dict[str, Any]:
        new_owner = self.new_owner

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "new_owner": new_owner,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        new_owner = rest_.pop("new_owner")

        obj_ = cls.__new__(cls)
        obj_.new_owner = new_owner

        return obj_
