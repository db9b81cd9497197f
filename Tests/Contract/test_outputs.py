"""Each shape, size and format that can be asked for: 42 outputs."""

import itertools

import pytest

from client import MODEL, PROMPT
from pictures import data_uri, decoded, magic_format, photo_bytes

SIZES = {
    "16:9": (1280, 720), "9:16": (720, 1280), "1:1": (1024, 1024), "4:3": (1152, 864), "3:4": (864, 1152),
    "3:2": (1248, 832), "2:3": (832, 1248),
}
CASES = list(itertools.product(SIZES, ("1K", "2K"), ("png", "jpeg", "webp")))


def check(response, ratio, resolution, output_format):
    assert response.status_code == 200, response.text[:500]
    factor = 2 if resolution == "2K" else 1
    image = decoded(response.content)
    assert image.size == tuple(side * factor for side in SIZES[ratio])
    assert image.mode == "RGB"
    assert magic_format(response.content) == output_format
    assert response.headers["Content-Type"] == f"image/{output_format}"


@pytest.mark.parametrize("ratio, resolution, output_format", CASES)
def test_output_is_exactly_what_was_asked_for(wire, uploaded, ratio, resolution, output_format):
    response = wire.generate(
        "v1", "rehearse-copy", image_url=uploaded, aspect_ratio=ratio, resolution=resolution, output_format=output_format
    )
    check(response, ratio, resolution, output_format)


@pytest.mark.parametrize("ratio, resolution, output_format", [("16:9", "1K", "png"), ("2:3", "2K", "jpeg"), ("1:1", "1K", "webp")])
def test_default_engine_keeps_to_it_too(wire, uploaded, ratio, resolution, output_format):
    response = wire.generate(
        "v1", MODEL, image_url=uploaded, aspect_ratio=ratio, resolution=resolution, output_format=output_format
    )
    check(response, ratio, resolution, output_format)
