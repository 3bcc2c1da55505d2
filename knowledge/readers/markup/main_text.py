"""The element of a page's text, with menus, banners, footers, scripts and hidden parts taken out.

What is plainly not text goes first; then containers by their role, name or share of links. An
element that holds most of the page's words is never dropped, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from knowledge.readers.characters import words
from knowledge.readers.markup.parsing import local_name, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NEVER_TEXT = words(
    "script style noscript template iframe object embed svg canvas audio video map select button "
    "input textarea datalist dialog nav menu head link meta base annotation annotation-xml"
)
_ROLES = words(
    "navigation banner contentinfo search dialog alertdialog alert menu menubar toolbar "
    "complementary tooltip"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*|[0-9]+")
_FURNITURE = words(
    "cookie cookies consent gdpr ccpa newsletter newsletters subscribe subscription paywall "
    "signup share sharing social socials breadcrumb breadcrumbs sidebar related recommended "
    "recommendations promo promotion ad ads advert adverts advertisement advertising "
    "sponsored sponsor banner comments comment disqus navbar nav navigation menu footer "
    "masthead skip popup modal overlay toolbar pagination pager widget widgets tags outbrain "
    "taboola printfriendly editsection noprint navbox catlinks "
)
_SEMANTIC = ("main", "article")
_MOST_LINKS = 0.6
"""A container whose words are links to a larger share than this is navigation."""


def main_element(root: Element) -> Element:
    """The element that holds the page's text, with everything else taken out of the tree."""
    body = next(root.iter("body"), root)
    without_hidden(body)
    total = max(1, len(text_of(body)))
    _drop_all(body, lambda element: _is_furniture(element) and len(text_of(element)) < total * 0.5)
    container = _semantic_container(body, total)
    if container is body:
        _drop_all(body, lambda element: _is_link_list(element, total))
    return container


def without_hidden(body: Element) -> Element:
    """The same element without scripts, controls and hidden parts; all of its text stays."""
    _drop_all(body, _is_never_text)
    return body


def _drop_all(body: Element, unwanted: Callable[[Element], bool]) -> None:
    for element in [found for found in body.iterdescendants() if unwanted(found)]:
        _drop(element)


def _drop(element: Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _is_never_text(element: Element) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    style = element.get("style")
    return (
        hidden
        or local_name(element) in _NEVER_TEXT
        or (style is not None and _HIDDEN.search(style) is not None)
    )


def _is_furniture(element: Element) -> bool:
    name = local_name(element)
    if name in {"html", "body", "main", "article", "h1"}:
        return False
    if name == "sup":  # marks of references, as in Wikipedia
        return "reference" in (element.get("class") or "")
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    suspicious = (
        (name in {"footer", "aside", "header"} and _is_outside_text(element))
        or (element.get("role") or "").lower() in _ROLES
        or not _FURNITURE.isdisjoint(map(str.lower, _WORDS.findall(named)))
    )
    return suspicious and not _has(element, "h1")


def _is_outside_text(element: Element) -> bool:
    return not any(local_name(ancestor) in _SEMANTIC for ancestor in element.iterancestors())


def _has(element: Element, name: str) -> bool:
    return next(element.iter(name), None) is not None


def _semantic_container(body: Element, total: int) -> Element:
    """The main element or only article, where it holds a fair part of the words; else the body."""
    found = [element for name in _SEMANTIC for element in body.iter(name)]
    found += [element for element in body.iter("div", "section") if _is_named_main(element)]
    for element in found:
        alone = sum(1 for other in body.iter("article")) == 1 or local_name(element) != "article"
        if alone and len(text_of(element)) > total * 0.25:
            return element
    return body


def _is_named_main(element: Element) -> bool:
    return (
        element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
        or element.get("id") == "content"
    )


def _is_link_list(element: Element, total: int) -> bool:
    """A list or box that is little but links, and not most of the page."""
    if local_name(element) not in {"ul", "ol", "div", "section", "table", "p"}:
        return False
    links = list(element.iter("a"))
    if len(links) < 3:
        return False
    length = len(text_of(element))
    linked = sum(len(text_of(link)) for link in links)
    return length < total * 0.5 and linked > length * _MOST_LINKS
