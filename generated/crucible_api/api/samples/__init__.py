"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import create_sample as create_sample
    from . import get_sample as get_sample
    from . import link_samples as link_samples
    from . import list_sample_children as list_sample_children
    from . import list_sample_datasets as list_sample_datasets
    from . import list_sample_facets as list_sample_facets
    from . import list_sample_parents as list_sample_parents
    from . import list_samples as list_samples
    from . import search_samples as search_samples
    from . import unlink_samples as unlink_samples
    from . import update_sample as update_sample
else:
    from .. import Operation

    _NAMES = (
        "create_sample",
        "get_sample",
        "link_samples",
        "list_sample_children",
        "list_sample_datasets",
        "list_sample_facets",
        "list_sample_parents",
        "list_samples",
        "search_samples",
        "unlink_samples",
        "update_sample",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
