"""The filters of our lists against those of the document: all of them, under the wire's names or better ones."""

import inspect

import pytest
from support.contract import module

from crucible.resources.datasets import DatasetOperations
from crucible.resources.instruments import InstrumentOperations
from crucible.resources.samples import SampleOperations

# What the wire says in several ways, one parameter here takes: a record, a name or an MFID.
BETTER = {
    "project_mfid": "project_id",
    "instrument_mfid": "instrument_id",
    "sample_mfid": "sample_id",
    "dataset_mfid": "dataset_id",
}
PAGING = {"limit", "offset", "cursor", "include_total", "client"}
LISTS = [
    (DatasetOperations.list, "list_datasets"),
    (DatasetOperations.facets, "list_dataset_facets"),
    (DatasetOperations.list_children, "list_dataset_children"),
    (DatasetOperations.list_parents, "list_dataset_parents"),
    (SampleOperations.list, "list_samples"),
    (SampleOperations.facets, "list_sample_facets"),
    (SampleOperations.list_children, "list_sample_children"),
    (SampleOperations.list_parents, "list_sample_parents"),
    (InstrumentOperations.list, "list_instruments"),
    (InstrumentOperations.search, "search_instruments"),
]


def names(function):
    return set(inspect.signature(function).parameters)


@pytest.mark.parametrize(("method", "operation"), LISTS, ids=[operation for _, operation in LISTS])
def test_a_list_has_every_filter_of_its_operation(method, operation):
    parameters = inspect.signature(module(operation).sync_detailed).parameters.values()
    wire = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY} - PAGING
    assert set() == {BETTER.get(name, name) for name in wire} - names(method)


@pytest.mark.parametrize("namespace", [DatasetOperations, SampleOperations])
def test_counting_has_the_filters_of_the_list(namespace):
    shown = {name for name in names(namespace.list) if name.startswith("include_")}
    assert names(namespace.count) == names(namespace.list) - shown - {"limit", "sort", "direction", "anchor_mfid"}


@pytest.mark.parametrize("namespace", [DatasetOperations, SampleOperations])
def test_parents_and_children_are_listed_alike(namespace):
    children = inspect.signature(namespace.list_children)
    assert children == inspect.signature(namespace.list_parents)
