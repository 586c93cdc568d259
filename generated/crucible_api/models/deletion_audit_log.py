from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.resource_type import ResourceType
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="DeletionAuditLog")


class DeletionAuditLog(Model):
    """What was deleted for good; stays when the record and its deletion request are gone.

    Attributes:
        id (int):
        resource_id (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        resource_type (ResourceType):
        resource_name (str):
        requester_id (str): Identity of a person (ORCID, or an MFID where there is none) or of a service account (MFID).
        deleted_at (datetime.datetime):
        project_id (None | str | Unset): Slug.
        project_mfid (None | str | Unset): Older entries do not have it.
        requester (None | Unset | UserPublicRead):
        reason (None | str | Unset):
        request_time (datetime.datetime | None | Unset):
        reviewer_id (None | str | Unset):
        reviewer (None | Unset | UserPublicRead):
        reviewer_notes (None | str | Unset):
        review_time (datetime.datetime | None | Unset):
    """

    __slots__ = (
        "id",
        "resource_id",
        "resource_type",
        "resource_name",
        "requester_id",
        "deleted_at",
        "project_id",
        "project_mfid",
        "requester",
        "reason",
        "request_time",
        "reviewer_id",
        "reviewer",
        "reviewer_notes",
        "review_time",
        "additional_properties",
    )

    def __init__(
        self,
        id: int,
        resource_id: str,
        resource_type: ResourceType,
        resource_name: str,
        requester_id: str,
        deleted_at: datetime.datetime,
        project_id: None | str | Unset = UNSET,
        project_mfid: None | str | Unset = UNSET,
        requester: None | Unset | UserPublicRead = UNSET,
        reason: None | str | Unset = UNSET,
        request_time: datetime.datetime | None | Unset = UNSET,
        reviewer_id: None | str | Unset = UNSET,
        reviewer: None | Unset | UserPublicRead = UNSET,
        reviewer_notes: None | str | Unset = UNSET,
        review_time: datetime.datetime | None | Unset = UNSET,
    ) -> None:
        self.id = id
        self.resource_id = resource_id
        self.resource_type = resource_type
        self.resource_name = resource_name
        self.requester_id = requester_id
        self.deleted_at = deleted_at
        self.project_id = project_id
        self.project_mfid = project_mfid
        self.requester = requester
        self.reason = reason
        self.request_time = request_time
        self.reviewer_id = reviewer_id
        self.reviewer = reviewer
        self.reviewer_notes = reviewer_notes
        self.review_time = review_time
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        resource_id = self.resource_id

        resource_type: str = self.resource_type

        resource_name = self.resource_name

        requester_id = self.requester_id

        deleted_at = self.deleted_at.isoformat()

        project_id: None | str | Unset = self.project_id

        project_mfid: None | str | Unset = self.project_mfid

        requester: dict[str, Any] | None | Unset
        if isinstance(self.requester, Unset):
            requester = UNSET
        elif isinstance(self.requester, UserPublicRead):
            requester = self.requester.to_dict()
        else:
            requester = self.requester

        reason: None | str | Unset = self.reason

        request_time: None | str | Unset
        if isinstance(self.request_time, Unset):
            request_time = UNSET
        elif isinstance(self.request_time, datetime.datetime):
            request_time = self.request_time.isoformat()
        else:
            request_time = self.request_time

        reviewer_id: None | str | Unset = self.reviewer_id

        reviewer: dict[str, Any] | None | Unset
        if isinstance(self.reviewer, Unset):
            reviewer = UNSET
        elif isinstance(self.reviewer, UserPublicRead):
            reviewer = self.reviewer.to_dict()
        else:
            reviewer = self.reviewer

        reviewer_notes: None | str | Unset = self.reviewer_notes

        review_time: None | str | Unset
        if isinstance(self.review_time, Unset):
            review_time = UNSET
        elif isinstance(self.review_time, datetime.datetime):
            review_time = self.review_time.isoformat()
        else:
            review_time = self.review_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "resource_id": resource_id,
                "resource_type": resource_type,
                "resource_name": resource_name,
                "requester_id": requester_id,
                "deleted_at": deleted_at,
            }
        )
        if project_id is not UNSET:
            field_dict["project_id"] = project_id
        if project_mfid is not UNSET:
            field_dict["project_mfid"] = project_mfid
        if requester is not UNSET:
            field_dict["requester"] = requester
        if reason is not UNSET:
            field_dict["reason"] = reason
        if request_time is not UNSET:
            field_dict["request_time"] = request_time
        if reviewer_id is not UNSET:
            field_dict["reviewer_id"] = reviewer_id
        if reviewer is not UNSET:
            field_dict["reviewer"] = reviewer
        if reviewer_notes is not UNSET:
            field_dict["reviewer_notes"] = reviewer_notes
        if review_time is not UNSET:
            field_dict["review_time"] = review_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        resource_id = rest_.pop("resource_id")

        resource_type = rest_.pop("resource_type")

        resource_name = rest_.pop("resource_name")

        requester_id = rest_.pop("requester_id")

        deleted_at = datetime.datetime.fromisoformat(rest_.pop("deleted_at"))

        project_id: None | str | Unset = rest_.pop("project_id", UNSET)

        project_mfid: None | str | Unset = rest_.pop("project_mfid", UNSET)

        _requester = rest_.pop("requester", UNSET)
        requester: None | Unset | UserPublicRead
        if _requester is None or _requester is UNSET:
            requester = _requester
        else:
            requester_type_0 = UserPublicRead.from_dict(_requester)

            requester = requester_type_0

        reason: None | str | Unset = rest_.pop("reason", UNSET)

        _request_time = rest_.pop("request_time", UNSET)
        request_time: datetime.datetime | None | Unset
        if _request_time is None or _request_time is UNSET:
            request_time = _request_time
        else:
            request_time_type_0 = datetime.datetime.fromisoformat(_request_time)

            request_time = request_time_type_0

        reviewer_id: None | str | Unset = rest_.pop("reviewer_id", UNSET)

        _reviewer = rest_.pop("reviewer", UNSET)
        reviewer: None | Unset | UserPublicRead
        if _reviewer is None or _reviewer is UNSET:
            reviewer = _reviewer
        else:
            reviewer_type_0 = UserPublicRead.from_dict(_reviewer)

            reviewer = reviewer_type_0

        reviewer_notes: None | str | Unset = rest_.pop("reviewer_notes", UNSET)

        _review_time = rest_.pop("review_time", UNSET)
        review_time: datetime.datetime | None | Unset
        if _review_time is None or _review_time is UNSET:
            review_time = _review_time
        else:
            review_time_type_0 = datetime.datetime.fromisoformat(_review_time)

            review_time = review_time_type_0

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.resource_id = resource_id
        obj_.resource_type = resource_type
        obj_.resource_name = resource_name
        obj_.requester_id = requester_id
        obj_.deleted_at = deleted_at
        obj_.project_id = project_id
        obj_.project_mfid = project_mfid
        obj_.requester = requester
        obj_.reason = reason
        obj_.request_time = request_time
        obj_.reviewer_id = reviewer_id
        obj_.reviewer = reviewer
        obj_.reviewer_notes = reviewer_notes
        obj_.review_time = review_time

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


from ..models.user_public_read import UserPublicRead  # noqa: E402
