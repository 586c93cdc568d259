"""Labels with a barcode, for what stands in a laboratory.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from ..records import PrintJob
    from ..resources import printing as coroutines
    from ..resources.base import Reference


class PrintingOperations(Operations):
    """What the client prints."""

    @cached_property
    def _coroutines(self) -> coroutines.PrintingOperations:
        from ..resources.printing import PrintingOperations

        return PrintingOperations(self._connect())

    def print_label(self, resource_id: Reference, printer_id: str, *, name: str | None = None) -> PrintJob:
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
        return run(self._coroutines.print_label(resource_id, printer_id, name=name))
