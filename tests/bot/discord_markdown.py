"""A reader of Discord's Markdown: what a person sees of a text, and what of it is not plain.

Rules from Discord's client as documented for developers: a backslash before a character that is
neither a letter, digit nor blank shows that character; what ACTIVE names formats otherwise.
"""

import re

ACTIVE = re.compile(
    r"[*_~`|<>\[\]]|@(everyone|here)|:[\w+-]+:|https?://|^\s*(#|-#|[-+] |\d+\. )", re.M
)
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def seen(markdown: str) -> tuple[str, set[str]]:
    """Return the text that is shown, and the active marks that are left in it."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[1])
        return f"\x00{len(held) - 1}\x01"

    text = ESCAPED.sub(hold, markdown)
    marks = {found[0] for found in ACTIVE.finditer(text)}
    return re.sub("\x00(\\d+)\x01", lambda found: held[int(found[1])], text), marks


def seen_quote(block: str) -> tuple[str, str, set[str]]:
    """Return a block quote's text, its bold parts, and other active marks."""
    lines = block.split("\n")
    assert all(line.startswith("> ") for line in lines), block
    plain, bold, marks = [], [], set()
    for line in lines:
        # an escaped star beside a mark of bold is no part of that mark
        apart = ESCAPED.sub(lambda found: f"\\{found[1]}\x02", line[2:]).split("**")
        before = ""
        for position, part in enumerate(one.replace("\x02", "") for one in apart):
            # what stands after other words begins no list
            text, found = seen(f"{before}{part}")
            text = text.removeprefix(before)
            before = "x" if before or text.strip() else ""
            plain.append(text)
            marks |= found
            if position % 2:
                bold.append(text)
        plain.append("\n")
    return "".join(plain[:-1]), "".join(bold), marks
