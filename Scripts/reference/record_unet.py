"""Records a tiny DreamLite UNet: every block's input and output, and four steps of sampling."""

import numpy
import torch
from diffusers import FlowMatchEulerDiscreteScheduler
from diffusers.models.transformers.transformer_2d_dreamlite import (
    BasicTransformerBlockDreamLite,
    DreamLiteTransformer2DModel,
)
from diffusers.models.unets.unet_dreamlite import DreamLiteUNetModel, ResnetBlock2DDreamLite

from recording import Recorder, randomise

TINY = dict(
    act_fn="silu",
    addition_embed_type="time",
    addition_time_embed_dim=8,
    attention_head_dim=(1, 2, 3),
    block_out_channels=(8, 16, 24),
    cross_attention_dim=24,
    down_block_types=(
        "DreamLiteCrossAttnNoSelfAttnDownBlock2D",
        "DreamLiteCrossAttnNoSelfAttnDownBlock2D",
        "DreamLiteCrossAttnDownBlock2D",
    ),
    encoder_hid_dim=16,
    encoder_hid_dim_type="text_proj_rms",
    ff_mult=2,
    in_channels=4,
    layers_per_block=2,
    mid_block_type="DreamLiteUNetMidBlock2DCrossAttn",
    norm_num_groups=4,
    num_kv_heads=1,
    out_channels=4,
    projection_class_embeddings_input_dim=16,
    qk_norm="rms_norm",
    sample_size=16,
    time_embedding_dim=32,
    transformer_layers_per_block=(1, 2, 1),
    up_block_types=(
        "DreamLiteCrossAttnUpBlock2D",
        "DreamLiteCrossAttnNoSelfAttnUpBlock2D",
        "DreamLiteUpBlock2D",
    ),
    use_linear_projection=True,
    use_sep_conv=True,
)
WIDTH, HEIGHT = 48, 64  # of the picture; its latents are 8 × 6, and 8 × 12 beside those of the source
BLOCKS = (ResnetBlock2DDreamLite, BasicTransformerBlockDreamLite, DreamLiteTransformer2DModel)
LAYERS = (".downsamplers.0", ".upsamplers.0")
PARTS = ("conv_in", "time_embedding", "add_embedding", "encoder_hid_proj", "conv_norm_out", "mid_block")


def wanted(name, module):
    block = name.split(".")[0] in ("down_blocks", "up_blocks") and name.count(".") == 1
    return isinstance(module, BLOCKS) or name.endswith(LAYERS) or name in PARTS or block


@torch.no_grad()
def record(fixtures):
    folder = fixtures / "DreamLite"
    unet = randomise(DreamLiteUNetModel(**TINY), seed=1)
    unet.to(torch.bfloat16).save_pretrained(folder)
    unet.float()

    generator = torch.Generator().manual_seed(2)
    text = torch.randn(1, 7, TINY["encoder_hid_dim"], generator=generator)
    noise = torch.randn(1, 4, HEIGHT // 8, WIDTH // 8, generator=generator)
    source = torch.randn(1, 4, HEIGHT // 8, WIDTH // 8, generator=generator)
    conditions = dict(
        encoder_hidden_states=text,
        encoder_attention_mask=torch.ones(1, text.shape[1], dtype=torch.long),
        added_cond_kwargs={"time_ids": torch.tensor([[float(WIDTH), float(HEIGHT)]])},
    )

    recorder = Recorder()
    recorder.add("text", text)
    recorder.add("noise", noise)
    recorder.add("source", source)
    hooks = recorder.watch(unet, wanted)
    latents = torch.cat([noise, source], dim=3)
    recorder.add("latents", latents)
    recorder.add("velocity", unet(latents, torch.tensor([637.5]), **conditions).sample)
    for hook in hooks:
        hook.remove()

    # Sizes that halve unevenly, as those of a picture of 40 × 56 pixels.
    odd = torch.randn(1, 4, 7, 10, generator=generator)
    recorder.add("odd/latents", odd)
    recorder.add("odd/velocity", unet(odd, torch.tensor([250.0]), **conditions).sample)

    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    scheduler.set_timesteps(sigmas=numpy.linspace(1.0, 1 / 4, 4), mu=0.5)
    latents = noise
    for index, timestep in enumerate(scheduler.timesteps):
        velocity = unet(torch.cat([latents, source], dim=3), timestep.expand(1), **conditions).sample
        latents = scheduler.step(velocity[..., : latents.shape[-1]], timestep, latents).prev_sample
        recorder.add(f"step {index}", latents)
    recorder.save(folder)
