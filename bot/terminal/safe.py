"""Text that came from outside to text that a terminal only shows.

Control characters move the cursor, set titles or feed keystrokes back; bidirectional overrides make
a line read differently from what it holds ("Trojan Source", Boucher and Anderson 2021). Both are
replaced one character for one, so that offsets into the text stay true.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BLANKS = "\t\v\f\r\x85\u2028\u2029"
_DELETE, _SYMBOL_FOR_DELETE = 0x7F, "\N{SYMBOL FOR DELETE}"
_CONTROL_PICTURES = 0x2400
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x2070)]
"""Embeddings, overrides, isolates, deprecated format characters; direction marks are harmless."""

_TABLE: dict[int, str] = {
    **{code: chr(_CONTROL_PICTURES + code) for code in range(0x20) if code != ord("\n")},
    _DELETE: _SYMBOL_FOR_DELETE,
    **dict.fromkeys(range(0x80, 0xA0), REPLACEMENT),
    **dict.fromkeys(_BIDI, REPLACEMENT),
    **dict.fromkeys(map(ord, _BLANKS), " "),
}
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")


def visible(text: str) -> str:
    """Return `text`, as long as before, with nothing in it that a terminal would obey."""
    return _UNSAFE.sub(_replacement, text)


def one_line(text: str) -> str:
    """Return `visible(text)` with its line breaks as blanks too, for titles, names and messages."""
    return visible(text).replace("\n", " ")


def escape_json(text: str) -> str:
    r"""Return JSON `text` of the same value with such characters as \uXXXX escapes.

    JSON itself escapes only those below U+0020, and its output too ends up on terminals.
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _replacement(match: re.Match[str]) -> str:
    return _TABLE.get(ord(match[0]), REPLACEMENT)
