"""Makes the PDF, DOCX, ODT and EPUB files beside it: `python tests/data/make.py` (needs reportlab).

The words are the project's own; the files are committed, so that tests need no writer of PDF.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
TITLE = "The Lighthouse at Skerry Point"
FIRST = (
    "The lighthouse at Skerry Point was lit for the first time on 12 October 1871. Its keeper, "
    "Hanna Brandt, had rowed the last barrels of rape oil across the sound by herself."
)
SECOND = (
    "Before the tower stood, nine ships were lost on the reef within twenty years. The harbour "
    "board had refused the money twice, because it held the wrecks to be the pilots’ fault."
)
THIRD = (
    "The lamp used forty litres of oil in a winter night. A clockwork turned the lens once in "
    "ninety seconds and had to be wound every four hours, in storms and on holidays alike."
)
FOURTH = (
    "Electric light came in 1934, and with it the end of the keepers’ long watches. The old lens "
    "is kept in the town museum, where visitors may turn it by hand."
)
ITEMS = ("Wind the clockwork.", "Trim the wicks.", "Enter the weather in the log.")
ROWS = (("Year", "Light", "Range"), ("1871", "Oil", "14 miles"), ("1934", "Electric", "21 miles"))
STAMP = datetime(2023, 5, 17, 9, 30)  # noqa: DTZ001 - the formats store local time


def make_pdf(path: Path) -> None:
    """Three pages of two columns with running heads, page numbers and words broken at line ends."""
    from reportlab.lib.pagesizes import A5
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A5, invariant=True, pageCompression=1)
    canvas.setTitle(TITLE)
    canvas.setAuthor("Ada Holm")
    width, height = A5
    columns = (40, width / 2 + 10)
    texts = ((FIRST, SECOND), (THIRD, FOURTH), (SECOND, THIRD))
    for page, (left, right) in enumerate(texts, start=1):
        canvas.setFont("Helvetica", 7)
        canvas.drawString(40, height - 25, "Harbour Papers, new series")
        canvas.drawString(width / 2, 20, str(page))
        if page == 1:
            canvas.setFont("Helvetica-Bold", 18)
            canvas.drawString(40, height - 60, TITLE)
        for column, text in zip(columns, (left, right), strict=True):
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(column, height - 90, f"Part {page}{'ab'[column > 100]}")
            canvas.setFont("Helvetica", 9)
            for number, line in enumerate(_broken(text, 30)):
                canvas.drawString(column, height - 108 - 12 * number, line)
        canvas.showPage()
    canvas.save()


def _broken(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters; long words are broken with a hyphen."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(word) > 7 and word.isalpha() and room > 4:
            lines[-1] += f" {word[: room - 1]}-"
            lines.append(word[room - 1 :])
        else:
            lines.append(word)
    return lines


def make_scans() -> None:
    """A scan without any text, one with text on its second page, and one behind a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    for name, with_text in (("scanned.pdf", False), ("half-scanned.pdf", True)):
        canvas = Canvas(str(HERE / name), pagesize=(200, 200), invariant=True)
        canvas.rect(20, 20, 160, 160, fill=1)
        canvas.showPage()
        if with_text:
            canvas.drawString(20, 100, "Only this page has text.")
            canvas.showPage()
        canvas.save()
    locked = StandardEncryption("reader", ownerPassword="owner", canPrint=0)
    canvas = Canvas(str(HERE / "locked.pdf"), pagesize=(200, 200), invariant=True, encrypt=locked)
    canvas.drawString(20, 100, "Nobody can read this.")
    canvas.save()


def make_docx(path: Path) -> None:
    """Title, subtitle, headings, lists, a table, a quotation, an insertion and a deletion."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = TITLE, "Ada Holm", "en-GB"
    properties.created = properties.modified = STAMP
    document.add_heading(TITLE, 0)
    document.add_paragraph("A short history", style="Subtitle")
    document.add_heading("Beginnings", 1)
    document.add_paragraph(FIRST)
    document.add_heading("The reef", 2)
    changed = document.add_paragraph(SECOND)
    for tag, text in (("ins", " Nobody was punished."), ("del", " Somebody was punished.")):
        kind = "delText" if tag == "del" else "t"
        run = f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'
        markup = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x">{run}</w:{tag}>'
        changed._p.append(parse_xml(markup))
    document.add_heading("Daily work", 1)
    for item in ITEMS:
        document.add_paragraph(item, style="List Number")
    document.add_paragraph("Oil is kept below.", style="List Bullet")
    document.add_paragraph(THIRD, style="Quote")
    table = document.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(FOURTH)
    document.save(str(path))


def make_odt(path: Path) -> None:
    """Headings, a numbered and a bulleted list, a table and a footnote."""
    from odfdo import Document, Header, List, Paragraph, Row, Table

    document = Document("text")
    body = document.body
    body.clear()
    document.meta.set_title(TITLE)
    document.meta.set_initial_creator("Ada Holm")
    document.meta.set_creation_date(STAMP)
    document.meta.set_language("en-GB")
    body.append(Paragraph(TITLE, style="Title"))
    body.append(Header(1, "Beginnings"))
    noted = Paragraph(FIRST)
    noted.insert_note(after="1871", note_id="n1", citation="1", body="By the old calendar.")
    body.append(noted)
    body.append(Header(2, "The reef"))
    body.append(Paragraph(SECOND))
    body.append(List(list(ITEMS)))
    table = Table("Lights")
    for values in ROWS:
        row = Row()
        row.set_values(list(values))
        table.append_row(row)
    body.append(table)
    body.append(Paragraph(FOURTH))
    document.save(str(path))


_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:quoth:lighthouse</dc:identifier><dc:title>{title}</dc:title>
<dc:creator>Ada Holm</dc:creator><dc:creator>Per Lund</dc:creator>
<dc:publisher>Harbour Press</dc:publisher>
<dc:date>2023-05-17</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/second%20part.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/first.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
_CONTAINER = """<?xml version="1.0"?><container version="1.0"
 xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile
 full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
_CHAPTER = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><style>p {{}}</style></head>
<body><h1>{heading}</h1><p>{first}</p><h2>{under}</h2><p>{second}</p></body></html>"""


def make_epub(path: Path) -> None:
    """Two chapters whose files are listed in another order than they are read."""
    chapters = {
        "text/first.xhtml": _CHAPTER.format(
            heading="Beginnings", first=FIRST, under="The reef", second=SECOND
        ),
        "text/second part.xhtml": _CHAPTER.format(
            heading="Later years", first=THIRD, under="Electric light", second=FOURTH
        ),
        "nav.xhtml": "<html><body><nav><ol><li>Beginnings</li></ol></nav></body></html>",
        "book.opf": _PACKAGE.format(title=TITLE),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        _write(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _write(book, "META-INF/container.xml", _CONTAINER)
        for name, text in chapters.items():
            _write(book, f"OEBPS/{name}", text)


def _write(book: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
    book.writestr(entry, text.encode(), how)


def without_times(path: Path) -> None:
    """Write a container again with one time for all entries: making it twice changes nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, STAMP.timetuple()[:6])
            new.writestr(fixed, old.read(entry), entry.compress_type)
    path.write_bytes(packed.getvalue())


if __name__ == "__main__":
    make_pdf(HERE / "lighthouse.pdf")
    make_scans()
    make_docx(HERE / "lighthouse.docx")
    make_odt(HERE / "lighthouse.odt")
    make_epub(HERE / "lighthouse.epub")
    for name in ("lighthouse.docx", "lighthouse.odt"):
        without_times(HERE / name)
