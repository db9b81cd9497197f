#!/usr/bin/env python3
"""A whole DreamLite of the real size with random weights, and the edits that diffusers makes with it.

    full_pipeline.py make FOLDER        writes the checkpoint in the layout of published ones (6 GB), once
    full_pipeline.py reference FOLDER   edits its source.png in float32 (13 GB of memory) and writes what came of it to
                                        FOLDER/recorded.safetensors: source, latents, result

The tokeniser is trained here on the template's words, so that a prompt is about as many tokens as with the published one.
"""

import inspect
import json
import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny, DreamLiteMobilePipeline, FlowMatchEulerDiscreteScheduler
from diffusers.models.unets.unet_dreamlite import DreamLiteUNetModel
from PIL import Image
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3VLForConditionalGeneration
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

import full_dreamlite
import full_qwen3vl
import record_tokenizer
from record_pipeline import Processor

PROMPT = "deep snow on the roofs and warm light in the windows"
SEED = 7
SIDE = 1024
STEPS = 4


def make(folder):
    """Writes everything that a published checkpoint has, and the picture to edit. A whole one stays as it is."""
    if (folder / "model_index.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    full_dreamlite.make_unet(folder / "unet")
    full_dreamlite.make_autoencoder(folder / "vae")
    full_qwen3vl.make(folder / "text_encoder")
    tokenizer = make_tokenizer(folder / "tokenizer")
    name_tokens(folder / "text_encoder/config.json", tokenizer.token_to_id)
    Qwen2VLImageProcessorPil(
        patch_size=16, temporal_patch_size=2, merge_size=2, image_mean=[0.5] * 3, image_std=[0.5] * 3,
        size=dict(shortest_edge=65536, longest_edge=16777216),
    ).save_pretrained(folder / "processor")  # fmt: skip
    FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.16).save_pretrained(
        folder / "scheduler"
    )
    Image.fromarray(full_dreamlite.picture(SIDE, SIDE)).save(folder / "source.png")
    index = {"_class_name": "DreamLiteMobilePipeline", "_diffusers_version": "0.42.1"}
    (folder / "model_index.json").write_text(json.dumps(index) + "\n")


def make_tokenizer(folder):
    """Qwen's normaliser and pattern, and merges that make one token of every word of the template and the prompt."""
    source = inspect.getsource(DreamLiteMobilePipeline)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = record_tokenizer.split(PRETOKENIZE_REGEX)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=20_000, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([source, PROMPT], trainer)
    special = [AddedToken(token, special=True, normalized=False) for token in record_tokenizer.SPECIAL]
    tokenizer.add_special_tokens(special)
    folder.mkdir(exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def name_tokens(path, token):
    """The tokeniser's numbers of the marks that stand for pictures."""
    configuration = json.loads(path.read_text())
    for key, mark in (
        ("image_token_id", "<|image_pad|>"), ("video_token_id", "<|video_pad|>"),
        ("vision_start_token_id", "<|vision_start|>"), ("vision_end_token_id", "<|vision_end|>"),
    ):  # fmt: skip
        configuration[key] = token(mark)
    path.write_text(json.dumps(configuration, indent=2) + "\n")


def read_tokenizer(path):
    return PreTrainedTokenizerFast(tokenizer_file=str(path), pad_token="<|endoftext|>")


def pipeline(folder, dtype, text_encoder=None, unet=None):
    """The pipeline of diffusers, with its own networks or those given. Its noise is that of float32 whatever its own type: PyTorch's generator draws other
    numbers in bfloat16, and the pictures would be others."""
    from diffusers.utils.torch_utils import randn_tensor

    tokenizer = read_tokenizer(folder / "tokenizer/tokenizer.json")
    if text_encoder is None:
        text_encoder = Qwen3VLForConditionalGeneration.from_pretrained(folder / "text_encoder", dtype=dtype).eval()
    edit = DreamLiteMobilePipeline(
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        processor=Processor(Qwen2VLImageProcessorPil.from_pretrained(folder / "processor"), tokenizer),
        vae=AutoencoderTiny.from_pretrained(folder / "vae", torch_dtype=dtype).eval(),
        unet=unet or DreamLiteUNetModel.from_pretrained(folder / "unet", torch_dtype=dtype).eval(),
        scheduler=FlowMatchEulerDiscreteScheduler.from_pretrained(folder / "scheduler"),
    )
    edit.set_progress_bar_config(disable=True)
    factor = edit.vae_scale_factor

    def latents(count, channels, height, width, dtype, device, generator, latents=None):
        return randn_tensor((count, channels, height // factor, width // factor), generator=generator).to(dtype)

    edit.prepare_latents = latents
    return edit


def source(folder):
    return Image.open(folder / "source.png").convert("RGB")


def reference(folder):
    edit = pipeline(folder, torch.float32)
    last = {}
    decode = edit.vae.decode

    def kept(latents, **options):
        last["latents"] = latents
        return decode(latents, **options)

    edit.vae.decode = kept
    picture = source(folder)
    generator = torch.Generator().manual_seed(SEED)
    result = edit(PROMPT, picture, num_inference_steps=STEPS, generator=generator).images[0]
    result.save(folder / "reference.png")
    as_tensor = lambda image: torch.from_numpy(np.array(image).astype(np.float32))
    save_file(
        {
            "source": as_tensor(picture),
            "latents": full_dreamlite.channels_last(last["latents"]),
            "result": as_tensor(result),
        },
        folder / "recorded.safetensors",
    )
    bytes_ = np.array(result)
    print(f"the reference's picture: mean {bytes_.mean():.0f}, deviation {bytes_.std():.0f}, "
          f"{(np.isin(bytes_, (0, 255))).mean():.0%} at the ends of the range")


if __name__ == "__main__":
    {"make": make, "reference": reference}[sys.argv[1]](Path(sys.argv[2]))
