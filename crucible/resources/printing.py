"""Labels with a barcode, for what stands in a laboratory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible_api.api.printing import print_barcode
from crucible_api.api.resources import get_resource
from crucible_api.models import PrintJobCreate

from ..errors import UsageError
from ..records import PrintJob, Record
from .base import Operations, mfid
from .outcome import once

if TYPE_CHECKING:
    from .base import Reference

_NAMES = ("sample_name", "dataset_name", "instrument_name", "title", "project_id")


class PrintingOperations(Operations):
    """What the client prints."""

    async def print_label(self, resource_id: Reference, printer_id: str, *, name: str | None = None) -> PrintJob:
        """Print a label with the barcode of a record; one attempt, since a second label is worse than none.

        Parameters
        ----------
        resource_id
            A record or its id.
        printer_id
            Name of the printer.
        name
            What stands beside the barcode; the record's name unless given.

        Returns
        -------
        PrintJob
            `status` says whether a label came out: ``ok``, ``error`` (`detail` says why), or ``timeout`` if the printer
            did not say so within some eight seconds.

        Raises
        ------
        UsageError
            The printer's name cannot be one; nothing was sent.
        ConnectionFailedError
            The answer was lost: look at the printer.

        Notes
        -----
        Source: whether there is a printer of that name is not checked; one that is unknown or switched off answers
        ``timeout`` (study of openapi/SOURCE.md, §4.23).
        """
        identity = mfid(resource_id)
        if not isinstance(printer_id, str) or not printer_id or set(printer_id) & set("/+# \t\r\n"):
            raise UsageError(f"{printer_id!r} is no name of a printer.", hint="It has no blanks, '/', '+' or '#'.")
        if name is None:
            record = (
                resource_id
                if isinstance(resource_id, Record)
                else await self._port.call(get_resource, resource_mfid=identity, include_datasets=False)
            )
            name = next((str(record[field]) for field in _NAMES if record.get(field)), "")
        body = PrintJobCreate.from_dict({"printer_id": printer_id, "mfid": identity, "name": name})
        return PrintJob(await once(self._port.call(print_barcode, body=body), f"the printer {printer_id}"))
