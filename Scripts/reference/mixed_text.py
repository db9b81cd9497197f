"""Text of every kind that a tokeniser may meet, from a seed: languages, code, emoji, white space, numbers, combining marks,
Hangul Jamo, control characters, special tokens whole and broken, and scalars from all of Unicode."""

import random
import unicodedata

SENTENCES = [
    "Make the garden look like a snowy winter evening, with warm light in the windows.",
    "It's what they'd've wanted: we'll see, I'm sure you're right, don't you think?",
    "Le cœur déçu mais l'âme plutôt naïve, Louÿs rêva de crapaüter en canoë au-delà des îles.",
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich – 1.234,56 €!",
    "El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío; ¿añoraba a su hijo?",
    "Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń. Árvíztűrő tükörfúrógép.",
    "Съешь же ещё этих мягких французских булок, да выпей чаю. Щось їх ґанок є.",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ὦ ἄνδρες Ἀθηναῖοι, ὑμεῖς ᾠδὴν ᾄδετε.",
    "雪见庭院,把照片变成冬天的夜晚,窗户透出温暖的灯光。天地玄黄,宇宙洪荒。",
    "いろはにほへと ちりぬるを。庭を雪景色の冬の夕方にしてください。カタカナ ｶﾞｷﾞｸﾞ ﾊﾟ㌔",
    "다람쥐 헌 쳇바퀴에 타고파. 정원을 눈 내리는 겨울 저녁으로 바꿔 주세요.",
    "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر ومغلف بجلد أزرق ١٢٣٤",
    "דג סקרן שט בים מאוכזב ולפתע מצא לו חברה. בְּרֵאשִׁית בָּרָא",
    "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश करने वाले १२३४ क़ ख़ ग़",
    "বিশ্বের সব মানুষ স্বাধীন হয়ে জন্মায় কোটি ড় ঢ়. தமிழ் மொழி கௌ கொ. ಕನ್ನಡ ಕೋ. മലയാളം സൌ",
    "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน ๑๒๓",
    "Tiếng Việt: Ngày xưa có một cô bé quàng khăn đỏ đi thăm bà ngoại ở cuối rừng ậ ễ ỗ ự.",
    "ქართული ენა, Հայերեն լեզու, አማርኛ ቋንቋ, မြန်မာဘာသာ, ខ្មែរ, ລາວ, བོད་ཡིག གྷ དྷ, ᏣᎳᎩ, ᠮᠣᠩᠭᠣᠯ",
    "👩‍👩‍👧‍👦 🧑🏽‍🚀 🇯🇵🇩🇪 ❤️‍🔥 ☃️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ✨ 1️⃣ ™️ 🫨🪿 🏳️‍🌈",
    "func edit(_ image: Image, prompt: String) async throws -> Image {\n\treturn try await engine.run(image) // TODO\n}\n",
    "for (int i = 0; i < n; ++i) { a[i] += b[i] * 0x1F; }  /* 100% */\r\n#include <stdio.h>\r\n",
    "def f(x):\n    return {\"k\": [x ** 2 for x in range(10)], 'z': None}\n\n\nif __name__ == '__main__':\n    f(3)\n",
    "SELECT id, SUM(price) FROM jobs WHERE state != 'done' GROUP BY id HAVING COUNT(*) > 3;",
    "<div class=\"a\"><a href='https://example.org/?q=1&r=%20#x'>Café&nbsp;</a></div>",
    "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β = ¬(¬α ∨ β), 2H₂ + O₂ ⇌ 2H₂O, ½ ⅓ ² ³ Ⅷ ④ ㉓ Å Ω K",
    "ǅ ǆ ﬁ ﬀ ﷺ ℌ ⅻ ſt ﬆ İstanbul ISTANBUL ß ẞ Ŀ ŀ ŉ",
]
SPACES = [" ", "  ", "\t", "\n", "\r\n", "\r", "\n\n", " \n", "\n ", "\u00a0", "\u3000", "\u2028", "\u0085", "\u200b", "\u200d",
          "\v", "\f", "\u2009", "\u1680", "\u202f", "\ufeff", "   ", "        ", "\n\t", "\u180e"]
SPECIAL = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|vision_start|>", "<|image_pad|>", "<|vision_end|>", "<think>",
           "</think>", "<tool_call>", "<|im_start", "im_end|>", "<|", "|>", "<|im_<|im_end|>", "<|IM_END|>", "< |im_end|>"]
