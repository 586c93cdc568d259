"""What people are shown of records inside a record: one line where a line says it, small tables of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

ABILITY: Final = "can_"
ABILITIES: Final = frozenset({"capabilities", "user_capabilities"})
MOST: Final = 5
"""Fields of a record that still fit on a line."""


def in_a_line(name: str, value: Mapping[str, Any]) -> str | None:  # Any: JSON
    """Return the value of a field as one line, if it is a record, a quantity or what one may do; None if it takes more.

    Examples
    --------
    >>> in_a_line("project", {"unique_id": "0tr2xf", "project_id": "films", "title": "Films of 2026"})
    'films, Films of 2026 (0tr2xf)'
    >>> in_a_line("owner", {"unique_id": "0tr2xf", "username": "ada", "first_name": "Ada", "last_name": "Byron"})
    'ada, Ada Byron (0tr2xf)'
    >>> in_a_line("capabilities", {"can_edit": True, "can_manage_access": True, "max_grant_role": "admin"})
    'edit, manage access; max grant role admin'
    >>> in_a_line("temperature", {"value": 700, "unit": "degC"})
    '700 degC'
    """
    if name in ABILITIES and any(one.startswith(ABILITY) for one in value):
        return _abilities(value)
    if value.keys() == {"value", "unit"} and not any(isinstance(one, (Mapping, list)) for one in value.values()):
        return " ".join(str(one) for one in (value["value"], value["unit"]) if one is not None)  # a quantity
    if "unique_id" not in value or len(value) > MOST or any(isinstance(one, (Mapping, list)) for one in value.values()):
        return None
    people = " ".join(str(value[field]) for field in ("first_name", "last_name") if value.get(field))
    names = [
        str(one)
        for field, one in value.items()
        if field not in ("unique_id", "first_name", "last_name") and one is not None
    ]
    return f"{', '.join([*names, *([people] if people else [])])} ({value['unique_id']})"


def _abilities(value: Mapping[str, Any]) -> str:
    able = [name.removeprefix(ABILITY) for name, one in value.items() if name.startswith(ABILITY) and one is True]
    others = [f"{name} {one}" for name, one in value.items() if not name.startswith(ABILITY) and one is not None]
    return "; ".join([", ".join(able) or "nothing", *others]).replace("_", " ")


def in_columns(values: Sequence[Any]) -> list[str]:
    """Return the columns of a small table of records that say anything; none if a table does not show them.

    >>> in_columns([{"unique_id": "0tr2xf", "role": "editor"}, {"unique_id": "0tr2xg", "role": "viewer"}])
    ['unique_id', 'role']
    """
    if not all(isinstance(one, Mapping) for one in values):
        return []
    names = dict.fromkeys(
        name for one in values for name, cell in one.items() if cell is not None and cell is not False
    )
    flat = all(not isinstance(cell, (Mapping, list)) for one in values for cell in one.values())
    return list(names) if flat and len(names) <= MOST + 2 else []
