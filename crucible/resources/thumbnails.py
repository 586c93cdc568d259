"""Small pictures of datasets."""

from __future__ import annotations

import base64
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from crucible_api.api.thumbnails import add_thumbnail, delete_thumbnail, list_thumbnails, update_thumbnail
from crucible_api.models import ThumbnailCreate, ThumbnailUpdate

from ..errors import UsageError
from ..records import Confirmation, Thumbnail
from .arguments import listed
from .base import Operations, given, mfid
from .list_views import first_thumbnails
from .outcome import once
from .pages import checked_limit
from .people import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..plots.small import Picture
    from .base import Reference


# What files of PNG, JPEG, GIF, WebP, BMP and TIFF begin with.
_BEGINNINGS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")


class ThumbnailOperations(Operations):
    """Thumbnails of datasets."""

    async def get_thumbnails(self, dsid: Reference, limit: int | None = 100) -> Sequence[Thumbnail]:
        """Get the thumbnails of a dataset, oldest first.

        Parameters
        ----------
        dsid
            A dataset or its id.
        limit
            How many at most; None for all.
        """
        most = checked_limit(limit)
        answer = await self._port.call(list_thumbnails, dataset_mfid=mfid(dsid, "dataset"))
        return [Thumbnail(item) for item in answer[:most]]

    async def add_thumbnail(self, dsid: Reference, image: Picture, thumbnail_name: str | None = None) -> Thumbnail:
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
        dataset = mfid(dsid, "dataset")
        text, name = _encoded(image)
        body = ThumbnailCreate.from_dict(
            {"thumbnail_name": thumbnail_name or name or f"{dataset}_thumbnail", "thumbnail_b64str": text}
        )
        call = self._port.call(add_thumbnail, dataset_mfid=dataset, body=body)
        return Thumbnail(await once(call, f"client.datasets.get_thumbnails({dataset!r})"))

    async def update_thumbnail(
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
        fields = given(thumbnail_b64str=None if image is None else _encoded(image)[0], thumbnail_name=thumbnail_name)
        if not fields:
            raise UsageError("An update without a field changes nothing.", hint="Give image= or thumbnail_name=.")
        answer = await self._port.call(
            update_thumbnail,
            dataset_mfid=mfid(dsid, "dataset"),
            thumbnail_id=number(thumbnail_id, "thumbnail"),
            body=ThumbnailUpdate.from_dict(fields),
        )
        return Thumbnail(answer)

    async def delete_thumbnail(self, dsid: Reference, thumbnail_id: int | Thumbnail) -> Confirmation:
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
        dataset, thumbnail = mfid(dsid, "dataset"), number(thumbnail_id, "thumbnail")
        return Confirmation(await self._port.call(delete_thumbnail, dataset_mfid=dataset, thumbnail_id=thumbnail) or {})

    async def first_thumbnails(self, dsids: Iterable[Reference]) -> dict[str, Thumbnail]:
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
        return await first_thumbnails(self._port, [mfid(one, "dataset") for one in listed(dsids, "dsids")])


def _encoded(image: Picture) -> tuple[str, str | None]:
    """Return an image as the wire has it, and the name of its file."""
    if isinstance(image, bytes | bytearray | memoryview):
        data, name = bytes(image), None
    elif isinstance(image, str | PathLike):
        data, name = _read(image)
    else:
        from ..plots.small import as_png

        data, name = as_png(image), None
    if not data:
        raise UsageError("The image is empty.", hint="Give the bytes of an image, or the path of its file.")
    if not data.startswith(_BEGINNINGS):
        raise UsageError(
            f"{name or 'What was given'} is no PNG, JPEG, GIF, WebP, BMP or TIFF.",
            hint="Give the path or the bytes of one, or a figure, an array or PIL.Image.open(...), which become a PNG.",
        )
    return base64.b64encode(data).decode("ascii"), name


def _read(path: str | PathLike[str]) -> tuple[bytes, str]:
    try:
        return Path(path).read_bytes(), Path(path).name
    except (OSError, ValueError, TypeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            f"The image {str(path)[:100]!r} cannot be read: {reason}.",
            hint="Give a path, or the bytes of an image file.",
        ) from error
