"""The pages in docs/ tell the truth: the blocks of each run one after the other, like cells of a notebook."""

import doctest
import logging
import os
import re
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

import pytest
from support import legacy_table

import crucible
from crucible import CrucibleClient, config

ROOT = Path(__file__).parents[2]
PAGES = [
    "client",
    "clusters",
    "configuration",
    "generated",
    "migrating",
    "parsers",
    "pictures",
    "tables",
    "transfers",
    "remote-files",
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


def blocks_of(page, *languages):
    found = BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    return [(language, text) for language, text in found if not languages or language in languages]


@pytest.fixture
def at_home(tmp_path, monkeypatch):
    """An account on a machine where nothing is configured, in an empty folder."""
    for name in [name for name in os.environ if name.startswith("CRUCIBLE_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    level = logging.getLogger("crucible").level
    yield tmp_path
    logging.getLogger("crucible").setLevel(level)


@pytest.mark.filterwarnings("ignore::crucible.legacy.LegacyWarning")
@pytest.mark.parametrize("page", PAGES)
def test_the_blocks_of_a_page_run(at_home, page):
    names = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    try:
        for number, (language, text) in enumerate(blocks_of(page, "python", "pycon"), 1):
            name = f"{page}.md, block {number}"
            if language == "python":
                exec(compile(text, name, "exec"), names)
                continue
            session = doctest.DocTestParser().get_doctest(text, names, name, None, None)
            runner.run(session, clear_globs=False)
            names.update(session.globs)
            assert 0 == runner.summarize(verbose=False).failed, name
    finally:
        if "sandbox" in names:
            names["sandbox"].close()


@pytest.mark.parametrize("page", PAGES)
def test_all_blocks_of_a_page_are_of_a_kind_that_is_tested(page):
    assert {language for language, _ in blocks_of(page)} <= {"python", "pycon", "sh", "toml"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_variables_shown_configure_a_client(at_home, monkeypatch):
    ((_, shown),) = blocks_of("configuration", "sh")
    done = subprocess.run(
        ["bash", "-e", "-c", f'{shown}\necho "$CRUCIBLE_API_URL $CRUCIBLE_API_KEY"'], capture_output=True, text=True
    )
    url, key = done.stdout.split()
    monkeypatch.setenv(config.URL_VARIABLE, url)
    monkeypatch.setenv(config.KEY_VARIABLE, key)
    settings = config.resolve()
    assert ("https://crucible.example.org/api/v3", "your-key") == (settings.api_url, settings.api_key.reveal())


def test_the_configuration_file_shown_is_one(at_home):
    ((_, shown),) = blocks_of("configuration", "toml")
    path = config.config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(shown, "utf-8")
    path.chmod(0o600)
    profiles = [(profile.name, profile.api_key.reveal(), profile.is_default) for profile in config.list_profiles()]
    assert [("prod", "your-key", True), ("lab", "another-key", False)] == profiles


def test_the_table_of_former_names_is_complete():
    """It has a line for each name of the first generation, and the call that has taken its place."""
    rows = [row for row in legacy_table.rows() if row.successor != "-"]
    text = (ROOT / "docs" / "migrating.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| `(\w+)` \| `?([\w.]+|—)`? \|$", text, flags=re.MULTILINE))
    assert {row.name: "—" if row.successor == "!" else row.successor for row in rows} == shown


ALL = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}


def test_the_index_has_every_page():
    named = set(re.findall(r"^\| \[([\w-]+)\.md\]\(\1\.md\) \|", ALL["README"], flags=re.MULTILINE))
    assert {*ALL} - {"README"} == named


@pytest.mark.parametrize("page", ALL)
def test_each_path_named_on_a_page_exists(page):
    named = re.findall(r"`((?:scripts|docs|openapi|generated|crucible|tests)/[\w./-]*)`", ALL[page])
    assert [] == [path for path in named if not (ROOT / path).exists() and path != "crucible/config.toml"]


@pytest.mark.parametrize("page", [ROOT / "README.md", *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_each_link_leads_somewhere(page):
    links = re.findall(r"\]\(([\w./-]+)\)", page.read_text("utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]


def test_the_table_of_errors_has_each_that_a_caller_may_meet():
    named = set(re.findall(r"`(\w+Error)`", ALL["client"])) - {"ValueError", "CrucibleError"}
    classes = [getattr(crucible, name) for name in crucible.__all__ if name.endswith("Error")]
    tops = {"CrucibleError", "ApiError", "TransferError", "IngestionError"}  # what several of the others are
    assert {kind.__name__ for kind in classes} - tops <= named
    assert [] == [name for name in named if not hasattr(crucible, name)]


def test_the_table_of_nouns_has_each_namespace():
    nouns = {name for name, member in vars(CrucibleClient).items() if isinstance(member, cached_property)}
    assert nouns == set(re.findall(r"`client\.(\w+)`", ALL["client"].partition("\n\nMost nouns")[0]))


def test_each_variable_is_described():
    variables = set(re.findall(r"CRUCIBLE_[A-Z_]+", Path(config.__file__).with_name("sources.py").read_text("utf-8")))
    assert variables <= set(re.findall(r"CRUCIBLE_[A-Z_]+", ALL["configuration"]))
