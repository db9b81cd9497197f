#!/usr/bin/env python3
"""Compares the encoder with transformers at the real size of Qwen3-VL-2B, on random weights generated here.

    compare_full_qwen3vl.py [--folder FOLDER] [--precision float32 bfloat16 int8] [--runs 1]

It takes 5 GB on the disk of FOLDER (a temporary one by default, deleted afterwards) and 11 GB of memory. A FOLDER that
is given stays, with the reference's answer, and is used again.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

# The largest differences from float32 that are right, relative to the largest number, and the smallest cosine.
# transformers itself, in bfloat16, is 0.03 from its own answer in float32, with a cosine of 0.99988.
BOUNDS = {"float32": (2e-4, 1 - 1e-8), "bfloat16": (0.05, 0.999), "int8": (0.1, 0.999)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--precision", nargs="+", default=list(BOUNDS), choices=list(BOUNDS))
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qwen3vl-") as temporary:
        compare(options.folder or Path(temporary), options.precision, options.runs)


def compare(folder, precisions, runs):
    import full_qwen3vl
    import networks

    networks.build()
    given = full_qwen3vl.inputs()
    answer = folder / "reference.npy"
    if not answer.exists():
        print("writing weights", flush=True)
        full_qwen3vl.make(folder)
        print("running the reference", flush=True)
        np.save(answer, full_qwen3vl.reference(folder, given))
    wanted = np.load(answer)
    right = True
    for precision in precisions:
        found, report = networks.run("qwen3vl", folder, given, precision, runs=runs)
        measured = networks.deviation(found, wanted)
        print(f"{precision}: " + ", ".join(f"{name} {value:.3g}" for name, value in measured.items()))
        print(f"  1 - cosine {1 - measured['cosine']:.3g}; {report}", flush=True)
        largest, cosine = BOUNDS[precision]
        right = right and measured["largest"] <= largest and measured["cosine"] >= cosine
    if not right:
        raise SystemExit("too far from the reference")


if __name__ == "__main__":
    main()
