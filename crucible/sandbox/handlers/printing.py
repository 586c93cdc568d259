"""Labels with a barcode."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from crucible.ids import new_mfid

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def print_barcode(call: Call) -> Json:
    """Send a label to a printer, and say what became of it."""
    job, body = new_mfid(), call.body
    status, detail = call.world.printers.print_label(body["printer_id"], job, body["mfid"], body["name"])
    return {"job_id": job, **body, "ts": time.time(), "status": status, "detail": detail}
