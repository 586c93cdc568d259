"""What a running command has: the client, whether it may ask, and what comes by standard input."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

import click

from .answer import Form
from .failure import RefusedError, code_of, facts, message_of
from .text import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..client import CrucibleClient

STANDARD_INPUT = "-"


class Session:
    """One run of one command.

    Parameters
    ----------
    profile
        The short name of an address and its key; None for what is configured.
    elevated
        Whether requests are made with the rights of an administrator.
    quiet
        Nothing but the answer and errors.
    yes
        Nobody is asked.
    verbose
        1 logs milestones on standard error, 2 each request.
    form
        How answers are shown.
    """

    def __init__(
        self,
        profile: str | None = None,
        *,
        elevated: bool = False,
        quiet: bool = False,
        yes: bool = False,
        verbose: int = 0,
        form: Form | None = None,
    ) -> None:
        self.profile = profile
        self.elevated = elevated
        self.quiet = quiet
        self.yes = yes
        self.form = form or Form()
        self._closing = ExitStack()
        if verbose:
            _log(verbose)

    @cached_property
    def client(self) -> CrucibleClient:
        """The client for the profile; it is made when it is first needed.

        Raises
        ------
        ConfigError
            Nothing is configured.
        """
        from ..client import CrucibleClient

        client = self._closing.enter_context(CrucibleClient(profile=self.profile))
        if self.elevated:
            self._closing.enter_context(client.elevated())
        return client

    @property
    def progress(self) -> bool:
        """Whether transfers show how far they are; what there is to see depends on the terminal."""
        return not self.quiet

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were asked for; empty if none were."""
        return self.form.columns

    @property
    def service(self) -> str:
        """Which service commands go to, in words for people: the profile and the address."""
        name = self.profile or _profile_of(self.client.api_url)
        return f"{name} ({self.client.api_url})" if name else self.client.api_url

    def note(self, text: str) -> None:
        """Tell the user something that is not the answer, on standard error."""
        if not self.quiet:
            click.echo(told(text), err=True)

    def failed(self, what: str, error: BaseException) -> None:
        """Say that one of several things failed, while the others go on."""
        if self.form.name in ("json", "jsonl"):
            click.echo(json.dumps({"id": what, "error": facts(error, code_of(error))}), err=True)
        else:
            click.echo(told(f"{what}: {message_of(error)}"), err=True)

    def confirm(self, what: str) -> None:
        """Say what is going to happen and where, and ask.

        Parameters
        ----------
        what
            What cannot be undone, as a sentence without its full stop: ``This deletes dataset 0abc for good``.

        Raises
        ------
        RefusedError
            The user does not want it, or nobody can be asked and ``--yes`` was not given.
        """
        if not self.yes:
            self.ask(f"{what}, on {self.service}.")

    def ask(self, text: str) -> None:
        """Say what is going to happen on this machine, and ask.

        Parameters
        ----------
        text
            Whole sentences.

        Raises
        ------
        RefusedError
            As for `confirm`.
        """
        if self.yes:
            return
        if not sys.stdin.isatty():
            raise RefusedError(f"{text} Nobody can be asked here: add --yes to do it. Nothing was done.")
        click.echo(told(text), err=True)
        if not click.confirm("Go on?", err=True):
            raise RefusedError("Nothing was done.")

    def ids(self, given: Iterable[str]) -> Iterator[str]:
        """Yield ids in their order, each once; ``-`` stands for those on standard input, line by line as they come.

        Raises
        ------
        UsageError
            Standard input is a terminal, so that nothing would come.
        """
        known: set[str] = set()
        for one in given:
            if one == STANDARD_INPUT and sys.stdin.isatty():
                raise click.UsageError("- reads ids from standard input, and nothing is piped into it.")
            for line in sys.stdin if one == STANDARD_INPUT else [one]:
                identity = line.strip().removeprefix("\ufeff")
                if identity and identity not in known:
                    known.add(identity)
                    yield identity

    def close(self) -> None:
        """Close the client."""
        self._closing.close()


def _profile_of(api_url: str) -> str | None:
    """Return the name of the profile with this address; None if it has none."""
    from .. import config

    return next((profile.name for profile in config.list_profiles() if profile.api_url == api_url), None)


def _log(verbose: int) -> None:
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("crucible")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
