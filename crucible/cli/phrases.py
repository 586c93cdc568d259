"""What the client says to programmers, in words of the command line: its docstrings become help, its hints advice.

A list of replacements and no second set of texts: a text that names nothing of Python is left as it is, and a new one
is right without anybody thinking of this place.
"""

from __future__ import annotations

import re
from typing import Final

from .flags import FLAGS

COMMANDS: Final = {
    "client.whoami": "crucible whoami",
    "client.datasets.update_scientific_metadata": "crucible dataset update-metadata",
    "client.wait": "crucible wait",
    "client.search": "crucible search",
    "client.link": "crucible link",
    "client.unlink": "crucible unlink",
    "client.upload": "crucible upload",
    "client.download": "crucible download",
    "client.datasets.add_file": "crucible upload",
    "client.files.request_ingestion": "crucible file ingest",
    "client.access_groups.approve_join_request": "crucible group approve",
}
_CALL = re.compile(r"\bclient(?:\.\w+)+(?:\([^()]*\))?")
# Not within paths or other names: there they are somebody's own words.
_GIVEN = re.compile(r"(?<![\w/\\.='\"-])([a-z]\w*)=(\"[^\"]*\"|'[^']*'|[\w-]+|(?=[\s.,;:)]|$))(?![\w/\\=])")
_NAMED = re.compile(r"(?<![\w/\\.='\"-])([a-z]+(?:_[a-z]+)+)(?![\w/\\.=]\w|[\w/\\=-])")
_BODY = re.compile(r"\bbody\.([a-z]\w*)\b(?=:)")
_OTHERS: Final = frozenset({"profile", "name"})
PLAIN: Final = (
    (re.compile(r"tls=TlsPolicy\(authority_file=\.\.\.\)"), "crucible config set tls.authority_file FILE"),
    (re.compile(r"allow_http=True"), "CRUCIBLE_ALLOW_HTTP=1"),
    (re.compile(r" Or use CrucibleClient\.sandbox\(\), which needs nothing\."), ""),
    (re.compile(r"Pass api_key= together with api_url="), "Set CRUCIBLE_API_URL and CRUCIBLE_API_KEY together"),
    (re.compile(r"(?:with )?crucible\.config\.save_profile(?:\([^)]*\))?"), "with crucible login"),
    (re.compile(r"save a profile for that address"), "log in there: crucible login --profile NAME --api-url URL"),
    (re.compile(r"``|`"), ""),
    (re.compile(r", like all that concerns[^.;]*"), ""),
    (re.compile(r"[:;] None clears (?:a field|one)(, (?:a field|one) that is not named stays as it is)?"), ""),
    (re.compile(r"; a field that is not named stays as it is|; None clears it"), ""),
    (re.compile(r"; give exactly one of the arguments(?: that name the person)?"), ""),
    (re.compile(r"inside `?with client\.elevated\(\):`? it has those rights"), "--elevated uses those rights"),
    (re.compile(r"(?:[;,] | ?)within client\.elevated\(\)"), " with --elevated"),
    (re.compile(r"client\.elevated\(\)"), "--elevated"),
    (re.compile(r"\bthe caller's own\b"), "your own"),
    (re.compile(r"\bthe caller's(?= too|[.;,]|$)"), "yours"),
    (re.compile(r"\bthe caller's\b"), "your"),
    (re.compile(r"\bThe caller's\b"), "Your"),
    (re.compile(r"\bthe caller is\b"), "you are"),
    (re.compile(r"\bthe caller owns\b"), "you own"),
    (re.compile(r"\bto the caller\b"), "to you"),
    (re.compile(r"\b[Tt]he caller\b"), "you"),
    (re.compile(r"\bcaller\b"), "user"),
    (re.compile(r"\bTrue\b"), "yes"),
    (re.compile(r"\bFalse\b"), "no"),
)


def spoken(text: str) -> str:
    """Return a text of the client in words of the command line.

    >>> spoken('Say existing="skip", or use client.users.search(...) within client.elevated().')
    'Say --existing skip, or use crucible user search with --elevated.'
    """
    for pattern, word in PLAIN:
        text = pattern.sub(word, text)
    text = _CALL.sub(lambda found: _command(found[0]), text)
    text = _GIVEN.sub(_given, text)
    return _NAMED.sub(lambda found: flag_of(found[1]) if found[1] in FLAGS else found[0], text)


def _given(found: re.Match[str]) -> str:
    """Return the flag with its value for an argument of a call."""
    if found[1] not in FLAGS and found[1] not in _OTHERS:
        return found[0]
    value = found[2].strip("'\"")
    return f"{flag_of(found[1])} {value}".rstrip()


def sent(text: str) -> str:
    """Return the server's words about a request with flags for the members of its body; all else is left as it is.

    >>> sent("body.project_id: There is no project of this project_id.")
    '--project: There is no project of this project_id.'
    """
    return _BODY.sub(lambda found: flag_of(found[1]), text)


def flag_of(parameter: str) -> str:
    """Return the flag for a parameter of the client.

    >>> flag_of("output_dir"), flag_of("session_name")
    ('--output', '--session-name')
    """
    entry = FLAGS.get(parameter)
    return (entry.flag if entry is not None else None) or f"--{parameter.replace('_', '-')}"


def _command(call: str) -> str:
    """Return the command that does what a call of the client does."""
    name, _, given = call.partition("(")
    given = given.rstrip(")").strip(". ").strip("'\"")
    if name not in COMMANDS:
        words = name.replace("_", "-").split(".")
        command = " ".join(["crucible", words[1].removesuffix("s"), *words[2:]])
    else:
        command = COMMANDS[name]
    return f"{command} {given}" if given and "=" not in given and "," not in given and " " not in given else command
