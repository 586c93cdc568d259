"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import abort_signed_upload as abort_signed_upload
    from . import complete_signed_upload as complete_signed_upload
    from . import complete_upload as complete_upload
    from . import get_signed_upload as get_signed_upload
    from . import sign_parts as sign_parts
    from . import start_file_replacement as start_file_replacement
    from . import start_signed_upload as start_signed_upload
    from . import start_token_upload as start_token_upload
    from . import start_upload as start_upload
else:
    from .. import Operation

    _NAMES = (
        "abort_signed_upload",
        "complete_signed_upload",
        "complete_upload",
        "get_signed_upload",
        "sign_parts",
        "start_file_replacement",
        "start_signed_upload",
        "start_token_upload",
        "start_upload",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
