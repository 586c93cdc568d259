from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.review_status import ReviewStatus
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="JoinRequest")


class JoinRequest(Model):
    """
    Attributes:
        id (int):
        group_name (str):
        requester_id (str): Identity of a person (ORCID, or an MFID where there is none) or of a service account (MFID).
        status (ReviewStatus):
        request_time (datetime.datetime):
        reason (None | str | Unset):
        review_time (datetime.datetime | None | Unset):
        reviewer_id (None | str | Unset):
        reviewer_notes (None | str | Unset):
    """

    __slots__ = (
        "id",
        "group_name",
        "requester_id",
        "status",
        "request_time",
        "reason",
        "review_time",
        "reviewer_id",
        "reviewer_notes",
        "additional_properties",
    )

    def __init__(
        self,
        id: int,
        group_name: str,
        requester_id: str,
        status: ReviewStatus,
        request_time: datetime.datetime,
        reason: None | str | Unset = UNSET,
        review_time: datetime.datetime | None | Unset = UNSET,
        reviewer_id: None | str | Unset = UNSET,
        reviewer_notes: None | str | Unset = UNSET,
    ) -> None:
        self.id = id
        self.group_name = group_name
        self.requester_id = requester_id
        self.status = status
        self.request_time = request_time
        self.reason = reason
        self.review_time = review_time
        self.reviewer_id = reviewer_id
        self.reviewer_notes = reviewer_notes
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        group_name = self.group_name

        requester_id = self.requester_id

        status: str = self.status

        request_time = self.request_time.isoformat()

        reason: None | str | Unset = self.reason

        review_time: None | str | Unset
        if isinstance(self.review_time, Unset):
            review_time = UNSET
        elif isinstance(self.review_time, datetime.datetime):
            review_time = self.review_time.isoformat()
        else:
            review_time = self.review_time

        reviewer_id: None | str | Unset = self.reviewer_id

        reviewer_notes: None | str | Unset = self.reviewer_notes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "group_name": group_name,
                "requester_id": requester_id,
                "status": status,
                "request_time": request_time,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason
        if review_time is not UNSET:
            field_dict["review_time"] = review_time
        if reviewer_id is not UNSET:
            field_dict["reviewer_id"] = reviewer_id
        if reviewer_notes is not UNSET:
            field_dict["reviewer_notes"] = reviewer_notes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        id = rest_.pop("id")

        group_name = rest_.pop("group_name")

        requester_id = rest_.pop("requester_id")

        status = rest_.pop("status")

        request_time = datetime.datetime.fromisoformat(rest_.pop("request_time"))

        reason: None | str | Unset = rest_.pop("reason", UNSET)

        _review_time = rest_.pop("review_time", UNSET)
        review_time: datetime.datetime | None | Unset
        if _review_time is None or _review_time is UNSET:
            review_time = _review_time
        else:
            review_time_type_0 = datetime.datetime.fromisoformat(_review_time)

            review_time = review_time_type_0

        reviewer_id: None | str | Unset = rest_.pop("reviewer_id", UNSET)

        reviewer_notes: None | str | Unset = rest_.pop("reviewer_notes", UNSET)

        obj_ = cls.__new__(cls)
        obj_.id = id
        obj_.group_name = group_name
        obj_.requester_id = requester_id
        obj_.status = status
        obj_.request_time = request_time
        obj_.reason = reason
        obj_.review_time = review_time
        obj_.reviewer_id = reviewer_id
        obj_.reviewer_notes = reviewer_notes

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
