"""The service's own document: fetched without credentials or read from a file, and refused unless it fits."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO, Any

from . import lint, yamlread
from .tree import Document, DocumentError, lookup, references

MAX_BYTES = 20_000_000
TIMEOUT_SECONDS = 30.0  # for each step of the network
LONGEST_SECONDS = 120.0  # for the whole document


def obtain(source: str, ours: Document) -> Document:
    """The document at an address or in a file, if it describes the API that ours describes.

    Parameters
    ----------
    source
        An http or https URL, or the path of a file; JSON or YAML.
    ours
        The v3 view of our document.

    Raises
    ------
    DocumentError
        When it cannot be had, read or used, or describes another API. The message is meant for the person who asked.
    """
    name, content = _fetch(source) if "://" in source else _read_file(source)
    document: Document = _parse(name, content)
    _refuse_unusable(name, document)
    _refuse_other_api(name, document, ours)
    return document


def _read_file(source: str) -> tuple[str, bytes]:
    path = Path(source)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{source} is larger than {MAX_BYTES} bytes: is it the OpenAPI document?")
        return source, path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{source} cannot be read: {error.strerror}; give a file or a URL") from error


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if _origin(newurl) != _origin(req.full_url):
            host = urllib.parse.urlsplit(newurl).hostname
            raise DocumentError(
                f"{_shown(req.full_url)} leads to another origin ({host}); give that address if you trust it"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _shown(url: str) -> str:
    """The address without what could be a secret."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _fetch(url: str) -> tuple[str, bytes]:
    try:
        parts = urllib.parse.urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise DocumentError("this is not a URL that can be fetched; check its host and port") from error
    name = _shown(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DocumentError(f"{name} is not an http or https address; give one, or the path of a file")
    if parts.username is not None or parts.password is not None:
        raise DocumentError(f"{name}: the document is fetched without credentials; leave them out of the address")
    request = urllib.request.Request(
        url, headers={"Accept": "application/json, application/yaml", "User-Agent": "regenerate"}
    )
    try:
        with urllib.request.build_opener(_SameOrigin).open(request, timeout=TIMEOUT_SECONDS) as answer:
            return name, _read_answer(name, answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise DocumentError(
            f"{name} answered with status {error.code}; is this where the document is served?"
        ) from None
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        reason = getattr(error, "reason", None) or error
        raise DocumentError(f"{name} cannot be fetched: {reason}") from None


def _read_answer(name: str, answer: Any) -> bytes:
    content, deadline = bytearray(), time.monotonic() + LONGEST_SECONDS
    while piece := answer.read1(65536):
        content += piece
        if len(content) > MAX_BYTES:
            raise DocumentError(f"{name} sends more than {MAX_BYTES} bytes: is it the OpenAPI document?")
        if time.monotonic() > deadline:
            raise DocumentError(
                f"{name} takes longer than {LONGEST_SECONDS:.0f} s; save the document and give the file"
            )
    return bytes(content)


def _parse(name: str, content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
        if text.lstrip().startswith("<"):
            raise DocumentError(f"{name} is a web page or XML, not an OpenAPI document")
        if not text.lstrip().startswith("{"):
            return yamlread.read(text).value
        document = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(document, ensure_ascii=False).encode()  # half a surrogate pair could not be written again
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}" if name not in str(error) else str(error)) from error
    except UnicodeError as error:
        raise DocumentError(f"{name} is not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{name} is damaged: it is not JSON ({error})") from error
    return document


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON value")


def _refuse_unusable(name: str, document: Any) -> None:
    if not isinstance(document, dict) or not isinstance(document.get("openapi", document.get("swagger")), str):
        raise DocumentError(f"{name} is not an OpenAPI document: it does not begin with openapi: 3.1")
    version = document.get("openapi") or document["swagger"]
    if not version.startswith("3.1"):
        raise DocumentError(f"{name} is written in OpenAPI {version}; only 3.1 can be read. Convert it to 3.1 first")
    for ref in references(document):
        if lookup(document, ref) is None:
            raise DocumentError(f"{name} is damaged: it refers to {ref}, which is not in it")
    for finding in lint.validity(document, name):
        raise DocumentError(" ".join(finding.message.split()))


def _refuse_other_api(name: str, document: Document, ours: Document) -> None:
    wanted = {lint.path_shape(path) for path in ours["paths"]}
    found = {lint.path_shape(path) for path in document.get("paths", {})}
    if 2 * len(wanted & found) < len(wanted):
        raise DocumentError(
            f"{name} describes another API: {document['info']['title']!r} has {len(wanted & found)} of the "
            f"{len(wanted)} paths of {ours['info']['title']!r}"
        )
