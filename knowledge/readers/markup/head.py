"""What a page says of itself: JSON-LD, meta elements, title, language and canonical address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from knowledge.models import Metadata
from knowledge.readers.characters import one_line
from knowledge.readers.front_matter import metadata_from
from knowledge.readers.markup.parsing import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST_JSON = 500_000
_DEEPEST_JSON = 6
_ARTICLE = re.compile(
    r"article|posting|report|webpage|book|document|thesis|creativework", re.IGNORECASE
)
_META = {
    "og:title": "title",
    "twitter:title": "title",
    "dc.title": "title",
    "citation_title": "title",
    "author": "author",
    "article:author": "author",
    "parsely-author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "citation_author": "author",
    "og:site_name": "publisher",
    "dc.publisher": "publisher",
    "citation_publisher": "publisher",
    "application-name": "publisher",
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "pubdate": "published",
    "dc.date": "published",
    "dcterms.date": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "citation_publication_date": "published",
    "citation_date": "published",
    "og:url": "url",
    "dc.language": "language",
    "dc.rights": "rights",
    "dcterms.rights": "rights",
    "copyright": "rights",
}
_TITLE_GAP = re.compile(r"\s+[|–—·»:-]+\s+")


def head_metadata(root: Element, address: str | None) -> Metadata:
    """The page's own statements; JSON-LD first, then meta elements, then title and language.

    `address` is where the page was fetched; a canonical address on another host is not believed,
    since it would make a stranger's words look like somebody else's.
    """
    values: dict[object, object] = {}
    for part in (_from_json(root), _from_meta(root), _from_elements(root)):
        for name, value in part.items():
            if value and not (name == "author" and "://" in str(value)):
                values.setdefault(name, value)
    values["title"] = _without_site(
        str(values.get("title") or ""), str(values.get("publisher") or "")
    )
    values["url"] = _own_address(str(values.get("url") or ""), address)
    return metadata_from(values)


def _from_json(root: Element) -> dict[str, object]:
    """Facts of the first article that the page describes in JSON-LD (schema.org)."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _LONGEST_JSON:
            continue
        try:
            loaded = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        if article := next((found for found in _mappings(loaded) if _is_article(found)), None):
            return _article_facts(article)
    return {}


def _mappings(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, Mapping):
        yield value
        yield from _mappings(value.get("@graph"), depth + 1)
        yield from _mappings(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for part in value[:100]:
            yield from _mappings(part, depth + 1)


def _is_article(found: Mapping[str, object]) -> bool:
    return "headline" in found or bool(_ARTICLE.search(str(found.get("@type", ""))[:200]))


def _article_facts(article: Mapping[str, object]) -> dict[str, object]:
    author = article.get("author") or article.get("creator")
    alone = not isinstance(author, list) or len(author) == 1
    first = author[0] if isinstance(author, list) and author else author
    return {
        "title": article.get("headline") or article.get("name"),
        "subtitle": article.get("alternativeHeadline"),
        "author": author,
        "author_role": first.get("jobTitle") if isinstance(first, Mapping) and alone else None,
        "publisher": article.get("publisher"),
        "published": article.get("datePublished"),
        "language": article.get("inLanguage"),
        "url": article.get("url"),
    }


def _from_meta(root: Element) -> dict[str, object]:
    """Meta elements; several authors become a list."""
    values: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or "")
        if key in _META and content:
            values.setdefault(_META[key], []).append(content)
    return {name: found if name == "author" else found[0] for name, found in values.items()}


def _from_elements(root: Element) -> dict[str, object]:
    title = next(root.iter("title"), None)
    links = (link for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    times = (
        time.get("datetime")
        for time in root.iter("time")
        if "published" in (time.get("itemprop") or "").lower() or time.get("pubdate") is not None
    )
    return {
        "title": text_of(title) if title is not None else None,
        "language": root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "published": next(times, None),
        "url": next((link.get("href") for link in links), None),
    }


def _without_site(title: str, site: str) -> str:
    """The title without the site's name at its end or beginning ("Headline | Site")."""
    parts = _TITLE_GAP.split(title)
    if len(parts) < 2 or not site:
        return title
    if parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    if parts[0].casefold() == site.casefold():
        return title[len(parts[0]) :].lstrip(" |–—·»:-")
    return title


def _own_address(stated: str, address: str | None) -> str | None:
    if address is None:
        return stated or None
    try:
        stated = urljoin(address, stated)
        same_host = urlsplit(stated).hostname == urlsplit(address).hostname
    except ValueError:
        return address
    return stated if stated and same_host else address
