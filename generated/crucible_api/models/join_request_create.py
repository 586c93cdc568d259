from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="JoinRequestCreate")


class JoinRequestCreate(Model):
    """
    Attributes:
        reason (None | str):
    """

    __slots__ = ("reason",)

    def __init__(
        self,
        reason: None | str,
    ) -> None:
        self.reason = reason

    def to_dict(self) -> dict[str, Any]:
        reason: None | str = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        reason: None | str = rest_.pop("reason")

        obj_ = cls.__new__(cls)
        obj_.reason = reason

        return obj_
