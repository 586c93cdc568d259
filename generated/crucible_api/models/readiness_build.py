from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..types import UNSET, Model, Unset

T = TypeVar("T", bound="ReadinessBuild")


class ReadinessBuild(Model):
    """The software that answers.

    Attributes:
        api_version (str):
        git_commit (None | str | Unset):
        branch (None | str | Unset):
    """

    __slots__ = (
        "api_version",
        "git_commit",
        "branch",
        "additional_properties",
    )

    def __init__(
        self,
        api_version: str,
        git_commit: None | str | Unset = UNSET,
        branch: None | str | Unset = UNSET,
    ) -> None:
        self.api_version = api_version
        self.git_commit = git_commit
        self.branch = branch
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        api_version = self.api_version

        git_commit: None | str | Unset = self.git_commit

        branch: None | str | Unset = self.branch

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "api_version": api_version,
            }
        )
        if git_commit is not UNSET:
            field_dict["git_commit"] = git_commit
        if branch is not UNSET:
            field_dict["branch"] = branch

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        api_version = rest_.pop("api_version")

        git_commit: None | str | Unset = rest_.pop("git_commit", UNSET)

        branch: None | str | Unset = rest_.pop("branch", UNSET)

        obj_ = cls.__new__(cls)
        obj_.api_version = api_version
        obj_.git_commit = git_commit
        obj_.branch = branch

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
