"""The core stays small: what it needs, what it loads, and what is said where an extra is not installed."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.format_files import SAMPLES

from crucible import NotInstalledError, errors
from crucible.extras import require

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CORE = {"httpx", "attrs", "python-dateutil", "click", "segno", "google-crc32c", "pycurl"}
# What is imported by another name than it is installed by.
IMPORTED = {"pillow": "PIL", "rosettasciio": "rsciio"}

# A child process in which some packages are not installed, as far as imports can tell.
WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
"""
ASKED = """
import crucible
from crucible.resources.pages import AsyncListing, Listing
from crucible.resources.list_frames import Source
from crucible.records import Dataset
async def fetch(**position):
    raise SystemExit("a request was sent")
listing = Listing(AsyncListing(fetch, Dataset, None, None, Source(Dataset, lambda: ())))
try:
    {code}
except crucible.NotInstalledError as error:
    print(error.library, error.extra, isinstance(error, ImportError), "|", error)
"""


def distributions(extra):
    """Return what an extra brings, with what the extras in it bring."""
    found = set()
    for line in PROJECT["optional-dependencies"][extra]:
        own = re.match(r"crucible-client\[(.+)\]", line)
        for name in own[1].split(",") if own else ():
            found |= distributions(name)
        if not own:
            found.add(re.match(r"[\w.-]+", line)[0].lower())
    return found


def modules(extra):
    return {IMPORTED.get(name, name.replace("-", "_")) for name in distributions(extra)}


EXTRAS = (modules("science") | modules("polars") | modules("dask") | modules("sandbox") | modules("keyring")) - CORE


def child(code, absent=()):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT.format(absent=set(absent)) + code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return done.stdout.strip(), done.stderr.strip()


def test_the_core_needs_what_it_needed():
    assert CORE == {re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]}


@pytest.mark.parametrize("name", ["CrucibleClient", "AsyncCrucibleClient"])
def test_a_client_is_made_and_a_list_is_named_without_any_extra(name):
    code = f"import crucible; client = crucible.{name}(api_key='k'); client.datasets.list(include_metadata=True)"
    told = f"{code}\nprint(sorted({EXTRAS!r} & set(sys.modules)))"
    assert ("[]", "") == child(told)
    assert ("[]", "") == child(told, EXTRAS)


@pytest.mark.parametrize(
    "name", ["crucible.frames", "crucible.extras", "crucible.resources.tables", "crucible.parsers"]
)
def test_modules_of_extras_are_loaded_without_them(name):
    assert ("", "") == child(f"import {name}", EXTRAS)


@pytest.mark.parametrize(
    ("code", "absent", "extra"),
    [
        ("listing.to_frame()", "pandas", "science"),
        ("listing.to_frame()", "pyarrow", "science"),
        ("listing.to_arrow()", "pyarrow", "science"),
        ("listing.to_frame('polars')", "polars", "polars"),
        ("listing.to_arrow(['metadata.v'], units={'metadata.v': 'kV'})", "pint", "science"),
        ("listing.to_dask()", "dask", "dask"),
        ("listing.to_dask('bag')", "dask", "dask"),
        ("listing.to_dask()", "pandas", "science"),
    ],
)
def test_what_needs_an_extra_says_which_one_before_anything_is_sent(code, absent, extra):
    told, wrong = child(ASKED.format(code=code), [absent])
    expected = (
        f"{absent} {extra} True | This needs {absent}, which is not installed. "
        f"It comes with pip install 'crucible-client[{extra}]'."
    )
    assert (expected, "") == (told, wrong)


def required():
    """Return each call of `require` in the package: the file, the library, the extra."""
    found = []
    for path in sorted((ROOT / "crucible").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "require" and node.args:
                values = [*node.args[1:], *(word.value for word in node.keywords if word.arg == "extra")]
                if isinstance(node.args[0], ast.Constant) and all(isinstance(one, ast.Constant) for one in values):
                    extra = values[0].value if values else "science"
                    found.append((str(path.relative_to(ROOT)), node.args[0].value, extra))
    return found


@pytest.mark.parametrize(("where", "library", "extra"), required())
def test_the_extra_that_is_named_brings_the_library(where, library, extra):
    assert library.partition(".")[0] in modules(extra)


def test_all_has_every_extra_but_the_keyring():
    extras = set(PROJECT["optional-dependencies"]) - {"all", "dev", "keyring"}
    assert set().union(*map(distributions, extras)) == distributions("all")


def test_a_library_that_is_there_is_returned():
    assert "numpy" == require("numpy").__name__


def test_a_library_that_cannot_be_loaded_is_another_message(tmp_path, monkeypatch):
    (tmp_path / "planted_broken.py").write_text("import planted_missing_part")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(NotInstalledError, match=r"planted_broken, which is installed and cannot be loaded.*reinstall"):
        require("planted_broken")


def test_it_is_an_error_of_this_package_and_an_import_error():
    assert (True, True) == (
        issubclass(NotInstalledError, ImportError),
        issubclass(NotInstalledError, errors.CrucibleError),
    )


# Each library is taken away before anything has loaded it, so that one process is enough for all of them.
IN_TURN = """
import json, pathlib, sys
import crucible
taken = set()
class Taken:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in taken:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Taken())
client, identity = crucible.CrucibleClient("http://127.0.0.1:9/api/v3", "key"), "0tkn2knjast3h0008nyq9zps2c"
for library, code in json.load(sys.stdin):
    taken.add(library)
    try:
        exec(code)
    except crucible.NotInstalledError as error:
        print(library, "|", error)
    else:
        print(library, "| no error:", code)
    taken.clear()
"""
FILES = {
    "h5py": "map.h5",
    "PIL": "box.png",
    "gemmi": "salt.cif",
    "igor2": "topo.ibw",
    "rsciio": "movie.mrc",
    "numpy": "log.lammps",
    "dask": "movie.mrc",
}
CALLS = {
    "fsspec": "import crucible.fs",
    "networkx": "from crucible.records import Graph; Graph({'nodes': [], 'edges': []}).to_networkx()",
    "matplotlib": "client.datasets.plot(identity)",
}


def test_every_kind_of_file_and_picture_says_which_extra_its_library_is_in(tmp_path):
    samples = {sample.name: sample for sample in SAMPLES}
    for name in set(FILES.values()):
        samples[name].write(tmp_path / name)
    reads = [
        (library, f"from crucible.parsers import parse; parse(pathlib.Path({str(tmp_path / name)!r}))")
        for library, name in FILES.items()
    ]
    asked = [*CALLS.items(), *reads]
    done = subprocess.run(
        [sys.executable, "-c", IN_TURN], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    named = {**dict.fromkeys(CALLS, ""), **{library: f"{name}: " for library, name in FILES.items()}}
    assert [
        f"{library} | {place}This needs {library}, which is not installed. "
        "It comes with pip install 'crucible-client[science]'."
        for library, place in named.items()
    ] == done.stdout.splitlines()
