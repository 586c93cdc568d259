"""People of a scenario, and what they make first."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_numbers = itertools.count(1)


class People:
    """Makes people, and names that nothing has yet; `client` makes a client of a key."""

    def __init__(self, person: Callable[[str], Any], client: Callable[[str], Any]) -> None:
        self.person = person
        self.client = client

    def slug(self, name: str) -> str:
        """Return a name that nothing has yet."""
        return f"{name}-n{next(_numbers)}"

    async def project(self, client: Any) -> Any:
        """Make a project that the person leads."""
        return await client.projects.create(project_id=self.slug("films"), organization="Lab")


async def me(client: Any) -> Any:
    """Return the user record of a client's account."""
    return (await client.whoami()).user_info
