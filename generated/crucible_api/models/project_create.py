from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ProjectCreate")


class ProjectCreate(Model):
    """Exactly one of the project_lead fields names the lead, who becomes the owner.

    Attributes:
        project_id (str): A short name people choose; unique, and looked up without regard to case.
        organization (str):
        title (None | str | Unset):
        status (None | str | Unset): Any text, usually active.
        project_lead (str | Unset): An ORCID, an MFID, a username or an e-mail address.
        project_lead_orcid (str | Unset): Identity of a person (ORCID, or an MFID where there is none) or of a service
            account (MFID).
        project_lead_email (str | Unset): Compared in lower case, and shown to oneself and to administrators only.
        project_lead_username (str | Unset): Not on early v2 servers.
    """

    __slots__ = (
        "project_id",
        "organization",
        "title",
        "status",
        "project_lead",
        "project_lead_orcid",
        "project_lead_email",
        "project_lead_username",
    )

    def __init__(
        self,
        project_id: str,
        organization: str,
        title: None | str | Unset = UNSET,
        status: None | str | Unset = UNSET,
        project_lead: str | Unset = UNSET,
        project_lead_orcid: str | Unset = UNSET,
        project_lead_email: str | Unset = UNSET,
        project_lead_username: str | Unset = UNSET,
    ) -> None:
        self.project_id = project_id
        self.organization = organization
        self.title = title
        self.status = status
        self.project_lead = project_lead
        self.project_lead_orcid = project_lead_orcid
        self.project_lead_email = project_lead_email
        self.project_lead_username = project_lead_username

    def to_dict(self) -> dict[str, Any]:
        project_id = self.project_id

        organization = self.organization

        title: None | str | Unset = self.title

        status: None | str | Unset = self.status

        project_lead = self.project_lead

        project_lead_orcid = self.project_lead_orcid

        project_lead_email = self.project_lead_email

        project_lead_username = self.project_lead_username

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "project_id": project_id,
                "organization": organization,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title
        if status is not UNSET:
            field_dict["status"] = status
        if project_lead is not UNSET:
            field_dict["project_lead"] = project_lead
        if project_lead_orcid is not UNSET:
            field_dict["project_lead_orcid"] = project_lead_orcid
        if project_lead_email is not UNSET:
            field_dict["project_lead_email"] = project_lead_email
        if project_lead_username is not UNSET:
            field_dict["project_lead_username"] = project_lead_username

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        project_id = rest_.pop("project_id")

        organization = rest_.pop("organization")

        title: None | str | Unset = rest_.pop("title", UNSET)

        status: None | str | Unset = rest_.pop("status", UNSET)

        project_lead = rest_.pop("project_lead", UNSET)

        project_lead_orcid = rest_.pop("project_lead_orcid", UNSET)

        project_lead_email = rest_.pop("project_lead_email", UNSET)

        project_lead_username = rest_.pop("project_lead_username", UNSET)

        obj_ = cls.__new__(cls)
        obj_.project_id = project_id
        obj_.organization = organization
        obj_.title = title
        obj_.status = status
        obj_.project_lead = project_lead
        obj_.project_lead_orcid = project_lead_orcid
        obj_.project_lead_email = project_lead_email
        obj_.project_lead_username = project_lead_username

        return obj_
