from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.browser import Browser, Tab
from support.served import Served

from crucible.sandbox import Sandbox


class Site:
    """The page of a sandbox with the demo world in it, and what a class has done to it since."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.base = sandbox.api_url.removesuffix("/api/v3")
        self.served = Served(sandbox)
        admin = self.served.admin
        broken = admin.dataset(dataset_name="film D, pattern", measurement="X-ray diffraction")
        file = admin.upload(broken, "film_d.h5", b"\x89HDF\r\n\x1a\n" + bytes(100))
        admin.post(f"files/{file['mfid']}/ingest")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            states = {request["status"] for request in admin.get("ingestion_requests")["items"]}
            if not states & {"requested", "started"}:
                break
            time.sleep(0.1)
        visitor = self.served.person("lena")
        visitor.get("account")
        visitor.get("datasets")
        visitor.patch(f"datasets/{broken}", 403, json={"measurement": "none"})
        names = {item["dataset_name"]: item["unique_id"] for item in admin.get("datasets")["items"]}
        self.dataset = names["film A, map"]
        self.sample = admin.get("samples", sample_name="film A")["items"][0]["unique_id"]
        self.instrument = admin.get("instruments", instrument_id="xrd-1")["items"][0]["unique_id"]

    def sign_in(self, tab: Tab) -> Tab:
        """Let a tab in, and return it."""
        tab.go(self.sandbox.sign_in_url())
        tab.await_page()  # it leads on by itself
        return tab


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Sandbox(seed="demo") as sandbox:
        site = Site(sandbox)
        yield site
        site.served.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures are kept: scripts/page says so."""
    return Path(os.environ["CRUCIBLE_SCREENSHOTS"])


@pytest.fixture
def tab(browser: Browser, site: Site) -> Tab:
    """A laptop's tab of somebody who is signed in, in which pages may run no scripts."""
    return site.sign_in(browser.tab(1280, 800, scripts=False))


@pytest.fixture(autouse=True)
def without_faults(site: Site) -> Iterator[None]:
    yield
    site.sandbox.faults.clear()
