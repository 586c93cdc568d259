from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectUpdate")


class ProjectUpdate(Model):
    """
    Attributes:
        project_id (str | Unset): A short name people choose; unique, and looked up without regard to case.
        organization (str | Unset):
        title (None | str | Unset):
        status (None | str | Unset):
    """

    __slots__ = (
        "project_id",
        "organization",
        "title",
        "status",
    )

    def __init__(
        self,
        project_id: str | Unset = UNSET,
        organization: str | Unset = UNSET,
        title: None | str | Unset = UNSET,
        status: None | str | Unset = UNSET,
    ) -> None:
        self.project_id = project_id
        self.organization = organization
        self.title = title
        self.status = status

    def to_dict(self) -> dict[str, Any]:
        project_id = self.project_id

        organization = self.organization

        title: None | str | Unset = self.title

        status: None | str | Unset = self.status

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if organization is not UNSET:
            field_dict["organization"] = organization
        if title is not UNSET:
            field_dict["title"] = title
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        project_id = rest_.pop("project_id", UNSET)

        organization = rest_.pop("organization", UNSET)

        title: None | str | Unset = rest_.pop("title", UNSET)

        status: None | str | Unset = rest_.pop("status", UNSET)

        obj_ = cls.__new__(cls)
        obj_.project_id = project_id
        obj_.organization = organization
        obj_.title = title
        obj_.status = status

        return obj_
