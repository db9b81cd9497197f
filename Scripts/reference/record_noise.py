"""Records the noise of PyTorch's CPU generator."""

import json

import torch

SEEDS = (0, 42, 4294967297, 123456789012345)
SIZES = (1, 2, 15, 16, 17, 31, 33, 1000, 65536)


def record(fixtures):
    folder = fixtures / "Noise"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for seed in SEEDS:
        for size in SIZES:
            values = torch.randn(size, generator=torch.Generator().manual_seed(seed), dtype=torch.float32)
            bits = values.view(torch.int32)
            # Long arrays are recorded by both ends and the exclusive or of all bit patterns.
            mixed = 0
            for word in bits.tolist():
                mixed ^= word & 0xFFFFFFFF
            rows.append(
                dict(seed=seed, size=size, mixed=mixed, first=values[:16].tolist(), last=values[-17:].tolist())
            )
    lines = ",\n".join(json.dumps(row) for row in rows)
    (folder / "noise.json").write_text(f"[\n{lines}\n]\n")
