"""Qwen3-VL-2B at its real size with random weights, and what transformers computes with it in float32."""

import json
import math

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

IMAGE, VISION_START, VISION_END = 151655, 151652, 151653


def configuration():
    return Qwen3VLConfig(
        text_config=dict(
            vocab_size=151936, hidden_size=2048, intermediate_size=6144, num_hidden_layers=28, num_attention_heads=16,
            num_key_value_heads=8, head_dim=128, rms_norm_eps=1e-6, max_position_embeddings=262144,
            rope_parameters=dict(
                rope_theta=5e6, rope_type="default", mrope_section=[24, 20, 20], mrope_interleaved=True
            ),
        ),
        vision_config=dict(
            depth=24, hidden_size=1024, intermediate_size=4096, num_heads=16, out_hidden_size=2048, patch_size=16,
            num_position_embeddings=2304, deepstack_visual_indexes=[5, 11, 17],
        ),
        image_token_id=IMAGE, video_token_id=151656, vision_start_token_id=VISION_START, vision_end_token_id=VISION_END,
        tie_word_embeddings=True,
    )  # fmt: skip


def make(folder, seed=30, shard_bytes=2 << 30):
    """Writes config.json and weights in shards with an index, as published checkpoints of this size come.

    Norm scales scatter about one and no bias is zero. What a layer adds to its input shrinks with the number of layers:
    otherwise a network of random weights multiplies every rounding from layer to layer, as no trained one does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration().save_pretrained(folder)
    with torch.device("meta"):
        model = Qwen3VLForConditionalGeneration(configuration())
    shapes = {name: value.shape for name, value in model.state_dict().items() if name != "lm_head.weight"}

    generator = torch.Generator().manual_seed(seed)
    shards, size = [{}], 0
    places, total = {}, 0
    for name, shape in shapes.items():
        value = torch.randn(shape, generator=generator)
        if "norm" in name and name.endswith("weight"):
            value = torch.exp(0.3 * value)
        elif name.endswith("bias"):
            value *= 0.1
        elif "embed" not in name or "patch_embed" in name:
            value /= math.sqrt(value[0].numel())
            layers = 28 if "language_model" in name else 24
            adds = any(part in name for part in ("o_proj", "down_proj", "attn.proj", "mlp.linear_fc2"))
            value *= 1 / math.sqrt(2 * layers) if adds else 1
        value = value.to(torch.bfloat16)
        if size + value.nbytes > shard_bytes and shards[-1]:
            write_shard(folder, len(shards), shards[-1])
            shards[-1].clear()
            shards.append({})
            size = 0
        shards[-1][name] = value
        places[name] = len(shards)
        size += value.nbytes
        total += value.nbytes
    write_shard(folder, len(shards), shards[-1])
    index = dict(metadata=dict(total_size=total), weight_map={name: shard_name(i) for name, i in places.items()})
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def shard_name(number):
    return f"model-{number:05d}.safetensors"


def write_shard(folder, number, tensors):
    save_file(tensors, folder / shard_name(number), metadata=dict(format="pt"))


def inputs(seed=31):
    """A text of 368 tokens with one picture of 512 × 512, the length of an edit by DreamLite. The patches are random
    within the range of normalised pixels, smooth within a patch."""
    generator = np.random.default_rng(seed)
    words = generator.integers(0, 150000, 110)
    tokens = np.concatenate([words[:60], [VISION_START], np.full(256, IMAGE), [VISION_END], words[60:]])
    coarse = generator.uniform(-1, 1, (1024, 3, 1, 4, 4))
    fine = np.kron(coarse, np.ones((1, 1, 2, 4, 4))) + generator.normal(0, 0.1, (1024, 3, 1, 16, 16))
    patches = np.clip(fine, -1, 1).reshape(1024, 1536).astype(np.float32)
    return {"tokens": tokens, "pictures": [1], "pictures.0.grid": [32, 32], "pictures.0.patches": patches}


def reference(folder, given, dtype=torch.float32):
    """The hidden states that the pipeline takes, without the language-model head that it does not need."""
    model = Qwen3VLForConditionalGeneration.from_pretrained(folder, dtype=dtype).eval()
    tokens = torch.from_numpy(np.asarray(given["tokens"], np.int64))[None]
    with torch.inference_mode():
        states = model.model(
            input_ids=tokens, attention_mask=torch.ones_like(tokens), mm_token_type_ids=(tokens == IMAGE).int(),
            pixel_values=torch.from_numpy(given["pictures.0.patches"]), image_grid_thw=torch.tensor([[1, 32, 32]]),
            use_cache=False,
        ).last_hidden_state  # fmt: skip
    return states[0].float().numpy()
