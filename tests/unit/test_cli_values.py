"""What flags take, where they come from, and the words of their help."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from crucible.cli.flags import FLAGS, LISTED, NEVER, PRESENCE, entry_of
from crucible.cli.parameters import PLACES, arguments_of, function_of, parameters_of, signature_of, unset_of
from crucible.cli.phrases import spoken
from crucible.cli.values import JsonObject, Size, kind_of

if TYPE_CHECKING:
    from pathlib import Path


def methods() -> list[str]:
    found = []
    for namespace, place in PLACES.items():
        kind = getattr(__import__(f"crucible.{place.partition(':')[0]}", fromlist=["x"]), place.partition(":")[2])
        found += [
            f"{namespace}.{name}" for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))
        ]
    return found


METHODS = methods()


@pytest.mark.parametrize("name", [*FLAGS, *LISTED, *PRESENCE, *sorted(NEVER)])
def test_the_dictionary_has_only_parameters_that_there_are(name: str) -> None:
    method, _, parameter = name.rpartition(":")
    where = [one for one in METHODS if one == method or one.startswith(f"{method}.") or not method]
    assert [] != [one for one in where if parameter in signature_of(one)]


@pytest.mark.parametrize("method", METHODS)
def test_no_flag_means_two_things_in_one_method(method: str) -> None:
    try:
        made = parameters_of(method)
    except TypeError:  # callbacks and bodies of requests, which no command offers
        return
    flags = [flag for one in made if isinstance(one, click.Option) for flag in (*one.opts, *one.secondary_opts)]
    assert sorted(set(flags)) == sorted(flags)


def test_a_flag_is_explained_for_what_it_does_there() -> None:
    listed, made = entry_of("datasets.list", "measurement")[0], entry_of("datasets.create", "measurement")[0]
    assert ("Only those of this technique.", "The technique in general words, such as XRD.") == (listed.does, made.does)


def option(method: str, flag: str) -> click.Option:
    return next(one for one in parameters_of(method) if isinstance(one, click.Option) and flag in one.opts)


def test_a_switch_that_is_on_can_only_be_turned_off() -> None:
    assert (["--no-verify"], []) == (
        option("datasets.download", "--no-verify").opts,
        option("datasets.download", "--no-verify").secondary_opts,
    )


def test_three_states_have_two_flags_with_names() -> None:
    assert ["--private"] == option("datasets.list", "--public").secondary_opts


def test_sizes_are_taken_as_people_write_them() -> None:
    assert isinstance(option("datasets.download", "--max-bytes").type, Size)


def test_what_follows_another_docstring_is_read_there() -> None:
    helps = [one.help for one in parameters_of("datasets.reassign_project") if isinstance(one, click.Option)]
    assert [] == [text for text in helps if not text or text.startswith("See ")]


def test_fields_can_be_asked_to_be_there_or_not() -> None:
    given: dict[str, Any] = {"having": ("project",), "lacking": ("owner", "type")}
    assert {
        "project_mfid_is_null": False,
        "owner_id_is_null": True,
        "sample_type_is_null": True,
    } == arguments_of(given)


def test_fields_that_can_be_emptied_are_those_that_may_be_none() -> None:
    (unset,) = unset_of("samples.update")
    assert isinstance(unset.type, click.Choice)
    assert ["sample-type", "description", "timestamp"] == list(unset.type.choices)
    assert {"description": None} == arguments_of({"unset": ("description",)})


def test_what_nobody_gave_is_not_passed_on() -> None:
    assert {"public": False, "limit": 5} == arguments_of({"public": False, "limit": 5, "keywords": (), "q": None})


# ---- values ----


@pytest.mark.parametrize(
    ("annotation", "several", "is_switch", "name"),
    [
        ("str | Unchanged | None", False, False, "text"),
        ("Reference | Sequence[Reference] | None", True, False, "text"),
        ("Literal['asc', 'desc'] | None", False, False, "choice"),
        ("Role | Sequence[Role] | None", True, False, "choice"),
        ("Existing | None", False, False, "choice"),
        ("IfTaken", False, False, "choice"),
        ("bool | None", False, True, "boolean"),
        ("datetime | date | str | None", False, False, "text"),
        ("Mapping[str, object] | None", False, False, "json"),
        ("str | Iterable[str] | None", True, False, "text"),
        ("int | IngestionRequest", False, False, "integer"),
        ("Files", True, False, "path"),
        ("LocalPath", False, False, "path"),
    ],
)
def test_annotations_are_understood(annotation: str, several: bool, is_switch: bool, name: str) -> None:
    kind = kind_of(annotation)
    assert (several, is_switch, name) == (kind.several, kind.is_switch, kind.type.name)


def test_an_annotation_that_nobody_thought_of_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"does not know.*Callable"):
        kind_of("Callable[[int], None]")


@pytest.mark.parametrize(
    ("text", "size"),
    [("500", 500), ("10MB", 10_000_000), ("10 mb", 10_000_000), ("1GiB", 2**30), ("1.5k", 1500), ("2Ti", 2**41),
     ("5MB/s", 5_000_000)],
)  # fmt: skip
def test_sizes_are_read(text: str, size: int) -> None:
    assert size == Size().convert(text, None, None)


@pytest.mark.parametrize("text", ["", "x", "-5", "10XB", "1e9", "i", "10 MB please"])
def test_other_texts_are_no_sizes(text: str) -> None:
    with pytest.raises(click.UsageError, match="no size"):
        Size().convert(text, None, None)


def test_json_comes_as_text_from_a_file_or_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "metadata.json"
    file.write_text('{"a": "試料"}', "utf-8-sig")
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"a": 2}'))
    read = [JsonObject().convert(value, None, None) for value in ('{"a": 1}', str(file), "-")]
    assert [{"a": 1}, {"a": "試料"}, {"a": 2}] == read


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "no JSON"), ("[1]", "no object"), ("nowhere.json", "No such file"), ("{" + '"a":{' * 99999, "no JSON")],
    ids=["cut", "list", "file", "deep"],
)
def test_what_is_no_json_object_is_refused(text: str, reason: str) -> None:
    with pytest.raises(click.UsageError, match=reason):
        JsonObject().convert(text, None, None)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(click.UsageError, match="no text in UTF-8"):
        JsonObject().convert(str(file), None, None)


# ---- words ----


@pytest.mark.parametrize(
    ("python", "typed"),
    [
        ("Use client.datasets.list() first.", "Use crucible dataset list first."),
        ("client.whoami() says which account it is.", "crucible whoami says which account it is."),
        ('Say existing="overwrite" or existing="skip".', "Say --existing overwrite or --existing skip."),
        ("Leave it out with exclude=, or rename it.", "Leave it out with --exclude, or rename it."),
        ("The same call with unique_id='0ta' finishes it.", "The same call with --unique-id 0ta finishes it."),
        ("Give project_id or unique_id.", "Give --project or --unique-id."),
        ("Use https://, and a = b is no flag.", "Use https://, and a = b is no flag."),
        ("for administrators within client.elevated().", "for administrators with --elevated."),
        ("Check the network, the address and any proxy, then try again.",) * 2,
        ("There is no file data/sample_id=3/dataset_name.h5.",) * 2,
        ("There is no file sample_id=3/x.h5 and no project_id.csv.",) * 2,
        ("What the caller owns, and the caller's own record.", "What you own, and your own record."),
    ],
)
def test_hints_for_python_become_those_for_the_command_line(python: str, typed: str) -> None:
    assert typed == spoken(python)


def test_functions_are_found_without_a_client() -> None:
    assert "CrucibleClient" in function_of("client.get").__qualname__ or callable(function_of("client.get"))
    assert json.dumps(list(signature_of("account.whoami"))) == "[]"
