"""What no input may do: a target takes any bytes and raises AssertionError where a promise breaks.

`python -m tests.fuzz` feeds them inputs grown by coverage, test_fuzzing.py the nasty corpus.
"""

import re

from bot.cards.answers import Shown, answer_embed, answer_text
from bot.cards.escaping import escape, line, quote
from bot.terminal import PLAIN, Surface, render_answer
from bot.wording import speaker
from knowledge.analysis import tokens
from knowledge.errors import InvalidQuestion, SourceError
from knowledge.evaluation.asking import MemoryLibrary
from knowledge.fetch import DEFAULT_LIMITS, Source
from knowledge.models import Answer, Block, Citation, Excerpt, Refusal
from knowledge.passages import split as split_passages
from knowledge.question import small_talk, without_chat
from knowledge.readers import read
from knowledge.readers.reading import open_source, read_content
from knowledge.sentences import split as split_sentences
from tests.discord_double.validate import Errors, check_message

NAMES = ("source.txt", "source.md", "source.html", "source.rst")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OWN_STYLES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x07\x1b]*\x1b\\")
MENTION = re.compile(r"(?<!\\)<(?:@|#|:|a:|t:|/|id:)|(?<!\\)@(?:everyone|here)")
ENGLISH = speaker("en")
ISOLATED = re.compile(rb"%PDF|PK\x03\x04")
"""Parsed in a process of their own; their parsers are not ours to fuzz."""


def text_of(data: bytes) -> str:
    """The bytes as text, lone surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def readers(data: bytes) -> None:
    """Any bytes become a draft with true spans and harmless characters, or a SourceError."""
    if ISOLATED.search(data[:2048]):
        return
    for name in NAMES:
        try:
            media_type, content, _ = open_source(Source(data, name, name))
            draft = read_content(media_type, content, DEFAULT_LIMITS)
        except SourceError:
            continue
        assert not CONTROL.search(draft.text), name
        _check_order([(block.start, block.end) for block in draft.blocks], draft.text)


def analysis(data: bytes) -> None:
    """Tokens, sentences and passages are slices of the text, in order."""
    text = text_of(data)
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    _check_order(split_sentences(text), text)
    whole = (Block(kind="paragraph", start=0, end=len(text)),)
    _check_order([(each.start, each.end) for each in split_passages(text, whole)], text)


def asking(data: bytes) -> None:
    """Any question to any text has an answer in the text's own words, or none."""
    question, _, body = text_of(data).partition("\n")
    small_talk(question)
    without_chat(question)
    try:
        source = read(Source(body.encode("utf-8", "replace"), "source.txt", "source.txt"))
        answer = MemoryLibrary({"source": source}).ask(question)
    except (InvalidQuestion, SourceError):
        return
    for excerpt in answer.excerpts:
        assert source.text[excerpt.start : excerpt.end] == excerpt.text


def terminal(data: bytes) -> None:
    """Nothing that a terminal obeys comes through, but our own styles and links."""
    shown = render_answer(_answer(text_of(data)), Surface(width=60, colour=True, links=True))
    assert not CONTROL.search(OWN_STYLES.sub("", shown)), ascii(shown)
    assert not CONTROL.search(render_answer(_answer(text_of(data)), PLAIN))


def cards(data: bytes) -> None:
    """No text pings, links or leaves its block quote, and every limit holds."""
    text = text_of(data)
    block, _ = quote(text, [(0, len(text) // 2)], limit=1000)
    assert all(row.startswith("> ") for row in block.split("\n"))
    for shown in (block, escape(text), line(text, 100)):
        assert not MENTION.search(shown), ascii(shown)
    assert len(line(text, 100)) <= 100
    assert len(block) <= 1000


def messages(data: bytes) -> None:
    """A whole answer in Discord fits, keeps its quote in its block and pings nobody."""
    text = text_of(data).encode("utf-8", "replace").decode()  # what a library holds
    refused = _answer(text).model_copy(update={"excerpts": (), "refusal": _refusal(text)})
    for answer in (_answer(text), refused):
        shown = Shown(answer, "abc2345", 0, (text, text))
        embed, content = answer_embed(shown, ENGLISH), answer_text(shown, ENGLISH)
        assert not MENTION.search(f"{embed.title}\n{embed.description}"), ascii(embed.description)
        assert not MENTION.search(content), ascii(content)
        errors = Errors()
        body = {"content": content, "embeds": [embed.to_dict()], "allowed_mentions": {"parse": []}}
        check_message(errors, body, set())
        assert not str(errors), str(errors)


def _refusal(text: str) -> Refusal:
    return Refusal(code="unknown_terms", missing=(text, text), did_you_mean=text, heading=text)


def _check_order(spans: list[tuple[int, int]], text: str) -> None:
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text), (position, start, end)
        position = end


def _answer(text: str) -> Answer:
    """An answer with `text` in every place that a source or a user can fill."""
    cited = Citation(document="d", title=text, author=text, url=text, section=text, text=text)
    excerpt = Excerpt(
        text=text,
        start=0,
        end=len(text),
        score=1.0,
        highlights=((0, len(text)),),
        passage=text,
        citation=cited,
        also_in=(cited,),
    )
    return Answer(
        question=text,
        status="unsure",
        confidence=0.5,
        excerpts=(excerpt,),
        reason=text,
        searched=text,
    )


TESTED = (readers, analysis, asking, terminal, cards, messages)
TARGETS = {target.__name__: target for target in TESTED}
