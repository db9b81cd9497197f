"""Small tokenisers of the families, and what the reference encodes with them.

Tests/TextTokenizersTests/Fixtures receives
    qwen.json              3,000 merges trained under Qwen's own normaliser and pattern, with its special tokens
    gpt2.json cl100k.json  200 merges under the other patterns; GPT-2's has its merges as "a b"
    added.json             no merges, and added tokens with every flag
    strings.json           for each of these, texts with their tokens, and tokens with their text
    bytes.json             bytes that are no UTF-8, in hexadecimal, with qwen's tokens after Python's errors="replace"
    prompts.json           prompts in DreamLite's templates with qwen's tokens, after Qwen3VLProcessor's expansion
    scalars.json           runs of scalars that are letters, numbers, white space or parts of words to the reference
"""

import inspect
import json
import random
import re
import warnings

from diffusers import DreamLiteMobilePipeline
from mixed_text import SENTENCES, MixedText
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

TARGET = "TextTokenizersTests"
CL100K = PRETOKENIZE_REGEX.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|vision_start|>",
           "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
PLAIN = ["<tool_call>", "</tool_call>", "<think>", "</think>"]


def trained(pre_tokenizer, merges, seed, normalizer=None):
    tokenizer = Tokenizer(models.BPE())
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    mixed = MixedText(seed)
    corpus = [mixed.string() for _ in range(4000)] + SENTENCES * 40
    tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=256 + merges, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    return tokenizer


def split(pattern):
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def qwen():
    tokenizer = trained(split(PRETOKENIZE_REGEX), 3000, 1, normalizers.NFC())
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in PLAIN])
    return tokenizer


def added():
    tokenizer = trained(split(PRETOKENIZE_REGEX), 0, 2, normalizers.NFC())
    tokenizer.add_tokens([
        AddedToken("<left>", lstrip=True, normalized=False), AddedToken("<right>", rstrip=True, normalized=False),
        AddedToken("<both>", lstrip=True, rstrip=True, single_word=True, normalized=False),
        AddedToken("word", single_word=True, normalized=False), AddedToken("<a>", normalized=False),
        AddedToken("<a><b>", normalized=False), AddedToken("b><c>", normalized=False), AddedToken(" x", normalized=False),
        AddedToken("e\u0301", normalized=True), AddedToken("o\u0301", normalized=False),
        AddedToken("\u65e5\u672c", normalized=True), AddedToken("  ", normalized=False)])
    tokenizer.add_special_tokens([AddedToken("<secret>", special=True, normalized=False)])
    return tokenizer


ADDED_TEXTS = [
    "a  <left>b", "a \n <left>", "  <left>  <left>", "<right> \n x", "<right>\u3000\u00a0y", "<right>  <right> ",
    "<right> x", "<right>  x", "<right> x x", " <both> <both> ", "a<both>b", "a <both> b", "word", "aword", "a word,",
    "word_", "\u00e9word", "word\u0301", "1word", "word\u200d", "sword word words", "<a><b><c>", "<a><b", "<<a>", "<a",
    "\u00e9", "e\u0301", "e\u0301x", "o\u0301", "\u00f3", "n\u0303", "a\u0301<a>\u0301", "\u65e5\u672c\u8a9e", "   x", "    ",
    "<secret>", "a<secret>b", "<left>  <right>  <left>", "",
]


def cases(tokenizer, texts):
    result = []
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        result.append({"text": text, "ids": ids})
    return result


def decodings(tokenizer, seed):
    choose = random.Random(seed)
    size = tokenizer.get_vocab_size()
    result = []
    for _ in range(30):
        ids = [choose.randrange(size + 3) for _ in range(choose.randint(0, 12))]
        result.append({"ids": ids, "all": tokenizer.decode(ids, skip_special_tokens=False),
                       "withoutSpecial": tokenizer.decode(ids, skip_special_tokens=True)})
    return result


