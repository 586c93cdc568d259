"""Contains endpoint functions for accessing the API, the module of each operation imported on first use"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import add_project_member as add_project_member
    from . import create_project as create_project
    from . import get_project as get_project
    from . import list_project_members as list_project_members
    from . import list_projects as list_projects
    from . import remove_project_member as remove_project_member
    from . import search_projects as search_projects
    from . import set_project_member_role as set_project_member_role
    from . import update_project as update_project
else:
    from .. import Operation

    _NAMES = (
        "add_project_member",
        "create_project",
        "get_project",
        "list_project_members",
        "list_projects",
        "remove_project_member",
        "search_projects",
        "set_project_member_role",
        "update_project",
    )

    def __getattr__(name: str) -> Operation:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return Operation(f"{__name__}.{name}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_NAMES})
