"""Labels that are printed."""

from __future__ import annotations

from .base import Record, needed, optional


class PrintJob(Record):
    """What came of a label: `status` is ``ok``, ``error`` (`detail` says why) or ``timeout`` (nobody knows).

    `ts` is when it was sent to the printer, in seconds since 1970.
    """

    __slots__ = ()
    _shown = ("status", "detail", "printer_id", "name", "mfid", "job_id")

    job_id = needed(str)
    printer_id = needed(str)
    mfid = needed(str)
    name = needed(str)
    ts = needed(float)
    status = needed(str)
    detail = optional(str)
