"""Search in names and in metadata at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crucible_api.api.datasets import search_datasets
from crucible_api.api.instruments import search_instruments
from crucible_api.api.projects import search_projects
from crucible_api.api.resources import search_metadata
from crucible_api.api.samples import search_samples

from ..errors import UsageError
from ..records import Match
from .base import KINDS
from .metadata import search_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..transport.port import Endpoint, Port

MOST = 50
# Where names are searched, and what shows them.
_NAMES: Final[dict[str, tuple[Endpoint, tuple[str, ...]]]] = {
    "dataset": (search_datasets, ("dataset_name",)),
    "sample": (search_samples, ("sample_name",)),
    "project": (search_projects, ("title", "project_id")),
    "instrument": (search_instruments, ("instrument_name", "instrument_id")),
}


async def find(port: Port, q: str, resource_type: str | None, limit: int) -> list[Match]:
    """Return what is found in names and in metadata, each record once; see `Verbs.search`."""
    words = search_text(q)
    if resource_type is not None and resource_type not in KINDS:
        raise UsageError(f"{resource_type!r} is no type of record.", hint=f"Use one of {', '.join(KINDS)}.")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST:
        raise UsageError(f"limit={limit!r} is not possible in a search.", hint=f"Give a number from 1 to {MOST}.")
    kinds = [kind for kind in KINDS if resource_type in (None, kind)]
    calls = [lambda kind=kind: port.call(_NAMES[kind][0], q=words, limit=limit) for kind in kinds]
    *named, described = await port.gather(*calls, lambda: port.call(search_metadata, q=words, limit=limit))
    found: dict[str, dict[str, Any]] = {}
    # The best of each kind come before the second best of any.
    by_kind = zip(kinds, named, strict=True)
    for kind, item in _in_turns([[(kind, item) for item in answer["items"]] for kind, answer in by_kind]):
        found[item["unique_id"]] = _named(kind, item)
    for item in described["items"]:
        if resource_type in (None, item.get("resource_type")):
            entry = found.setdefault(item["unique_id"], {"matched": []})
            entry.update({**item, "matched": [*entry["matched"], "metadata"]})
    ordered = sorted(found.values(), key=lambda entry: -len(entry["matched"]))
    return [Match(entry, port.explorer_url) for entry in ordered[:limit]]


def _named(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    name = next((item[field] for field in _NAMES[kind][1] if item.get(field)), None)
    return {"unique_id": item["unique_id"], "resource_type": kind, "name": name, "matched": ["name"]}


def _in_turns(lists: Sequence[Sequence[tuple[str, dict[str, Any]]]]) -> list[tuple[str, dict[str, Any]]]:
    longest = max((len(one) for one in lists), default=0)
    return [one[number] for number in range(longest) for one in lists if number < len(one)]
