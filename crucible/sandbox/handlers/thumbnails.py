"""Small pictures of datasets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..answers import invalid, not_found
from ..call import EDITOR
from ..images import image_type
from .decisions import MOST_REFERENCES
from .records import readable_among

if TYPE_CHECKING:
    from ..answers import Json
    from ..call import Call
    from ..store.links import Thumbnail


def _shown(thumbnail: Thumbnail) -> Json:
    return {
        "id": thumbnail.id,
        "dataset_id": thumbnail.dataset,
        "thumbnail_name": thumbnail.name,
        "thumbnail_b64str": thumbnail.image,
        "mime_type": thumbnail.mime_type,
    }


def _type_of(image: str) -> str:
    try:
        return image_type(image)
    except ValueError as error:
        message = f"Input should be the Base64 of an image file: {error}"
        raise invalid(("body", "thumbnail_b64str"), message) from error


def list_thumbnails(call: Call) -> Json:
    """The thumbnails of a dataset, oldest first."""
    dataset = call.resource(call["dataset_mfid"], "dataset")
    return [_shown(thumbnail) for thumbnail in call.store.thumbnails.of(dataset.id)]


def add_thumbnail(call: Call) -> Json:
    """Give a dataset a thumbnail."""
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    image = call.body["thumbnail_b64str"]
    return _shown(call.store.thumbnails.add(dataset.id, call.body["thumbnail_name"], image, _type_of(image)))


def _find(call: Call) -> Thumbnail:
    dataset = call.resource(call["dataset_mfid"], "dataset", needs=EDITOR)
    thumbnail = call.store.thumbnails.get(dataset.id, call["thumbnail_id"])
    if thumbnail is None:
        raise not_found(f"Thumbnail {call['thumbnail_id']} of dataset {dataset.mfid}")
    return thumbnail


def update_thumbnail(call: Call) -> Json:
    """Rename a thumbnail, or give it another image."""
    thumbnail = _find(call)
    if "thumbnail_name" in call.body:
        thumbnail = replace(thumbnail, name=call.body["thumbnail_name"])
    if "thumbnail_b64str" in call.body:
        image = call.body["thumbnail_b64str"]
        thumbnail = replace(thumbnail, image=image, mime_type=_type_of(image))
    call.store.thumbnails.update(thumbnail)
    return _shown(thumbnail)


def delete_thumbnail(call: Call) -> Json:
    """Remove a thumbnail."""
    thumbnail = _find(call)
    call.store.thumbnails.remove(thumbnail)
    return {"detail": f"Thumbnail {thumbnail.id} was deleted"}


def list_first_thumbnails(call: Call) -> Json:
    """The oldest thumbnail of each dataset that has one and that the caller may read."""
    if len(call.body) > MOST_REFERENCES:
        raise invalid(("body",), f"At most {MOST_REFERENCES} datasets at once")
    found = (call.store.resources.get(mfid, "dataset") for mfid in call.body)
    datasets = readable_among(call, [dataset.id for dataset in found if dataset is not None])
    first = call.store.thumbnails.first(list(datasets))
    return {datasets[number].mfid: _shown(thumbnail) for number, thumbnail in first.items()}
