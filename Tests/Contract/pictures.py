"""Pictures for the tests, good and bad, made from nothing."""

import base64
import io
import struct
import zlib

import numpy
from PIL import Image


def photo(width=640, height=480, seed=1):
    """A picture with a sky, ground and some texture, so that it compresses like a photograph."""
    noise = numpy.random.default_rng(seed).integers(0, 24, (height, width, 3))
    rows = numpy.linspace(0, 1, height)[:, None, None]
    sky, ground = numpy.array([120, 170, 220]), numpy.array([70, 110, 60])
    pixels = numpy.where(rows < 0.5, sky + 40 * rows, ground + 60 * (1 - rows)) + noise
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def encoded(image, file_format="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def photo_bytes(file_format="JPEG", **options):
    return encoded(photo(**options), file_format)


def data_uri(content, media_type="image/png"):
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def decoded(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def magic_format(content):
    """What the first bytes say, whatever the headers say."""
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if content[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return None


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_with_header(width, height, chunks=(), depth=8, color=2):
    """A PNG that claims a size; its pixels are whatever the chunks say."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n", png_chunk(b"IHDR", header), *chunks, png_chunk(b"IEND", b"")]
    return b"".join(parts)


def zeros_deflated(size):
    """`size` zero bytes as a zlib stream, about a thousandth as long."""
    deflate, parts, block = zlib.compressobj(9), [], bytes(1 << 20)
    for _ in range(size >> 20):
        parts.append(deflate.compress(block))
    return b"".join([*parts, deflate.flush()])
