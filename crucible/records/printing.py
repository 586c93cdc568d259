"""Labels that are printed."""

from __future__ import annotations

from .base import Field, Record, needed, optional


class PrintJob(Record):
    """What came of a label: `status` is ``ok``, ``error`` (`detail` says why) or ``timeout`` (nobody knows).

    `ts` is when it was sent to the printer, in seconds since 1970.
    """

    __slots__ = ()
    _shown = ("status", "detail", "printer_id", "name", "mfid", "job_id")

    job_id: Field[str] = needed(str)
    printer_id: Field[str] = needed(str)
    mfid: Field[str] = needed(str)
    name: Field[str] = needed(str)
    ts: Field[float] = needed(float)
    status: Field[str] = needed(str)
    detail: Field[str | None] = optional(str)