CONTRACTIONS = ["'s", "'S", "'t", "'re", "'RE", "'Ve", "'ll", "'lL", "'d", "'M", "'\u017f", "\u2019s", "''s", "'rx", "'", "'l"]
# Scalars that normalisation changes, reorders or combines, or did not know at first.
UNSETTLED = [value for value in range(0x110000)
             if not 0xAC00 <= value <= 0xD7A3 and not 0xD800 <= value < 0xE000
             and (unicodedata.combining(chr(value)) or unicodedata.decomposition(chr(value))[:1] not in ("", "<"))]
MARKS = [chr(value) for value in UNSETTLED if unicodedata.combining(chr(value))]
BASES = "aeiouyAEIOUncsgkzwxαειουωΑΗΩикейІ\u05d0\u0915\u09c7\u0b47\u0bc6\u0cc6\u0d46\u0dd9\u1025\u1b05\u3046\u30ab\u30cf\u03b9\u0627"


class MixedText:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = [self.sentence, self.sentence, self.words, self.cut, self.spaces, self.digits, self.combined, self.jamo,
                      self.control, self.special, self.contraction, self.scalars, self.unsettled, self.run, self.emoji]

    def string(self):
        """One to six parts of any kinds."""
        return "".join(self.random.choice(self.kinds)() for _ in range(self.random.randint(1, 6)))

    def sentence(self):
        return self.random.choice(SENTENCES)

    def words(self):
        words = self.random.choice(SENTENCES).split() + self.random.choice(SENTENCES).split()
        return "".join(self.random.choice(words) + self.random.choice(SPACES) for _ in range(self.random.randint(1, 8)))

    def cut(self):
        text = self.random.choice(SENTENCES)
        start = self.random.randrange(len(text))
        return text[start:start + self.random.randint(1, 30)]

    def spaces(self):
        return "".join(self.random.choice(SPACES) for _ in range(self.random.randint(1, 8)))

    def digits(self):
        kind = self.random.choice(["0123456789", "0123456789.,-", "٠١٢٣٤٥", "०१२३४५", "０１２３", "²³¹½ⅣⅫ①⑳", "𝟎𝟏𝟐𝟘", "一二三〇"])
        return "".join(self.random.choice(kind) for _ in range(self.random.randint(1, 12)))

    def combined(self):
        return "".join(self.random.choice(BASES) + "".join(
            self.random.choice(MARKS) if self.random.random() < 0.5 else chr(self.random.randint(0x300, 0x34F))
            for _ in range(self.random.randint(0, 5))) for _ in range(self.random.randint(1, 6)))

    def jamo(self):
        return "".join(self.random.choice([
            chr(self.random.randint(0x1100, 0x11FF)), chr(self.random.randint(0x1100, 0x1112)),
            chr(self.random.randint(0x1161, 0x1175)), chr(self.random.randint(0x11A7, 0x11C2)),
            chr(self.random.randint(0xAC00, 0xD7A3)), chr(0xAC00 + 28 * self.random.randint(0, 398)),
        ]) for _ in range(self.random.randint(1, 10)))

    def control(self):
        return "".join(chr(self.random.choice([self.random.randint(0, 31), self.random.randint(0x7F, 0xA0), 0xAD, 0xFEFF,
                                               0x200E, 0x202E, 0xFFFD, 0xFFFF, 0x10FFFF, 0]))
                       for _ in range(self.random.randint(1, 6)))

    def special(self):
        return self.random.choice(SPECIAL) + self.random.choice(["", "", " ", "\n", "x", "\u0301"])

    def contraction(self):
        return self.random.choice(["I", "you", "THEY", "é", "1", " ", "日", ""]) + self.random.choice(CONTRACTIONS)

    def scalars(self):
        result = []
        for _ in range(self.random.randint(1, 12)):
            top = self.random.choice([0x80, 0x250, 0x800, 0x3000, 0x10000, 0x20000, 0x32000, 0x110000])
            value = self.random.randrange(top)
            result.append(chr(value) if not 0xD800 <= value < 0xE000 else "\ud7ff")
        return "".join(result)

    def unsettled(self):
        return "".join(chr(self.random.choice(UNSETTLED)) for _ in range(self.random.randint(1, 6)))

    def run(self):
        return self.random.choice(["a", "=", "-", "ab", "é", "哈", " ", "\n", "0", ".", "\u0301", "🙂"]) * self.random.randint(2, 90)

    def emoji(self):
        parts = ["👩", "\u200d", "🚀", "🏽", "\ufe0f", "❤", "🇯", "🇵", "🙂", "☃", "🫨", "\u20e3", "1"]
        return "".join(self.random.choice(parts) for _ in range(self.random.randint(1, 8)))
