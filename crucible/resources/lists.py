"""Lists of records, and what they are filtered by: from the names that callers use to the wire's.

The methods with many filters hand over ``locals()``. That is deliberate: each parameter would stand in the call a
second time otherwise, and one that is forgotten there would be ignored in silence, which is how lists come to show
what nobody asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .. import times
from ..errors import UsageError
from .arguments import listed
from .base import mfid, named, slug
from .instruments import instrument_identity
from .people import account_id, account_path

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from ..transport.port import Port

# Not include_datasets: the server includes them unless told not to.
_LEFT_OUT: Final = frozenset({"include_metadata", "include_links", "include_owner", "include_members"})
_NO_FILTERS: Final = frozenset({"self", "limit", "dsid"})
_LINKED: Final = {"sample_id": "sample_mfid", "dataset_id": "dataset_mfid"}
_SEVERAL: Final = frozenset({"affiliation", "accessible_to_user", "accessible_to_project"})


def looking_up(port: Port, arguments: Mapping[str, Any]) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Return what finds out the parameters of an operation for the filters of a list; all must hold.

    Parameters
    ----------
    port
        What to call through.
    arguments
        The arguments of the caller's method by name; None, and False for what a list may include, are left out.

    Raises
    ------
    UsageError
        A filter cannot be right, or needs another one.
    """
    return partial(_looked_up, port, wire_filters(arguments))


def wire_filters(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters as the wire names them; instruments and people are still to be looked up."""
    filters: dict[str, Any] = {}
    for name, value in arguments.items():
        if value is None or name in _NO_FILTERS or (value is False and name in _LEFT_OUT):
            continue
        filters.update(_wire_filter(name, value))
    _check_pairs(filters)
    return filters


def _wire_filter(name: str, value: Any) -> dict[str, Any]:
    if name in _LINKED:
        return {_LINKED[name]: mfid(value, name.removesuffix("_id"))}
    if name == "project_id":
        return named("project", value)
    if name in ("unique_id", "anchor_mfid"):
        return {name: mfid(value)}
    if name in _SEVERAL:
        values = listed(value, name)
        if name == "accessible_to_project":
            values = [slug(one, "project_id")[0] for one in values]
        return {name: values}
    if name.endswith(("_gte", "_lte")):
        return {name: times.from_user(value)}
    if name == "timestamp":
        return {name: times.from_user(value).isoformat()}
    return {name: value}


async def _looked_up(port: Port, filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters with ids in the place of names that the wire does not take; what is an id costs no request."""
    found = dict(filters)
    if "instrument_id" in found:
        found["instrument_mfid"] = await instrument_identity(port, found.pop("instrument_id"))
    for name in {"owner_id", "owner_orcid"} & found.keys():
        found[name] = await account_id(port, found[name])
    if "accessible_to_user" in found:
        found["accessible_to_user"] = [await account_path(port, one) for one in found["accessible_to_user"]]
    return found


def _check_pairs(filters: Mapping[str, Any]) -> None:
    if "direction" in filters and not {"sort", "field"} & set(filters):
        raise UsageError("direction= says nothing without sort=.", hint="Give both.")
    if "anchor_mfid" in filters and not {"sort", "direction"} <= set(filters):
        raise UsageError("anchor_mfid= needs sort= and direction=.", hint="Give all three.")
    if "project_scope" in filters and not {"project_id", "project_mfid"} & set(filters):
        raise UsageError("project_scope= needs project_id=.", hint="Say which project.")
