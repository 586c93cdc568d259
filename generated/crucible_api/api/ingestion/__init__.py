"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import get_ingestion_request as get_ingestion_request
    from . import list_ingestion_requests as list_ingestion_requests
    from . import list_ingestors as list_ingestors
    from . import request_ingestion as request_ingestion
    from . import update_ingestion_request as update_ingestion_request
else:
    from .. import Operation

    _NAMES = (
        "get_ingestion_request",
        "list_ingestion_requests",
        "list_ingestors",
        "request_ingestion",
        "update_ingestion_request",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
