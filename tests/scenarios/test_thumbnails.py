"""Thumbnails of datasets."""

import base64

import pytest

from crucible import errors

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_an_image_is_added_from_a_file_or_from_bytes_and_comes_back(client, new, tmp_path):
    dataset, path = await new.dataset(), tmp_path / "overview.gif"
    path.write_bytes(GIF)
    by_path = await client.datasets.add_thumbnail(dataset, path)
    by_bytes = await client.datasets.add_thumbnail(dataset, PNG, "second")
    unnamed = await client.datasets.add_thumbnail(dataset, PNG)
    assert [("overview.gif", "image/gif"), ("second", "image/png")] == [
        (one.thumbnail_name, one.mime_type) for one in (by_path, by_bytes)
    ]
    assert dataset.unique_id in unnamed.thumbnail_name
    found = await client.datasets.get_thumbnails(dataset)
    assert [GIF, PNG, PNG] == [thumbnail.image for thumbnail in found]
    assert [by_path] == await client.datasets.get_thumbnails(dataset, limit=1)


async def test_a_thumbnail_gets_another_image_or_name(client, new):
    dataset = await new.dataset()
    made = await client.datasets.add_thumbnail(dataset, GIF, "one")
    renamed = await client.datasets.update_thumbnail(dataset, made, thumbnail_name="two")
    changed = await client.datasets.update_thumbnail(dataset, made.id, PNG)
    assert (("two", GIF), ("two", PNG)) == (
        (renamed.thumbnail_name, renamed.image),
        (changed.thumbnail_name, changed.image),
    )
    with pytest.raises(errors.UsageError, match="image= or thumbnail_name="):
        await client.datasets.update_thumbnail(dataset, made)


async def test_a_deleted_thumbnail_is_gone(client, new):
    dataset = await new.dataset()
    made = await client.datasets.add_thumbnail(dataset, GIF)
    await client.datasets.delete_thumbnail(dataset, made)
    assert [] == await client.datasets.get_thumbnails(dataset)
    with pytest.raises(errors.NotFoundError):
        await client.datasets.delete_thumbnail(dataset, made.id)


async def test_first_thumbnails_of_many_datasets_are_got_at_once(client, new):
    without, with_two = await new.dataset(), await new.dataset()
    for image in (GIF, PNG):
        await client.datasets.add_thumbnail(with_two, image)
    found = await client.datasets.first_thumbnails([without, with_two, with_two.unique_id])
    assert {with_two.unique_id: GIF} == {dataset: thumbnail.image for dataset, thumbnail in found.items()}
    assert {} == await client.datasets.first_thumbnails([])


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("missing.png", "cannot be read"),
        (b"", "empty"),
        (5, "is no picture"),
        (b"%PDF-1.7 nothing", "What was given is no PNG, JPEG.*become a PNG"),
        (__file__, r"test_thumbnails\.py is no PNG"),
    ],
)
async def test_an_image_that_cannot_be_read_is_refused_before_anything_is_sent(client, new, image, words):
    dataset = await new.dataset()
    with pytest.raises(errors.UsageError, match=words):
        await client.datasets.add_thumbnail(dataset, image)
    assert [] == await client.datasets.get_thumbnails(dataset)


async def test_a_notebook_shows_the_picture_and_no_markup_of_its_name(client, new):
    made = await client.datasets.add_thumbnail(await new.dataset(), GIF, "<script>")
    shown = made._repr_html_()
    assert (True, False) == (base64.b64encode(GIF).decode() in shown, "<script>" in shown)
    assert base64.b64encode(GIF).decode() not in repr(made)
