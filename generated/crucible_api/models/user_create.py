from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import Model, as_list

T = TypeVar("T", bound="UserCreate")


class UserCreate(Model):
    """
    Attributes:
        user_info (UserInfo):
        project_ids (list[str]): Slugs of the projects to become a member of; may be empty.
    """

    __slots__ = (
        "user_info",
        "project_ids",
    )

    def __init__(
        self,
        user_info: UserInfo,
        project_ids: list[str],
    ) -> None:
        self.user_info = user_info
        self.project_ids = project_ids

    def to_dict(self) -> dict[str, Any]:
        user_info = self.user_info.to_dict()

        project_ids = self.project_ids

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_info": user_info,
                "project_ids": project_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        user_info = UserInfo.from_dict(rest_.pop("user_info"))

        project_ids: list[str] = as_list(rest_.pop("project_ids"))

        obj_ = cls.__new__(cls)
        obj_.user_info = user_info
        obj_.project_ids = project_ids

        return obj_


from ..models.user_info import UserInfo  # noqa: E402
