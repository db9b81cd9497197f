#!/usr/bin/env python3
"""Writes Unicode's canonical mappings as a Swift source.

    Scripts/make-canonical-mappings.py > Sources/TextTokenizers/Unicode/CanonicalMappings.swift

They come from Python's own copy of the Unicode database. A mapping never changes once it is in Unicode; later versions
only add some, and the normaliser takes those alone that are in the version it follows.
"""
import sys
import unicodedata

HEAD = '''/// Unicode's canonical mappings (field 5 of UnicodeData.txt), written by Scripts/make-canonical-mappings.py.
///
/// `@c0` says which scalar the next mapping is for; each further one is for the scalar that follows. `41+300` is a pair,
/// `8c48` a single scalar; `!` marks a pair that is taken apart and never put together again.
enum CanonicalMappings {
    static let text = """
'''


def main():
    entries, expected = [], None
    for value in range(sys.maxunicode + 1):
        if 0xAC00 <= value <= 0xD7A3:  # Hangul syllables follow from arithmetic.
            continue
        mapping = unicodedata.decomposition(chr(value))
        if not mapping or mapping.startswith("<"):
            continue
        if value != expected:
            entries.append(f"@{value:x}")
        expected = value + 1
        parts = [int(part, 16) for part in mapping.split()]
        excluded = len(parts) == 2 and unicodedata.normalize("NFC", chr(value)) != chr(value)
        entries.append(("!" if excluded else "") + "+".join(f"{part:x}" for part in parts))
    lines, line = [], ""
    for entry in entries:
        if len(line) + 1 + len(entry) > 109:
            lines.append(line)
            line = ""
        line = f"{line} {entry}".strip()
    lines.append(line)
    print(HEAD + "".join(f"        {line} \\\n" for line in lines[:-1]) + f"        {lines[-1]}\n        \"\"\"\n}}")


if __name__ == "__main__":
    main()
