"""One edit by another program, in a process of its own; `run` starts it.

    peer.py prepare CACHE                         converts the networks for OpenVINO, once
    peer.py NAME CACHE PICTURE [--without-text]   edits, writes the picture, prints seconds as JSON

| name | networks |
|---|---|
| diffusers | PyTorch's own kernels, bfloat16, channels-last |
| diffusers-compiled | the same, the UNet by torch.compile |
| openvino-bfloat16 | UNet and autoencoder by OpenVINO in bfloat16 |
| openvino-int8 | the UNet's products with 8 bits for weights and activations (NNCF), the rest as before |

All run the pipeline of diffusers. OpenVINO's rows have the text encoder of PyTorch in bfloat16, without the head. Every network has
run once before the clock starts: what only the first run does is not counted.
"""

import argparse
import gc
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Scripts/reference"))
import full_pipeline  # noqa: E402

MODEL = "dreamlite"
THREADS = 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("cache", type=Path)
    parser.add_argument("picture", type=Path, nargs="?")
    parser.add_argument("--without-text", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(THREADS)
    if options.name == "prepare":
        return prepare(options.cache)
    maker = diffusers_pipeline if options.name.startswith("diffusers") else openvino_pipeline
    edit, clock = maker(options.cache, options.name, options.without_text)

    def run(steps):
        generator = torch.Generator().manual_seed(full_pipeline.SEED)
        return edit(
            full_pipeline.PROMPT,
            full_pipeline.source(options.cache / MODEL),
            num_inference_steps=steps,
            generator=generator,
        ).images[0]

    run(1)
    clock.seconds.clear()
    begin = time.perf_counter()
    picture = run(full_pipeline.STEPS)
    clock.seconds["edit"] = [time.perf_counter() - begin]
    picture.save(options.picture)
    print(json.dumps(clock.seconds))


class Clock:
    """Seconds of each call of the functions that it has wrapped, by the stage's name."""

    def __init__(self):
        self.seconds = {}

    def timed(self, stage, function):
        def call(*arguments, **options):
            begin = time.perf_counter()
            answer = function(*arguments, **options)
            self.seconds.setdefault(stage, []).append(time.perf_counter() - begin)
            return answer

        return call


class KnownText:
    """A text encoder that has read the prompt already."""

    def __init__(self, path, dtype):
        self.states, self.dtype = torch.from_numpy(np.load(path)).to(dtype), dtype

    def __call__(self, **_):
        return Answer(self.states)


class Encoder:
    """The text encoder without the language-model head, in whatever type, for a pipeline of float32."""

    dtype = torch.float32

    def __init__(self, folder):
        from transformers import Qwen3VLForConditionalGeneration

        whole = Qwen3VLForConditionalGeneration.from_pretrained(folder / "text_encoder", dtype=torch.bfloat16)
        self.model = whole.model.eval()

    @torch.inference_mode()
    def __call__(self, output_hidden_states=None, **inputs):
        return Answer(self.model(**inputs, use_cache=False).last_hidden_state.float())


class Answer:
    def __init__(self, states):
        self.hidden_states = [states]


def diffusers_pipeline(cache, name, without_text):
    dtype = torch.bfloat16
    text = KnownText(cache / "openvino/text.npy", dtype) if without_text else None
    edit, clock = full_pipeline.pipeline(cache / MODEL, dtype, text_encoder=text), Clock()
    edit.unet.to(memory_format=torch.channels_last)
    edit.vae.to(memory_format=torch.channels_last)
    forward = torch.compile(edit.unet.forward) if name.endswith("compiled") else edit.unet.forward
    edit.unet.forward = clock.timed("step", forward)
    edit.vae.encode = clock.timed("encode", edit.vae.encode)
    edit.vae.decode = clock.timed("decode", edit.vae.decode)
    if text is None:
        edit.text_encoder.forward = clock.timed("read", edit.text_encoder.forward)
    return edit, clock


class Network(torch.nn.Module):
    """A module of the pipeline that is computed by somebody else."""

    device, dtype = torch.device("cpu"), torch.float32

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *arguments, **options):
        return self.function(*arguments, **options)


def openvino_pipeline(cache, name, without_text):
    import openvino

    core = openvino.Core()
    core.set_property({"CACHE_DIR": str(cache / "openvino/compiled")})

    def network(file):
        hints = {"INFERENCE_PRECISION_HINT": "bf16", "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": THREADS,
                 "NUM_STREAMS": 1}
        request = core.compile_model(cache / f"openvino/{file}.xml", "CPU", hints).create_infer_request()

        def infer(*tensors):
            answer = request.infer([tensor.float().numpy() if tensor.is_floating_point() else tensor.numpy()
                                    for tensor in tensors])
            return torch.from_numpy(np.array(answer[0]))

        return infer

    unet, encoder, decoder = (
        network(file) for file in ("unet-int8" if name.endswith("int8") else "unet", "encoder", "decoder"))
    text = KnownText(cache / "openvino/text.npy", torch.float32) if without_text else Encoder(cache / MODEL)

    def velocity(sample, timestep, encoder_hidden_states, encoder_attention_mask, added_cond_kwargs, return_dict):
        return (unet(sample, timestep, encoder_hidden_states, encoder_attention_mask, added_cond_kwargs["time_ids"]),)

    clock = Clock()
    edit = full_pipeline.pipeline(
        cache / MODEL,
        torch.float32,
        text_encoder=text if without_text else Timed(text, clock),
        unet=Network(clock.timed("step", velocity)),
    )
    from diffusers.models.autoencoders.autoencoder_tiny import AutoencoderTinyOutput

    edit.vae.encode = clock.timed("encode", lambda pixels: AutoencoderTinyOutput(latents=encoder(pixels)))
    edit.vae.decode = clock.timed("decode", lambda latents, return_dict: (decoder(latents),))
    return edit, clock