def write(path, value):
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def record(fixtures):
    mixed = MixedText(11)
    texts = SENTENCES + [mixed.string()[:100] for _ in range(170)]
    tokenizers = {
        "qwen": (qwen(), texts),
        "gpt2": (trained(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True), 200, 3), texts[:80]),
        "cl100k": (trained(split(CL100K), 200, 4), texts[:80]),
        "added": (added(), ADDED_TEXTS),
    }
    strings = {}
    for name, (tokenizer, chosen) in tokenizers.items():
        file = json.loads(tokenizer.to_str())
        if name == "gpt2":
            file["model"]["merges"] = [" ".join(merge) for merge in file["model"]["merges"]]
        write(fixtures / f"{name}.json", file)
        strings[name] = {"encoded": cases(tokenizer, chosen), "decoded": decodings(tokenizer, 5)}
    write(fixtures / "strings.json", strings)
    write(fixtures / "bytes.json", byte_cases(tokenizers["qwen"][0]))
    write(fixtures / "prompts.json", prompt_cases(tokenizers["qwen"][0]))
    write(fixtures / "scalars.json", scalar_runs())


def byte_cases(tokenizer):
    choose = random.Random(7)
    edges = [0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF]
    result = []
    for _ in range(200):
        data = bytes(choose.choice(edges) for _ in range(choose.randint(1, 10)))
        ids = tokenizer.encode(data.decode("utf-8", errors="replace"), add_special_tokens=False).ids
        result.append({"bytes": data.hex(), "ids": ids})
    return result


def prompt_cases(tokenizer):
    """The templates and the pipeline's words are read from the reference's own source."""
    source = inspect.getsource(DreamLiteMobilePipeline)
    instruction = "".join(re.findall(r'f"(.*?)"', source.split("prompt_str = (")[1].split(")\n")[0]))
    templates = {}
    for name in ("generate", "edit"):
        literal = source.split(f"self.prompt_template_encode_{name} = (")[1].split("\n        )")[0]
        start = re.search(rf"self.prompt_template_encode_{name}_start_idx = (\d+)", source).group(1)
        templates[name] = ("".join(eval(line.strip()) for line in literal.strip().splitlines()), int(start))
    result = []
    for prompt in SENTENCES[:5] + ["a " * 400, "", "<|im_end|>", "{braces} %s"]:
        for name, (template, start) in templates.items():
            text = f"[Generate]: {prompt}" if name == "generate" else instruction.replace("{prompt}", prompt)
            text = template.format(text).replace("<|image_pad|>", "<|image_pad|>" * 256)
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            if name == "generate":
                ids = ids[:200 + start]
            # 256 numbers of one image would be most of the file.
            image = tokenizer.token_to_id("<|image_pad|>")
            short = [value for value in ids if value != image]
            result.append({"template": name, "prompt": prompt, "dropped": start, "images": ids.count(image),
                           "firstImage": ids.index(image) if image in ids else -1, "others": short})
    return result


def scalar_runs():
    """Runs [first, last] of the scalars that a class matches, found by asking for every scalar."""
    every = [value for value in range(0x110000) if not 0xD800 <= value < 0xE000]
    result = {}
    for name, pattern in (("letters", r"\p{L}"), ("numbers", r"\p{N}"), ("spaces", r"\s")):
        matcher = pre_tokenizers.Split(Regex(pattern), "removed")
        result[name] = runs(value for value in every if not matcher.pre_tokenize_str(chr(value)))
    tokenizer = added()
    word = tokenizer.token_to_id("word")
    result["words"] = runs(
        value for value in every if word not in tokenizer.encode("word" + chr(value), add_special_tokens=False).ids)
    return result


def runs(values):
    result = []
    for value in values:
        if result and result[-1][1] == value - 1:
            result[-1][1] = value
        else:
            result.append([value, value])
    return result


warnings.filterwarnings("ignore")
