"""Small pictures of datasets."""

from __future__ import annotations

import base64
import binascii

from ..errors import UnexpectedResponseError
from .base import Field, Record, needed, optional


class Thumbnail(Record):
    """A small picture of a dataset; `image` is the image file, `mime_type` says of which kind.

    `dataset_id` is an internal number of the dataset and not its id. Notebooks show the picture.
    """

    __slots__ = ()
    _shown = ("id", "thumbnail_name", "mime_type")
    _hidden = frozenset({"thumbnail_b64str"})

    id: Field[int] = needed(int)
    dataset_id: Field[int | None] = optional(int)
    thumbnail_name: Field[str | None] = optional(str)
    thumbnail_b64str: Field[str] = needed(str)
    mime_type: Field[str | None] = optional(str)

    @property
    def image(self) -> bytes:
        """The image file.

        Raises
        ------
        UnexpectedResponseError
            What the server sent is no Base64.
        """
        try:
            return base64.b64decode(self.thumbnail_b64str, validate=True)
        except binascii.Error as error:
            raise UnexpectedResponseError(
                f"The image of thumbnail {self.id} is damaged.", hint="Delete it and add it again."
            ) from error

    def _repr_html_(self) -> str:
        from . import notebook

        try:
            source = notebook.picture_address(self.image)
        except UnexpectedResponseError:
            source = None
        if source is None:
            return super()._repr_html_()
        name = notebook.escaped(self.thumbnail_name or f"thumbnail {self.id}")
        style = "background:#fff;max-width:100%"  # a picture may be dark lines on nothing
        return (
            f'<figure style="margin:.3em 0"><img src="{source}" alt="{name}" style="{style}">'
            f"<figcaption>{name}</figcaption></figure>"
        )
