"""Metadata; that of projects is found by slug, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crucible.ids import is_mfid

from ..handlers.projects import find
from .dialect import ask

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def get_metadata(call: Call) -> Json:
    """The metadata of a record, or null where there is none."""
    return ask(call, resource_mfid=_mfid(call))


def create_metadata(call: Call) -> Json:
    """Give a record metadata, or, when asked for, other metadata."""
    return ask(call, resource_mfid=_mfid(call))


def merge_metadata(call: Call) -> Json:
    """Merge an object into the metadata of a record."""
    return ask(call, resource_mfid=_mfid(call))


def _mfid(call: Call) -> str:
    reference: str = call["resource_mfid"]
    return reference if is_mfid(reference) else find(call, reference).mfid
