"""What the caller of an upload wants, checked before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeAlias, get_args

from ..errors import UsageError
from .rate import Budget, Rate
from .upload import Existing

if TYPE_CHECKING:
    from .views import Progressing

_KINDS = (
    ("workers", Integral, "whole number"),
    ("max_bytes", Integral, "whole number"),
    ("bytes_per_second", Real, "number"),
)
IfTaken: TypeAlias = Existing
"""What to do with a name that is taken: of uploads, because downloads have other words for what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions:
    """How files are sent.

    Attributes
    ----------
    existing
        What to do where the dataset has other content under the name of a file; see `crucible.transfer.upload.Uploads`.
    workers
        How many requests at a time; None lets latency decide.
    max_bytes
        Files that would make it more in all are left; the report says which.
    bytes_per_second
        Not faster than this, all files together.
    progress
        Called with a `Progress`, from the threads that move bytes, never from two at once; True shows bars.
    dry_run
        Only find out what would be done.

    Raises
    ------
    UsageError
        A value cannot be right.
    """

    existing: IfTaken = "error"
    workers: int | None = None
    max_bytes: int | None = None
    bytes_per_second: float | None = None
    progress: Progressing = None
    dry_run: bool = False

    def __post_init__(self) -> None:
        if self.existing not in get_args(IfTaken):
            raise UsageError(f"existing={self.existing!r} is unknown.", hint="Give 'error', 'skip' or 'overwrite'.")
        for name, kind, words in _KINDS:
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise UsageError(f"{name}={value!r} is no {words}.", hint="Leave it out, or give one.")
        if self.workers is not None and self.workers < 1:
            raise UsageError(f"workers={self.workers} would send nothing.", hint="Give 1 or more.")
        if not (self.progress is None or isinstance(self.progress, bool) or callable(self.progress)):
            raise UsageError(f"progress={self.progress!r} is no function.", hint="Give True, or a function.")
        Budget(self.max_bytes)
        Rate(self.bytes_per_second)
