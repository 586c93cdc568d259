"""The ways to move bytes: by libcurl, and by the HTTP library of the API. What holds for one must hold for both."""

import importlib

import pytest

from crucible.config import TlsPolicy

KINDS = {"curl": "CurlStorage", "plain": "PlainStorage"}


def kind_of_storage(name):
    """Return the class; skip the test where it cannot be loaded."""
    if name == "curl":
        pytest.importorskip("pycurl", exc_type=ImportError)
    return getattr(importlib.import_module(f"crucible.transport.storage.{name}"), KINDS[name])


def opened(name, *, connect_seconds=5.0, stall_seconds=30.0, tls_policy=None, allow_http=False):
    """Open a storage of one kind; it has to be closed."""
    return kind_of_storage(name)(
        connect_seconds=connect_seconds,
        stall_seconds=stall_seconds,
        tls_policy=tls_policy or TlsPolicy(),
        allow_http=allow_http,
    )
