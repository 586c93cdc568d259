from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.readiness_response_status import (
    ReadinessResponseStatus,
)
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ReadinessResponse")


class ReadinessResponse(Model):
    """Servers of the changeover may still answer in v2's flat shape.

    Attributes:
        status (ReadinessResponseStatus):
        build (ReadinessBuild | Unset): The software that answers.
        database (ReadinessDatabase | Unset):
    """

    __slots__ = (
        "status",
        "build",
        "database",
        "additional_properties",
    )

    def __init__(
        self,
        status: ReadinessResponseStatus,
        build: ReadinessBuild | Unset = UNSET,
        database: ReadinessDatabase | Unset = UNSET,
    ) -> None:
        self.status = status
        self.build = build
        self.database = database
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        status: str = self.status

        build: dict[str, Any] | Unset = UNSET
        if not isinstance(self.build, Unset):
            build = self.build.to_dict()

        database: dict[str, Any] | Unset = UNSET
        if not isinstance(self.database, Unset):
            database = self.database.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
            }
        )
        if build is not UNSET:
            field_dict["build"] = build
        if database is not UNSET:
            field_dict["database"] = database

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        status = rest_.pop("status")

        _build = rest_.pop("build", UNSET)
        build: ReadinessBuild | Unset
        if isinstance(_build, Unset):
            build = UNSET
        else:
            build = ReadinessBuild.from_dict(_build)

        _database = rest_.pop("database", UNSET)
        database: ReadinessDatabase | Unset
        if isinstance(_database, Unset):
            database = UNSET
        else:
            database = ReadinessDatabase.from_dict(_database)

        obj_ = cls.__new__(cls)
        obj_.status = status
        obj_.build = build
        obj_.database = database

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


from ..models.readiness_build import ReadinessBuild  # noqa: E402
from ..models.readiness_database import ReadinessDatabase  # noqa: E402
