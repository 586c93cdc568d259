"""What to say about a refusal to an administrator who did not ask for an administrator's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crucible_api.api.account import get_profile

from ..errors import CrucibleError
from . import limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..errors import PermissionDeniedError
    from .elevation import Elevation

HINT = "This key's account is a platform administrator's: inside `with client.elevated():` it has those rights."
# The refusal is what the caller waits for.
SECONDS = 5.0


class Rights:
    """Whether the account of a key may have wider rights than it used; asked once, and only after a refusal.

    Parameters
    ----------
    elevation
        Which rights requests ask for.
    perform
        Performs one operation.

    Notes
    -----
    Source: ``GET /account/profile`` has ``authorization.can_elevate`` (study of openapi/SOURCE.md, §2.4 and §5.3).
    """

    def __init__(self, elevation: Elevation, perform: Callable[..., Awaitable[Any]]) -> None:
        self._elevation = elevation
        self._perform = perform
        self._can_elevate: bool | None = None

    async def explain(self, refusal: PermissionDeniedError, parameters: dict[str, Any]) -> None:
        """Give a refusal the hint that helps, if the caller may have what it takes."""
        asked = parameters.get("crucible_privilege_mode", self._elevation.mode)
        if asked != "elevated" and await self._may_elevate():
            refusal.hint = HINT

    async def _may_elevate(self) -> bool:
        if self._can_elevate is None:
            try:
                with limits.within(SECONDS):
                    profile = await self._perform(get_profile)
            except CrucibleError:
                return False
            authorization = profile.get("authorization") if isinstance(profile, dict) else None
            self._can_elevate = isinstance(authorization, dict) and authorization.get("can_elevate") is True
        return self._can_elevate
