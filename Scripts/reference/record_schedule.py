"""Records the noise levels and timesteps of the flow-matching Euler scheduler."""

import json

import numpy
from diffusers import FlowMatchEulerDiscreteScheduler
from diffusers.pipelines.dreamlite.pipeline_dreamlite_mobile import calculate_shift

CONFIGURATIONS = {
    "defaults": {},
    "constant": dict(shift=3.0),
    "dynamic": dict(use_dynamic_shifting=True),
    "published": dict(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.16, shift=3.0),
}
STEPS = (1, 2, 4, 28)
TOKENS = (48, 1024, 4096, 16384)


def record(fixtures):
    folder = fixtures / "Schedule"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, settings in CONFIGURATIONS.items():
        scheduler = FlowMatchEulerDiscreteScheduler(**settings)
        scheduler.save_config(folder / name)
        config = scheduler.config
        dynamic = config.use_dynamic_shifting
        for steps in STEPS:
            for tokens in TOKENS if dynamic else TOKENS[:1]:
                mu = calculate_shift(
                    tokens, config.base_image_seq_len, config.max_image_seq_len, config.base_shift, config.max_shift
                )
                sigmas = numpy.linspace(1.0, 1 / steps, steps)
                scheduler.set_timesteps(sigmas=sigmas, mu=mu if dynamic else None)
                rows.append(
                    dict(
                        configuration=name,
                        steps=steps,
                        tokens=tokens,
                        noiseLevels=scheduler.sigmas.tolist(),
                        timesteps=scheduler.timesteps.tolist(),
                    )
                )
    lines = ",\n".join(json.dumps(row) for row in rows)
    (folder / "schedules.json").write_text(f"[\n{lines}\n]\n")
