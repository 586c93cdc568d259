from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.readiness_database_status import (
    ReadinessDatabaseStatus,
)
from ..types import UNSET, Model, Unset, as_list

T = TypeVar("T", bound="ReadinessDatabase")


class ReadinessDatabase(Model):
    """
    Attributes:
        status (ReadinessDatabaseStatus):
        schema_revisions (list[str]):
        latency_ms (float | None | Unset): Milliseconds.
    """

    __slots__ = (
        "status",
        "schema_revisions",
        "latency_ms",
        "additional_properties",
    )

    def __init__(
        self,
        status: ReadinessDatabaseStatus,
        schema_revisions: list[str],
        latency_ms: float | None | Unset = UNSET,
    ) -> None:
        self.status = status
        self.schema_revisions = schema_revisions
        self.latency_ms = latency_ms
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        status: str = self.status

        schema_revisions = self.schema_revisions

        latency_ms: float | None | Unset = self.latency_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
                "schema_revisions": schema_revisions,
            }
        )
        if latency_ms is not UNSET:
            field_dict["latency_ms"] = latency_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        status = rest_.pop("status")

        schema_revisions: list[str] = as_list(rest_.pop("schema_revisions"))

        latency_ms: float | None | Unset = rest_.pop("latency_ms", UNSET)

        obj_ = cls.__new__(cls)
        obj_.status = status
        obj_.schema_revisions = schema_revisions
        obj_.latency_ms = latency_ms

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
