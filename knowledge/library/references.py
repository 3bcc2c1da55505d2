"""How people name a document: by its id, the beginning of it, or a part of its title."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from knowledge.errors import AmbiguousDocument, DocumentNotFound
from knowledge.models import DocumentInfo

_SUGGESTIONS = 3
_NAMED_IN_MESSAGE = 5
_PLAIN = str.maketrans("‘’‚“”„«»–—‑", '\'\'\'"""""---')


def find(reference: str, documents: Sequence[DocumentInfo]) -> DocumentInfo:
    """Return the one document that `reference` names.

    A whole id or a whole title decides; otherwise the beginning of an id or a part of a title,
    whatever its case and accents, has to fit one document alone.

    Raises:
        DocumentNotFound: none fits; the message suggests close titles.
        AmbiguousDocument: several fit; the error lists them.
    """
    wanted = folded(reference)
    matches = _matches(wanted, documents) if wanted else []
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise _ambiguous(reference, matches)
    raise _not_found(reference, wanted, documents)


def folded(text: str) -> str:
    """Return the text without case, accents, typographic quotes and dashes, and extra blanks."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def title_of(document: DocumentInfo) -> str:
    """Return the title, or where there is none the last part of the origin."""
    return document.metadata.title or document.origin.rstrip("/").rpartition("/")[2]


def _matches(wanted: str, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    titles = [folded(title_of(document)) for document in documents]
    pairs = list(zip(documents, titles, strict=True))
    return (
        [document for document in documents if document.id == wanted]
        or [document for document, title in pairs if title == wanted]
        or [doc for doc, title in pairs if wanted in title or doc.id.startswith(wanted)]
    )


def _ambiguous(reference: str, matches: Sequence[DocumentInfo]) -> AmbiguousDocument:
    shown = [f"{document.id} ({title_of(document)})" for document in matches[:_NAMED_IN_MESSAGE]]
    more = len(matches) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return AmbiguousDocument(
        f"“{reference}” fits {len(matches)} documents: {listed}.",
        reference=reference,
        candidates=tuple((document.id, title_of(document)) for document in matches),
    )


def _not_found(reference: str, wanted: str, documents: Sequence[DocumentInfo]) -> DocumentNotFound:
    import difflib  # only needed to word this error

    titles = {folded(title_of(document)): title_of(document) for document in documents}
    words = {word: title for folded_title, title in titles.items() for word in folded_title.split()}
    close = difflib.get_close_matches(wanted, titles, _SUGGESTIONS)
    close_words = difflib.get_close_matches(wanted, words, _SUGGESTIONS, cutoff=0.75)
    names = dict.fromkeys([titles[key] for key in close] + [words[key] for key in close_words])
    hint = " or ".join(f"“{name}”" for name in list(names)[:_SUGGESTIONS])
    message = f"No document has the id or title “{reference}”."
    return DocumentNotFound(
        f"{message} Did you mean {hint}?" if hint else message, reference=reference
    )
