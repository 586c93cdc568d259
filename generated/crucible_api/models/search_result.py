from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.resource_type import ResourceType
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="SearchResult")


class SearchResult(Model):
    """A record whose metadata holds the words searched for.

    Attributes:
        unique_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (ResourceType):
        rank (float): Greater is a better match.
        scientific_metadata (Any):
        name (None | str | Unset):
        owner_orcid (None | str | Unset): Canonical identity of the owner.
        creation_time (datetime.datetime | None | Unset):
        modification_time (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "unique_id",
        "resource_type",
        "rank",
        "scientific_metadata",
        "name",
        "owner_orcid",
        "creation_time",
        "modification_time",
        "additional_properties",
    )

    def __init__(
        self,
        unique_id: str,
        resource_type: ResourceType,
        rank: float,
        scientific_metadata: Any,
        name: None | str | Unset = UNSET,
        owner_orcid: None | str | Unset = UNSET,
        creation_time: datetime.datetime | None | Unset = UNSET,
        modification_time: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.unique_id = unique_id
        self.resource_type = resource_type
        self.rank = rank
        self.scientific_metadata = scientific_metadata
        self.name = name
        self.owner_orcid = owner_orcid
        self.creation_time = creation_time
        self.modification_time = modification_time
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        unique_id = self.unique_id

        resource_type: str = self.resource_type

        rank = self.rank

        scientific_metadata = self.scientific_metadata

        name: None | str | Unset = self.name

        owner_orcid: None | str | Unset = self.owner_orcid

        creation_time: None | str | Unset
        if isinstance(self.creation_time, Unset):
            creation_time = UNSET
        elif isinstance(self.creation_time, datetime.datetime):
            creation_time = self.creation_time.isoformat()
        else:
            creation_time = self.creation_time

        modification_time: None | str | Unset
        if isinstance(self.modification_time, Unset):
            modification_time = UNSET
        elif isinstance(self.modification_time, datetime.datetime):
            modification_time = self.modification_time.isoformat()
        else:
            modification_time = self.modification_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "unique_id": unique_id,
                "resource_type": resource_type,
                "rank": rank,
                "scientific_metadata": scientific_metadata,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if owner_orcid is not UNSET:
            field_dict["owner_orcid"] = owner_orcid
        if creation_time is not UNSET:
            field_dict["creation_time"] = creation_time
        if modification_time is not UNSET:
            field_dict["modification_time"] = modification_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        unique_id = rest_.pop("unique_id")

        resource_type = rest_.pop("resource_type")

        rank = rest_.pop("rank")

        scientific_metadata = rest_.pop("scientific_metadata")

        name: None | str | Unset = rest_.pop("name", UNSET)

        owner_orcid: None | str | Unset = rest_.pop("owner_orcid", UNSET)

        _creation_time = rest_.pop("creation_time", UNSET)
        creation_time: datetime.datetime | None | Unset
        if _creation_time is None or _creation_time is UNSET:
            creation_time = _creation_time
        else:
            creation_time_type_0 = datetime.datetime.fromisoformat(_creation_time)

            creation_time = creation_time_type_0

        _modification_time = rest_.pop("modification_time", UNSET)
        modification_time: datetime.datetime | None | Unset
        if _modification_time is None or _modification_time is UNSET:
            modification_time = _modification_time
        else:
            modification_time_type_0 = datetime.datetime.fromisoformat(_modification_time)

            modification_time = modification_time_type_0

        obj_ = cls.__new__(cls)
        obj_.unique_id = unique_id
        obj_.resource_type = resource_type
        obj_.rank = rank
        obj_.scientific_metadata = scientific_metadata
        obj_.name = name
        obj_.owner_orcid = owner_orcid
        obj_.creation_time = creation_time
        obj_.modification_time = modification_time

        obj_.additional_properties = {**rest_} if rest_ else {}
        return obj_

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
