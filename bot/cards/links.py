"""Citation -> link: to the very words where there is a web address, by a text fragment.

A text fragment (URL Fragment Text Directives, WICG) makes the browser scroll to the words and mark
them; one that does not know it opens the page as usual. Only http(s) addresses become links.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from bot.cards.escaping import line
from knowledge import Citation, Excerpt

LONGEST_URL = 900
"""Units that a link may take up in a description; without room for the words it opens the page."""
EDGE_WORDS = 5
"""Words that name the start, and the end, of a longer excerpt."""
SAFE = "/?&=%:@!$'*+,;~#.-_"


def web_address(url: str | None) -> str | None:
    """Return `url` fit for a masked link, or `None` when it is no http(s) address."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote(url.strip(), safe=SAFE, errors="replace")


def link_to_words(excerpt: Excerpt) -> str | None:
    """Return the address of the excerpt's words, or of the page when that would be too long."""
    page = web_address(excerpt.citation.url)
    if page is None:
        return None
    exact = f"{page}{'' if '#' in page else '#'}:~:text={_directive(excerpt.text)}"
    return next((url for url in (exact, page) if len(url) <= LONGEST_URL), None)


def _directive(text: str) -> str:
    words = text.split()
    if len(words) <= 2 * EDGE_WORDS:
        return _encode(words)
    return f"{_encode(words[:EDGE_WORDS])},{_encode(words[-EDGE_WORDS:])}"


def _encode(words: list[str]) -> str:
    # "-", "," and "&" have a meaning of their own in a text directive.
    encoded = quote(" ".join(words), safe="", errors="replace")
    return encoded.replace("-", "%2D").replace("~", "%7E")


def masked(label: str, url: str | None, limit: int, *, fallback: str) -> str:
    """Return `[label](url)`, or the label alone without a link, in at most `limit` units.

    Discord makes no link of a label that looks like an address itself; `fallback` stands in.
    """
    if url is None:
        return line(label, limit)
    text = fallback if "://" in label or not label.strip() else label
    return f"[{line(text, limit - len(url) - 4)}]({url})"


def cited(citation: Citation) -> str:
    """Return the ready-made citation; a source without any is named by what is known of it."""
    return citation.text or citation.title or citation.document
