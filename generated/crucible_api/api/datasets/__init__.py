"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import assign_dataset_instrument as assign_dataset_instrument
    from . import create_dataset as create_dataset
    from . import get_dataset as get_dataset
    from . import link_dataset_sample as link_dataset_sample
    from . import link_datasets as link_datasets
    from . import list_dataset_children as list_dataset_children
    from . import list_dataset_facets as list_dataset_facets
    from . import list_dataset_parents as list_dataset_parents
    from . import list_dataset_samples as list_dataset_samples
    from . import list_datasets as list_datasets
    from . import list_first_thumbnails as list_first_thumbnails
    from . import search_datasets as search_datasets
    from . import unlink_dataset_sample as unlink_dataset_sample
    from . import unlink_datasets as unlink_datasets
    from . import update_dataset as update_dataset
else:
    from .. import Operation

    _NAMES = (
        "assign_dataset_instrument",
        "create_dataset",
        "get_dataset",
        "link_dataset_sample",
        "link_datasets",
        "list_dataset_children",
        "list_dataset_facets",
        "list_dataset_parents",
        "list_dataset_samples",
        "list_datasets",
        "list_first_thumbnails",
        "search_datasets",
        "unlink_dataset_sample",
        "unlink_datasets",
        "update_dataset",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
