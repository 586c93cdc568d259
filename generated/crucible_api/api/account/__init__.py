"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import get_account as get_account
    from . import get_api_key as get_api_key
    from . import get_auth_apikey as get_auth_apikey
    from . import get_profile as get_profile
    from . import get_user_apikey as get_user_apikey
    from . import list_my_join_requests as list_my_join_requests
    from . import sync_projects as sync_projects
    from . import update_profile as update_profile
    from . import verify_api_key as verify_api_key
else:
    from .. import Operation

    _NAMES = (
        "get_account",
        "get_api_key",
        "get_auth_apikey",
        "get_profile",
        "get_user_apikey",
        "list_my_join_requests",
        "sync_projects",
        "update_profile",
        "verify_api_key",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
