"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import join_access_group as join_access_group
    from . import list_join_requests as list_join_requests
    from . import review_join_request as review_join_request
else:
    from .. import Operation

    _NAMES = (
        "join_access_group",
        "list_join_requests",
        "review_join_request",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
