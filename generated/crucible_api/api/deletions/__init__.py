"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import get_deletion_audit_entry as get_deletion_audit_entry
    from . import get_deletion_request as get_deletion_request
    from . import list_deletion_audit as list_deletion_audit
    from . import list_deletion_requests as list_deletion_requests
    from . import review_deletion_request as review_deletion_request
else:
    from .. import Operation

    _NAMES = (
        "get_deletion_audit_entry",
        "get_deletion_request",
        "list_deletion_audit",
        "list_deletion_requests",
        "review_deletion_request",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
