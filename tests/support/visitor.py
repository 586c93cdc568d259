"""Somebody with a web browser, as far as HTTP knows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from .html import links, tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from crucible.sandbox import Sandbox


class Visitor:
    """One browser at the page of a sandbox."""

    def __init__(self, sandbox: Sandbox, *, signed_in: bool = True) -> None:
        self.base = sandbox.api_url.removesuffix("/api/v3")
        self.http = httpx.Client(
            base_url=self.base, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, trust_env=False
        )
        if signed_in:
            assert 200 == self.http.get(sandbox.sign_in_url()).status_code

    def see(self, path: str, status: int = 200) -> Element:
        """Return the document at a path."""
        answer = self.http.get(path)
        assert status == answer.status_code, f"{path}: {answer.status_code} {answer.text[-500:]}"
        return tree(answer.text)

    def token(self) -> str:
        """Return what the forms of this session hold."""
        found = self.see("/faults").find(".//input[@name='form_token']")
        assert found is not None
        return str(found.get("value"))

    def send(self, path: str, *, origin: str | None = "", **fields: str) -> httpx.Response:
        """Send a form as a page of the sandbox does, or as one from elsewhere."""
        headers = {} if origin is None else {"Origin": origin or self.base}
        return self.http.post(path, data={"form_token": self.token(), **fields}, headers=headers)

    def everything(self, start: str = "/") -> dict[str, httpx.Response]:
        """Return the answers of all addresses that can be reached by links."""
        found: dict[str, httpx.Response] = {}
        waiting = [start]
        while waiting:
            path = waiting.pop().partition("#")[0]
            if not path or path in found:
                continue
            found[path] = self.http.get(path)
            if found[path].headers.get("content-type", "").startswith("text/html"):
                waiting += links(tree(found[path].text))
        return found
