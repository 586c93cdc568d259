"""Contains methods for accessing the API"""

from importlib import import_module
from typing import Any


class Operation:
    """The module of one operation, imported when something of it is first used"""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)

    def __dir__(self) -> list[str]:
        return dir(import_module(self._name))

    def __repr__(self) -> str:
        return f"<operation {self._name!r}>"
