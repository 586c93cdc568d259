"""``crucible link`` and ``crucible unlink``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .method import Method

if TYPE_CHECKING:
    from .command import Command


def link_command(name: str, example: str) -> Command:
    """Return the command that links two records, for a place in the grammar."""
    return Method(
        name,
        "client.link",
        example,
        does="Link two records: two datasets, two samples, or a dataset and a sample in either order.\n\n"
        "Of two datasets or two samples the first is the parent; --relationship says whether the other is derived "
        "from it or is part of it. What is linked already stays so.",
        done="{parent_id} and {child_id} are linked.",
    ).command()


def unlink_command(name: str, example: str) -> Command:
    """Return the command that takes a link away, for a place in the grammar."""
    return Method(
        name,
        "client.unlink",
        example,
        does="Remove the link between two records, whichever of them is the parent; crucible link brings it back.",
        done="{id_a} and {id_b} are not linked any more.",
    ).command()


link = link_command("link", "crucible link PARENT CHILD --relationship is_derived_from")
unlink = unlink_command("unlink", "crucible unlink DATASET SAMPLE")
