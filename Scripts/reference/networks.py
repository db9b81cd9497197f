"""Runs the project's networks as a program (the package in networks/) on inputs made here."""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

PACKAGE = Path(__file__).resolve().parent / "networks"


def build():
    subprocess.run(["swift", "build", "-c", "release", "--package-path", PACKAGE], check=True)


def run(network, checkpoint, inputs, precision, threads=2, runs=1):
    """What the network answers to inputs (names and float32 arrays), flat, and its report of time and memory."""
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "inputs.safetensors", Path(folder) / "answer"
        save_file({name: np.ascontiguousarray(value, np.float32) for name, value in inputs.items()}, given)
        program = PACKAGE / ".build" / "release" / "networks"
        arguments = [network, checkpoint, given, answer, precision, threads, runs]
        output = subprocess.run(
            [program, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        return np.fromfile(answer, np.float32), json.loads(output)


def deviation(found, wanted):
    """How far an answer is from the wanted one: the largest difference relative to the largest wanted number, the
    root of the mean square of differences relative to that of the wanted numbers, and the cosine of both."""
    found, wanted = found.astype(np.float64).ravel(), wanted.astype(np.float64).ravel()
    assert found.shape == wanted.shape, f"{found.shape} numbers found, {wanted.shape} wanted"
    difference = found - wanted
    return dict(
        largest=float(np.abs(difference).max() / np.abs(wanted).max()),
        root_mean_square=float(np.sqrt((difference**2).mean() / (wanted**2).mean())),
        cosine=float(found @ wanted / np.linalg.norm(found) / np.linalg.norm(wanted)),
    )
