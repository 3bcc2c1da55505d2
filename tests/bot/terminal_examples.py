"""Answers and documents made by hand, so that the rendering's tests need no library."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.models import (
    AddReceipt,
    Answer,
    Block,
    Citation,
    Document,
    DocumentInfo,
    Excerpt,
    Explanation,
    FeatureWeight,
    Finding,
    Metadata,
    Passage,
    TermWeight,
)

QUESTION = "Which countries belong to the CSTO?"
ADDED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

CITATION = Citation(
    document="nato",
    title="NATO vs CSTO — Who Will Gain the Upper Hand?",
    author="Christine Karelska",
    publisher="Visegrad Insight",
    published="2022-08-03",
    url="https://example.org/nato-vs-csto",
    paragraph=14,
    text="Christine Karelska, “NATO vs CSTO — Who Will Gain the Upper Hand?”, Visegrad Insight, "
    "3 August 2022, paragraph 14",
)


def quoted(
    text: str, *, answering: str = "", passage: str | None = None, citation: Citation = CITATION
) -> Excerpt:
    """An excerpt of `text` with the words `answering` highlighted."""
    start = text.find(answering) if answering else -1
    return Excerpt(
        text=text,
        start=0,
        end=len(text),
        score=1.0,
        highlights=((start, start + len(answering)),) if start >= 0 else (),
        passage=passage if passage is not None else text,
        citation=citation,
    )


def answered(*excerpts: Excerpt) -> Answer:
    return Answer(question=QUESTION, status="answered", confidence=0.9, excerpts=excerpts)


MEMBERS = quoted(
    "The CSTO consists of six post-Soviet states: Armenia, Belarus, Kazakhstan, Kyrgyzstan, "
    "Russia and Tajikistan.",
    answering="Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia and Tajikistan",
    passage="Founded in 2002, it is young. The CSTO consists of six post-Soviet states: Armenia, "
    "Belarus, Kazakhstan, Kyrgyzstan, Russia and Tajikistan. None left.",
)
CHINESE = quoted(
    "集体安全条约组织的成员国包括俄罗斯、白俄罗斯、亚美尼亚、哈萨克斯坦、吉尔吉斯斯坦和塔吉克斯坦。",
    answering="俄罗斯",
    citation=Citation(document="zh", title="集安组织", text="“集安组织”, paragraph 1"),
)
HOSTILE = quoted(
    "Before \x1b[31mred\x1b[0m \x9b2Jcleared \u202ederorim\u202c and a bell\x07.",
    answering="red",
    citation=Citation(
        document="x",
        title="T",
        url="https://example.org/\x1b]0;owned\x07",
        text="“T\x1b]0;owned\x07”, paragraph 1",
    ),
)

INFO = DocumentInfo(
    id="nato",
    collection="main",
    metadata=Metadata(
        title="NATO vs CSTO — Who Will Gain the Upper Hand?",
        author="Christine Karelska",
        published="2022-08-03",
    ),
    origin="nato-vs-csto.md",
    media_type="text/markdown",
    content_hash="0" * 64,
    version=1,
    added=ADDED,
    updated=ADDED,
    passages=2,
    characters=45,
)

TEXT = "A title\n\nFirst words.\n\nMore\n\nSecond words."
DOCUMENT = Document(
    id="nato",
    collection="main",
    metadata=INFO.metadata,
    text=TEXT,
    blocks=(
        Block(kind="heading", start=0, end=7, level=1),
        Block(kind="paragraph", start=9, end=21),
        Block(kind="heading", start=23, end=27, level=2),
        Block(kind="paragraph", start=29, end=42),
    ),
    origin="nato-vs-csto.md",
    media_type="text/markdown",
    content_hash="0" * 64,
    added=ADDED,
    updated=ADDED,
)
PASSAGES = (
    Passage(id=1, document="nato", ordinal=0, start=9, end=21, text="First words.", paragraph=1),
    Passage(id=2, document="nato", ordinal=1, start=29, end=42, text="Second words.", paragraph=2),
)

EXPLANATION = Explanation(
    terms=(
        TermWeight(term="csto", word="CSTO", weight=1.0, idf=0.75, passages=12, share=0.5),
        TermWeight(term="belong", word="belong", weight=1.0, idf=2.5, passages=1, share=1.25),
        TermWeight(term="zebra", word="zebra", weight=1.0, idf=0.0, passages=0, share=0.0),
    ),
    passage_score=1.75,
    features=(
        FeatureWeight(feature="words found", weight=2.0, chosen=0.5, runner_up=0.25),
        FeatureWeight(feature="enumeration", weight=0.5, chosen=1.0, runner_up=0.0),
    ),
    chosen="The CSTO consists of six states.",
    runner_up="None left.",
    confidence=(FeatureWeight(feature="coverage", weight=1.5, chosen=0.8),),
)

FINDINGS = (
    Finding(check="Python", status="ok", detail="3.11.7"),
    Finding(check="disk", status="warning", detail="412 MB free", remedy="Free some space."),
    Finding(check="index", status="error", detail="damaged", remedy="Run quoth doctor again."),
)

RECEIPTS = (
    AddReceipt(outcome="added", source="a.md", document=INFO, passages=2),
    AddReceipt(
        outcome="replaced",
        source="b.pdf",
        document=INFO,
        passages=2,
        duplicate_passages=1,
        empty_pages=(2, 3),
        similar_to=("old",),
        warnings=("The encoding was guessed.",),
    ),
    AddReceipt(outcome="failed", source="c\x1b.bin", error="No reader knows this content."),
)
