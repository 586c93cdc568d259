"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import request_carrier_segmentation as request_carrier_segmentation
    from . import request_insitu_aggregation as request_insitu_aggregation
    from . import request_mosaic_stitch as request_mosaic_stitch
    from . import request_rga_analysis as request_rga_analysis
else:
    from .. import Operation

    _NAMES = (
        "request_carrier_segmentation",
        "request_insitu_aggregation",
        "request_mosaic_stitch",
        "request_rga_analysis",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
