"""A tiny Qwen3-VL with random weights, and what transformers computes with it, block by block.

Tests/DiffusionModelsTests/Fixtures/Qwen3VL receives
    config.json, model.safetensors  as save_pretrained writes them (bfloat16)
    preprocessor_config.json        as the image processor writes it
    recorded.safetensors            inputs, and the outputs of every block in float32
    lanczos.safetensors             pictures before and after Pillow's resize
Pictures, token numbers and positions are whole numbers below 257 and stored as bfloat16, which holds them exactly.
"""

import math
import shutil

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

IMAGE, VISION_START, VISION_END = 91, 88, 89


def configuration():
    """No two sizes are the same where they could be mistaken for one another, and heads * head_dim is not the width.
    The base of the text's rotation is small, or the slow frequencies of so short a text would hardly turn."""
    return Qwen3VLConfig(
        text_config=dict(
            vocab_size=96, hidden_size=40, intermediate_size=72, num_hidden_layers=3, num_attention_heads=4,
            num_key_value_heads=2, head_dim=16, rms_norm_eps=1e-6, max_position_embeddings=1024,
            rope_parameters=dict(
                rope_theta=100.0, rope_type="default", mrope_section=[5, 2, 1], mrope_interleaved=True
            ),
        ),
        vision_config=dict(
            depth=3, hidden_size=24, intermediate_size=44, num_heads=3, out_hidden_size=40, patch_size=4,
            num_position_embeddings=36, deepstack_visual_indexes=[0, 2],
        ),
        image_token_id=IMAGE, video_token_id=92, vision_start_token_id=VISION_START, vision_end_token_id=VISION_END,
        # The head is in the file, to show that a reader may leave it there.
        tie_word_embeddings=False,
    )  # fmt: skip


def randomise(model, seed):
    """Weights of the size that training leaves: products keep the scale of their input, no norm is the identity and no
    bias is zero, so that leaving one out shows."""
    generator = torch.Generator().manual_seed(seed)
    normal = lambda shape: torch.randn(shape, generator=generator)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name and name.endswith("weight"):
                value = 1.1 * torch.exp(0.3 * normal(parameter.shape))
            elif name.endswith("bias"):
                value = 0.2 * normal(parameter.shape)
            elif "embed_tokens" in name or "pos_embed" in name:
                value = 0.8 * normal(parameter.shape)
            else:
                value = normal(parameter.shape) / math.sqrt(parameter[0].numel())
                value *= 1.6 if ("qkv" in name or "proj.weight" in name) else 1.2
            parameter.copy_(value)


