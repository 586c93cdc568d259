"""What is not installed with everything: libraries that some verbs need, loaded when they are called.

The core stays small, so that it can be put into any environment; tables, pictures and parsers are in extras. One
function loads their libraries, so that one that is absent is the same error everywhere, which says what to install.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from .errors import NotInstalledError

if TYPE_CHECKING:
    from types import ModuleType


def require(module: str, extra: str = "science") -> ModuleType:
    """Load a library of an extra and return it.

    Parameters
    ----------
    module
        The name that it is imported by, such as ``pandas`` or ``PIL.Image``.
    extra
        What it comes with; named in the error.

    Raises
    ------
    NotInstalledError
        It is not installed, or is and cannot be loaded.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        install = f"pip install 'crucible-client[{extra}]'"
        if isinstance(error, ModuleNotFoundError) and (error.name or package).partition(".")[0] == package:
            message, hint = f"This needs {package}, which is not installed.", f"It comes with {install}."
        else:
            message = f"This needs {package}, which is installed and cannot be loaded: {error}."
            hint = f"Install it anew: {install} --force-reinstall."
        raise NotInstalledError(message, library=package, extra=extra, hint=hint) from error
