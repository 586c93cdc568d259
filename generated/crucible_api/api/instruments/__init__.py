"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import bind_instrument_service_account as bind_instrument_service_account
    from . import create_instrument as create_instrument
    from . import get_instrument as get_instrument
    from . import list_instrument_service_accounts as list_instrument_service_accounts
    from . import list_instruments as list_instruments
    from . import search_instruments as search_instruments
    from . import set_instrument_status as set_instrument_status
    from . import unbind_instrument_service_account as unbind_instrument_service_account
    from . import update_instrument as update_instrument
else:
    from .. import Operation

    _NAMES = (
        "bind_instrument_service_account",
        "create_instrument",
        "get_instrument",
        "list_instrument_service_accounts",
        "list_instruments",
        "search_instruments",
        "set_instrument_status",
        "unbind_instrument_service_account",
        "update_instrument",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
