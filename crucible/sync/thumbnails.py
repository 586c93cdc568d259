"""Small pictures of datasets.

Written by scripts/make_sync.py; do not edit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..transport.port import run
from .base import Operations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..plots.small import Picture
    from ..records import Confirmation, Thumbnail
    from ..resources import thumbnails as coroutines
    from ..resources.base import Reference


class ThumbnailOperations(Operations):
    """Thumbnails of datasets."""

    @cached_property
    def _coroutines(self) -> coroutines.ThumbnailOperations:
        from ..resources.thumbnails import ThumbnailOperations

        return ThumbnailOperations(self._connect())

    def get_thumbnails(self, dsid: Reference, limit: int | None = 100) -> Sequence[Thumbnail]:
        """Get the thumbnails of a dataset, oldest first.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        return run(self._coroutines.get_thumbnails(dsid, limit))

    def add_thumbnail(self, dsid: Reference, image: Picture, thumbnail_name: str | None = None) -> Thumbnail:
        """Give a dataset a thumbnail; repeating it gives it a second one.

        Parameters
        ----------
        dsid
            A dataset or its id.
        image
            The path of an image file (PNG, JPEG, GIF, WebP, BMP or TIFF), or its bytes; these are sent as they are, and
            pages show the first four. Or a figure or axes of matplotlib, a
            picture of Pillow, or an array of numbers (rows and columns, with 3 or 4 colours or without): of these a PNG
            of at most 200 x 200 pixels is made. Arrays of bytes and truth values are taken as they are, other gray ones
            are stretched to their range, and colours are bytes, or fractions from 0 to 1.
        thumbnail_name
            The name of the file unless given.

        Raises
        ------
        UsageError
            There is no such file, it is empty, or it cannot be a picture; nothing was sent.
        NotInstalledError
            Pillow or NumPy is needed and not installed.

        Examples
        --------
        >>> import numpy
        >>> gradient = numpy.linspace(0, 1, 300 * 400).reshape(300, 400)
        >>> client.datasets.add_thumbnail(dataset, gradient, "gradient").thumbnail_name
        'gradient'
        """
        return run(self._coroutines.add_thumbnail(dsid, image, thumbnail_name))

    def update_thumbnail(
        self,
        dsid: Reference,
        thumbnail_id: int | Thumbnail,
        image: Picture | None = None,
        thumbnail_name: str | None = None,
    ) -> Thumbnail:
        """Give a thumbnail another image, another name, or both.

        Parameters
        ----------
        dsid
            A dataset or its id.
        thumbnail_id
            A thumbnail or its number.
        image, thumbnail_name
            See `add_thumbnail`; what is not given stays as it is.

        Raises
        ------
        UsageError
            Neither is given, or the image cannot be read; nothing was sent.
        NotFoundError
            The dataset has no such thumbnail.
        """
        return run(self._coroutines.update_thumbnail(dsid, thumbnail_id, image, thumbnail_name))

    def delete_thumbnail(self, dsid: Reference, thumbnail_id: int | Thumbnail) -> Confirmation:
        """Take a thumbnail away from a dataset, for good.

        Parameters
        ----------
        dsid
            A dataset or its id.
        thumbnail_id
            A thumbnail or its number.

        Raises
        ------
        NotFoundError
            The dataset has no such thumbnail.
        """
        return run(self._coroutines.delete_thumbnail(dsid, thumbnail_id))

    def first_thumbnails(self, dsids: Iterable[Reference]) -> dict[str, Thumbnail]:
        """Get the oldest thumbnail of each of many datasets, in few requests.

        Parameters
        ----------
        dsids
            Datasets or their ids.

        Returns
        -------
        dict
            Thumbnails by the ids of their datasets. Datasets without one, and those that the caller may not see, are
            missing.
        """
        return run(self._coroutines.first_thumbnails(dsids))
