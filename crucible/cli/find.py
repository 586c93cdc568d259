"""``crucible get``, ``ls`` and ``search``: finding records of whatever kind."""

from __future__ import annotations

import heapq
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from .answer import Page
from .columns import included_by, kind_of_record
from .command import Argument, Flag, command
from .each import each
from .parameters import arguments_of, parameters_of, signature_of
from .phrases import flag_of
from .session import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..client import CrucibleClient
    from .session import Session

KINDS: Final = ("dataset", "sample", "project", "instrument", "file")
OFFERED: Final = [
    "project_id",
    "sample_id",
    "instrument_id",
    "measurement",
    "keyword",
    "session_name",
    "owner_id",
    "creation_time_gte",
    "creation_time_lte",
    "sort",
    "direction",
    "limit",
]
Place: TypeAlias = tuple[str, str | None]
"""A method that lists, and its parameter for the record that has what is listed."""
PLACES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "project": (("sample", "samples.list", "project_id"), ("dataset", "datasets.list", "project_id")),
    "instrument": (("dataset", "datasets.list", "instrument_id"),),
    "sample": (("dataset", "datasets.list", "sample_id"), ("sample", "samples.list_children", "sample_id")),
    "dataset": (
        ("file", "datasets.list_files", "dsid"),
        ("dataset", "datasets.list_children", "dsid"),
        ("sample", "datasets.list_samples", "dsid"),
    ),
}
"""What each kind of record has, and where it is listed."""
LIMIT: Final = 100
MATCHES: Final = 20
NAMES: Final = ("dataset_name", "sample_name", "title", "instrument_name", "filename")
ABOUT: Final = ("measurement", "sample_type", "organization", "location", "size")


@command(
    Argument(
        "records",
        does="Its id; of a project or instrument also its name. - reads ids from standard input.",
        kind="any",
        nargs=-1,
        required=True,
        metavar="ID...",
    ),
    Flag(["--type", "kind"], type=click.Choice(KINDS), help="What it is; found out unless given."),
    Flag(["--include-links"], is_flag=True, help="With links to other records."),
    example="crucible get ID --json",
)
def get(session: Session, records: tuple[str, ...], kind: str | None, *, include_links: bool) -> Any:
    """Show records of any kind with all that they have, metadata too."""

    def one(reference: str) -> Any:
        return found(session.client, reference, kind, include_metadata=True, include_links=include_links)

    if len(records) == 1 and STANDARD_INPUT not in records:
        return one(records[0])
    return each(session, session.ids(records), lambda reference: _listed(one(reference)))


def found(client: CrucibleClient, reference: str, kind: str | None = None, **including: bool) -> Any:
    """Return a record of any kind.

    Parameters
    ----------
    reference
        Its id; of a project or instrument also its name.
    kind
        What it is; found out unless given.
    **including
        What datasets and samples are asked for besides: ``include_metadata``, ``include_links``.

    Raises
    ------
    UnknownResourceError
        There is no such record.
    """
    from ..errors import NotFoundError, UnexpectedResponseError
    from ..ids import is_mfid

    if kind == "file":
        return client.files.get(reference)
    if kind is None and not is_mfid(reference):
        return _called(client, reference)
    try:
        return client.get(reference, kind, **including)
    except (NotFoundError, UnexpectedResponseError) as error:
        if kind is not None:
            raise
        try:
            return client.files.get(reference)  # files are found elsewhere
        except NotFoundError:
            error.hint = (
                "Check the id; crucible whoami shows the account, crucible search finds records by their names."
            )
            raise error from None


def _called(client: CrucibleClient, name: str) -> Any:
    """Return the project or instrument of a name."""
    from ..errors import NotFoundError, UnknownResourceError

    for namespace in (client.projects, client.instruments):
        try:
            return namespace.get(name, include_metadata=True)
        except NotFoundError as error:
            status, operation, request_id = error.status, error.operation, error.request_id
    raise UnknownResourceError(
        f"There is no project or instrument called {name}, or you may not see it.",
        status=status,
        operation=operation,
        request_id=request_id,
        hint=f"Datasets and samples go by their ids; names of all kinds are found by: crucible search {name}",
    )


