"""What the caller of a download wants, checked before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from ..errors import UsageError
from .globs import Selection
from .rate import Budget, Rate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .plan import There
    from .views import Progressing

Existing: TypeAlias = Literal["error", "skip", "overwrite", "refresh"]
_THERE: Final[dict[Existing, There]] = {"overwrite": "replace", "refresh": "refresh", "skip": "keep", "error": "keep"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is fetched, what happens to what is there, and how fast it goes.

    Attributes
    ----------
    no_files, no_record
        Leave out the files, or ``record.json``.
    overwrite_existing
        Whether files that are here with another content than in the service are replaced.
    include, exclude
        Patterns that choose data files; see `crucible.transfer.globs`.
    existing
        The same as `overwrite_existing`, in more words: ``error`` refuses to fetch anything if something is there;
        ``skip`` keeps what is there, and reports what differs; ``overwrite`` fetches everything anew; ``refresh``
        fetches what differs or is missing. Without it, ``refresh``, or ``skip`` if `overwrite_existing` is false.
    workers
        How many files at a time; as many as are useful unless given.
    max_bytes
        Files that would make it more in all are left; the report says which.
    bytes_per_second
        Not faster than this, all files together.
    progress
        Called with a `Progress`, from the threads that move bytes, never from two at once; True shows bars.
    dry_run
        Only find out what would be done.
    verify
        Whether checksums are compared; sizes always are.
    flat
        Put everything straight into the output folder, as the first earlier client did.

    Raises
    ------
    UsageError
        A value cannot be right, or two contradict each other.
    """

    no_files: bool = False
    no_record: bool = False
    overwrite_existing: bool = True
    include: str | Iterable[str] | None = None
    exclude: str | Iterable[str] | None = None
    existing: Existing | None = None
    workers: int | None = None
    max_bytes: int | None = None
    bytes_per_second: float | None = None
    progress: Progressing = None
    dry_run: bool = False
    verify: bool = True
    flat: bool = False
    selection: Selection = field(init=False)

    def __post_init__(self) -> None:
        if self.existing is not None and self.existing not in get_args(Existing):
            raise UsageError(
                f"existing={self.existing!r} is nothing that can be done with files that are there.",
                hint=f"Give {', '.join(get_args(Existing))}.",
            )
        if self.existing in ("overwrite", "refresh") and not self.overwrite_existing:
            raise UsageError(
                f"existing={self.existing!r} replaces files, and overwrite_existing=False keeps them.",
                hint="Give existing= alone.",
            )
        if self.workers is not None and self.workers < 1:
            raise UsageError(f"workers={self.workers} would fetch nothing.", hint="Give 1 or more.")
        Budget(self.max_bytes)
        Rate(self.bytes_per_second)
        object.__setattr__(self, "selection", Selection(self.include, self.exclude))

    @property
    def there(self) -> There:
        """What becomes of a file that is there."""
        return _THERE[self.existing or ("refresh" if self.overwrite_existing else "skip")]

    @property
    def keeping(self) -> str:
        """The words of the caller by which files that differ are kept."""
        return f"existing={self.existing!r}" if self.existing else "overwrite_existing=False"
