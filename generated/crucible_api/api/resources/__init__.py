"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import create_metadata as create_metadata
    from . import delete_resource as delete_resource
    from . import get_metadata as get_metadata
    from . import get_resource as get_resource
    from . import list_resource_links as list_resource_links
    from . import merge_metadata as merge_metadata
    from . import reassign_project as reassign_project
    from . import request_deletion as request_deletion
    from . import search_metadata as search_metadata
    from . import transfer_ownership as transfer_ownership
else:
    from .. import Operation

    _NAMES = (
        "create_metadata",
        "delete_resource",
        "get_metadata",
        "get_resource",
        "list_resource_links",
        "merge_metadata",
        "reassign_project",
        "request_deletion",
        "search_metadata",
        "transfer_ownership",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
