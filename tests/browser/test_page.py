"""The sandbox's web page as people see it, in a real browser. Run by scripts/page, which says where pictures go."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from support.served import content_of, link_of

MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8")
SOUND = {"contrast": [], "small": [], "out": [], "missing": [], "wide": False}
SCREENS = {"laptop": (1280, 800), "telephone": (390, 844)}
HOSTILE = "<img src=x onerror=\"window.alarm='it ran'\"><script>window.alarm='it ran'</script>"


def views(site) -> dict[str, str]:
    return {
        "overview": "/",
        "projects": "/projects",
        "project": "/projects/perovskite-films",
        "datasets": "/datasets",
        "datasets-filtered": "/datasets?measurement=X-ray+diffraction&project_id=perovskite-films",
        "dataset": f"/datasets/{site.dataset}",
        "samples": "/samples",
        "sample": f"/samples/{site.sample}",
        "instruments": "/instruments",
        "instrument": f"/instruments/{site.instrument}",
        "people": "/people",
        "ingestions": "/ingestions",
        "requests": "/requests",
        "requests-failed": "/requests?kind=failed",
        "faults": "/faults",
        "fault": "/faults?do=truncate#own",
        "search": "/search?q=film",
        "not-found": "/datasets/0tzzzzzzzzzzzzzzzzzzzzzzzz",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_view_is_readable_fits_the_screen_and_needs_nothing_from_elsewhere(
    browser, site, pictures, screen, scheme
):
    width, height = SCREENS[screen]
    tab = browser.tab(width, height, dark=scheme == "dark", telephone=screen == "telephone")
    tab.go(f"{site.base}/sign-in")
    assert SOUND == tab.evaluate(MEASURES)
    tab.screenshot(pictures / f"sign-in-{screen}-{scheme}.png")
    site.sign_in(tab)
    site.sandbox.faults.add("truncate", on="download", bytes=1_000_000, times=1)
    for name, path in views(site).items():
        tab.go(site.base + path)
        assert SOUND == tab.evaluate(MEASURES), path
        tab.screenshot(pictures / f"{name}-{screen}-{scheme}.png")
    assert {site.base} == {"/".join(url.split("/")[:3]) for url in tab.requested if not url.startswith("about:")}
    assert [] == [said for said in tab.complaints if "403" not in said and "404" not in said]


def test_who_has_the_key_signs_in_and_out_without_any_script(browser, site):
    tab = browser.tab(1280, 800, scripts=False)
    tab.go(site.base)
    assert "Sign in" == tab.text("h1")
    tab.write("Or give the administrator's key", "wrong")
    tab.press("Enter", goes=True)
    assert "That is not the administrator's key." in tab.text()
    tab.write("Or give the administrator's key", site.sandbox.api_key)
    tab.click("Sign in", "button")
    tab.await_page()
    assert ("What is in this sandbox", f"{site.base}/") == (tab.text("h1"), tab.url)
    assert "" == tab.evaluate("document.cookie")
    tab.click("Sign out")
    assert "You are signed out." in tab.text()
    tab.go(f"{site.base}/datasets")
    assert "Sign in" == tab.text("h1")


def test_an_address_works_as_a_link_on_another_site_too(browser, site):
    _Elsewhere.page = f"<a href='{site.sandbox.sign_in_url()}'>Look</a>".encode()
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        tab = browser.tab(1280, 800, scripts=False)
        tab.go(f"http://localhost:{other.server_port}/")  # as a notebook's server is called
        tab.click("Look")
        tab.await_page()
        other.shutdown()
    assert ("What is in this sandbox", f"{site.base}/") == (tab.text("h1"), tab.url)


def test_people_go_from_record_to_record_by_the_picture_of_provenance(tab, site):
    tab.click("film A, map")
    assert "film A, map" == tab.text("h1")
    tab.click("sample ink 12", "a.box")
    assert "ink 12" == tab.text("h1")
    tab.click("The same in words", goes=False)
    assert "film B, pattern was measured on film B" in tab.text("details")
    tab.click("film C", "details a")
    assert "film C" == tab.text("h1")
    tab.click("Perovskite films for solar cells")
    assert "Perovskite films for solar cells" == tab.text("h1")


def test_everything_is_reached_with_the_keyboard_and_the_focus_is_seen(tab, site):
    tab.go(f"{site.base}/faults?do=answer")
    tab.press("Tab")
    assert "Skip to the content" == tab.evaluate("document.activeElement.textContent")
    tab.press("Enter")
    tab.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")
    tab.go(f"{site.base}/faults?do=answer")
    wanted = tab.evaluate(
        "[...document.querySelectorAll('a, button, input, select, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.type !== 'hidden').length"
    )
    seen = set()
    for _ in range(wanted):
        tab.press("Tab")
        name, width, style = tab.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.outerHTML, parseFloat(s.outlineWidth), s.outlineStyle]; })()"
        )
        assert width >= 2 and style == "solid", name
        seen.add(tab.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert wanted == len(seen)


def test_search_works_by_typing_and_enter(tab):
    tab.write("Search names, ids and metadata", "hyperspec")
    tab.press("Enter", goes=True)
    assert "film A, map" in tab.text()
    assert "hyperspec" == tab.evaluate("document.querySelector('#q').value")


def test_lists_are_narrowed_by_the_form(tab, site):
    tab.go(f"{site.base}/datasets")
    tab.write("Keyword", "perovskite")
    tab.evaluate("document.querySelector('#measurement').value = 'photoluminescence'")
    tab.click("Show", "button")
    assert 1 == tab.evaluate("document.querySelectorAll('.card').length")
    assert "photoluminescence" == tab.evaluate("document.querySelector('#measurement').value")


def test_the_next_download_breaks_because_a_teacher_has_pressed_a_button(tab, site, pictures):
    admin = site.served.admin
    link = link_of(admin, admin.upload(admin.dataset(dataset_name="large"), "large.bin", content_of(2_000_000)))
    tab.go(f"{site.base}/faults")
    tab.click("Switch on: The next download breaks after 1 MB", "button")
    assert "The fault is switched on." in tab.text("[role=status]")
    assert "1 call of download, bytes 1,000,000" in tab.text()
    tab.screenshot(pictures / "fault-switched-on.png")
    received = b""
    with pytest.raises(httpx.RemoteProtocolError), httpx.stream("GET", link, trust_env=False) as broken:
        for block in broken.iter_raw():
            received += block
    assert content_of(2_000_000)[:1_000_000] == received
    tab.go(f"{site.base}/requests")
    assert "fault: truncate" in tab.text()
    tab.go(f"{site.base}/faults")
    tab.click("Switch off", "button")
    assert "The fault is switched off." in tab.text("[role=status]")
    assert site.sandbox.faults.is_idle


def test_any_fault_is_switched_on_with_its_form(tab, site):
    tab.go(f"{site.base}/faults")
    tab.click("delay", "#own ~ ul a")
    tab.write("What it befalls", "get_account")
    tab.write("Seconds", "0.25", ".own")
    tab.evaluate("document.querySelector('.own #when').value = 'after'")
    tab.click("Switch on", ".own button")
    (rule,) = site.sandbox.faults.rules
    assert ("delay", "get_account", {"seconds": 0.25, "when": "after"}) == (rule.do, rule.on, rule.members)


def test_a_file_is_downloaded_by_a_click(tab, site, tmp_path):
    tab.keep_downloads(tmp_path)
    tab.go(f"{site.base}/datasets/{site.dataset}")
    tab.click("Download film_a_pl_map.h5", goes=False)
    deadline = time.monotonic() + 30
    while not (arrived := [path for path in tmp_path.iterdir() if path.suffix == ".h5"]):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert b"\x89HDF" == arrived[0].read_bytes()[:4]


def test_one_click_selects_what_is_to_be_copied(tab, site):
    tab.go(f"{site.base}/datasets/{site.dataset}")
    tab.click("client.get(", "pre code", goes=False)
    assert f'client.get("{site.dataset}")' == tab.evaluate("getSelection().toString()").strip()


def test_assistive_technology_is_told_the_landmarks_and_names(tab, site):
    tab.go(f"{site.base}/datasets/{site.dataset}")
    told = tab.outline()
    roles = [role for role, _ in told]
    assert {"banner", "main", "contentinfo", "search", "navigation"} <= set(roles)
    assert 1 == roles.count("main") == roles.count("banner")
    assert ("navigation", "Sections") in told
    assert ("region", "Files") in told
    assert ("image", "Thumbnail of film A, map") in told or ("img", "Thumbnail of film A, map") in told
    assert ("link", "Download film_a_pl_map.h5") in told
    assert ("rowheader", "film_a_pl_map.h5") in told
    assert ("link", "sample ink 12") in told
    nameless = [
        role for role, name in told if role in ("link", "button", "textbox", "searchbox", "combobox") and not name
    ]
    assert [] == nameless


def test_hostile_names_run_nothing(browser, site):
    admin = site.served.admin
    dataset = admin.dataset(dataset_name=HOSTILE, measurement=HOSTILE)
    admin.patch(f"resources/{dataset}/metadata", json={HOSTILE: HOSTILE})
    sample = admin.sample(HOSTILE)
    admin.post(f"datasets/{dataset}/samples/{sample}")
    tab = site.sign_in(browser.tab(1280, 800))
    for path in ("/", "/datasets", f"/datasets/{dataset}", "/samples", f"/samples/{sample}", "/requests"):
        tab.go(site.base + path)
        assert "undefined" == tab.evaluate("typeof window.alarm")
    assert [] == tab.complaints
    tab.go(f"{site.base}/datasets/{dataset}")
    assert HOSTILE == tab.text("h1")
    for resource in (dataset, sample):
        admin.post(f"resources/{resource}/delete", reason="A test")


class _Elsewhere(BaseHTTPRequestHandler):
    """Another server on this machine, which a browser takes for the same site: another user's, say."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_another_server_on_the_machine_can_neither_send_forms_nor_frame_the_page_nor_read_it(browser, site):
    _Elsewhere.page = (
        f"<form method=post action='{site.base}/faults'><input name=lesson value=slow><button>Win</button></form>"
        f"<iframe id=frame src='{site.base}/'></iframe>"
    ).encode()
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        tab = site.sign_in(browser.tab(1280, 800))
        tab.go(f"http://127.0.0.1:{other.server_port}/")
        assert tab.evaluate("document.querySelector('#frame').contentDocument === null")
        read = f"fetch('{site.base}/', {{credentials: 'include', headers: {{Accept: 'text/html'}}}})"
        assert "refused" == tab.evaluate(f"{read}.then(() => 'read', () => 'refused')")
        tab.click("Win", "button")
        assert f"{site.base}/faults" == tab.url
        assert "This form is not from this page" in tab.text("main")
        other.shutdown()
    assert site.sandbox.faults.is_idle
    assert any("frame" in said.lower() for said in tab.complaints)
