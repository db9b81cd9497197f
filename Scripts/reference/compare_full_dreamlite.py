#!/usr/bin/env python3
"""Compares DreamLite's UNet and autoencoder with diffusers at their real sizes, on random weights generated here.

    compare_full_dreamlite.py [--folder FOLDER] [--precision float32 bfloat16 int8] [--runs 1]

One step of the UNet for an edit at 1024 × 1024 with 304 tokens of text, and a picture of 1024 × 1024 into latents and
back. It takes 1 GB on the disk of FOLDER (a temporary one by default, deleted afterwards) and 6 GB of memory. A FOLDER
that is given stays, with the reference's answers, and is used again.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

PRECISIONS = ("float32", "bfloat16", "int8")
# The largest root of the mean square of differences that is right, relative to the wanted numbers.
VELOCITY = {"float32": 1e-5, "bfloat16": 0.03, "int8": 0.08}
LATENTS = {"float32": 1e-5, "bfloat16": 0.02, "int8": 0.05}
# The smallest ratio of 255 to the root of the mean square of differences of bytes, in decibels.
PICTURE = {"float32": 60, "bfloat16": 38, "int8": 32}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--precision", nargs="+", default=list(PRECISIONS), choices=PRECISIONS)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dreamlite-") as temporary:
        compare(options.folder or Path(temporary), options.precision, options.runs)


def compare(folder, precisions, runs):
    import full_dreamlite
    import networks

    networks.build()
    unet, autoencoder = folder / "unet", folder / "vae"
    given, pixels = full_dreamlite.unet_inputs(), full_dreamlite.picture()
    answers = folder / "reference.npz"
    if not answers.exists():
        print("writing weights", flush=True)
        full_dreamlite.make_unet(unet)
        full_dreamlite.make_autoencoder(autoencoder)
        print("running the reference", flush=True)
        latents = full_dreamlite.encoder_reference(autoencoder, pixels)
        picture = full_dreamlite.decoder_reference(autoencoder, latents)
        np.savez(
            answers, velocity=full_dreamlite.unet_reference(unet, given), latents=latents, picture=picture
        )
    wanted = np.load(answers)
    right = True

    def check(name, checkpoint, inputs, expected, bounds):
        nonlocal right
        for precision in precisions:
            found, report = networks.run(name, checkpoint, inputs, precision, runs=runs)
            if name.endswith("decoder"):
                measured = decibels(found, expected)
                right = right and measured >= bounds[precision]
                print(f"{name} {precision}: {measured:.1f} dB")
            else:
                measured = networks.deviation(found, expected)
                right = right and measured["root_mean_square"] <= bounds[precision]
                print(f"{name} {precision}: " + ", ".join(f"{key} {value:.3g}" for key, value in measured.items()))
            print(f"  {report}", flush=True)

    check("autoencoder-tiny-encoder", autoencoder, {"pixels": pixels}, wanted["latents"], LATENTS)
    check("autoencoder-tiny-decoder", autoencoder, {"latents": wanted["latents"]}, wanted["picture"], PICTURE)
    check("dreamlite", unet, given, wanted["velocity"], VELOCITY)
    if not right:
        raise SystemExit("too far from the reference")


def decibels(found, wanted):
    """The peak signal-to-noise ratio of bytes."""
    error = ((found.ravel() - wanted.ravel()) ** 2).mean()
    return 10 * np.log10(255**2 / max(error, 1e-9))


if __name__ == "__main__":
    main()
