"""Fixtures for tests of programs that use Crucible; pytest finds them by itself where this package is installed.

::

    def test_the_script_keeps_the_temperature(crucible_client):
        my_script.upload(crucible_client, "scan.h5")
        assert crucible_client.datasets.search_metadata("temperature")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crucible.client import CrucibleClient
    from crucible.sandbox import Sandbox


@pytest.fixture
def crucible_sandbox() -> Iterator[Sandbox]:
    """A Crucible server of this test alone, with nothing in it: `api_url`, `api_key`, `storage_url`."""
    from crucible.errors import ConfigError
    from crucible.sandbox import Sandbox

    try:
        sandbox = Sandbox().start()
    except ConfigError as error:
        message = f"The fixture crucible_sandbox has no server to give. {error}"
        raise pytest.fail.Exception(message, pytrace=False) from None
    yield sandbox
    sandbox.close()


@pytest.fixture
def crucible_client(crucible_sandbox: Sandbox) -> Iterator[CrucibleClient]:
    """A client of `crucible_sandbox`, with the key of its platform administrator."""
    from crucible.client import CrucibleClient

    with CrucibleClient(crucible_sandbox.api_url, crucible_sandbox.api_key) as client:
        yield client
