"""``crucible sample print-label``, and the same for datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answer import Said
from .command import Argument, Command, Flag, command
from .failure import FAILED
from .record_verbs import naming

if TYPE_CHECKING:
    from .session import Session


def label_verb(noun: str, example: str) -> Command:
    """Return the command that prints a label; parameters as for `metadata_verbs`."""

    @command(
        naming(noun),
        Argument("printer", metavar="PRINTER", required=True, does="Name of the printer."),
        Flag(["--name"], metavar="TEXT", help="What stands beside the barcode; the record's name unless given."),
        example=f"crucible {noun} print-label {example} lab-1",
        name="print-label",
    )
    def print_label(session: Session, identity: str, printer: str, name: str | None) -> Said:
        """Print a label with a barcode; it is tried once.

        The run has failed unless the printer confirms the label within some eight seconds.
        """
        job = session.client.print_label(identity, printer, name=name)
        if job.status == "ok":
            return Said(f"{printer} has printed the label of {job.name or job.mfid}.", job)
        what = "has not printed the label" if job.status == "error" else "has not confirmed the label"
        why = f": {job.detail}" if job.detail else ""
        return Said(f"{printer} {what}{why}. Look there before you repeat it.", job, code=FAILED)

    return print_label
