"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import add_thumbnail as add_thumbnail
    from . import delete_thumbnail as delete_thumbnail
    from . import list_thumbnails as list_thumbnails
    from . import update_thumbnail as update_thumbnail
else:
    from .. import Operation

    _NAMES = (
        "add_thumbnail",
        "delete_thumbnail",
        "list_thumbnails",
        "update_thumbnail",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
