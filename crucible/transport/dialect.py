"""API v2 for those who speak v3: a request is put into v2's words before it leaves, the answer into v3's.

It stands between the two connections and the wire, so that all above it is written for v3 alone, generated functions
included. What v2 cannot do is refused before anything is sent, and so is a filter or a field that v2 does not know: v2
ignores what it does not know, and a filter that is ignored yields everything. `v2_gaps` has these names. Requests of
one's own (`client.request`) are sent as they are.

Where v2 does not say what v3 says, nothing is made up: members of projects have no role, links no type. Three members
are filled in because v3 promises them: a project's `unique_id` is its slug, by which v2 knows projects, unless it was
read by MFID; an instrument's `instrument_id` is its `instrument_name`, by which v2 knows instruments; and who can
change a dataset counts as its ``editor``, the least that it takes.

Source: the study of openapi/SOURCE.md, §1.3, and the v2 view of the document, `crucible/openapi/v2.json`.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urlencode

import httpx

from ..config import V2_PATH
from ..errors import NotAvailableError
from ..ids import is_mfid
from .pool import quiet
from .v2_answers import ANSWERS, MISSING_IF_NULL, PAGE_OF_ALL, PAGE_OF_ONE, page_of_one
from .v2_gaps import INSTEAD, MEMBERS, OPERATIONS, PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

# What listings ask for at a time.
LARGEST_PAGE: Final = 1000
_OLD_NAMES: Final = {
    "dataset_mfid": "dataset_id",
    "file_mfid": "file_id",
    "instrument_id": "instrument_name",
    "owner_id": "owner_orcid",
}
# What a parameter that v2 does not know may say nevertheless, because v2 does just that without it.
_AS_V2_DOES: Final = {
    "include_total": {"true", "false"},
    "include_members": {"false"},
    "include_owner": {"false"},
    "include_datasets": {"false"},
    "disposition": {"attachment"},
    "status": {"requested"},
    "role": {"contributor"},
    "scope": {"all"},
}
# One list filtered by a relative is another list in v2, which knows fewer filters and no pages.
_OF_A_RELATIVE: Final = {
    ("list_datasets", "sample_mfid"): ("/samples/{sample_mfid}/datasets", "list_datasets of a sample"),
    ("list_samples", "dataset_mfid"): ("/datasets/{dataset_mfid}/samples", "list_samples of a dataset"),
}
_DESCRIBE_THE_OLD_BODY: Final = (b"content-length", b"content-type", b"transfer-encoding")


class Dialect:
    """Translates between v3, which is spoken above, and v2.

    Parameters
    ----------
    base_path
        The path of the API's address, without a slash at its end.
    """

    def __init__(self, base_path: str) -> None:
        self._base_path = base_path

    def request(self, request: httpx.Request) -> httpx.Request:
        """Return a request as v2 wants it.

        Raises
        ------
        NotAvailableError
            v2 cannot do this, or would ignore a part of it.
        """
        operation = request.extensions.get("operation")
        if not isinstance(operation, str):
            return request
        if operation in OPERATIONS:
            raise _not_available(operation, INSTEAD.get(operation))
        words = _Words(operation, request, self._base_path)
        if operation in _REWRITTEN:
            _REWRITTEN[operation](words)
        words.check()
        return words.made()

    def answer(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        """Return the answer to a request of `request` as v3 would give it; its body must have been read."""
        operation = request.extensions.get("operation")
        if not isinstance(operation, str) or not response.is_closed:
            return response
        wraps = PAGE_OF_ONE in request.extensions
        if wraps and response.status_code == httpx.codes.NOT_FOUND:
            return _with(response, httpx.codes.OK, page_of_one(None))
        if not (response.is_success or operation == "health_ready"):
            return response
        if operation not in ANSWERS and operation not in MISSING_IF_NULL:
            return response
        try:
            value = response.json()
        except ValueError:
            return response
        if _is_another(operation, value) or (value is None and operation in MISSING_IF_NULL and not wraps):
            return _with(response, httpx.codes.NOT_FOUND, {"detail": "There is none."})
        if operation not in ANSWERS or (value is None and not wraps):
            return response
        shown = ANSWERS[operation](value, _arguments(request, self._base_path)) if value is not None else None
        if wraps:
            shown = page_of_one(shown)
        elif PAGE_OF_ALL in request.extensions and isinstance(shown, list):
            if len(shown) >= LARGEST_PAGE:
                logger.warning("API v2 gives %d of these records at most: there may be more.", LARGEST_PAGE)
            shown = {"items": shown, "limit": len(shown), "next_cursor": None}
        return _with(response, response.status_code, shown)


def of(api_url: str) -> Dialect | None:
    """Return the translator for an address, or None if v3 is spoken there."""
    return Dialect(httpx.URL(api_url).path) if api_url.endswith(V2_PATH) else None


class _Words:
    """The parts of one request."""

    def __init__(self, operation: str, request: httpx.Request, base_path: str) -> None:
        self._request = request
        self._base_path = base_path
        self.operation = operation
        self.path = str(request.extensions.get("path", ""))
        self.arguments = _arguments(request, base_path)
        self.query = list(request.url.params.multi_items())
        self.extensions = dict(request.extensions)
        self.body = _json_object(request) if operation in MEMBERS else None
        self._body_before = None if self.body is None else dict(self.body)

    def values(self, name: str) -> list[str]:
        """Return what a parameter of the query is."""
        return [value for known, value in self.query if known == name]

    def take(self, name: str) -> str:
        """Remove a parameter from the query and return its only value."""
        value = self.values(name)[0]
        self.query = [item for item in self.query if item[0] != name]
        return value

    def rename(self, *names: str) -> None:
        """Give parameters the names that they have in v2."""
        self.query = [(_OLD_NAMES[name] if name in names else name, value) for name, value in self.query]

    def check(self) -> None:
        """Drop what v2 does anyway, and refuse what it would ignore."""
        unknown = PARAMETERS.get(self.operation, "").split()
        self.query = [
            (name, value) for name, value in self.query if name not in unknown or value not in _AS_V2_DOES.get(name, ())
        ]
        refused = {name for name, _ in self.query if name in unknown}
        refused |= set(MEMBERS.get(self.operation, "").split()) & set(self.body or ())
        if refused:
            raise _not_available(f"{', '.join(sorted(refused))} of {self.operation}", INSTEAD.get(self.operation))

    def made(self) -> httpx.Request:
        """Return the request in these words."""
        path = self.path
        for name, value in self.arguments.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        query = urlencode(self.query)
        raw = self._base_path + path + (f"?{query}" if query else "")
        changed = self.body != self._body_before
        made = httpx.Request(
            self._request.method,
            self._request.url.copy_with(raw_path=raw.encode("ascii")),
            headers=[
                (name, value)
                for name, value in self._request.headers.raw
                if not changed or name.lower() not in _DESCRIBE_THE_OLD_BODY
            ],
            stream=None if changed else self._request.stream,
            json=self.body if changed else None,
            extensions={**self.extensions, "path": self.path},
        )
        return quiet(made)


def _get_project(words: _Words) -> None:
    """v2 has projects by slug; one whose MFID is known is a resource like others."""
    if is_mfid(words.arguments["project_ref"]):
        words.path = "/resources/{project_ref}"


def _list_projects(words: _Words) -> None:
    """The look-up of a name is a filter in v3 and a path in v2."""
    if len(words.values("project_id")) != 1:
        return
    words.arguments = {"project_ref": words.take("project_id")}
    words.path = "/projects/{project_ref}"
    words.extensions[PAGE_OF_ONE] = True
    words.query = [item for item in words.query if item[0] not in ("limit", "offset")]


def _of_a_relative(words: _Words) -> None:
    """Datasets of a sample and samples of a dataset; then the person and the times, which are named otherwise."""
    words.rename("owner_id")
    for (operation, name), (path, other) in _OF_A_RELATIVE.items():
        if operation == words.operation and len(words.values(name)) == 1:
            words.arguments = {name: words.take(name)}
            words.path, words.operation = path, other
            words.extensions[PAGE_OF_ALL] = True


def _owner_id(words: _Words) -> None:
    words.rename("owner_id")


def _list_ingestion_requests(words: _Words) -> None:
    words.rename("dataset_mfid", "file_mfid")


def _list_instruments(words: _Words) -> None:
    """One name of an instrument is all that v2 has; no other one has it, and so it stands for the short name too."""
    if not words.values("instrument_name"):
        words.rename("instrument_id")


def _create_instrument(words: _Words) -> None:
    if words.body and words.body.get("instrument_id") == words.body.get("instrument_name"):
        del words.body["instrument_id"]


def _create_record(words: _Words) -> None:
    """The owner is named by an ORCID or MFID only."""
    if words.body and "owner" in words.body and not _is_name(str(words.body["owner"])):
        words.body["owner_orcid"] = words.body.pop("owner")


def _create_project(words: _Words) -> None:
    """The lead has three names for three ways to say who it is."""
    if words.body and "project_lead" in words.body:
        lead = str(words.body.pop("project_lead"))
        kind = "email" if "@" in lead else "username" if _is_name(lead) else "orcid"
        words.body[f"project_lead_{kind}"] = lead


def _is_name(reference: str) -> bool:
    """Whether a person is named by a username or an e-mail address, which begin with a letter, and not by an id."""
    return "@" in reference or not (is_mfid(reference) or reference[:1].isdigit())


_REWRITTEN: Final[dict[str, Callable[[_Words], None]]] = {
    "get_project": _get_project,
    "list_projects": _list_projects,
    "list_datasets": _of_a_relative,
    "list_samples": _of_a_relative,
    "list_dataset_children": _owner_id,
    "list_dataset_parents": _owner_id,
    "list_dataset_samples": _owner_id,
    "list_sample_children": _owner_id,
    "list_sample_datasets": _owner_id,
    "list_sample_parents": _owner_id,
    "list_ingestion_requests": _list_ingestion_requests,
    "list_instruments": _list_instruments,
    "create_instrument": _create_instrument,
    "create_dataset": _create_record,
    "create_sample": _create_record,
    "create_project": _create_project,
}


def _not_available(what: str, instead: str | None) -> NotAvailableError:
    return NotAvailableError(
        f"{what} is not available on API v2; nothing was sent.",
        hint=instead or "Use the address of API v3, which ends in /api/v3.",
    )


def _is_another(operation: str, value: Any) -> bool:
    """Whether a project was asked for, as a resource, and the answer is a record of another kind."""
    return operation == "get_project" and isinstance(value, dict) and value.get("resource_type", "project") != "project"


def _arguments(request: httpx.Request, base_path: str) -> dict[str, str]:
    """Return what stands in the placeholders of the path."""
    template = str(request.extensions.get("path", "")).strip("/").split("/")
    sent = request.url.raw_path.decode("ascii").partition("?")[0].removeprefix(base_path).strip("/").split("/")
    return {name[1:-1]: unquote(value) for name, value in zip(template, sent, strict=False) if name.startswith("{")}


def _json_object(request: httpx.Request) -> dict[str, Any] | None:
    """Return the body of a request if it is a JSON object."""
    try:
        body = json.loads(request.read())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _with(response: httpx.Response, status: int, value: Any) -> httpx.Response:
    """Return an answer with another body."""
    headers = [
        (k, v) for k, v in response.headers.raw if k.lower() not in (*_DESCRIBE_THE_OLD_BODY, b"content-encoding")
    ]
    made = httpx.Response(
        status, headers=headers, json=value, request=response.request, extensions=dict(response.extensions)
    )
    made.elapsed = response.elapsed
    return made
