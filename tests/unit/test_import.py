"""What importing costs, what it refuses, and what a client needs before it is asked something."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "httpx",
    "httpcore",
    "attr",
    "attrs",
    "crucible_api",
    "dateutil",
    "numpy",
    "uvicorn",
    "click",
    "rich",
    "asyncio",
}


def python(code, *folders, **variables):
    """Run code in a fresh interpreter that finds this tree (and some folders before it)."""
    path = os.pathsep.join([*map(str, folders), str(ROOT), str(ROOT / "generated")])
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CRUCIBLE_")}
    command = [sys.executable, "-W", "error", "-c", code]
    environ |= {"PYTHONPATH": path, **variables}
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False)


@pytest.mark.parametrize(
    "code",
    [
        "import crucible",
        "import crucible.errors, crucible.records",
        "from crucible import CrucibleClient; CrucibleClient(api_key='k')",
        "from crucible import CrucibleClient; c = CrucibleClient(api_key='k'); c.datasets; c.datasets.list; repr(c)",
        "from crucible import AsyncCrucibleClient; AsyncCrucibleClient(api_key='k')",
        "from crucible import AsyncCrucibleClient; c = AsyncCrucibleClient(api_key='k'); dir(c); repr(c)",
    ],
)
def test_nothing_heavy_is_loaded_before_something_is_asked(code):
    done = python(f"{code}\nimport sys; print(sorted({HEAVY!r} & set(sys.modules)))")
    assert ("[]\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize("name", ["CrucibleClient", "AsyncCrucibleClient"])
def test_a_client_is_made_without_what_takes_as_long_to_load_as_all_the_rest(name):
    code = f"import crucible; crucible.{name}(api_key='k')"
    done = python(f"{code}\nimport sys; print(sorted({{'dataclasses', 'inspect'}} & set(sys.modules)))")
    assert ("[]\n", "") == (done.stdout, done.stderr)


def test_the_http_library_comes_without_its_command_line():
    code = "from crucible import CrucibleClient; CrucibleClient(api_key='k').api"
    done = python(f"{code}\nimport sys; print(sorted({{'httpx', 'click', 'rich', 'pygments'}} & set(sys.modules)))")
    assert ("['httpx']\n", "") == (done.stdout, done.stderr)


def test_of_fifty_operations_those_are_loaded_that_are_called():
    code = "import crucible.resources.datasets, sys; from crucible_api.api.datasets import get_dataset, list_datasets"
    look = "print([name for name in sys.modules if name.startswith('crucible_api.api.datasets.')])"
    done = python(f"{code}; {look}; get_dataset.sync; {look}; print(list_datasets)")
    called = [
        "[]",
        "['crucible_api.api.datasets.get_dataset']",
        "<operation 'crucible_api.api.datasets.list_datasets'>",
    ]
    assert (called, "") == (done.stdout.splitlines(), done.stderr)


def test_every_public_name_can_be_imported():
    code = "import crucible; print([getattr(crucible, name) is None for name in crucible.__all__].count(False) > 40)"
    done = python(f"from crucible import *; {code}")
    assert ("True\n", "") == (done.stdout, done.stderr)


def test_public_names_are_listed_for_completion():
    done = python("import crucible; print(set(crucible.__all__) <= set(dir(crucible)))")
    assert ("True\n", "") == (done.stdout, done.stderr)


def test_a_name_that_is_not_there_is_an_attribute_error():
    done = python("import crucible\ntry: crucible.nonsense\nexcept AttributeError as error: print(error)")
    assert "'crucible' has no attribute 'nonsense'" in done.stdout


@pytest.mark.parametrize("name", ["nano_crucible-3.3.0.dist-info", "nano_crucible-2.1.0.egg-info"])
def test_an_environment_with_nano_crucible_is_refused_with_what_to_do(tmp_path, name):
    (tmp_path / name).mkdir()
    done = python("import crucible", tmp_path)
    assert (True, True) == ("ImportError" in done.stderr, "pip uninstall nano-crucible" in done.stderr)


def test_other_packages_beside_it_are_no_concern(tmp_path):
    (tmp_path / "crucible_something-1.0.dist-info").mkdir()
    assert python("import crucible", tmp_path, tmp_path / "missing").returncode == 0


@pytest.mark.parametrize(
    "access", ["from crucible.client import CrucibleClient", "import crucible.client; crucible.CrucibleClient"]
)
def test_the_client_is_found_where_the_seed_has_it(access):
    assert python(access).returncode == 0


def test_a_client_without_configuration_is_a_value_error():
    done = python(
        "from crucible import CrucibleClient\ntry: CrucibleClient()\nexcept ValueError as error: print(error)"
    )
    assert "CRUCIBLE_API_KEY" in done.stdout


def test_a_client_is_configured_by_the_environment():
    code = "from crucible import CrucibleClient; print(CrucibleClient())"
    done = python(code, CRUCIBLE_API_KEY="planted", CRUCIBLE_API_URL="https://example.org/api/v3/")
    assert "CrucibleClient(api_url='https://example.org/api/v3')\n" == done.stdout


@pytest.mark.parametrize("package", ["uvicorn", "orjson", "jsonschema_rs"])
def test_a_sandbox_without_its_packages_says_what_to_install(package):
    done = python(
        f"import sys; sys.modules[{package!r}] = None\n"
        "from crucible import CrucibleClient, ConfigError\n"
        "try: CrucibleClient.sandbox().__enter__()\n"
        "except ConfigError as error: print(error)"
    )
    assert (True, True) == (package in done.stdout, "crucible-client[sandbox]" in done.stdout)
