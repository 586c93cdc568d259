"""What the datasets or samples of a list have in common: the values of one field, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..store import facets
from .filters import filtered
from .pages import facet_page, order, part
from .records import instrument_reference, project_reference, public_user

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.resources import ResourceType


def list_dataset_facets(call: Call) -> Json:
    """The values that datasets have for a field."""
    return _facets(call, "dataset")


def list_sample_facets(call: Call) -> Json:
    """The values that samples have for a field."""
    return _facets(call, "sample")


def _facets(call: Call, type_: ResourceType) -> Json:
    field = call["field"]
    chosen, _ = filtered(call, type_)
    ordering = order(call, facets.SORT_KEYS, facets.BY_VALUE, facets.TIE, needs_sort=False)
    buckets, following = call.store.facets.page(field, type_, chosen, ordering, part(call))
    items: list[Json] = [{"value": bucket.value, "label": bucket.label, "count": bucket.count} for bucket in buckets]
    if field == "owner":
        owners = call.store.accounts.many(bucket.value for bucket in buckets if bucket.value is not None)
        for item, bucket in zip(items, buckets, strict=True):
            owner = owners.get(bucket.value or "")
            item["owner"] = public_user(owner) if owner else None
    elif field in ("project", "instrument"):
        refer = project_reference if field == "project" else instrument_reference
        for item, bucket in zip(items, buckets, strict=True):
            item[field] = refer(bucket.reference)
    return facet_page(call, field, items, following)
