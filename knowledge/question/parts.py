"""Questions asked in one breath to questions of their own: "Who wrote it and when?".

An "and" parts a question only where another question word follows it, so that "NATO and the CSTO"
stays whole. A part may lean on the one before ("... and when?") as a follow-up does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from knowledge.question.late import Late

_HOW = "how(?: (?:many|much|long|far|often|old|tall|high|big|large|deep|wide|fast|heavy|come))?"
_WORDS = {
    "en": f"who|whom|whose|what|which|when|where|why|{_HOW}",
    "de": "wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|weshalb|wieso|welche[rsnm]?"
    "|wie(?: (?:viele?|lange|oft|alt|hoch|weit|groß))?|wieviele?",
    "fr": "qui|que|quoi|quand|où|pourquoi|comment|combien(?: de)?|quel(?:le)?s?",
    "es": "qui[eé]n(?:es)?|qu[eé]|cu[aá]ndo|d[oó]nde|por qu[eé]|c[oó]mo|cu[aá]nt[oa]s?"
    "|cu[aá]l(?:es)?",
    "pl": "kto|kogo|komu|kim|co|czego|kiedy|gdzie|dokąd|skąd|dlaczego|czemu|ile|ilu|jak|któr\\w+",
    "uk": "хто|кого|кому|ким|що|чого|коли|де|куди|звідки|чому|навіщо|скільки|як|який|яка|яке|які",
}
_ANDS = {
    "en": "and(?: also)?|or|but|&",
    "de": "und|oder|aber",
    "fr": "et|ou|mais",
    "es": "y|e|o|pero",
    "pl": "i|oraz|a|ale",
    "uk": "і|й|та|а|але",
}
_PREPOSITIONS = {
    "en": "by|to|for|with|from|in|at|on|of|since|until",
    "de": "von|mit|seit|für|in|an|auf|zu|bis",
    "fr": "par|pour|avec|depuis|de|à|en",
    "es": "por|para|con|desde|de|a|en",
    "pl": "od|do|przez|z|w|na|dla",
    "uk": "від|до|для|з|у|в|на",
}
_INVERTED = (
    "(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
    " (?:he|she|it|they|there|his|her|its|their)"
)
"""How a question to be answered with yes or no goes on: "and did it help?"."""
_ANOTHER = "what about|how about|was ist mit|et pour|a co z|а що з"
_YES_OR_NO = (
    "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|hat|haben|ist|sind"
    "|wurde|est-ce|czy|чи"
)
_COMPARES = Late(r"\b(?:between|both|compare\w*|zwischen|entre|między|між)\b")
_INDIRECT = Late(
    r"^\W*(?:please |can you |could you )?(?:tell me|explain|do you know|i want to know)\b"
)
_CONJUNCTION = Late(
    r"^(?:when|where|how|which|what) (?:the|a|an|this|that|it|he|she|they|we|I|[A-Z][\w’'-]*) ",
    exact=True,
)
_SIGNS = (",", "&", "?", ";")
_MOST = 4
"""Parts of a question at most; a text of more is no question in one breath."""
_END = " \t?!.,;"


class _Grammar(NamedTuple):
    """The patterns of one language."""

    several: Late
    """Question words that share a clause: "where and when was it built"."""
    each: Late
    joint: Late
    question: Late
    only_words: Late


@cache
def _grammar(language: str) -> _Grammar:
    asking, joining = _asking(language), f"(?:{_ANDS.get(language, _ANDS['en'])})"
    return _Grammar(
        Late(
            rf"^(?P<lead>.*?)\b(?P<words>{asking}(?:(?:,? {joining} |, ?){asking})+)"
            r" (?P<rest>\S.*)$"
        ),
        Late(rf"\b{asking}(?=,| {joining} |$)"),
        Late(
            rf"(?:,? {joining} |, (?={joining} ))(?:then )?"
            rf"(?=(?:{asking}|{_ANOTHER}|{_INVERTED})(?:\b|'s\b))"
            r"|[?;]+\s+(?=\w)"
        ),
        Late(rf"^\W*(?:\w+[ ,]+){{0,5}}?{asking}\b|^\W*(?:{_YES_OR_NO})\b"),
        Late(rf"\W*(?:.*\s)?{asking}\s*"),
    )


def _asking(language: str) -> str:
    words = _WORDS.get(language, _WORDS["en"])
    return rf"(?:(?:{_PREPOSITIONS.get(language, _PREPOSITIONS['en'])}) )?(?:{words})"


@cache
def question_words(language: str) -> Late:
    """Return the pattern of what a question begins with: "by whom", "how many"."""
    return Late(rf"^{_asking(language)}(?:'s)?\b\s*")


def split_question(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the questions that `text` consists of, in order; itself where it is one."""
    if not _may_have_parts(text, language):
        return (text,)
    grammar = _grammar(language)
    parts = [part for whole in _clauses(text, grammar) for part in _by_word(whole, grammar)]
    return tuple(parts) if 1 < len(parts) <= _MOST else (text,)


def _may_have_parts(text: str, language: str) -> bool:
    """Say whether a joint may be in `text`: it spares most questions the patterns."""
    plain = text.strip(_END).lower()
    ands = re.split(r"\W+", _ANDS.get(language, _ANDS["en"]))
    return any(sign in plain for sign in _SIGNS) or not set(ands).isdisjoint(plain.split())


def _clauses(text: str, grammar: _Grammar) -> list[str]:
    """Return what stands between joints, each with a question of its own."""
    found, start = [], 0
    for joint in grammar.joint.each(text):
        part, rest = text[start : joint.start()], text[joint.end() :]
        by_mark = not joint.group().strip(" ,;?")
        if _parts_here(part, rest, grammar, by_mark=by_mark):
            found.append(part.strip())
            start = joint.end()
    return [*found, text[start:].strip()]


def _parts_here(part: str, rest: str, grammar: _Grammar, *, by_mark: bool) -> bool:
    if not grammar.question.search(part) or not re.search(r"\w", rest):
        return False
    if by_mark:
        return grammar.question.search(rest) is not None
    if _COMPARES.search(part) or grammar.only_words.fullmatch(part):
        return False  # "where and when was ...": one question, two question words
    # "... and when the war started": no question, unless it is an indirect one
    return _INDIRECT.match(part) is not None or _CONJUNCTION.match(rest) is None


def _by_word(question: str, grammar: _Grammar) -> list[str]:
    """Return a question for each of the question words that share a clause."""
    match = grammar.several.match(question)
    if match is None or not match["rest"].strip(_END):
        return [question]
    words = (each.group() for each in grammar.each.each(match["words"]))
    return [f"{match['lead']}{word} {match['rest']}" for word in words]
