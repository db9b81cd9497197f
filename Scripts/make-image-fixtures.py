#!/usr/bin/env python3
"""Makes the pictures in Tests/ImageCodecsTests/Fixtures, and what an independent reader sees in each.

    apt-get install imagemagick libvips-tools python3-pil python3-numpy icc-profiles-free
    Scripts/make-image-fixtures.py PHOTO

`PHOTO` is a photograph free of rights; the committed ones come from NASA's portrait of Eileen Collins (public domain).
For every `name.ext` ImageMagick (with littleCMS) writes `name.expected.png`: upright, in sRGB, 8 bits, on white.
The files are committed, so running the tests needs none of this.
"""

import pathlib
import struct
import subprocess
import sys

import numpy
from PIL import Image, ImageOps

FIXTURES = pathlib.Path(__file__).parent.parent / "Tests/ImageCodecsTests/Fixtures"
SRGB = "/usr/share/color/icc/sRGB.icc"
SIZE = (64, 64)


# ICC profiles (ICC.1:2001-04), written here because the usual ones may not be redistributed.


def profile(device_class: bytes, colour_space: bytes, connection_space: bytes, tags: dict[bytes, bytes]) -> bytes:
    offset = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(data), len(content))
        data += content
    header = struct.pack(">I", offset + len(data)) + bytes(4) + struct.pack(">I", 0x02400000)
    header += device_class + colour_space + connection_space + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp"
    header += bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + data


def text(value: str) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(value) + 1) + value.encode() + b"\0" + bytes(78)


def xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def curve(values) -> bytes:
    return b"curv" + bytes(4) + struct.pack(f">I{len(values)}H", len(values), *(round(value * 65535) for value in values))


def srgb_to_linear(value):
    return numpy.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(value):
    value = numpy.clip(value, 0, 1)
    return numpy.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)


# Primaries adapted to D50, columns red, green, blue.
DISPLAY_P3 = numpy.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
SRGB_D50 = numpy.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])


def display_p3_profile() -> bytes:
    tone = curve(srgb_to_linear(numpy.linspace(0, 1, 256)))
    tags = {b"desc": text("P3 primaries"), b"cprt": text("public domain"), b"wtpt": xyz(0.9642, 1, 0.8249)}
    for index, colour in enumerate([b"r", b"g", b"b"]):
        tags[colour + b"XYZ"] = xyz(*DISPLAY_P3[:, index])
        tags[colour + b"TRC"] = tone
    return profile(b"mntr", b"RGB ", b"XYZ ", tags)


def gray_profile() -> bytes:
    tone = curve(numpy.linspace(0, 1, 256) ** 1.8)
    tags = {b"desc": text("gamma 1.8"), b"cprt": text("public domain"), b"wtpt": xyz(0.9642, 1, 0.8249), b"kTRC": tone}
    return profile(b"mntr", b"GRAY", b"XYZ ", tags)


