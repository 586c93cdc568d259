from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="IngestionRequestUpdate")


class IngestionRequestUpdate(Model):
    """In v3 members left out keep their stored values; v2 clients send null for them.

    Attributes:
        status (str): One of the states of an ingestion request.
        id (int | Unset):
        ingestion_class (str | Unset):
        ingestion_githash (str | Unset): Commit of the worker.
        time_completed (datetime.datetime | Unset): Sent with the state complete.
    """

    __slots__ = (
        "status",
        "id",
        "ingestion_class",
        "ingestion_githash",
        "time_completed",
    )

    def __init__(
        self,
        status: str,
        id: int | Unset = UNSET,
        ingestion_class: str | Unset = UNSET,
        ingestion_githash: str | Unset = UNSET,
        time_completed: datetime.datetime | Unset = UNSET,
    ) -> None:
        self.status = status
        self.id = id
        self.ingestion_class = ingestion_class
        self.ingestion_githash = ingestion_githash
        self.time_completed = time_completed

    def to_dict(self) -> dict[str, Any]:
        status = self.status

        id = self.id

        ingestion_class = self.ingestion_class

        ingestion_githash = self.ingestion_githash

        time_completed: str | Unset = UNSET
        if not isinstance(self.time_completed, Unset):
            time_completed = self.time_completed.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if ingestion_class is not UNSET:
            field_dict["ingestion_class"] = ingestion_class
        if ingestion_githash is not UNSET:
            field_dict["ingestion_githash"] = ingestion_githash
        if time_completed is not UNSET:
            field_dict["time_completed"] = time_completed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        status = rest_.pop("status")

        id = rest_.pop("id", UNSET)

        ingestion_class = rest_.pop("ingestion_class", UNSET)

        ingestion_githash = rest_.pop("ingestion_githash", UNSET)

        _time_completed = rest_.pop("time_completed", UNSET)
        time_completed: datetime.datetime | Unset
        if isinstance(_time_completed, Unset):
            time_completed = UNSET
        else:
            time_completed = datetime.datetime.fromisoformat(_time_completed)

        obj_ = cls.__new__(cls)
        obj_.status = status
        obj_.id = id
        obj_.ingestion_class = ingestion_class
        obj_.ingestion_githash = ingestion_githash
        obj_.time_completed = time_completed

        return obj_
