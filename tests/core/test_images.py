"""Pictures people send: made anew, bounded, and silent about where they come from."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from entregent.core.images import MOST_BYTES, SIDE, NotAPicture, TooLarge, portrait
from tests.cast import a_picture


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def with_a_place() -> bytes:
    """A photo as a phone takes it: on its side, saying where, when, and by which camera."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CanaryCamera"
    exif.get_ifd(0x8825)[1] = "N"
    two = Image.new("RGB", (40, 20), "red")
    two.paste("blue", (20, 0, 40, 20))
    written = io.BytesIO()
    two.save(written, "JPEG", exif=exif, comment=b"canary comment")
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_picture_becomes_a_small_square_jpeg(kind: str) -> None:
    made = read(portrait(a_picture((900, 700), kind)))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (SIDE, SIDE))


def test_a_small_picture_is_not_blown_up() -> None:
    assert read(portrait(a_picture((12, 9)))).size == (9, 9)


def test_nothing_but_the_pixels_is_kept_and_they_stand_upright() -> None:
    sent = with_a_place()
    assert b"CanaryCamera" in sent
    assert b"canary comment" in sent
    made = portrait(sent)
    assert b"anary" not in made
    upright = read(made)
    assert (dict(upright.getexif()), upright.info.get("comment")) == ({}, None)
    top, bottom = (upright.convert("RGB").getpixel((10, y)) for y in (2, 17))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > top[2], bottom[0] < bottom[2]) == (True, True)


def test_what_shines_through_is_put_on_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    pixel = read(portrait(written.getvalue())).getpixel((4, 4))
    assert pixel == (255, 255, 255)


def a_bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [4_001, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(TooLarge):
        portrait(a_bomb(side))


def test_a_file_larger_than_any_portrait_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        portrait(b"\x00" * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a picture", a_picture((30, 30))[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_picture((9, 9), "GIF"), a_picture((9, 9), "TIFF"),
    ],
    ids=["nothing", "words", "cut", "svg", "gif", "tiff"],
)  # fmt: skip
def test_what_is_no_picture_is_said_so(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        portrait(content)
