"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import add_user_to_access_group as add_user_to_access_group
    from . import check_dataset_access as check_dataset_access
    from . import create_user as create_user
    from . import get_user as get_user
    from . import issue_user_api_key as issue_user_api_key
    from . import list_user_access_groups as list_user_access_groups
    from . import list_user_datasets as list_user_datasets
    from . import list_user_projects as list_user_projects
    from . import list_users as list_users
    from . import remove_user_from_access_group as remove_user_from_access_group
    from . import resolve_users as resolve_users
    from . import revoke_user_api_keys as revoke_user_api_keys
    from . import search_users as search_users
    from . import set_platform_role as set_platform_role
    from . import update_user as update_user
    from . import verify_user_api_key as verify_user_api_key
else:
    from .. import Operation

    _NAMES = (
        "add_user_to_access_group",
        "check_dataset_access",
        "create_user",
        "get_user",
        "issue_user_api_key",
        "list_user_access_groups",
        "list_user_datasets",
        "list_user_projects",
        "list_users",
        "remove_user_from_access_group",
        "resolve_users",
        "revoke_user_api_keys",
        "search_users",
        "set_platform_role",
        "update_user",
        "verify_user_api_key",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
