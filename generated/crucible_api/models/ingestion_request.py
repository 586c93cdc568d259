from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="IngestionRequest")


class IngestionRequest(Model):
    """One request to read metadata out of a file. Asking again makes a new one.

    Attributes:
        id (int):
        status (str): requested and started are the states to wait in; complete, failed, not supported (with a blank),
            file not found and not_requested (v3) are final. Workers may write others; seen are in_progress, completed and
            file too large.
        file_mfid (None | str | Unset):
        dataset_mfid (None | str | Unset):
        ingestion_class (None | str | Unset): The class asked for; later the one that was used.
        ingestion_githash (None | str | Unset): Commit of the worker.
        time_created (datetime.datetime | None | Unset):
        time_completed (datetime.datetime | None | Unset):
        error_message (None | str | Unset):
    """

    __slots__ = (
        "id",
        "status",
        "file_mfid",
        "dataset_mfid",
        "ingestion_class",
        "ingestion_githash",
        "time_created",
        "time_completed",
        "error_message",
        "additional_properties",
    )

    def __init__(
        self,
        id: int,
        status: str,
        file_mfid: None | str | Unset = UNSET,
        dataset_mfid: None | str | Unset = UNSET,
        ingestion_class: None | str | Unset = UNSET,
        ingestion_githash: None | str | Unset = UNSET,
        time_created: datetime.datetime | None | Unset = UNSET,
        time_completed: datetime.datetime | None | Unset = UNSET,
        error_message: None | str | Unset = UNSET,
    ) -> None:
        self.id = id
        self.status = status
        self.file_mfid = file_mfid
        self.dataset_mfid = dataset_mfid
        self.ingestion_class = ingestion_class
        self.ingestion_githash = ingestion_githash
        self.time_created = time_created
        self.time_completed = time_completed
        self.error_message = error_message
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status = self.status

        file_mfid: None | str | Unset = self.file_mfid

        dataset_mfid: None | str | Unset = self.dataset_mfid

        ingestion_class: None | str | Unset = self.ingestion_class

        ingestion_githash: None | str | Unset = self.ingestion_githash

        time_created: None | str | Unset
        if isinstance(self.time_created, Unset):
            time_created = UNSET
        elif isinstance(self.time_created, datetime.datetime):
            time_created = self.time_created.isoformat()
        else:
            time_created = self.time_created

        time_completed: None | str | Unset
        if isinstance(self.time_completed, Unset):
            time_completed = UNSET
        elif isinstance(self.time_completed, datetime.datetime):
            time_completed = self.time_completed.isoformat()
        else:
            time_completed = self.time_completed

        error_message: None | str | Unset = self.error_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if file_mfid is not UNSET:
            field_dict["file_mfid"] = file_mfid
        if dataset_mfid is not UNSET:
            field_dict["dataset_mfid"] = dataset_mfid
        if ingestion_class is not UNSET:
            field_dict["ingestion_class"] = ingestion_class
        if ingestion_githash is not UNSET:
            field_dict["ingestion_githash"] = ingestion_githash
        if time_created is not UNSET:
            field_dict["time_created"] = time_created
        if time_completed is not UNSET:
            field_dict["time_completed"] = time_completed
        if error_message is not UNSET:
            field_dict["error_message"] = error_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        status = rest_.pop("status")

        file_mfid: None | str | Unset = rest_.pop("file_mfid", UNSET)

        dataset_mfid: None | str | Unset = rest_.pop("dataset_mfid", UNSET)

        ingestion_class: None | str | Unset = rest_.pop("ingestion_class", UNSET)

        ingestion_githash: None | str | Unset = rest_.pop("ingestion_githash", UNSET)

        _time_created = rest_.pop("time_created", UNSET)
        time_created: datetime.datetime | None | Unset
        if _time_created is None or _time_created is UNSET:
            time_created = _time_created
        else:
            time_created_type_0 = datetime.datetime.fromisoformat(_time_created)

            time_created = time_created_type_0

        _time_completed = rest_.pop("time_completed", UNSET)
        time_completed: datetime.datetime | None | Unset
        if _time_completed is None or _time_completed is UNSET:
            time_completed = _time_completed
        else:
            time_completed_type_0 = datetime.datetime.fromisoformat(_time_completed)

            time_completed = time_completed_type_0

        error_message: None | str | Unset = rest_.pop("error_message", UNSET)

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.status = status
        obj_.file_mfid = file_mfid
        obj_.dataset_mfid = dataset_mfid
        obj_.ingestion_class = ingestion_class
        obj_.ingestion_githash = ingestion_githash
        obj_.time_created = time_created
        obj_.time_completed = time_completed
        obj_.error_message = error_message

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
