"""Uploaded pictures: only their pixels come through."""

import io
import struct
import zlib

import pytest
from PIL import Image

from bookings.errors import PictureTooLarge, PictureUnusable
from bookings.pictures import FULL_EDGE, SMALL_EDGE, read_picture
from tests.factories.pictures import picture_file

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_out_as_webp_in_two_sizes(kind: str):
    picture = read_picture(picture_file(width=3200, height=1800, kind=kind))

    opened = [Image.open(io.BytesIO(each)) for each in (picture.full, picture.small)]
    assert [(each.format, each.size) for each in opened] == [
        ("WEBP", (FULL_EDGE, 900)),
        ("WEBP", (SMALL_EDGE, SMALL_EDGE)),
    ]
    assert (picture.width, picture.height) == (FULL_EDGE, 900)


def test_a_small_picture_is_not_blown_up():
    assert (read_picture(picture_file(width=200, height=100))).width == 200


def test_where_and_with_what_it_was_taken_does_not_come_through_but_which_way_is_up_does():
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "A secret camera"
    exif.get_ifd(GPS)[1] = "N"

    picture = read_picture(picture_file(width=40, height=30, kind="JPEG", exif=exif))

    assert (picture.width, picture.height) == (30, 40)
    assert b"secret" not in picture.full + picture.small
    assert dict(Image.open(io.BytesIO(picture.full)).getexif()) == {}


def test_the_same_picture_has_the_same_name():
    assert read_picture(picture_file()).digest == read_picture(picture_file()).digest
    assert read_picture(picture_file()).digest != read_picture(picture_file(colour="red")).digest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture_file(kind="GIF"),
        picture_file(kind="BMP"),
        picture_file()[:60],
        picture_file(width=900, height=900, kind="JPEG")[:900],
    ],
    ids=["nothing", "text", "svg", "gif", "bmp", "half a png", "half a jpeg"],
)
def test_what_is_no_usable_picture_is_refused(content: bytes):
    with pytest.raises(PictureUnusable):
        read_picture(content)


@pytest.mark.parametrize("edge", [8000, 40_000])
def test_a_picture_that_would_fill_memory_is_refused_by_its_head(edge: int):
    head = b"IHDR" + struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    chunks = [head, b"IDAT"]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )

    with pytest.raises(PictureTooLarge):
        read_picture(bomb)