@command(
    Argument(
        "record",
        does="What has what is listed: its id; of a project or instrument also its name.",
        kind="any",
        required=False,
        metavar="[ID]",
    ),
    Flag(["--type", "kind"], type=click.Choice(KINDS), help="Only these; datasets if no id is given."),
    *parameters_of("datasets.list", without=[name for name in signature_of("datasets.list") if name not in OFFERED]),
    example="crucible ls --project PROJECT --measurement XRD --limit 20",
)
def ls(session: Session, record: str | None, kind: str | None, **values: Any) -> Page:
    """List what there is, newest first: datasets, or what a record has.

    A project has datasets and samples; a sample has datasets, and samples made of it; a dataset has files, and datasets
    made of it; an instrument has the datasets taken with it. Projects and instruments can be called by their names.
    """
    given = arguments_of(values)
    limit = given.pop("limit", LIMIT)
    is_cut = values["limit"] is None and limit is not None  # who gave a limit knows
    if record is None:
        everywhere: dict[str, Place] = {kind or "dataset": (f"{kind or 'dataset'}s.list", None)}
        return _page(session, everywhere, given, limit, is_cut=is_cut)
    owner = found(session.client, record)
    name = _kind(owner)
    if name not in PLACES:
        raise click.UsageError(f"{record} is a {name}, and has nothing to list; crucible get {record} shows it.")
    places: dict[str, Place] = {one: (method, parameter) for one, method, parameter in PLACES[name]}
    if kind is not None and kind not in places:
        raise click.UsageError(f"A {name} has no {kind}s; it has {' and '.join(f'{one}s' for one in places)}.")
    if kind is not None:
        places = {kind: places[kind]}
    elif name == "dataset":
        del places["sample"]  # it is of them, and does not have them
    return _page(session, places, given, limit, owner, is_cut=is_cut)


def _page(
    session: Session,
    places: Mapping[str, Place],
    given: dict[str, Any],
    limit: int | None,
    owner: Any = None,
    *,
    is_cut: bool,
) -> Page:
    """Return what is in some places; filters leave out the places whose records have no such field."""
    taking = {kind: place for kind, place in places.items() if given.keys() <= _filters(place)}
    if not taking:
        flags = ", ".join(flag_of(name) for name in sorted(given.keys() - _filters(next(iter(places.values())))))
        raise click.UsageError(f"This list of {' and '.join(f'{one}s' for one in places)} does not take {flags}.")
    if len(taking) > 1 and "sort" in given:
        raise click.UsageError(f"--sort needs --type: {' or '.join(taking)}.")
    lists = {kind: _list(session, place, given, limit, owner) for kind, place in taking.items()}
    if len(lists) == 1:
        return Page(next(iter(lists.values())), limit if is_cut else None)
    rows = [map(_listed, items) for items in lists.values()]
    # Files come first; they say less about when they were made.
    merged = chain(*rows) if "file" in lists else heapq.merge(*rows, key=_moment, reverse=True)
    return Page(islice(merged, limit), limit if is_cut else None)


def _filters(place: Place) -> set[str]:
    method, parameter = place
    return set(signature_of(method)) - {parameter}


def _list(session: Session, place: Place, given: Mapping[str, Any], limit: int | None, owner: Any) -> Iterable[Any]:
    method, parameter = place
    accepted = signature_of(method).keys()
    wanted: dict[str, Any] = dict.fromkeys(included_by(session.columns) & accepted, True)
    if "limit" in accepted:
        wanted["limit"] = limit
    if parameter is not None:
        wanted[parameter] = owner
    namespace, _, name = method.partition(".")
    items: Iterable[Any] = getattr(getattr(session.client, namespace), name)(**given, **wanted)
    return items


class Listed(dict[str, Any]):
    """A record in a list of several kinds: all that it has, and what all kinds have by the same names."""


def _listed(item: Any) -> Listed:
    name, about = (next((item[one] for one in names if item.get(one)), None) for names in (NAMES, ABOUT))
    common = {
        "unique_id": item.get("unique_id") or item.get("mfid"),
        "resource_type": _kind(item),
        "name": name,
        "about": _size(about) if isinstance(about, int) else about,
    }
    return Listed({**common, **item.to_dict()})


def _kind(item: Any) -> str:
    return kind_of_record(item).lower()


def _size(size_bytes: int) -> str:
    from ..transfer.views.words import amount

    return amount(size_bytes)


def _moment(row: Listed) -> str:
    return str(row.get("creation_time") or "")


@command(
    Argument("words", does="Three characters or more.", nargs=-1, required=True, metavar="TEXT..."),
    Flag(["--type", "kind"], type=click.Choice(KINDS[:4]), help="Only records of this type."),
    Flag(["--limit"], type=click.IntRange(1, 50), metavar="N", help="How many at most.  [default: 20]"),
    example="crucible search annealing --type dataset",
)
def search(session: Session, words: tuple[str, ...], kind: str | None, limit: int | None) -> Page:
    """Find records by names and metadata.

    In names a part is enough and spelling mistakes are forgiven. In metadata all words must occur, as names or values.
    """
    matches = session.client.search(" ".join(words), kind, limit or MATCHES)
    return Page(matches, None if limit else MATCHES)
