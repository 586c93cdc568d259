"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import add_resource_access_group as add_resource_access_group
    from . import grant_project_access as grant_project_access
    from . import grant_user_access as grant_user_access
    from . import list_access_grants as list_access_grants
    from . import list_resource_access_groups as list_resource_access_groups
    from . import make_private as make_private
    from . import make_public as make_public
    from . import revoke_project_access as revoke_project_access
    from . import revoke_user_access as revoke_user_access
else:
    from .. import Operation

    _NAMES = (
        "add_resource_access_group",
        "grant_project_access",
        "grant_user_access",
        "list_access_grants",
        "list_resource_access_groups",
        "make_private",
        "make_public",
        "revoke_project_access",
        "revoke_user_access",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