def picture(generator, height, width):
    """Coarse blobs with noise over them, so that neighbouring patches differ but are no pure noise."""
    coarse = generator.integers(0, 256, (height // 4 + 1, width // 4 + 1, 3))
    fine = np.repeat(np.repeat(coarse, 4, 0), 4, 1)[:height, :width]
    return np.clip(fine + generator.integers(-40, 41, (height, width, 3)), 0, 255).astype(np.uint8)


def record_model(folder):
    torch.manual_seed(0)
    model = Qwen3VLForConditionalGeneration(configuration()).eval()
    randomise(model, seed=20)
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    # Read back rather than widened: narrowing has rounded the frequencies of the rotations too, which no file holds.
    model = Qwen3VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()

    processor = Qwen2VLImageProcessorPil(
        patch_size=4, temporal_patch_size=2, merge_size=2, image_mean=[0.5, 0.45, 0.4], image_std=[0.5, 0.25, 0.3],
        size=dict(shortest_edge=64, longest_edge=4096),
    )  # fmt: skip
    processor.save_pretrained(folder)

    generator = np.random.default_rng(21)
    pictures = [picture(generator, 16, 24), picture(generator, 32, 16)]
    processed = processor([Image.fromarray(p) for p in pictures], return_tensors="pt")
    ids = [3, 64, 27, VISION_START] + [IMAGE] * 6 + [VISION_END, 9, VISION_START] + [IMAGE] * 8
    ids = torch.tensor([ids + [VISION_END, 77, 5, 50, 3]])
    recorded = edit_outputs(model, ids, processed)
    for index, image in enumerate(pictures):
        recorded[f"picture.{index}"] = torch.from_numpy(image).to(torch.bfloat16)

    words = torch.tensor([[14, 81, 2, 2, 59, 63, 20, 7, 31]])
    with torch.no_grad():
        output = model(input_ids=words, attention_mask=torch.ones_like(words), output_hidden_states=True)
    recorded["words.tokens"] = words[0].to(torch.bfloat16)
    recorded["words.hidden_states"] = output.hidden_states[-1][0]
    write(recorded, folder / "recorded.safetensors")


def edit_outputs(model, ids, processed):
    """Runs a text with pictures and keeps what enters and leaves every block."""
    kept, hooks = {}, []

    def keep(module, name, pick=lambda output: output):
        hooks.append(module.register_forward_hook(lambda _, inputs, output: kept.__setitem__(name, pick(output))))

    def keep_input(module, name):
        hooks.append(module.register_forward_pre_hook(lambda _, inputs: kept.__setitem__(name, inputs[0])))

    vision, text = model.model.visual, model.model.language_model
    keep(vision.patch_embed, "vision.patches")
    keep_input(vision.blocks[0], "vision.positioned")
    keep(vision.rotary_pos_emb, "vision.cosines", lambda output: output[0])
    keep(vision.rotary_pos_emb, "vision.sines", lambda output: output[1])
    for index, block in enumerate(vision.blocks):
        keep(block, f"vision.blocks.{index}")
    keep(vision.merger, "vision.merged")
    for index, merger in enumerate(vision.deepstack_merger_list):
        keep(merger, f"vision.deepstack.{index}")
    keep(text.rotary_emb, "text.cosines", lambda output: output[0][0])
    keep(text.rotary_emb, "text.sines", lambda output: output[1][0])
    for index, layer in enumerate(text.layers):
        # The input of a layer has the deepstack features of the one before in it; its output has not.
        keep_input(layer, f"text.layers.{index}.input")
        keep(layer, f"text.layers.{index}.output")

    types = (ids == IMAGE).int()
    with torch.no_grad():
        output = model(
            input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=types,
            pixel_values=processed.pixel_values, image_grid_thw=processed.image_grid_thw, output_hidden_states=True,
        )  # fmt: skip
        positions, _ = model.model.get_rope_index(
            ids, mm_token_type_ids=types, image_grid_thw=processed.image_grid_thw
        )
    for hook in hooks:
        hook.remove()

    kept = {name: value[0] if value.ndim == 3 else value for name, value in kept.items()}
    kept["tokens"] = ids[0].to(torch.bfloat16)
    kept["positions"] = positions[:, 0].to(torch.bfloat16)
    kept["pixel_values"] = processed.pixel_values
    kept["text.hidden_states"] = output.hidden_states[-1][0]
    return kept


def record_lanczos(folder):
    """Both ways smaller, both larger, one of each (Pillow 13 then starts with the rows), and one way alone."""
    generator = np.random.default_rng(22)
    sizes = [((31, 29), (12, 14)), ((5, 7), (13, 16)), ((30, 9), (11, 13)), ((9, 30), (13, 11)), ((12, 25), (12, 10))]
    tensors = {}
    for index, ((height, width), (to_height, to_width)) in enumerate(sizes):
        source = picture(generator, height, width)
        result = np.asarray(Image.fromarray(source).resize((to_width, to_height), Image.Resampling.LANCZOS))
        tensors[f"{index}.source"] = torch.from_numpy(source).to(torch.bfloat16)
        tensors[f"{index}.result"] = torch.from_numpy(result.copy()).to(torch.bfloat16)
    write(tensors, folder / "lanczos.safetensors")

    # Sizes as in use, too large to store: the picture is made by a rule and the result kept as a number (FNV-1a).
    for height, width, to_height, to_width in [(768, 1024, 512, 512), (300, 1100, 512, 512)]:
        index = np.arange(height * width * 3, dtype=np.uint64)
        noise = ((index * 2654435761 & 0xFFFFFFFF) >> 13 & 0xFF).astype(np.uint8).reshape(height, width, 3)
        result = np.asarray(Image.fromarray(noise).resize((to_width, to_height), Image.Resampling.LANCZOS))
        hash = 0xCBF29CE484222325
        for byte in result.tobytes():
            hash = (hash ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        print(f"  {width}x{height} to {to_width}x{to_height}: {hash:#018x}")


def write(tensors, path):
    save_file({name: value.contiguous() for name, value in tensors.items()}, path)


def record(fixtures):
    folder = fixtures / "Qwen3VL"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    record_model(folder)
    record_lanczos(folder)
    for path in sorted(folder.iterdir()):
        print(f"  {path.name}: {path.stat().st_size} bytes")
