"""What the two ports serve: the API with all that is beside it, and the object store, each with faults, and noted."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from . import PREFIX
from .app import Api
from .faults_api import FAULTS_PATH, FaultsApi
from .front import Front, Later
from .handlers import HANDLERS, SLOW
from .injector import Injector
from .request_log import RequestLog
from .running import CONTROL

if TYPE_CHECKING:
    from pathlib import Path

    from .asgi import App, Scope
    from .call import World
    from .control import Control
    from .faults import Faults
    from .page.sessions import Sessions

V2_PREFIX = "/api/v2"


def origins(
    world: World, faults: Faults, control: Control, sessions: Sessions, *, urls: tuple[str, str], root: Path, owner: str
) -> tuple[App, App]:
    """Return the two applications: the API, and the object store.

    Parameters
    ----------
    urls
        Base URLs of the API and of the storage.
    root, owner
        The sandbox's folder, and the id of its first account.
    """
    log = RequestLog()
    v3 = Api(PREFIX, world, HANDLERS, SLOW)
    v2 = functools.cache(lambda: _v2(world))

    def operation_name(scope: Scope) -> str | None:
        return v3.operation_name(scope) or v2().operation_name(scope)

    def page() -> App:
        from .page.request import Place
        from .page.site import Page

        return Page(Place(world, faults, log, *urls, root, owner), sessions, v3)

    beside: dict[str, App] = {FAULTS_PATH: FaultsApi(faults, v3.authenticate), CONTROL: control}
    front = Front({PREFIX: v3, V2_PREFIX: Later(v2), **beside}, Later(page))
    storage = world.storage
    return (
        log.recorded("API", Injector(front, faults, operation_name, storage.expire)),
        log.recorded("storage", Injector(storage, faults, storage.action, storage.expire), storage.action),
    )


def _v2(world: World) -> Api:
    from .v2 import api

    return api(V2_PREFIX, world)
