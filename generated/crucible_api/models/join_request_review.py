from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.review_decision import ReviewDecision
from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="JoinRequestReview")


class JoinRequestReview(Model):
    """
    Attributes:
        status (ReviewDecision):
        reviewer_notes (str | Unset):
    """

    __slots__ = (
        "status",
        "reviewer_notes",
    )

    def __init__(
        self,
        status: ReviewDecision,
        reviewer_notes: str | Unset = UNSET,
    ) -> None:
        self.status = status
        self.reviewer_notes = reviewer_notes

    def to_dict(self) -> dict[str, Any]:
        status: str = self.status

        reviewer_notes = self.reviewer_notes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
            }
        )
        if reviewer_notes is not UNSET:
            field_dict["reviewer_notes"] = reviewer_notes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        status = rest_.pop("status")

        reviewer_notes = rest_.pop("reviewer_notes", UNSET)

        obj_ = cls.__new__(cls)
        obj_.status = status
        obj_.reviewer_notes = reviewer_notes

        return obj_
