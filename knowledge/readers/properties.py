"""Properties of office and PDF files -> metadata; what programs fill in alone is left out."""

from __future__ import annotations

import re

from knowledge.models import Metadata
from knowledge.readers.front_matter import metadata_from

_NO_TITLE = re.compile(
    r"(?:untitled|ohne titel|document\d*|dokument\d*|title|\(?anonymous\)?|\(?unspecified\)?"
    r"|microsoft (?:word|powerpoint)\b.*|.*\.(?:docx?|odt|pdf|tex|dvi|indd|qxd|rtf|html?)|\W*)$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:admin(?:istrator)?|user|author|owner|root|python-docx|\(?anonymous\)?|unknown|\(?unspecified\)?"
    r"|microsoft.*|windows.*|\W*)$",
    re.IGNORECASE,
)


def file_properties(
    *, title: str = "", author: str = "", published: str = "", language: str = ""
) -> Metadata:
    """The metadata that properties state; placeholders ("Document1", "admin") state nothing."""
    return metadata_from(
        {
            "title": "" if _NO_TITLE.match(title) else title,
            "author": "" if _NO_AUTHOR.match(author) else author,
            "published": published,
            "language": language,
        }
    )
