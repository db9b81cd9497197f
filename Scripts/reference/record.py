#!/usr/bin/env python3
"""Records the fixtures of the diffusion networks: tiny random models and what the reference implementations answer.

    record.py            records every network
    record.py qwen3vl    records the networks named

A network has a module record_NAME.py beside this file with a function record(fixtures), where fixtures is the folder
Fixtures of the tests of DiffusionModels, or of the target that the module names as TARGET. The reference is PyTorch,
diffusers 0.42.1 and transformers 5.23.0 on the CPU in float32.
"""

import importlib
import os
import sys
from pathlib import Path

# One thread, so that a sum has one order and a recording made twice is the same file.
os.environ.setdefault("OMP_NUM_THREADS", "1")

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent.parent / "Tests"


def main():
    known = sorted(path.stem.removeprefix("record_") for path in HERE.glob("record_*.py"))
    wanted = sys.argv[1:] or known
    for name in wanted:
        if name not in known:
            sys.exit(f"no recorder named {name}; there are: {', '.join(known)}")
    sys.path.insert(0, str(HERE))
    for name in wanted:
        print(f"recording {name}", flush=True)
        module = importlib.import_module(f"record_{name}")
        fixtures = TESTS / getattr(module, "TARGET", "DiffusionModelsTests") / "Fixtures"
        fixtures.mkdir(parents=True, exist_ok=True)
        module.record(fixtures)


if __name__ == "__main__":
    main()
