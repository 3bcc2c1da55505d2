"""Answers for the tests of cards, and hypothesis strategies for hostile ones."""

from hypothesis import strategies as st

from knowledge import Answer, Citation, Excerpt, Refusal

NASTY = st.sampled_from(
    [
        "@everyone", "<@123456789012345678>", "<#1>", "<@&5>", "</ask:1>", "<:a:1>", "<t:1:R>",
        "[x](http://evil.example)", "||spoiler||", "```py\nx\n```", "`", "# Title", "-# small",
        "> quote", ">>> all", "- item", "* item", "1. one", "**", "__", "~~", "\\", "\\*",
        "https://example.org/a_b_c", ":smile:",
        "\u202e", "\u2028", "\x00", "\ud800", "\r\n", "\n\n",
        "🐦‍⬛", "﷽" * 20, "a" * 3000, "... ", "?! ", "\ufeff",
    ]
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(NASTY, st.text(max_size=20)), max_size=60).map("".join),
)
LINE = TEXT | st.none()


def citation(title: str = "A Title", url: str | None = "https://example.org/page") -> Citation:
    return Citation(document="doc1", title=title, url=url, paragraph=3, text=f"Author, “{title}”")


def excerpt(text: str = "The answer is blue.", **fields) -> Excerpt:
    fields = {"start": 0, "end": len(text), "passage": text, "citation": citation(), **fields}
    return Excerpt(text=text, score=1.0, **fields)


def answered(*excerpts: Excerpt, question: str = "Which colour?", **fields) -> Answer:
    fields = {"status": "answered", "confidence": 0.9, **fields}
    return Answer(question=question, excerpts=excerpts or (excerpt(),), **fields)


def refused(code: str = "not_answered", **fields) -> Answer:
    refusal = Refusal(code=code, **fields)
    return Answer(question="Which colour?", status="no_answer", confidence=0.0, refusal=refusal)


@st.composite
def citations(draw) -> Citation:
    url = draw(st.none() | TEXT | TEXT.map(lambda text: f"https://example.org/{text}"))
    return Citation(document=draw(TEXT), title=draw(LINE), url=url, text=draw(TEXT))


@st.composite
def excerpts(draw) -> Excerpt:
    text = draw(TEXT)
    spot = st.integers(0, max(1, len(text)))
    spans = draw(st.lists(st.tuples(spot, spot), max_size=5))
    return Excerpt(
        text=text,
        start=0,
        end=len(text),
        score=1.0,
        highlights=tuple((min(span), max(span)) for span in spans),
        passage=draw(TEXT),
        citation=draw(citations()),
        also_in=tuple(draw(st.lists(citations(), max_size=3))),
    )


@st.composite
def answers(draw) -> Answer:
    refusal = Refusal(
        code=draw(st.sampled_from(["unknown_terms", "not_answered"])),
        missing=tuple(draw(st.lists(TEXT, max_size=5))),
        did_you_mean=draw(LINE),
        heading=draw(LINE),
    )
    found = tuple(draw(st.lists(excerpts(), max_size=3)))
    status = draw(st.sampled_from(["answered", "unsure"])) if found else "no_answer"
    return Answer(
        question=draw(TEXT),
        status=status,
        confidence=draw(st.floats(0, 1)),
        excerpts=found,
        refusal=None if found else refusal,
        suggestion=draw(LINE),
        searched=draw(LINE),
    )
