from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model, as_list

T = TypeVar("T", bound="ProjectSync")


class ProjectSync(Model):
    """
    Attributes:
        orcid (str): Whose memberships were copied.
        projects_added (list[str]): Slugs of the projects the caller is newly a member of.
        projects_already_member (list[str]):
        projects_not_found (list[str]): Proposals that have no project here.
    """

    __slots__ = (
        "orcid",
        "projects_added",
        "projects_already_member",
        "projects_not_found",
        "additional_properties",
    )

    def __init__(
        self,
        orcid: str,
        projects_added: list[str],
        projects_already_member: list[str],
        projects_not_found: list[str],
    ) -> None:
        self.orcid = orcid
        self.projects_added = projects_added
        self.projects_already_member = projects_already_member
        self.projects_not_found = projects_not_found
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        orcid = self.orcid

        projects_added = self.projects_added

        projects_already_member = self.projects_already_member

        projects_not_found = self.projects_not_found

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "orcid": orcid,
                "projects_added": projects_added,
                "projects_already_member": projects_already_member,
                "projects_not_found": projects_not_found,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        orcid = rest_.pop("orcid")

        projects_added: list[str] = as_list(rest_.pop("projects_added"))

        projects_already_member: list[str] = as_list(rest_.pop("projects_already_member"))

        projects_not_found: list[str] = as_list(rest_.pop("projects_not_found"))

        obj_ = cls.__new__(cls)
        obj_.orcid = orcid
        obj_.projects_added = projects_added
        obj_.projects_already_member = projects_already_member
        obj_.projects_not_found = projects_not_found

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
