from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.print_job_status import PrintJobStatus
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="PrintJob")


class PrintJob(Model):
    """
    Attributes:
        job_id (str):
        printer_id (str):
        mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        name (str):
        ts (float): Unix time in seconds.
        status (PrintJobStatus): Whether a label came out; timeout, the printer did not confirm in time.
        detail (None | str | Unset):
    """

    __slots__ = (
        "job_id",
        "printer_id",
        "mfid",
        "name",
        "ts",
        "status",
        "detail",
        "additional_properties",
    )

    def __init__(
        self,
        job_id: str,
        printer_id: str,
        mfid: str,
        name: str,
        ts: float,
        status: PrintJobStatus,
        detail: None | str | Unset = UNSET,
    ) -> None:
        self.job_id = job_id
        self.printer_id = printer_id
        self.mfid = mfid
        self.name = name
        self.ts = ts
        self.status = status
        self.detail = detail
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        job_id = self.job_id

        printer_id = self.printer_id

        mfid = self.mfid

        name = self.name

        ts = self.ts

        status: str = self.status

        detail: None | str | Unset = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "job_id": job_id,
                "printer_id": printer_id,
                "mfid": mfid,
                "name": name,
                "ts": ts,
                "status": status,
            }
        )
        if detail is not UNSET:
            field_dict["detail"] = detail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        job_id = rest_.pop("job_id")

        printer_id = rest_.pop("printer_id")

        mfid = rest_.pop("mfid")

        name = rest_.pop("name")

        ts = rest_.pop("ts")

        status = rest_.pop("status")

        detail: None | str | Unset = rest_.pop("detail", UNSET)

        obj_ = cls.__new__(cls)
        obj_.job_id = job_id
        obj_.printer_id = printer_id
        obj_.mfid = mfid
        obj_.name = name
        obj_.ts = ts
        obj_.status = status
        obj_.detail = detail

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
