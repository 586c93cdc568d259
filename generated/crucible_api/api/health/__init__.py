"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import get_openapi as get_openapi
    from . import health_live as health_live
    from . import health_ready as health_ready
else:
    from .. import Operation

    _NAMES = (
        "get_openapi",
        "health_live",
        "health_ready",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
