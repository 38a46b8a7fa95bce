"""Pictures people send: read with bounds, made anew as small squares, nothing else of the file kept."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 480
MOST_BYTES = 8_000_000
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}  # a JPEG is read at an eighth of its size
QUALITY = 84


class NotAPicture(ValueError):
    """No JPEG, PNG or WebP, or a damaged one."""


class TooLarge(ValueError):
    """More bytes or more pixels than a portrait needs."""


def portrait(content: bytes) -> bytes:
    """A JPEG of at most 480 × 480 without a word of what stood beside the pixels: place, date, camera, thumbnail."""
    if len(content) > MOST_BYTES:
        raise TooLarge
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below, before a pixel is read
        try:
            return _made_anew(content)
        except (TooLarge, Image.DecompressionBombError) as error:
            raise TooLarge from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            raise NotAPicture from error


def _made_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as sent:
        if sent.width * sent.height > MOST_PIXELS[sent.format or "PNG"]:
            raise TooLarge
        sent.draft("RGB", (2 * SIDE, 2 * SIDE))
        sent.thumbnail((4 * SIDE, 4 * SIDE))
        upright = ImageOps.exif_transpose(sent).convert("RGBA")
    square = ImageOps.fit(upright, (min(SIDE, *upright.size),) * 2, Image.Resampling.LANCZOS)
    on_white = Image.new("RGB", square.size, "white")
    on_white.paste(square, mask=square.getchannel("A"))
    written = io.BytesIO()
    on_white.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
