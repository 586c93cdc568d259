"""The languages of shells, as far as lines for them are printed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SHELLS = ("bash", "zsh", "fish", "powershell", "cmd")
QUOTE, ESCAPED = "'", r"'\''"


def detected_shell() -> str:
    """Return the shell that this was most likely called from."""
    name = Path(os.environ.get("SHELL", "")).stem
    if name in SHELLS:
        return name
    if sys.platform != "win32":
        return "bash"
    # PowerShell puts the user's own modules before those of the machine, which every program sees.
    home = str(Path.home()).lower()
    return "powershell" if home in os.environ.get("PSMODULEPATH", "").lower() else "cmd"


def assignment(shell: str, name: str, value: str) -> str:
    r"""Return the line that sets a variable.

    >>> print(assignment("bash", "FILE", "ada's.pem"))
    export FILE='ada'\''s.pem'
    """
    match shell:
        case "fish":
            escaped = value.replace("\\", r"\\").replace(QUOTE, r"\'")
            return f"set -gx {name} '{escaped}'"
        case "powershell":
            return f"$Env:{name} = '{value.replace(QUOTE, QUOTE * 2)}'"
        case "cmd":
            return f'SET "{name}={value}"'
    return f"export {name}='{value.replace(QUOTE, ESCAPED)}'"
