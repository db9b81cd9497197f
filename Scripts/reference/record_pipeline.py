"""A whole edit with a tiny DreamLite: the pipeline of diffusers, from words and a picture to a picture.

The UNet, the autoencoder and the tokeniser are those of the other fixtures; Tests/DiffusionEngineTests/Fixtures/pipeline
receives what is new: a text encoder of their sizes, the settings, and the recorded latents and picture.
"""

import json

import numpy as np
import torch
from diffusers import AutoencoderTiny, DreamLiteMobilePipeline, FlowMatchEulerDiscreteScheduler
from diffusers.models.unets.unet_dreamlite import DreamLiteUNetModel
from PIL import Image
from safetensors.torch import save_file
from transformers import BatchFeature, PreTrainedTokenizerFast, Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from record_qwen3vl import picture, randomise

TARGET = "DiffusionEngineTests"
PROMPT = "snow on the roofs"
SEED = 7
WIDTH, HEIGHT = 48, 64


def encoder(tokenizer):
    token = tokenizer.convert_tokens_to_ids
    return Qwen3VLForConditionalGeneration(
        Qwen3VLConfig(
            text_config=dict(
                vocab_size=len(tokenizer), hidden_size=16, intermediate_size=24, num_hidden_layers=2,
                num_attention_heads=2, num_key_value_heads=1, head_dim=16, rms_norm_eps=1e-6,
                max_position_embeddings=1024,
                rope_parameters=dict(
                    rope_theta=100.0, rope_type="default", mrope_section=[4, 2, 2], mrope_interleaved=True
                ),
            ),
            vision_config=dict(
                depth=2, hidden_size=16, intermediate_size=24, num_heads=2, out_hidden_size=16, patch_size=16,
                num_position_embeddings=16, deepstack_visual_indexes=[0],
            ),
            image_token_id=token("<|image_pad|>"), video_token_id=token("<|video_pad|>"),
            vision_start_token_id=token("<|vision_start|>"), vision_end_token_id=token("<|vision_end|>"),
            tie_word_embeddings=True,
        )
    ).eval()  # fmt: skip


class Processor:
    """What Qwen3VLProcessor does for one text with one picture; that one cannot be made without torchvision."""

    def __init__(self, images, tokenizer):
        self.images, self.tokenizer = images, tokenizer

    def __call__(self, text, images, padding, return_tensors):
        processed = self.images(images, return_tensors=return_tensors)
        count = int(processed["image_grid_thw"][0].prod()) // self.images.merge_size**2
        text = [text[0].replace("<|image_pad|>", "<|image_pad|>" * count)]
        tokens = self.tokenizer(text, return_tensors=return_tensors)
        pad = self.tokenizer.convert_tokens_to_ids("<|image_pad|>")
        kinds = (tokens["input_ids"] == pad).int()
        return BatchFeature(
            {
                "input_ids": tokens["input_ids"],
                "attention_mask": tokens["attention_mask"],
                "mm_token_type_ids": kinds,
                **processed,
            }
        )


def record(fixtures):
    tests = fixtures.parents[1]
    folder = fixtures / "pipeline"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(tests / "TextTokenizersTests/Fixtures/qwen.json"), pad_token="<|endoftext|>"
    )

    torch.manual_seed(0)
    model = encoder(tokenizer)
    randomise(model, seed=40)
    model.to(torch.bfloat16).save_pretrained(folder / "text_encoder")
    (folder / "text_encoder/generation_config.json").unlink(missing_ok=True)
    model = Qwen3VLForConditionalGeneration.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval()

    images = Qwen2VLImageProcessorPil(
        patch_size=16, temporal_patch_size=2, merge_size=2, image_mean=[0.5] * 3, image_std=[0.5] * 3,
        size=dict(shortest_edge=65536, longest_edge=16777216),
    )  # fmt: skip
    images.save_pretrained(folder / "processor")
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.16)
    scheduler.save_pretrained(folder / "scheduler")

    networks = tests / "DiffusionModelsTests/Fixtures"
    pipeline = DreamLiteMobilePipeline(
        text_encoder=model,
        tokenizer=tokenizer,
        processor=Processor(images, tokenizer),
        vae=AutoencoderTiny.from_pretrained(networks / "AutoencoderTiny").float().eval(),
        unet=DreamLiteUNetModel.from_pretrained(networks / "DreamLite").float().eval(),
        scheduler=scheduler,
    )
    index = {"_class_name": "DreamLiteMobilePipeline", "_diffusers_version": "0.42.1"}
    (folder / "model_index.json").write_text(json.dumps(index) + "\n")
    pipeline.set_progress_bar_config(disable=True)

    source = Image.fromarray(picture(np.random.default_rng(41), HEIGHT, WIDTH))

    def edit(kind):
        generator = torch.Generator().manual_seed(SEED)
        return pipeline(PROMPT, source, generator=generator, output_type=kind).images

    latents = edit("latent")[0].permute(1, 2, 0).contiguous()
    result = np.array(edit("pil")[0])
    bytes_of = lambda image: torch.from_numpy(np.array(image).astype(np.float32))
    save_file(
        {"source": bytes_of(source), "latents": latents, "result": bytes_of(result)}, folder / "recorded.safetensors"
    )


if __name__ == "__main__":
    from pathlib import Path

    record(Path(__file__).resolve().parents[2] / "Tests/DiffusionEngineTests/Fixtures")
