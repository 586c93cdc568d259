"""``crucible instrument``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .command import Argument, Command, command
from .grammar import NOUNS
from .method import Lazy, Method, Noun
from .parameters import arguments_of, parameters_of
from .record_verbs import access_verbs, metadata_verbs, required

if TYPE_CHECKING:
    from .session import Session


def _create() -> Command:
    @command(
        Argument("name", does="Its unique short name: 3 to 25 letters, digits, - and _.", metavar="NAME"),
        *required(parameters_of("instruments.create", without=("instrument_id",)), "instrument_name", "location"),
        example='crucible instrument create xrd-2 --instrument-name "X-ray diffractometer" --location "room 12"',
    )
    def create(session: Session, name: str, **fields: Any) -> Any:
        """Register an instrument, or take the one that has its name."""
        return session.client.instruments.create(instrument_id=name, **arguments_of(fields))

    return create


instrument = Noun(
    "instrument",
    NOUNS["instrument"].does,
    [
        Method(
            "list",
            "instruments.list",
            "crucible instrument list --location 'room 12'",
            does="List the instruments that are in use, or those in another state with --status.",
        ),
        Method("search", "instruments.search", "crucible instrument search diffractometer"),
        Method(
            "get",
            "instruments.get",
            "crucible instrument get INSTRUMENT",
            needs=("instrument_id",),
            without=("instrument_name",),
        ),
        Lazy("create", _create),
        Method(
            "update",
            "instruments.update",
            "crucible instrument update INSTRUMENT --location 'room 14'",
            does="Change fields of an instrument; those that are not named stay as they are.",
        ),
        Method(
            "set-status",
            "instruments.set_status",
            "crucible instrument set-status INSTRUMENT maintenance",
            does="Say whether an instrument is in use; lists leave out those that are not, unless asked for.",
        ),
        "People and machines",
        Method(
            "maintainers",
            "instruments.list_maintainers",
            "crucible instrument maintainers INSTRUMENT",
            does="List who looks after an instrument, without its owner.",
        ),
        Method(
            "add-maintainer",
            "instruments.add_maintainer",
            "crucible instrument add-maintainer INSTRUMENT USER --role editor",
        ),
        Method(
            "remove-maintainer",
            "instruments.remove_maintainer",
            "crucible instrument add-maintainer INSTRUMENT BEA\n"
            "crucible instrument remove-maintainer INSTRUMENT BEA --yes",
            asks="This lets {user_ref} no longer look after {this}",
            done="{user_ref} no longer looks after {instrument_id}.",
        ),
        Method(
            "service-accounts",
            "instruments.list_service_accounts",
            "crucible instrument service-accounts INSTRUMENT",
        ),
        Method(
            "add-service-account",
            "instruments.bind_service_account",
            "crucible instrument add-service-account INSTRUMENT ACCOUNT",
            does="Let a service account work for an instrument, as a contributor of all its datasets.",
        ),
        Method(
            "remove-service-account",
            "instruments.unbind_service_account",
            "crucible instrument add-service-account INSTRUMENT ACCOUNT\n"
            "crucible instrument remove-service-account INSTRUMENT ACCOUNT --yes",
            asks="This lets the service account {service_account_id} no longer work for {this}",
        ),
        *metadata_verbs("instrument", "INSTRUMENT"),
        *access_verbs("instrument", "INSTRUMENT"),
    ],
)
