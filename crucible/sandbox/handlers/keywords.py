"""Keywords of datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..answers import invalid
from ..call import EDITOR

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call


def list_keywords(call: Call) -> Json:
    """The keywords of a dataset, each with the number of datasets that have it and that the caller may see."""
    dataset = call.resource(call["dataset_mfid"], "dataset")
    counted = call.store.keywords.of(dataset.id, call.readable("dataset"))
    return [{"keyword": keyword, "num_datasets": datasets} for keyword, datasets in counted]


def add_keyword(call: Call) -> Json:
    """Tag a dataset; once more does no harm."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    keyword = call["keyword"].strip()
    if not keyword:
        raise invalid(("query", "keyword"), "A keyword cannot be blank", call["keyword"])
    call.store.keywords.add(dataset.id, keyword)
    datasets = call.store.keywords.count(keyword, dataset.id, call.readable("dataset"))
    return {"keyword": keyword, "num_datasets": datasets}
