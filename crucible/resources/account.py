"""The account that the key belongs to."""

from __future__ import annotations

from crucible_api.api.account import get_account

from ..records import Account
from .base import Operations


class AccountOperations(Operations):
    """The caller's own account."""

    async def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return Account(await self._port.call(get_account), self._port.explorer_url)
