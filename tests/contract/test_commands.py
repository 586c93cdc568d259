"""Every public method of the client is a command, or there is a reason why not; one thing has one name."""

from __future__ import annotations

import importlib
import inspect
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
import pytest

from crucible.cli.grammar import NOUNS, VERBS
from crucible.cli.method import Method
from crucible.cli.record_verbs import ROLES
from crucible.resources.people import GrantableRole

if TYPE_CHECKING:
    from collections.abc import Iterator

SURFACE = Path(__file__).with_name("surface.txt")
PYTHON_ONLY = "for programs: the terminal has no use for it"

# Commands that are written out, and the methods that they call.
WRITTEN = {
    "dataset create": ["datasets.create", "datasets.from_table"],
    "dataset delete": ["deletions.request", "deletions.delete"],
    "dataset download-links": ["datasets.get_download_links"],
    "dataset thumbnails": ["datasets.get_thumbnails"],
    "dataset access": ["datasets.list_access"],
    "dataset metadata": ["datasets.get_scientific_metadata"],
    "dataset grant": ["datasets.grant_user_access", "datasets.grant_project_access"],
    "dataset process": [
        "datasets.request_carrier_segmentation",
        "datasets.request_insitu_aggregation",
        "datasets.request_mosaic_stitch",
        "datasets.request_rga_analysis",
    ],
    "dataset print-label": ["client.print_label"],
    "dataset reassign": ["datasets.reassign_project"],
    "dataset revoke": ["datasets.revoke_user_access", "datasets.revoke_project_access"],
    "dataset transfer": ["datasets.transfer_ownership"],
    "sample create": ["samples.create", "samples.from_table"],
    "sample delete": ["deletions.request", "deletions.delete"],
    "sample access": ["samples.list_access"],
    "sample metadata": ["samples.get_scientific_metadata"],
    "sample grant": ["samples.grant_user_access", "samples.grant_project_access"],
    "sample print-label": ["client.print_label"],
    "sample reassign": ["samples.reassign_project"],
    "sample revoke": ["samples.revoke_user_access", "samples.revoke_project_access"],
    "sample transfer": ["samples.transfer_ownership"],
    "project add-member": ["projects.add_user"],
    "project create": ["projects.create"],
    "project access": ["projects.list_access"],
    "project metadata": ["projects.get_scientific_metadata"],
    "project grant": ["projects.grant_user_access", "projects.grant_project_access"],
    "project revoke": ["projects.revoke_user_access", "projects.revoke_project_access"],
    "project transfer": ["projects.transfer_ownership"],
    "instrument create": ["instruments.create"],
    "instrument access": ["instruments.list_access"],
    "instrument metadata": ["instruments.get_scientific_metadata"],
    "instrument grant": ["instruments.grant_user_access", "instruments.grant_project_access"],
    "instrument revoke": ["instruments.revoke_user_access", "instruments.revoke_project_access"],
    "instrument transfer": ["instruments.transfer_ownership"],
    "user create": ["users.create"],
    "user issue-key": ["users.issue_api_key"],
    "group add-member": ["users.add_to_access_group"],
    "group remove-member": ["users.remove_from_access_group"],
    "account key": ["account.api_key"],
    "service-account create": ["service_accounts.create"],
    "service-account rotate-key": ["service_accounts.rotate_key"],
    # those without a noun, and the same below nouns
    "get": ["client.get"],
    "search": ["client.search"],
    "link": ["client.link"],
    "unlink": ["client.unlink"],
    "upload": ["client.upload"],
    "download": ["client.download"],
    "verify": ["client.verify"],
    "wait": ["client.wait"],
    "graph": ["graphs.get", "graphs.project"],
    "status": ["client.health"],
    "whoami": ["client.whoami"],
}


def left(spaces: str, names: str, reason: str) -> dict[str, str]:
    """Return the same reason for some methods of some namespaces."""
    return {f"{space}.{name}": reason for space in spaces.split() for name in names.split()}


