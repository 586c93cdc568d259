"""The flat client of the first generation, so that old scripts go on: one line of them changes, the import.

>>> from crucible.legacy import CrucibleClient

Each function forwards to `crucible.CrucibleClient` and warns once, with the name of the new call. What it returns are
plain dictionaries and lists. What the service no longer offers raises an error that says what to use instead.

As before: ``limit=100`` where a list has it; `CrucibleClient.download_dataset` takes a regular expression and puts
files straight into the output folder; an unknown project, user, sample or instrument is None. Otherwise than before:
nothing is printed, arguments are not changed, no answer is waited for in vain, and what is not an answer of the API is
an error.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from .base import LegacyWarning
from .datasets import Datasets
from .files import Files
from .former import FormerNames
from .gone import Gone
from .samples import Samples

if TYPE_CHECKING:
    from ..credentials import Secret

__all__ = ["CrucibleClient", "LegacyWarning"]

OLD_PATHS = ("/testapi", "/api/v1")
NEW_PATH = "/api/v3"


class CrucibleClient(FormerNames, Datasets, Files, Samples, Gone):
    """The client of the first generation.

    Parameters
    ----------
    api_url
        Address of the API; that of an older generation is read as the present one of the same host.
    api_key
        The key.

    Raises
    ------
    ConfigError
        A value cannot be used.
    """

    def __init__(self, api_url: str, api_key: str | Secret) -> None:
        from ..credentials import Secret

        api_key = Secret.of(api_key) or Secret("")  # first of all: a traceback may show the variables of this function
        super().__init__(_present(api_url), api_key)


def _present(api_url: str) -> str:
    address = api_url.strip().rstrip("/")
    for old in OLD_PATHS:
        if address.endswith(old):
            warnings.warn(
                f"Addresses that end in {old} belong to a generation of the API that has ended; {NEW_PATH} of the same "
                "host is used.",
                LegacyWarning,
                stacklevel=3,
            )
            return address.removesuffix(old) + NEW_PATH
    return api_url
