"""Records a tiny AutoencoderTiny: every stage of its encoder and decoder, from a picture and back to one."""

import numpy
import torch
from diffusers import AutoencoderTiny
from diffusers.image_processor import VaeImageProcessor
from PIL import Image

from recording import Recorder, randomise

TINY = dict(
    encoder_block_out_channels=(12, 12, 12, 12),
    decoder_block_out_channels=(12, 12, 12, 12),
    num_encoder_blocks=(1, 1, 2, 1),
    num_decoder_blocks=(1, 2, 1, 1),
    scaling_factor=1.25,
    shift_factor=0.1,
)
WIDTH, HEIGHT = 32, 16  # multiples of 16, to which the image processor would resize


def picture():
    """Smooth colours with noise, from 0 to 255."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    noise = numpy.random.RandomState(3).randint(-40, 41, (HEIGHT, WIDTH, 3))
    smooth = numpy.stack([x * 255 // (WIDTH - 1), y * 255 // (HEIGHT - 1), (x + y) * 6], axis=-1)
    return (smooth + noise).clip(0, 255).astype(numpy.uint8)


@torch.no_grad()
def record(fixtures):
    folder = fixtures / "AutoencoderTiny"
    autoencoder = randomise(AutoencoderTiny(**TINY), seed=4)
    # The decoder ends in a picture from 0 to 1, of which some pixels lie outside and are clamped.
    last = autoencoder.decoder.layers[-1]
    last.weight.copy_((last.weight * 3).to(torch.bfloat16))
    last.bias.copy_((last.bias + 0.5).to(torch.bfloat16))
    autoencoder.to(torch.bfloat16).save_pretrained(folder)
    autoencoder.float()

    recorder = Recorder()
    pixels = picture()
    processor = VaeImageProcessor(vae_scale_factor=16)
    scaled = processor.preprocess(Image.fromarray(pixels), height=HEIGHT, width=WIDTH)
    recorder.add("pixels", torch.from_numpy(pixels).permute(2, 0, 1)[None])
    recorder.add("scaled", scaled)

    recorder.watch(autoencoder, lambda name, _: ".layers." in name and name.count(".") == 2)
    latents = autoencoder.encode(scaled).latents
    recorder.add("latents", latents)
    # Beyond the range in which the decoder's soft clamp does nothing.
    noisy = latents * 3 + torch.randn(latents.shape, generator=torch.Generator().manual_seed(5))
    recorder.add("noisy latents", noisy)
    # As the pipeline does.
    decoded = autoencoder.decode(noisy / TINY["scaling_factor"] + TINY["shift_factor"]).sample
    recorder.add("decoded", decoded)
    back = numpy.asarray(processor.postprocess(decoded)[0])
    recorder.add("decoded pixels", torch.from_numpy(back.copy()).permute(2, 0, 1)[None])
    recorder.save(folder)
