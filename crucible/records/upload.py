"""Uploads in signed parts: what the service says about them on the way."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..credentials import SecretText
from .base import Field, Record, needed, optional
from .file import File

if TYPE_CHECKING:
    from collections.abc import Mapping


def _hiding(name: str, wire: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object with a member that shows as stars in tracebacks and logs of variables."""
    secret = wire.get(name) if isinstance(wire, dict) else None
    return {**wire, name: SecretText(secret)} if isinstance(secret, str) else wire


class SignedUpload(Record):
    """An upload that was started, or `existing_file`, the record of content that is stored already.

    `upload_id` is a secret, since whoever may change the dataset can end the upload with it; it is not shown. `parts`
    are the numbers of those that have arrived, from 1; all but the last have `part_size` bytes. `state` is
    ``uploading`` or ``completed``.
    """

    __slots__ = ()
    _shown = ("state", "part_size", "part_count", "existing_file")
    _hidden = frozenset({"upload_id"})

    upload_id: Field[str | None] = optional(str)
    state: Field[str | None] = optional(str)
    part_size: Field[int | None] = optional(int)
    part_count: Field[int | None] = optional(int)
    parts: Field[tuple[int, ...]] = Field(lambda parts: tuple(part["part_number"] for part in parts), list)
    existing_file: Field[File | None] = optional(File)

    def __init__(self, wire: Mapping[str, object], site: str | None = None) -> None:
        super().__init__(_hiding("upload_id", wire), site)


class SignedPart(Record):
    """Where to send one part: `size` bytes from `offset` of the file, in one PUT to `url` with all `headers`.

    Whoever has the address may write the part until `expires_at`; it is not shown.
    """

    __slots__ = ()
    _shown = ("part_number", "offset", "size", "expires_at")
    _hidden = frozenset({"url"})

    part_number: Field[int] = needed(int)
    headers: Field[dict[str, str]] = Field(dict, dict, needed=True)
    offset: Field[int] = needed(int)
    size: Field[int] = needed(int)
    expires_at: Field[datetime | None] = optional(datetime)

    def __init__(self, wire: Mapping[str, object], site: str | None = None) -> None:
        super().__init__(_hiding("url", wire), site)

    @property
    def url(self) -> str:
        """The signed address itself."""
        url: str = self._wire["url"]
        return url
