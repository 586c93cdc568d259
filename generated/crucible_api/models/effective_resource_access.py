from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ..models.effective_access import EffectiveAccess
from ..types import Model

T = TypeVar("T", bound="EffectiveResourceAccess")


class EffectiveResourceAccess(Model):
    """
    Attributes:
        resource_mfid (str): The identity of a record; 26 lower-case characters without i, l, o, u.
        user_id (str): Identity of a person (ORCID, or an MFID where there is none) or of a service account (MFID).
        effective_access (EffectiveAccess): The roles, no access at all, and the access of a platform administrator.
    """

    __slots__ = (
        "resource_mfid",
        "user_id",
        "effective_access",
        "additional_properties",
    )

    def __init__(
        self,
        resource_mfid: str,
        user_id: str,
        effective_access: EffectiveAccess,
    ) -> None:
        self.resource_mfid = resource_mfid
        self.user_id = user_id
        self.effective_access = effective_access
        self.additional_properties: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        resource_mfid = self.resource_mfid

        user_id = self.user_id

        effective_access: str = self.effective_access

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "resource_mfid": resource_mfid,
                "user_id": user_id,
                "effective_access": effective_access,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        rest_ = {**src_dict}
        resource_mfid = rest_.pop("resource_mfid")

        user_id = rest_.pop("user_id")

        effective_access = rest_.pop("effective_access")

        obj_ = cls.__new__(cls)
        obj_.resource_mfid = resource_mfid
        obj_.user_id = user_id
        obj_.effective_access = effective_access

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
