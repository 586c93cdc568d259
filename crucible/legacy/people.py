"""People, projects and instruments."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from .. import ids
from ..errors import UsageError
from .base import Base, Json, LegacyWarning, if_known, plain, plains, superseded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_SLUG = 25
SHORTEST_NAME, LONGEST_NAME = 3, 24


def _build_project_from_args(project_id: str, organization: str, project_lead_email: str) -> Json:
    return {"project_id": project_id, "organization": organization, "project_lead_email": project_lead_email}


class People(Base):
    """People, projects and instruments, as in the first generation."""

    @superseded("client.users.get")
    def get_user(self, orcid: str | None = None, email: str | None = None) -> Json | None:
        """Get a person by ORCID or else by e-mail address; None if there is none."""
        if orcid is None and email is None:
            raise UsageError("Which user is meant?", hint="Give orcid or email.")
        with self._all_rights():
            return self._user(orcid, email)

    def _user(self, orcid: str | None, email: str | None = None) -> Json | None:
        users = self._client.users
        return if_known(lambda: users.get(orcid=orcid) if orcid is not None else users.get(email=email))

    @superseded("client.users.create")
    def add_user(self, user_info: Mapping[str, Any]) -> Json:
        """Create a person; ``projects`` among the fields lists the projects to join."""
        with self._all_rights():
            return self._add_user(user_info)

    def _add_user(self, user_info: Mapping[str, Any]) -> Json:
        fields = {name: value for name, value in user_info.items() if name not in ("projects", "lbl_email")}
        fields["email"] = fields.get("email") or user_info.get("lbl_email")
        if not fields.get("username"):  # was not asked for in the first generation
            fields["username"] = _username(fields)
        return plain(self._client.users.create(fields, user_info.get("projects") or ()))

    @superseded("client.users.get, then client.users.create")
    def get_or_add_user(
        self, orcid: str, get_user_info_function: Callable[..., Mapping[str, Any] | None], **kwargs: Any
    ) -> Json:
        """Get a person, or create the one that a function describes.

        Parameters
        ----------
        orcid
            Whom.
        get_user_info_function
            Returns the fields of the person, given the ORCID and `kwargs`.
        **kwargs
            For that function.
        """
        with self._all_rights():
            if user := self._user(orcid):
                return user
            info = get_user_info_function(orcid, **kwargs)
            if not info:
                raise UsageError(f"There is no user {orcid}, and nothing is known about one.", hint="Use add_user.")
            return self._add_user({"orcid": orcid, **info})

    @superseded("client.projects.get")
    def get_project(self, project_id: str) -> Json | None:
        """Get a project by its name; None if there is none, or the caller may not see it."""
        with self._all_rights():
            return self._project(project_id)

    def _project(self, project_id: str) -> Json | None:
        return if_known(lambda: self._client.projects.get(project_id))

    @superseded("client.projects.list")
    def list_projects(self, orcid: str | None = None, limit: int | None = 100) -> list[Json]:
        """List the projects that the caller may see, or those of a person."""
        if orcid is None:
            return plains(self._client.projects.list(limit))
        with self._all_rights():
            return plains(self._client.users.get_projects(orcid, limit))

    @superseded("client.projects.get_users")
    def get_project_users(self, project_id: str, limit: int | None = 100) -> list[Json]:
        """List the members of a project."""
        with self._all_rights():
            return plains(self._client.projects.get_users(project_id, limit))

    @superseded("client.projects.add_user")
    def add_user_to_project(self, orcid: str, project_id: str) -> list[Json]:
        """Make a person a member of a project and list its members."""
        with self._all_rights():
            return plains(self._client.projects.add_user(orcid, project_id))

    @superseded("client.projects.create")
    def get_or_add_project(
        self,
        project_id: str,
        get_project_info_function: Callable[..., Mapping[str, Any] | None] = _build_project_from_args,
        **kwargs: Any,
    ) -> Json:
        """Get a project, or create the one that a function describes.

        Parameters
        ----------
        project_id
            Its name.
        get_project_info_function
            Returns the fields of the project, given `project_id` and `kwargs`; unless given, `kwargs` are
            ``organization`` and ``project_lead_email``.
        **kwargs
            For that function.
        """
        with self._all_rights():
            if project := self._project(project_id):
                return project
        info = get_project_info_function(project_id=project_id, **kwargs)
        if not info:
            raise UsageError(
                f"There is no project {project_id}, and nothing is known about one.", hint="Use client.projects.create."
            )
        fields = {
            name: value for name, value in info.items() if name not in ("project_lead_email", "project_lead_name")
        }
        fields.setdefault("project_lead", info.get("project_lead_email"))
        with self._all_rights():  # for the project of somebody else
            return plain(self._client.projects.create(**{"project_id": project_id, **fields}))

    # ---- instruments ----

    @superseded("client.instruments.list")
    def list_instruments(self, limit: int | None = 100) -> list[Json]:
        """List instruments."""
        return plains(self._client.instruments.list(limit))

    @superseded("client.instruments.get")
    def get_instrument(self, instrument_name: str | None = None, instrument_id: str | None = None) -> Json | None:
        """Get an instrument by its id or else by its name; None if there is none."""
        if not instrument_name and not instrument_id:
            raise UsageError("Which instrument is meant?", hint="Give instrument_name or instrument_id.")
        return self._instrument(instrument_id or "") if instrument_id else self._called(instrument_name or "")

    def _instrument(self, instrument_id: str) -> Json | None:
        return if_known(lambda: self._client.instruments.get(instrument_id))

    def _called(self, name: str) -> Json | None:
        """Return the instrument with this label, or with this name."""
        labelled = self._client.instruments.list(1, instrument_name=name).first()
        return plain(labelled) if labelled is not None else self._instrument(_slug(name))

    @superseded("client.instruments.create")
    def get_or_add_instrument(
        self, instrument_name: str, location: str | None = None, instrument_owner: str | None = None
    ) -> Json:
        """Get an instrument by its name, or register it.

        Parameters
        ----------
        instrument_name
            Its name.
        location
            Where it is; needed to register it.
        instrument_owner
            Whose it is: an ORCID, MFID, username or e-mail address; needed to register it.
        """
        if found := self._called(instrument_name):
            return found
        if location is None or instrument_owner is None:
            raise UsageError(
                f"There is no instrument {instrument_name!r}.",
                hint="Give location and instrument_owner to register it.",
            )
        owner: str | None = instrument_owner
        if re.search(r"\s", instrument_owner.strip()):
            warnings.warn(
                f"The owner of an instrument is a user; {instrument_owner!r} names none, so the caller will own it.",
                LegacyWarning,
                stacklevel=3,
            )
            owner = None
        with self._all_rights():  # for the instrument of somebody else
            return plain(
                self._client.instruments.create(
                    instrument_id=_slug(instrument_name),
                    instrument_name=instrument_name,
                    location=location,
                    owner=owner,
                )
            )


def _slug(name: str) -> str:
    """Return a name that can stand for an instrument; names of the first generation were any text."""
    if ids.is_mfid(name):
        return name
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:LONGEST_SLUG].strip("-").ljust(3, "-")


def _username(fields: Mapping[str, Any]) -> str:
    """Return a name to sign in with, made of the e-mail address or of the names: 3 to 24 characters, a letter first."""
    said = str(fields.get("email") or "").partition("@")[0]
    parts = said or "-".join(str(fields.get(name) or "") for name in ("first_name", "last_name"))
    name = re.sub(r"[^a-z0-9]+", "-", parts.lower()).strip("-")
    if not name[:1].isalpha() or len(name) < SHORTEST_NAME:
        name = f"user-{name}"
    return name[:LONGEST_NAME].strip("-")
