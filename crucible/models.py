"""Records to be made: plain fields, to be filled in and given to ``create`` of a namespace.

>>> from crucible.models import Sample
>>> film = Sample(sample_name="film A", project_id="my-project")
>>> client.samples.create(film).project_id
'my-project'

Giving the fields to ``create`` directly does the same. What the client returns are not these but the records of
`crucible.records`, which have the same names and more fields. A field that is None is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from .records import Record

__all__ = ["Dataset", "Instrument", "Project", "Sample", "User"]


@dataclass
class Dataset:
    """A dataset to be made, described at `DatasetOperations.create`; `owner_orcid` is an older name of `owner`."""

    dataset_name: str | None = None
    measurement: str | None = None
    data_type: str | None = None
    session_name: str | None = None
    data_format: str | None = None
    timestamp: datetime | date | str | None = None
    project_id: str | Record | None = None
    instrument_id: str | Record | None = None
    instrument_name: str | None = None
    owner: str | Record | None = None
    owner_orcid: str | None = None
    public: bool | None = None
    scientific_metadata: Mapping[str, object] | None = field(default=None, repr=False)
    unique_id: str | None = None


@dataclass
class Sample:
    """A sample to be made, described at `SampleOperations.create`; `owner_orcid` is an older name of `owner`."""

    sample_name: str | None = None
    sample_type: str | None = None
    description: str | None = None
    timestamp: datetime | date | str | None = None
    project_id: str | Record | None = None
    owner: str | Record | None = None
    owner_orcid: str | None = None
    public: bool | None = None
    scientific_metadata: Mapping[str, object] | None = field(default=None, repr=False)
    unique_id: str | None = None


@dataclass
class Instrument:
    """An instrument to be registered, described at `InstrumentOperations.create`."""

    instrument_id: str | None = None
    instrument_name: str | None = None
    location: str | None = None
    owner: str | Record | None = None
    owner_orcid: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    instrument_type: str | None = None
    description: str | None = None
    other_id: str | None = None
    other_id_source: str | None = None
    scientific_metadata: Mapping[str, object] | None = field(default=None, repr=False)


@dataclass
class Project:
    """A project to be made, described at `ProjectOperations.create`; one of the leads is enough."""

    project_id: str | None = None
    organization: str | None = None
    title: str | None = None
    status: str | None = None
    project_lead: str | Record | None = None
    project_lead_orcid: str | None = None
    project_lead_email: str | None = None
    project_lead_username: str | None = None
    scientific_metadata: Mapping[str, object] | None = field(default=None, repr=False)


@dataclass
class User:
    """A person to be registered; see `UserOperations.create` for the fields. `unique_id` is another name of `orcid`."""

    unique_id: str | None = None
    orcid: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    email: str | None = None
