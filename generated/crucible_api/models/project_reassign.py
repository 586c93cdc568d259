from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectReassign")


class ProjectReassign(Model):
    """The new project, by slug or by identity but not by both.

    Attributes:
        project_id (str | Unset): Slug of the project.
        project_mfid (str | Unset): The identity of a record; 26 lower-case characters without i, l, o, u.
    """

    __slots__ = (
        "project_id",
        "project_mfid",
    )

    def __init__(
        self,
        project_id: str | Unset = UNSET,
        project_mfid: str | Unset = UNSET,
    ) -> None:
        self.project_id = project_id
        self.project_mfid = project_mfid

    def to_dict(self) -> dict[str, Any]:
        project_id = self.project_id

        project_mfid = self.project_mfid

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if project_mfid is not UNSET:
            field_dict["project_mfid"] = project_mfid

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        project_id = rest_.pop("project_id", UNSET)

        project_mfid = rest_.pop("project_mfid", UNSET)

        obj_ = cls.__new__(cls)
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid

        return obj_
