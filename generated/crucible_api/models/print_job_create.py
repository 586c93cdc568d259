from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model

T = TypeVar("T", bound="PrintJobCreate")


class PrintJobCreate(Model):
    """
    Attributes:
        printer_id (str): Not compared with any list of printers; one level of an MQTT topic.
        mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        name (str): Text beside the barcode; may be empty.
    """

    __slots__ = (
        "printer_id",
        "mfid",
        "name",
    )

    def __init__(
        self,
        printer_id: str,
        mfid: str,
        name: str,
    ) -> None:
        self.printer_id = printer_id
        self.mfid = mfid
        self.name = name

    def to_dict(self) -> dict[str, Any]:
        printer_id = self.printer_id

        mfid = self.mfid

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "printer_id": printer_id,
                "mfid": mfid,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        printer_id = rest_.pop("printer_id")

        mfid = rest_.pop("mfid")

        name = rest_.pop("name")

        obj_ = cls.__new__(cls)
        obj_.printer_id = printer_id
        obj_.mfid = mfid
        obj_.name = name

        return obj_
