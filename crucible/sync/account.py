"""The account that the key belongs to.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from ..records import Account
    from ..resources import account as coroutines


class AccountOperations(Operations):
    """The caller's own account."""

    @cached_property
    def _coroutines(self) -> coroutines.AccountOperations:
        from ..resources.account import AccountOperations

        return AccountOperations(self._connect())

    def whoami(self) -> Account:
        """Get who the key belongs to: `user_unique_id`, `access_group_ids`, and the full profile in `user_info`.

        Raises
        ------
        AuthenticationError
            The key is not valid.
        """
        return run(self._coroutines.whoami())