class Timed:
    def __init__(self, encoder, clock):
        self.dtype, self.call = encoder.dtype, clock.timed("read", encoder)

    def __call__(self, **inputs):
        return self.call(**inputs)


def prepare(cache):
    """Converts what is not there yet. The calibration sees this very edit, which flatters OpenVINO's int8: the noise at
    the beginning, and halfway from it to the reference's result."""
    import openvino

    folder, model = cache / "openvino", cache / MODEL
    folder.mkdir(exist_ok=True)

    if not (folder / "text.npy").exists():
        encoder = Encoder(model)
        edit = full_pipeline.pipeline(model, torch.float32, text_encoder=encoder, unet=Network(None))
        embeds = edit.encode_prompt(
            "edit", [instruction()], torch.device("cpu"), torch.float32, image=full_pipeline.source(model))[0]
        # Before it come the tokens that the pipeline leaves out.
        dropped = edit.prompt_template_encode_edit_start_idx
        states = torch.cat([torch.zeros(1, dropped, embeds.shape[-1]), embeds], 1)
        np.save(folder / "text.npy", states.numpy())
        del encoder, edit
        gc.collect()
    text = torch.from_numpy(np.load(folder / "text.npy"))[:, 64:]
    given = [torch.zeros(1, 4, 128, 256), torch.tensor([500.0]), text, torch.ones(text.shape[:2], dtype=torch.long),
             torch.tensor([[1024.0, 1024.0]])]

    if not (folder / "decoder.xml").exists():
        from diffusers import AutoencoderTiny

        vae = AutoencoderTiny.from_pretrained(model / "vae", torch_dtype=torch.float32).eval()
        convert(vae.encoder, vae.encoder, [torch.zeros(1, 3, 1024, 1024)], folder / "encoder.xml")
        convert(vae.decoder, vae.decoder, [torch.zeros(1, 4, 128, 128)], folder / "decoder.xml")

    if not (folder / "unet.xml").exists():
        from diffusers.models.unets.unet_dreamlite import DreamLiteUNetModel

        unet = DreamLiteUNetModel.from_pretrained(model / "unet", torch_dtype=torch.float32).eval()
        convert(
            unet,
            lambda sample, timestep, states, mask, size: unet(
                sample, timestep, encoder_hidden_states=states, encoder_attention_mask=mask,
                added_cond_kwargs={"time_ids": size}, return_dict=False)[0],
            given, folder / "unet.xml",
        )
        del unet
        gc.collect()

    if not (folder / "unet-int8.xml").exists():
        import nncf

        unet = openvino.Core().read_model(folder / "unet.xml")
        quantised = nncf.quantize(
            unet, nncf.Dataset([[x.numpy() for x in sample] for sample in calibration(model, given)]), subset_size=2,
            model_type=nncf.ModelType.TRANSFORMER, fast_bias_correction=True)
        openvino.save_model(quantised, folder / "unet-int8.xml", compress_to_fp16=False)


def instruction():
    return ("[Edit]: A diptych with two side-by-side images of the same scene. "
            f"Compared to the right side, the left one has {full_pipeline.PROMPT}")


def calibration(model, given):
    from diffusers import AutoencoderTiny
    from safetensors.torch import load_file

    recorded = load_file(model / "recorded.safetensors")
    vae = AutoencoderTiny.from_pretrained(model / "vae", torch_dtype=torch.float32).eval()
    with torch.inference_mode():
        source = vae.encode(2 * recorded["source"].permute(2, 0, 1)[None] / 255 - 1).latents
    result = recorded["latents"].permute(2, 0, 1)[None]
    noise = torch.randn(result.shape, generator=torch.Generator().manual_seed(full_pipeline.SEED))
    for level in (1.0, 0.5):
        latents = level * noise + (1 - level) * result
        yield [torch.cat([latents, source], 3), torch.tensor([1000 * level]), *given[2:]]


def convert(module, function, given, file):
    """Writes what `function` computes with the weights of `module`."""
    import openvino

    network = Network(function)
    network.weights = module.requires_grad_(False)
    with torch.no_grad():
        converted = openvino.convert_model(network.eval(), example_input=tuple(given))
    converted.reshape({index: list(tensor.shape) for index, tensor in enumerate(given)})
    openvino.save_model(converted, file, compress_to_fp16=False)


if __name__ == "__main__":
    main()
