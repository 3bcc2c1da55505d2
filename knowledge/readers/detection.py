"""What a source is, from its content first, then from what was declared, then from its name."""

from __future__ import annotations

import io
import re
import zipfile

from knowledge.errors import UnreadableSource, UnsupportedFormat
from knowledge.readers.registry import FORMATS, type_of_ending

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "an RTF file; save it as .docx or .odt"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or password-protected Office file; save it as an open .docx",
    ),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\b")
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^```|^\s*[-*] \[[ x]\] |\[[^\]\n]{1,100}\]\(https?://", re.MULTILINE
)
_SAMPLE = 8_000


def binary_type(data: bytes) -> str | None:
    """The media type of a format that is known by its first bytes; None where it may be text.

    Raises:
        UnsupportedFormat: it is known, and no reader reads it.
        UnreadableSource: it is a damaged container.
    """
    if b"%PDF-" in data[:1024]:
        return _supported("application/pdf", "a PDF file")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container_type(data)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnsupportedFormat(f"It is {name}.")
    return None


def _supported(media_type: str, name: str) -> str:
    if media_type not in FORMATS:
        raise UnsupportedFormat(f"It is {name}.")
    return media_type


def _container_type(data: bytes) -> str:
    """What kind of document a zip container holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = set(container.namelist())
            stated = (
                container.open("mimetype").read(100).decode("ascii", "replace").strip()
                if "mimetype" in names
                else ""
            )
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise UnreadableSource("It is a damaged zip container.") from error
    except Exception as error:  # zlib.error and whatever a hostile header provokes
        raise UnreadableSource("It is a damaged zip container.") from error
    if stated in FORMATS:
        return stated
    if "word/document.xml" in names:
        return _supported(_DOCX, "a Word file")
    known = (
        ("xl/", "an Excel workbook"),
        ("ppt/", "a PowerPoint file"),
        ("META-INF/MANIFEST.MF", "a Java archive"),
    )
    kind = next(
        (name for start, name in known if any(entry.startswith(start) for entry in names)),
        "a zip archive",
    )
    raise UnsupportedFormat(f"It is {kind}.")


def text_type(text: str, name: str, declared: str | None) -> str:
    """The media type of a text: HTML by its look, else as declared or named, or Markdown's traces.

    Raises:
        UnsupportedFormat: it is XML of some other kind.
    """
    head = text[:_SAMPLE].lstrip("\ufeff")
    if _HTML.match(head):
        return _supported("text/html", "an HTML page")
    if _XML.match(head):
        raise UnsupportedFormat("It is an XML file that is no web page.")
    named = type_of_ending(name)
    for candidate in (declared if declared != "text/plain" else None, named):
        if candidate in FORMATS and candidate.startswith("text/"):
            return candidate
    is_markdown = named is None and len(_MARKDOWN.findall(head)) >= 2
    return "text/markdown" if is_markdown else "text/plain"
