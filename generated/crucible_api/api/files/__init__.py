"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import catalogue_file as catalogue_file
    from . import delete_file as delete_file
    from . import get_download_link as get_download_link
    from . import get_file as get_file
    from . import list_dataset_files as list_dataset_files
    from . import list_download_links as list_download_links
    from . import list_files as list_files
    from . import update_file as update_file
else:
    from .. import Operation

    _NAMES = (
        "catalogue_file",
        "delete_file",
        "get_download_link",
        "get_file",
        "list_dataset_files",
        "list_download_links",
        "list_files",
        "update_file",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
