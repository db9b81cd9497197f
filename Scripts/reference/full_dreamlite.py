"""DreamLite's UNet and autoencoder at their real sizes with random weights, and what diffusers computes with them."""

import numpy as np
import torch
from diffusers import AutoencoderTiny
from diffusers.models.unets.unet_dreamlite import DreamLiteUNetModel

from recording import channels_last, randomise

UNET = dict(
    act_fn="silu",
    addition_embed_type="time",
    addition_time_embed_dim=256,
    attention_head_dim=(4, 8, 14),
    block_out_channels=(256, 512, 896),
    cross_attention_dim=2304,
    encoder_hid_dim=2048,
    encoder_hid_dim_type="text_proj_rms",
    ff_mult=3,
    layers_per_block=2,
    norm_num_groups=32,
    num_kv_heads=1,
    projection_class_embeddings_input_dim=512,
    qk_norm="rms_norm",
    sample_size=128,
    transformer_layers_per_block=(1, 2, 4),
    use_linear_projection=True,
    use_sep_conv=True,
)


def make_unet(folder, seed=40):
    """Writes config.json and weights. What a layer adds to its input is halved: otherwise a network of random weights
    multiplies every rounding from layer to layer, as no trained one does."""
    unet = randomise(DreamLiteUNetModel(**UNET), seed)
    with torch.no_grad():
        for name, parameter in unet.named_parameters():
            if name.endswith(("to_out.0.weight", "net.2.weight", "proj_out.weight", "conv2.pointwise.weight")):
                parameter *= 0.5
    unet.to(torch.bfloat16).save_pretrained(folder)


def unet_inputs(width=1024, height=1024, text_tokens=304, seed=41):
    """Latents of a target and a source side by side, and a text of the length that an edit has."""
    generator = np.random.default_rng(seed)
    return {
        "latents": generator.normal(size=(height // 8, 2 * width // 8, 4)).astype(np.float32),
        "text": generator.normal(size=(text_tokens, UNET["encoder_hid_dim"])).astype(np.float32),
        "timestep": np.array([750.0], np.float32),
        "size": np.array([width, height], np.float32),
    }


@torch.inference_mode()
def unet_reference(folder, given, dtype=torch.float32):
    """The velocity, [height, width, 4]."""
    unet = DreamLiteUNetModel.from_pretrained(folder, torch_dtype=dtype).eval()
    text = torch.from_numpy(given["text"])[None].to(dtype)
    velocity = unet(
        torch.from_numpy(given["latents"]).permute(2, 0, 1)[None].to(dtype),
        torch.from_numpy(given["timestep"]).to(dtype),
        encoder_hidden_states=text,
        encoder_attention_mask=torch.ones(text.shape[:2], dtype=torch.long),
        added_cond_kwargs={"time_ids": torch.from_numpy(given["size"])[None].to(dtype)},
    ).sample
    return channels_last(velocity).numpy()


def make_autoencoder(folder, seed=42):
    """Writes config.json and weights whose latents are about as wide as noise, and whose pictures use most of the range
    of bytes: a picture of one colour would compare well with anything."""
    autoencoder = randomise(AutoencoderTiny(), seed)
    with torch.no_grad():
        for name, parameter in autoencoder.named_parameters():
            # Half of what goes through an activation is lost, and one block adds to the next.
            if name.endswith(("conv.0.weight", "conv.2.weight")) or name.count(".") == 3:
                parameter *= 2**0.5
            elif name.endswith("conv.4.weight"):
                parameter *= 0.7
        pixels = torch.from_numpy(picture(512, 512).astype(np.float32)).permute(2, 0, 1)[None] / 127.5 - 1
        level(autoencoder.encoder.layers[-1], autoencoder.encode(pixels).latents, 0, 1)
        noise = torch.randn(1, 4, 64, 64, generator=torch.Generator().manual_seed(seed))
        # The decoder's answer is from -1 to 1, its last layer's from 0 to 1.
        level(autoencoder.decoder.layers[-1], autoencoder.decode(noise).sample / 2 + 0.5, 0.5, 0.2)
    autoencoder.to(torch.bfloat16).save_pretrained(folder)


def level(layer, answer, mean, deviation):
    """Scales and shifts a convolution so that its answer has this mean and deviation in every channel."""
    factor = deviation / answer.std((0, 2, 3))
    bias = 0 if layer.bias is None else layer.bias
    layer.weight *= factor[:, None, None, None]
    layer.bias = torch.nn.Parameter((bias - answer.mean((0, 2, 3))) * factor + mean)


def picture(width=1024, height=1024, seed=43):
    """Smooth colours with edges and a little noise, [height, width, 3]."""
    generator = np.random.default_rng(seed)
    coarse = generator.uniform(0, 255, (height // 64, width // 64, 3))
    fine = np.kron(coarse, np.ones((64, 64, 1))) + np.kron(
        generator.normal(0, 20, (height // 8, width // 8, 3)), np.ones((8, 8, 1))
    )
    return (fine + generator.normal(0, 4, fine.shape)).clip(0, 255).astype(np.uint8)


@torch.inference_mode()
def encoder_reference(folder, pixels):
    """The picture's latents, [height / 8, width / 8, 4]."""
    autoencoder = AutoencoderTiny.from_pretrained(folder, torch_dtype=torch.float32).eval()
    scaled = 2 * (torch.from_numpy(pixels.astype(np.float32)) / 255) - 1
    return channels_last(autoencoder.encode(scaled.permute(2, 0, 1)[None]).latents).numpy()


@torch.inference_mode()
def decoder_reference(folder, latents):
    """The bytes of the latents' picture, [height · 8, width · 8, 3]."""
    autoencoder = AutoencoderTiny.from_pretrained(folder, torch_dtype=torch.float32).eval()
    picture = channels_last(autoencoder.decode(torch.from_numpy(latents).permute(2, 0, 1)[None]).sample)
    return ((picture * 0.5 + 0.5).clamp(0, 1).numpy() * 255).round()
