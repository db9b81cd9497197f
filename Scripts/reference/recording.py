"""What the recorders share: random weights of realistic size, inputs and outputs of modules, and files of tensors."""

import hashlib
import json

import torch
from safetensors.torch import save_file


def randomise(model, seed):
    """Gives a model weights as a trained one has them, rounded to bfloat16, in which checkpoints come.

    Norm scales scatter about one and no bias is zero: a test with ones and zeros would not see them left out.
    """
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith("bias"):
                noise *= 0.1
            elif parameter.dim() == 1:
                noise = 1 + 0.2 * noise
            else:
                noise *= parameter[0].numel() ** -0.5
            parameter.copy_(noise.to(torch.bfloat16))
    return model.eval()


def channels_last(tensor):
    """A batch of one as the Swift code has it: [height, width, channels], or [tokens, channels]."""
    tensor = tensor.detach().float()
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    return tensor[0].contiguous()


class Recorder:
    """Collects what goes into and comes out of named modules.

    Equal tensors are kept once: `aliases.json` says under which name the others are.
    """

    def __init__(self):
        self.tensors, self.aliases, self.known = {}, {}, {}

    def add(self, name, tensor):
        tensor = channels_last(tensor)
        key = (tuple(tensor.shape), hashlib.sha256(tensor.numpy().tobytes()).digest())
        if key in self.known:
            self.aliases[name] = self.known[key]
        else:
            self.known[key] = name
            self.tensors[name] = tensor

    def watch(self, model, wanted):
        """Records the first input and the output of every module whose name `wanted` accepts."""

        def hook(name):
            def record(_, inputs, keywords, output):
                given = inputs[0] if inputs else keywords["hidden_states"]
                self.add(name + "/input", given)
                while isinstance(output, tuple):
                    output = output[0]
                self.add(name + "/output", getattr(output, "sample", output))

            return record

        return [
            module.register_forward_hook(hook(name), with_kwargs=True)
            for name, module in model.named_modules()
            if wanted(name, module)
        ]

    def save(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        save_file(self.tensors, folder / "recorded.safetensors")
        for file in folder.glob("*.safetensors"):
            file.chmod(0o644)
        (folder / "aliases.json").write_text(json.dumps(self.aliases, indent=0, sort_keys=True) + "\n")