def cmyk_profile() -> bytes:
    """Four inks of ordinary colours with some dot gain, as a table of 7⁴ Lab values (`mft1`)."""
    grid = numpy.linspace(0, 1, 7)
    inks = numpy.stack(numpy.meshgrid(grid, grid, grid, grid, indexing="ij"), -1).reshape(-1, 4) ** 0.85
    passes = numpy.array([[0.05, 0.35, 0.60], [0.60, 0.06, 0.25], [0.90, 0.80, 0.05], [0.03, 0.03, 0.03]])
    linear = numpy.prod(1 - inks[:, :, None] * (1 - passes[None]), axis=1)
    ratio = linear @ SRGB_D50.T / numpy.array([0.9642, 1, 0.8249])
    f = numpy.where(ratio > 0.008856, numpy.cbrt(ratio), 7.787 * ratio + 16 / 116)
    lab = numpy.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], -1)
    codes = numpy.clip(numpy.round(numpy.stack([lab[:, 0] * 2.55, lab[:, 1] + 128, lab[:, 2] + 128], -1)), 0, 255)
    ramp = bytes(range(256))
    table = b"mft1" + bytes(4) + bytes([4, 3, 7, 0]) + struct.pack(">9i", *(65536 * v for v in (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    table += ramp * 4 + codes.astype(numpy.uint8).tobytes() + ramp * 3
    tags = {b"desc": text("four inks"), b"cprt": text("public domain"), b"wtpt": xyz(0.9642, 1, 0.8249), b"A2B0": table}
    return profile(b"prtr", b"CMYK", b"Lab ", tags)


# Pictures.


def chart() -> Image.Image:
    """Seven flat areas that no turn or mirroring maps onto themselves."""
    pixels = numpy.full((64, 80, 3), 235, numpy.uint8)
    for (top, bottom, left, right), colour in {
        (0, 24, 0, 32): (200, 30, 30),
        (0, 24, 32, 80): (30, 160, 60),
        (24, 40, 0, 16): (30, 60, 200),
        (40, 64, 0, 48): (240, 200, 40),
        (40, 64, 48, 80): (20, 20, 20),
        (28, 36, 56, 72): (150, 60, 160),
    }.items():
        pixels[top:bottom, left:right] = colour
    return Image.fromarray(pixels)


# What has to be done to an upright picture so that a reader who obeys EXIF's orientation undoes it.
UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def make_orientations() -> None:
    upright = chart()
    upright.save(FIXTURES / "chart.png", optimize=True)
    for orientation in range(1, 9):
        stored = upright.transpose(UNDO[orientation]) if orientation in UNDO else upright
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x8825] = {1: "N", 2: (35.0, 41.0, 0.0)}
        stored.save(FIXTURES / f"orientation-{orientation}.png", exif=exif, optimize=True)
        stored.save(FIXTURES / f"orientation-{orientation}.jpg", exif=exif, quality=95, subsampling=0)
        stored.save(FIXTURES / f"orientation-{orientation}.webp", exif=exif, lossless=True)


def make_colours(photo: Image.Image) -> None:
    pixels = numpy.asarray(photo)
    value = pixels / 255.0
    p3 = display_p3_profile()
    photo.save(FIXTURES / "display-p3.png", icc_profile=p3, optimize=True)
    photo.save(FIXTURES / "display-p3.jpg", icc_profile=p3, quality=90)

    black = 0.8 * (1 - value.max(-1, keepdims=True))
    inks = numpy.concatenate([numpy.clip(1 - value - black, 0, 1), black], -1)
    cmyk = Image.fromarray(numpy.round(inks * 255).astype(numpy.uint8), "CMYK")
    cmyk.save(FIXTURES / "cmyk.jpg", icc_profile=cmyk_profile(), quality=90)

    deep = numpy.round(linear_to_srgb(srgb_to_linear(value) * 0.9) * 65535).astype(">u2")
    write_png16(FIXTURES / "rgb-16-bit.png", deep)
    write_png16(FIXTURES / "gray-16-bit.png", deep[:, :, 1:2])

    photo.quantize(48).save(FIXTURES / "palette.png", optimize=True)
    photo.quantize(48).save(FIXTURES / "still.gif")
    photo.convert("L").save(FIXTURES / "gray.jpg", quality=90)
    photo.convert("L").save(FIXTURES / "gray-profile.jpg", quality=90, icc_profile=gray_profile())
    photo.save(FIXTURES / "progressive.jpg", quality=90, progressive=True)

    photo.save(FIXTURES / "still.ppm")
    subprocess.run(["vips", "copy", FIXTURES / "still.ppm", f"{FIXTURES / 'still.avif'}[Q=80]"], check=True)
    (FIXTURES / "still.ppm").unlink()

    fade = numpy.tile(numpy.linspace(0, 255, SIZE[0]).astype(numpy.uint8), (SIZE[1], 1))
    translucent = Image.fromarray(numpy.dstack([pixels, fade]))
    translucent.save(FIXTURES / "alpha.png", optimize=True)
    translucent.save(FIXTURES / "alpha.webp", quality=90)
    translucent.convert("LA").save(FIXTURES / "gray-alpha.png", optimize=True)
    translucent.quantize(48, method=Image.Quantize.FASTOCTREE).save(FIXTURES / "palette-alpha.png", optimize=True)

    second = Image.fromarray(255 - pixels)
    photo.quantize(32).save(FIXTURES / "animation.gif", save_all=True, append_images=[second.quantize(8)], duration=100)
    photo.save(FIXTURES / "animation.webp", save_all=True, append_images=[second], duration=100, quality=90)


def write_png16(path: pathlib.Path, samples: numpy.ndarray) -> None:
    """Sixteen bits a channel, which Pillow cannot write: by way of PPM or PGM."""
    height, width, channels = samples.shape
    header = f"{'P6' if channels == 3 else 'P5'} {width} {height} 65535\n".encode()
    subprocess.run(["convert", "ppm:-", "-strip", f"PNG:{path}"], input=header + samples.tobytes(), check=True)


def make_expectations() -> None:
    for path in sorted(FIXTURES.iterdir()):
        name = path.stem + "-" + path.suffix[1:]
        if path.stem == "chart" or path.suffix == ".avif":
            continue
        if path.stem.startswith("orientation"):
            turned = numpy.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB")).astype(int)
            assert abs(turned - numpy.asarray(chart())).mean() < 2, f"Pillow does not see the chart in {path.name}"
            continue
        has_profile = subprocess.run(["identify", "-format", "%[profile:icc]", f"{path}[0]"], capture_output=True).stdout
        to_srgb = ["-intent", "perceptual", "-profile", SRGB] if has_profile else []
        to_srgb += ["-colorspace", "sRGB", "-background", "white", "-alpha", "remove", "-alpha", "off", "-depth", "8"]
        output = FIXTURES / f"{name}.expected.png"
        subprocess.run(["convert", f"{path}[0]", *to_srgb, "-strip", f"PNG24:{output}"], check=True)
        Image.open(output).convert("RGB").save(output, optimize=True)


def main() -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.iterdir():
        old.unlink()
    photo = Image.open(sys.argv[1]).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS, box=(140, 0, 396, 256))
    make_orientations()
    make_colours(photo)
    make_expectations()


if __name__ == "__main__":
    main()