# What is no command of its own, and why.
LEFT = {
    "client.api": PYTHON_ONLY,
    "client.close": PYTHON_ONLY,
    "client.elevated": "--elevated",
    "client.exists": "crucible get ends with 4 where there is nothing",
    "client.get_resource_type": "crucible get says it",
    "client.live": "crucible status says more",
    "client.request": PYTHON_ONLY,
    "client.sandbox": "crucible sandbox",
    "client.start_download": "a shell has & and jobs",
    "client.start_upload": "a shell has & and jobs",
    "account.whoami": "the same as client.whoami",
    "access_groups.request_join": "crucible project join does it and takes ids as well",
    "datasets.add_file": "crucible upload",
    "datasets.add_files": "crucible upload",
    "datasets.create_many": "create --from-table",
    "samples.create_many": "create --from-table",
    "datasets.plot": PYTHON_ONLY,
    "datasets.first_thumbnails": "thumbnails of several datasets: crucible dataset thumbnails -",
    "ingestions.wait": "crucible wait takes requests, files and datasets",
    "service_accounts.add_to_access_group": "the same as users.add_to_access_group",
    "service_accounts.remove_from_access_group": "the same as users.remove_from_access_group",
    "users.resolve": "crucible user get takes several",
    **left("datasets samples projects files", "download", "crucible download takes ids of all kinds"),
    **left("datasets samples", "graph", "crucible graph"),
    **left("datasets samples", "update_from_frame", "a frame is an object of Python; files: create --from-table"),
    **left(
        "datasets",
        "add_sample link link_parent_child link_sample remove_child remove_sample unlink unlink_sample",
        "crucible link and unlink find out what kinds of records they have",
    ),
    **left(
        "samples",
        "add_dataset link link_dataset remove_child remove_dataset unlink unlink_dataset",
        "crucible link and unlink find out what kinds of records they have",
    ),
    **left(
        "datasets samples",
        "add_access_group list_access_groups",
        "deprecated by the service; grant and access say it in roles",
    ),
    **left(
        "access_groups account deletions files graphs ingestions service_accounts users",
        "get_scientific_metadata update_scientific_metadata replace_scientific_metadata search_metadata",
        "inherited; what the namespace is about has no metadata",
    ),
    **left(
        "uploads",
        "abort complete list_parts replace sign_parts start",
        "steps of an upload, for other programs that upload",
    ),
}


def public() -> set[str]:
    """Return all public methods of the client, as they stand in surface.txt."""
    found = set()
    space = ""
    for line in SURFACE.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(?:client\.(\w+): \w+|(CrucibleClient)|.*)\]", line):
            space = heading[1] or ("client" if heading[2] else "")
        elif space and (name := re.match(r"[a-z]\w*", line)):
            found.add(f"{space}.{name[0]}")
    return found - {"client.api_url"}


@cache
def derived() -> dict[str, str]:
    """Return the method of each command that is derived from one."""
    return {
        f"{noun} {name}": one.method
        for noun in NOUNS
        for name, one in group(noun)._methods.items()  # what it consists of is not told otherwise
        if isinstance(one, Method)
    }


@cache
def group(word: str) -> click.Group:
    module, _, name = NOUNS[word].place.partition(":")
    found = getattr(importlib.import_module(f"crucible.{module}"), name)
    assert isinstance(found, click.Group)
    return found


def reached() -> Iterator[tuple[str, str]]:
    """Yield commands and the methods that they call."""
    yield from derived().items()
    for command, methods in WRITTEN.items():
        for method in methods:
            yield command, method


def test_every_method_of_the_client_is_reached_by_a_command_or_there_is_a_reason_why_not() -> None:
    assert public() == {method for _, method in reached()} | LEFT.keys()


def test_what_is_left_out_is_no_command() -> None:
    assert set() == {method for _, method in reached()} & LEFT.keys()


def test_a_method_has_one_name_everywhere() -> None:
    names = defaultdict(set)
    for command, method in reached():
        names[method].add(command.split()[-1])
    assert {} == {method: words for method, words in names.items() if len(words) > 1}


def test_a_noun_has_one_command_for_a_method() -> None:
    counted = [(command.split()[0], method) for command, method in reached() if " " in command]
    assert sorted(set(counted)) == sorted(counted)


def test_methods_of_the_same_name_are_commands_of_the_same_name() -> None:
    names = defaultdict(set)
    for command, method in reached():
        names[method.split(".")[1]].add(command.split()[-1])
    apart = {
        "get": {"get", "graph"},
        "list_access_groups": {"groups"},
        "list_datasets": {"datasets"},
        "verify": {"verify", "check-key"},
    }
    assert {} == {name: words for name, words in names.items() if len(words) > 1 and words != apart.get(name, {"one"})}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_commands_of_a_noun_are_derived_or_written_out_or_those_without_a_noun(noun: str) -> None:
    names = {f"{noun} {name}" for name in group(noun).list_commands(click.Context(group(noun)))}
    known = derived().keys() | WRITTEN.keys() | {f"{noun} {verb}" for verb in ("link", "unlink", "upload", "download")}
    assert set() == names - known


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_names_each_command_as_the_command_names_itself(noun: str) -> None:
    context = click.Context(group(noun))
    for name in group(noun).list_commands(context):
        command = group(noun).get_command(context, name)
        assert command is not None
        assert name == command.name


@pytest.mark.parametrize("command", WRITTEN)
def test_a_command_that_is_written_out_calls_what_it_is_said_to_call(command: str) -> None:
    first = command.split()[0]
    module = (NOUNS.get(first) or VERBS[first]).place.partition(":")[0]
    sources = [module]
    if first in NOUNS:
        sources += ["cli.record_verbs", "cli.from_table", "cli.labels"]
    text = "".join(inspect.getsource(importlib.import_module(f"crucible.{name}")) for name in sources)
    for method in WRITTEN[command]:
        name = method.split(".")[1]
        assert f".{name}" in text or (name.startswith("request_") and "request_{" in text), method


def test_roles_are_those_of_the_client() -> None:
    assert get_args(GrantableRole) == tuple(ROLES.choices)
