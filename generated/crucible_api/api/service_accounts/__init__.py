"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import create_service_account as create_service_account
    from . import get_service_account as get_service_account
    from . import list_service_accounts as list_service_accounts
    from . import rotate_service_account_key as rotate_service_account_key
    from . import update_service_account as update_service_account
else:
    from .. import Operation

    _NAMES = (
        "create_service_account",
        "get_service_account",
        "list_service_accounts",
        "rotate_service_account_key",
        "update_service_account",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
