from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="FacetBucket")


class FacetBucket(Model):
    """One value of a field, and how many records have it.

    Attributes:
        count (int):
        value (None | str | Unset): Null counts the records without a value.
        label (None | str | Unset):
        owner (None | Unset | UserPublicRead): With the field owner.
        project (None | ProjectReference | Unset): With the field project.
        instrument (InstrumentReference | None | Unset): With the field instrument.
    """

    __slots__ = (
        "count",
        "value",
        "label",
        "owner",
        "project",
        "instrument",
        "additional_properties",
    )

    def __init__(
        self,
        count: int,
        value: None | str | Unset = UNSET,
        label: None | str | Unset = UNSET,
        owner: None | Unset | UserPublicRead = UNSET,
        project: None | ProjectReference | Unset = UNSET,
        instrument: InstrumentReference | None | Unset = UNSET,
    ) -> None:
        self.count = count
        self.value = value
        self.label = label
        self.owner = owner
        self.project = project
        self.instrument = instrument
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        value: None | str | Unset = self.value

        label: None | str | Unset = self.label

        owner: dict[str, Any] | None | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        elif isinstance(self.owner, UserPublicRead):
            owner = self.owner.to_dict()
        else:
            owner = self.owner

        project: dict[str, Any] | None | Unset
        if isinstance(self.project, Unset):
            project = UNSET
        elif isinstance(self.project, ProjectReference):
            project = self.project.to_dict()
        else:
            project = self.project

        instrument: dict[str, Any] | None | Unset
        if isinstance(self.instrument, Unset):
            instrument = UNSET
        elif isinstance(self.instrument, InstrumentReference):
            instrument = self.instrument.to_dict()
        else:
            instrument = self.instrument

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
            }
        )
        if value is not UNSET:
            field_dict["value"] = value
        if label is not UNSET:
            field_dict["label"] = label
        if owner is not UNSET:
            field_dict["owner"] = owner
        if project is not UNSET:
            field_dict["project"] = project
        if instrument is not UNSET:
            field_dict["instrument"] = instrument

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        count = rest_.pop("count")

        value: None | str | Unset = rest_.pop("value", UNSET)

        label: None | str | Unset = rest_.pop("label", UNSET)

        _owner = rest_.pop("owner", UNSET)
        owner: None | Unset | UserPublicRead
        if _owner is None or _owner is UNSET:
            owner = _owner
        else:
            owner_type_0 = UserPublicRead.from_dict(_owner)

            owner = owner_type_0

        _project = rest_.pop("project", UNSET)
        project: None | ProjectReference | Unset
        if _project is None or _project is UNSET:
            project = _project
        else:
            project_type_0 = ProjectReference.from_dict(_project)

            project = project_type_0

        _instrument = rest_.pop("instrument", UNSET)
        instrument: InstrumentReference | None | Unset
        if _instrument is None or _instrument is UNSET:
            instrument = _instrument
        else:
            instrument_type_0 = InstrumentReference.from_dict(_instrument)

            instrument = instrument_type_0

        obj_ = cls.__new__(cls)
        obj_.count = count
        obj_.value = value
        obj_.label = label
        obj_.owner = owner
        obj_.project = project
        obj_.instrument = instrument

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


from ..models.instrument_reference import InstrumentReference  # noqa: E402
from ..models.project_reference import ProjectReference  # noqa: E402
from ..models.user_public_read import UserPublicRead  # noqa: E402
