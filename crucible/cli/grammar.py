"""All words of the command line: what each does, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Word(NamedTuple):
    """A verb or a noun: the module below ``crucible`` and the name in it, and what it does in one line."""

    place: str
    does: str


VERBS: Final = {
    "get": Word("cli.find:get", "Show a record of any kind."),
    "ls": Word("cli.find:ls", "List datasets, or what a project, dataset or sample has."),
    "search": Word("cli.find:search", "Find records by names and metadata."),
    "link": Word("cli.link:link", "Link two records."),
    "unlink": Word("cli.link:unlink", "Remove the link between two records."),
    "upload": Word("cli.upload:upload", "Upload files and folders into a dataset."),
    "download": Word("cli.download:download", "Download datasets, samples, projects or files."),
    "verify": Word("cli.verify:verify", "Compare a downloaded folder with the service."),
    "parse": Word("cli.parse:parse", "Show what files on this machine say about themselves."),
    "wait": Word("cli.wait:wait", "Wait until files have been ingested."),
    "tree": Word("cli.provenance:tree", "Show where a record comes from and what came of it."),
    "graph": Word("cli.provenance:graph", "Write provenance as Mermaid, DOT or JSON."),
    "open": Word("cli.web:open_", "Open a record in the web browser."),
    "qr": Word("cli.web:qr", "Show a record's web address as a QR code."),
    "status": Word("cli.status:status", "Say whether the service is well and who one is."),
    "whoami": Word("cli.status:whoami", "Show whose key is used."),
    "login": Word("cli.login:login", "Save a key, after a check of it."),
    "logout": Word("cli.login:logout", "Remove a saved key."),
    "config": Word("cli.config:config", "Show and change settings."),
    "doctor": Word("cli.doctor.command:doctor", "Find out what is wrong with the connection."),
    "completion": Word("cli.completion:completion", "Let the shell complete commands and ids."),
    "sandbox": Word("cli.sandbox:sandbox", "Run a Crucible on this machine."),
    "demo": Word("demo.command:demo", "Do the whole job once, on this machine."),
}
NOUNS: Final = {
    "dataset": Word("cli.dataset:dataset", "Records of measurements, with files and metadata."),
    "sample": Word("cli.sample:sample", "What is measured."),
    "project": Word("cli.project:project", "Who works together, and what belongs to them."),
    "instrument": Word("cli.instrument:instrument", "What data is taken with."),
    "file": Word("cli.file:file", "Files of datasets."),
    "ingestion": Word("cli.ingestion:ingestion", "How metadata is read out of files."),
    "user": Word("cli.user:user", "Accounts of people."),
    "group": Word("cli.group:group", "Access groups, and requests to join them."),
    "account": Word("cli.account:account", "Your own account."),
    "service-account": Word("cli.service_account:service_account", "Accounts of machines."),
    "deletion": Word("cli.deletion:deletion", "Requests to delete, and what was deleted."),
}

OTHERS: Final = {
    **dict.fromkeys(("show", "info", "view", "read"), "get"),
    **dict.fromkeys(("ls", "all"), "list"),
    **dict.fromkeys(("rm", "remove", "del"), "delete"),
    **dict.fromkeys(("add", "new", "make", "register"), "create"),
    **dict.fromkeys(("edit", "set", "change", "modify"), "update"),
    **dict.fromkeys(("find", "query"), "search"),
    **dict.fromkeys(("share", "add-access"), "grant"),
    **dict.fromkeys(("unshare", "remove-access"), "revoke"),
    **dict.fromkeys(("users", "people"), "members"),
    **dict.fromkeys(("add-user", "invite"), "add-member"),
    "remove-user": "remove-member",
    "get-metadata": "metadata",
    "tag": "add-keyword",
}
"""Words that other programs have for commands: they are not taken, and lead to the ones that are."""


def meant(word: str, known: Iterable[str]) -> str:
    """Return a sentence about the word that was most likely meant; empty where none is alike.

    >>> meant("datasets", ["dataset", "sample"]), meant("xyz", ["dataset"])
    (" Did you mean 'dataset'?", '')
    """
    from difflib import get_close_matches

    alike = get_close_matches(word, list(known), 1)
    return f" Did you mean {alike[0]!r}?" if alike else ""
