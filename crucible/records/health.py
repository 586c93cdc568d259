"""Whether the service is well."""

from __future__ import annotations

from .base import Field, Record, needed, optional, texts


class HealthBuild(Record):
    """The software that answers."""

    __slots__ = ()
    _shown = ("api_version", "branch", "git_commit")

    api_version: Field[str | None] = optional(str)
    git_commit: Field[str | None] = optional(str)
    branch: Field[str | None] = optional(str)


class HealthDatabase(Record):
    """The state of the database; `latency_ms` is in milliseconds."""

    __slots__ = ()
    _shown = ("status", "latency_ms")

    status: Field[str | None] = optional(str)
    latency_ms: Field[float | None] = optional(float)
    schema_revisions: Field[tuple[str, ...] | None] = texts()


class Health(Record):
    """Whether the service is well: `status` is ``ok`` or ``degraded``.

    API v2 answers `db`, `db_ms` and `version` where v3 has `database` and `build`; both are answered here.
    """

    __slots__ = ()
    _shown = ("status", "db", "db_ms", "version")
    _former = frozenset({"db", "db_ms", "version"})

    status: Field[str] = needed(str)
    build: Field[HealthBuild | None] = optional(HealthBuild)
    database: Field[HealthDatabase | None] = optional(HealthDatabase)

    @property
    def db(self) -> str | None:
        """State of the database, ``ok`` or ``error``."""
        return self.database.status if self.database else self._wire.get("db")

    @property
    def db_ms(self) -> float | None:
        """How long the database took to answer, in milliseconds."""
        return self.database.latency_ms if self.database else self._wire.get("db_ms")

    @property
    def version(self) -> str | None:
        """Version of the service."""
        return self.build.api_version if self.build else self._wire.get("version")
