"""A real browser without a window, driven by its own protocol: Chromium, Chrome or Edge, whichever is installed.

A library such as Playwright would bring a Node and browsers of its own, some hundred megabytes; what is needed here is
a socket and a dozen commands of the DevTools protocol. Clicks and keys are those of a mouse and a keyboard.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.websocket import websocket_connect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SWITCHES = (
    *("--headless=new", "--remote-debugging-port=0", "--no-first-run", "--no-default-browser-check", "--disable-gpu"),
    *("--hide-scrollbars", "--force-color-profile=srgb", "--disable-extensions", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-proxy-server", "--lang=en"),
)
PATIENCE_SECONDS = 30.0
LARGEST_MESSAGE_BYTES = 200 * 1024 * 1024


class NoBrowserError(RuntimeError):
    """No browser was found, or it does not start."""


def find_browser() -> str:
    """Return the program: the one that BROWSER_PROGRAM names, or the first that is installed."""
    named = os.environ.get("BROWSER_PROGRAM")
    if named:
        if found := shutil.which(named):
            return found
        raise NoBrowserError(f"BROWSER_PROGRAM names {named}, which is no program")
    for name in (*NAMES, *PLACES):
        if found := shutil.which(name):
            return found
    raise NoBrowserError(
        "No Chromium, Chrome or Edge was found. Install one, or name its program with BROWSER_PROGRAM=/path/to/it"
    )


class Browser:
    """A browser with a profile that is thrown away."""

    def __init__(self) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="crucible-browser-", ignore_cleanup_errors=True)
        self._loop = asyncio.new_event_loop()
        self._number = 0
        self.events: list[dict[str, Any]] = []
        switches = [*SWITCHES, f"--user-data-dir={self._profile.name}"]
        if sys.platform != "win32" and os.geteuid() == 0:
            switches.append("--no-sandbox")  # its own sandbox is not for root, which containers often are
        self._process = subprocess.Popen(
            [find_browser(), *switches], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        address = self._address()
        self._socket = self._wait(lambda: websocket_connect(address, max_message_size=LARGEST_MESSAGE_BYTES))

    def _address(self) -> str:
        told = Path(self._profile.name) / "DevToolsActivePort"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                port, path = told.read_text("ascii").split()
                return f"ws://127.0.0.1:{port}{path}"
            time.sleep(0.05)
        raise NoBrowserError(f"{find_browser()} does not start: exit code {self._process.poll()}")

    def _wait(self, begin: Callable[[], Any]) -> Any:
        async def waiting() -> Any:
            return await asyncio.wait_for(begin(), PATIENCE_SECONDS)

        return self._loop.run_until_complete(waiting())

    def call(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        """Return the answer to a command of the protocol."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.write_message(json.dumps(message if session is None else {**message, "sessionId": session}))
        while True:
            received = self._receive()
            if received.get("id") == self._number:
                if "error" in received:
                    raise RuntimeError(f"{method}: {received['error']['message']}")
                return received["result"]

    def _receive(self) -> dict[str, Any]:
        text = self._wait(self._socket.read_message)
        if text is None:
            raise NoBrowserError("The browser has ended")
        received: dict[str, Any] = json.loads(text)
        if "method" in received:
            self.events.append(received)
        return received

    def await_event(self, method: str, session: str) -> Any:
        """Return the parameters of the next event of a kind, taking it off the list."""
        while True:
            for at, event in enumerate(self.events):
                if event["method"] == method and event.get("sessionId") == session:
                    return self.events.pop(at)["params"]
            self._receive()

    def tab(self, width: int, height: int, *, dark: bool = False, telephone: bool = False, scripts: bool = True) -> Tab:
        """Return a tab with cookies of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session, context, width)
        for domain in ("Page", "Network", "Log", "Runtime", "Accessibility"):
            tab.call(f"{domain}.enable")
        tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=telephone)  # fmt: skip
        tab.call("Emulation.setTouchEmulationEnabled", enabled=telephone)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        tab.call("Emulation.setEmulatedMedia", features=scheme)
        tab.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        return tab

    def close(self) -> None:
        """End the browser and forget its profile."""
        with contextlib.suppress(Exception):
            self.call("Browser.close")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()
        self._loop.close()
        self._profile.cleanup()


class Tab:
    """One tab."""

    def __init__(self, browser: Browser, session: str, context: str, width: int) -> None:
        self._browser = browser
        self._session = session
        self._context = context
        self._width = width

    def call(self, method: str, **parameters: Any) -> Any:
        return self._browser.call(method, self._session, **parameters)

    @property
    def url(self) -> str:
        found: str = self.evaluate("location.href")
        return found

    @property
    def complaints(self) -> Sequence[str]:
        """What the browser had to say against the page: broken rules, missing files, mistakes."""
        return [
            event["params"]["entry"]["text"] + " " + event["params"]["entry"].get("url", "")
            for event in self._browser.events
            if event["method"] == "Log.entryAdded" and event.get("sessionId") == self._session
        ]

    @property
    def requested(self) -> list[str]:
        """The addresses that were asked for so far."""
        return [
            event["params"]["request"]["url"]
            for event in self._browser.events
            if event["method"] == "Network.requestWillBeSent" and event.get("sessionId") == self._session
        ]

    def keep_downloads(self, folder: Path) -> None:
        """Let downloads come into a folder."""
        self._browser.call(
            "Browser.setDownloadBehavior", behavior="allow", browserContextId=self._context, downloadPath=str(folder)
        )

    def await_page(self) -> None:
        """Wait until the next page is all there."""
        self._browser.await_event("Page.loadEventFired", self._session)

    def go(self, url: str) -> None:
        """Open an address and wait until it is all there."""
        answer = self.call("Page.navigate", url=url)
        if "errorText" in answer:
            raise RuntimeError(f"{url}: {answer['errorText']}")
        self._browser.await_event("Page.loadEventFired", self._session)

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page; it works where the page itself may run no scripts."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", expression))
        return answer["result"].get("value")

    def text(self, selector: str = "main") -> str:
        """Return the text that is to be seen in an element."""
        found: str = self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
        return found

    def click(self, words: str, selector: str = "a, button, summary", *, goes: bool = True) -> None:
        """Press the mouse on what has a name, as assistive technology would say it, and wait for the next page."""
        self._place(words, selector)
        x, y = self._place(words, selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        if goes:
            self._browser.await_event("Page.loadEventFired", self._session)

    def _place(self, words: str, selector: str) -> tuple[float, float]:
        found = self.evaluate(
            f"""(() => {{
              const named = (e) => (e.getAttribute('aria-label') || e.innerText || e.textContent || '').trim();
              const all = [...document.querySelectorAll({json.dumps(selector)})];
              const e = all.find((e) => named(e) === {json.dumps(words)})
                || all.find((e) => named(e).includes({json.dumps(words)}));
              if (!e) return null;
              e.scrollIntoView({{block: 'center', behavior: 'instant'}});
              const r = e.getClientRects()[0];
              return [r.left + Math.min(r.width / 2, 60), r.top + r.height / 2];
            }})()"""
        )
        if found is None:
            raise LookupError(f"nothing to click is called {words!r} at {self.url}")
        return found[0], found[1]

    def write(self, label: str, text: str, inside: str = "body") -> None:
        """Replace what stands in the field with a label by what a keyboard types."""
        is_there = self.evaluate(
            f"""(() => {{
              const labels = [...document.querySelectorAll({json.dumps(inside + " label")})];
              const label = labels.find((l) => l.textContent.trim() === {json.dumps(label)});
              const field = label && label.control;
              if (!field) return false;
              field.focus();
              if (field.select) field.select();
              return true;
            }})()"""
        )
        if not is_there:
            raise LookupError(f"no field is called {label!r} at {self.url}")
        self.call("Input.insertText", text=text)

    def press(self, key: str, *, goes: bool = False) -> None:
        """Press a key: Tab or Enter."""
        code, text = {"Tab": (9, ""), "Enter": (13, "\r")}[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                      text=text if kind == "keyDown" else "")  # fmt: skip
        if goes:
            self._browser.await_event("Page.loadEventFired", self._session)

    def outline(self) -> list[tuple[str, str]]:
        """Return role and name of everything that assistive technology is told."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        ]

    def screenshot(self, path: Path, *, tallest: int = 2600) -> None:
        """Keep a picture of the page, as a whole unless it is very tall."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": self._width, "height": min(size["height"], tallest), "scale": 1}
        taken = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))
