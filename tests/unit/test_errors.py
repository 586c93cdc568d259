"""The errors as values."""

import inspect
import pickle
from pathlib import Path

import pytest

import crucible
from crucible import CrucibleClient, UsageError, errors

ARGUMENTS = {
    errors.ApiError: {"status": 404, "operation": "get_dataset", "detail": "no", "code": "c", "data": {"a": 1}},
    errors.NotInstalledError: {"library": "pandas", "extra": "science"},
    errors.PartialCreationError: {"unique_id": "x", "done": ["record"], "left": ["metadata"]},
    errors.StorageError: {"status": 403},
}
KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.CrucibleError)]


def made(kind):
    """An error of each kind, with all that it needs."""
    arguments = next((given for base, given in ARGUMENTS.items() if issubclass(kind, base)), {})
    return kind("It failed.", hint="Try again.", **arguments)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_survives_pickling(kind):
    error = made(kind)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (kind, error.args, vars(error)) == (type(copy), copy.args, vars(copy))


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_reads_as_message_and_hint(kind):
    assert "It failed. Try again." == str(made(kind))


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.ConfigError, ValueError),
        (errors.UsageError, ValueError),
        (errors.ConnectionFailedError, ConnectionError),
        (errors.RequestTimeoutError, TimeoutError),
        (errors.PermissionDeniedError, PermissionError),
        (errors.NotFoundError, LookupError),
        (errors.UnknownResourceError, ValueError),
        (errors.UnknownResourceError, errors.NotFoundError),
        (errors.IngestionTimeoutError, TimeoutError),
        (errors.TransferTimeoutError, TimeoutError),
    ],
)
def test_errors_are_also_what_python_calls_them(kind, builtin):
    assert issubclass(kind, builtin)


def test_a_notebook_shows_the_callers_own_lines_and_the_message():
    client = CrucibleClient("https://crucible.example.org/api/v3", "key")
    with pytest.raises(UsageError) as raised:
        client.get("nope")
    *lines, last = raised.value._render_traceback_()
    assert (f"UsageError: {raised.value}", True) == (last, 'client.get("nope")' in "".join(lines))
    assert [] == [line for line in lines if str(Path(crucible.__file__).parent) in line]
