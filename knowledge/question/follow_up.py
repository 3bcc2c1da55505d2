"""A follow-up to the question that it stands for: "and Belarus?", "when was that?", "why?".

The question is written out in full with words of the one before: only what it needs is carried
over, and nothing where it can stand alone. Four ways of leaning on what was said are told apart:

- another one ("and Belarus?", "what about 2014?") takes the place of its like in the question;
- a bare question ("why?", "when was that?", "how many of them?") asks anew about the same;
- a pronoun ("when did it close?") stands for the names and things that were spoken of, not for
  what was said of them;
- "he", "she" and "they" after a question for a person stand for the names in its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.analysis import tokens
from knowledge.question.kinds import kind_of
from knowledge.question.late import Late
from knowledge.question.parts import question_words
from knowledge.question.people import people
from knowledge.question.roles import Part, Phrase, joined, parts_of, phrases
from knowledge.words import equivalents

_AND = {
    "en": "and|but|or|so|also|then|ok|okay",
    "de": "und|aber|oder|also",
    "fr": "et|mais|ou",
    "es": "y|e|pero|o",
    "pl": "a|i|ale",
    "uk": "а|і|й|та|але",
}
_ANOTHER = Late(
    r"^\s*(?:what about|how about|what of|same for|wie ist es mit|was ist mit|et pour|et|qué hay de"
    r"|a co z|а що з|як щодо)\b\s*"
)
_PREPOSITION = Late(r"^(?:in|on|at|for|with|from|by|to|of|during|im|en|w|у|в)\b")
_EXPLETIVE = Late(
    r"\bit (?:is |was )?(?:true|possible|likely|necessary|important|allowed|legal|safe|takes?)\b"
    r"|\b(?:is|are|was|were|be) there\b|\bthere (?:is|are|was|were|will|has|have)\b"
)
_IT = "it|its|this|that|these|those|er|sie|es|ihn|ihr|dies|il|elle|eso|esto|ello|він|вона|воно"
_THEY = r"they|them|their|both|ils|elles|вони|їх"
_PERSON = r"he|him|his|she|her|hers"
_PLACE = r"there|dort|allí|там|tam"
_PRONOUN = Late(rf"\b(?:{_IT}|{_THEY}|{_PERSON}|{_PLACE})\b")
_AUXILIARY = Late(r"\b(?:is|was|were|are|did|does|do|war|ist|était|est|fue|es)\s*$")
_EVENT = Late(r"\b(?:that|this|das|cela|eso|to|це)$")
_PERSONAL = Late(_PERSON)
_PERSONAL_WORD = Late(rf"\b(?:{_PERSON})\b")
_THING_WORD = Late(r"\bits?\b")
_PLURAL = Late(f"{_THEY}|these|those")
_CONJUNCTION = Late(r"\bthat (?=(?:the|a|an|he|she|it|they|we|I)\b|[A-Z])", exact=True)
_OF_THEM = Late(r"\b(?:of (?:them|those|these)|ones?|else)\b")
_EMPTY_VERB = Late(r"\b(?:happen\w*|said|says?|told|tells?|takes?|took|geschehen|passiert)\b")
_MEASURES = Late(
    r"^(?:how long (?:is|are|was|were)\b"
    r"|how (?!many|much|long|often|far|come|is|are|was|were|do|does|did|so\b)\w+)"
)
_OF_A_THING = ("what", "who", "where", "definition")
_SPEECH = Late(r"^who(?: (?:was|is) it)?(?: that)? (?:said|says|told|claimed)\b")
_QUOTED = Late(r"[“„‘\"]([^“”„‘\"]{12,}?)[”“\"]|‘([^‘]{12,}?)’(?!\w)", exact=True)
_END = " \t?!.,;:"
_MOST_OF_A_FRAGMENT = 4
_MOST_QUOTED = 12


def follow_up(
    question: str, before: str, said: str | None = None, language: str = "en"
) -> tuple[str, ...]:
    """Return `question` in full, after the question `before` and the words `said` to it.

    Empty where it stands alone. Where it can be read in two ways, the likelier comes first.
    """
    asked = _without_and(question, language)
    joins_on = asked != question.strip()
    before = before.strip(_END)
    if not before:
        return ()
    fragment = _fragment(asked, before, language, joins_on=joins_on)
    if fragment is not None:
        return _another(fragment, before, language)
    if _SPEECH.match(asked) and (quoted := _quotation(said)):
        return (f"who said {quoted}",)
    if _is_bare(asked, language):
        return (_asked_anew(asked, before, language),)
    written = _written_out(asked, before, said, language)
    return () if written is None else (written,)


def speaks_of_a_person(question: str) -> bool:
    """Say whether "he" or "she" is in a question: it may have been named some turns before."""
    return _PERSONAL_WORD.search(question) is not None


def speaks_of_a_thing(question: str) -> bool:
    """Say whether "it" is in a question."""
    return _THING_WORD.search(question) is not None


def leans(question: str, language: str = "en") -> bool:
    """Say whether a question asks anew about what was spoken of: "when was that?", "why?"."""
    return _is_bare(_without_and(question, language), language)


def _without_and(question: str, language: str) -> str:
    words = _AND.get(language, _AND["en"])
    rest = re.sub(rf"^\s*(?:(?:{words})\b[\s,]*)+", "", question, flags=re.IGNORECASE)
    return rest.strip() or question.strip()


def _fragment(asked: str, before: str, language: str, *, joins_on: bool) -> str | None:
    """Return what stands for its like in the question before, where there is no question in it."""
    another = _ANOTHER.match(asked)
    rest = (asked[another.end() :] if another else asked).strip(_END)
    if not another and (kind_of(asked) != "keywords" or _PRONOUN.search(asked)):
        return None
    words = [token for token in tokens(rest, language) if not token.stop and not token.extra]
    if not 0 < len(words) <= _MOST_OF_A_FRAGMENT:
        return None
    if another or joins_on or _PREPOSITION.match(asked):
        return rest
    named = any(each.named for each in phrases(before, parts_of(before, language), language))
    return rest if asked.endswith("?") and named and rest[0].isupper() else None


def _another(fragment: str, before: str, language: str) -> tuple[str, ...]:
    """Return the question before with the fragment in the place of each phrase that is its like."""
    own, parts = parts_of(fragment, language), parts_of(before, language)
    found = phrases(before, parts, language)
    places = _places_for(own, found, parts)
    full = [
        f"{before[:start]}{_fitted(fragment, before[:start])}{before[end:]}"
        for start, end in places
    ] or [f"{before} {fragment}"]
    about = [each for each in found if not each.focus]
    if about and _is_common(own) and not any(each.focus for each in found):
        full.append(f"{fragment} {joined(about)}")
    return tuple(full)


def _is_common(own: Sequence[Part]) -> bool:
    """Say whether a fragment ends with a thing, and not with a name or a number."""
    last = own[-1]
    return last.role not in ("number", "name") and (len(own) > 1 or not last.text[0].isupper())


def _fitted(fragment: str, before: str) -> str:
    """Return the fragment without the preposition that already stands there."""
    last = before.split()[-1:] or [""]
    own = _PREPOSITION.match(fragment)
    return fragment[own.end() :].strip() if own and _PREPOSITION.match(last[0]) else fragment


def _places_for(
    own: Sequence[Part], found: Sequence[Phrase], parts: Sequence[Part]
) -> list[tuple[int, int]]:
    """Return the spans of the question before that a fragment may take the place of."""
    numbers = [(part.start, part.end) for part in parts if part.role == "number"]
    things = [each for each in found if not each.named and not each.focus]
    named = [each for each in found if each.named and not each.focus]
    if any(part.role == "number" for part in own) and not _is_common(own):
        return numbers[-1:]
    if _is_common(own):
        determined = own[0].role == "stop"
        asked = [each for each in found if each.focus and not determined]
        likes = asked[:1] or things[-1:] or named[-1:]
    else:
        name = next(part.text for part in own if part.text[0].isupper())
        likes = [max(named, key=lambda each: _alikeness(name, each.text))] if named else things[-1:]
    return [(each.start, each.end) for each in likes]


def _alikeness(name: str, other: str) -> int:
    """Return how far two names are of a kind: countries, abbreviations, or neither."""
    bare = re.sub(r"^(?:the|a|an) ", "", other)
    both_places = bool(equivalents(name)) == bool(equivalents(bare))
    both_short = name.isupper() == bare.isupper()
    return 2 * both_places + both_short


def _is_bare(asked: str, language: str) -> bool:
    """Say whether a question has nothing of its own to ask about."""
    kind = kind_of(asked)
    if kind in ("keywords", "yes_no"):
        return False
    if speaks_of_a_person(asked) and not speaks_of_a_thing(asked):
        return False  # "what did she say?", but "where did she say it?"
    plain = _EMPTY_VERB.without(_OF_THEM.without(asked))
    own = [part for part in parts_of(plain, language) if part.role != "stop"]
    if own:
        focus = phrases(plain, parts_of(plain, language), language)
        # "which country?", "what year was that?": the thing asked for, and no more
        event = _EVENT.search(plain.strip(_END)) or not _PRONOUN.search(plain)
        return len(focus) == len(own) == 1 and focus[0].focus and bool(event)
    pronoun = _PRONOUN.search(plain)
    measured = _MEASURES.match(plain) is not None
    of_a_thing = (measured or kind in _OF_A_THING) and not _EMPTY_VERB.search(asked)
    return pronoun is None or not of_a_thing


def _asked_anew(asked: str, before: str, language: str) -> str:
    """Return the new question word with the rest of the question before."""
    rest = question_words(language).without(before)
    plain = _OF_THEM.without(asked)
    pronoun = None if _EXPLETIVE.search(plain) else _PRONOUN.search(plain)
    pronoun = pronoun or _EVENT.search(plain.strip(_END))
    word = plain[: pronoun.start()] if pronoun and pronoun.start() else plain
    rest = rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest
    lead = " ".join(_AUXILIARY.without(word.strip(_END)).split())
    return f"{lead} {rest}"


def _written_out(asked: str, before: str, said: str | None, language: str) -> str | None:
    """Return the question with what its pronoun stands for, or None where it stands alone."""
    pronoun = _referring(asked, language)
    if pronoun is None:
        return None
    parts = parts_of(before, language)
    found = phrases(before, parts, language)
    names = people(said, before, language) if said and kind_of(before) == "who" else []
    about = _meant(pronoun.group(), found, names)
    if not about:
        return None
    noun = re.match(r"\s*\w", asked[pronoun.end() :]) and pronoun.group().lower() in (
        "this", "that", "these", "those",
    )  # fmt: skip
    if noun:  # "when was that decision taken": what it was about comes after it
        return f"{asked.strip(_END)} {about}"
    return f"{asked[: pronoun.start()]}{about}{asked[pronoun.end() :]}"


def _referring(asked: str, language: str) -> re.Match[str] | None:
    """Return the first pronoun that stands for something said before, and not in the question."""
    masked = _EXPLETIVE.masked(asked)
    masked = _CONJUNCTION.masked(masked)
    own = [
        phrase for phrase in phrases(asked, parts_of(asked, language), language) if not phrase.focus
    ]
    for match in _PRONOUN.each(masked):
        earlier = [phrase for phrase in own if phrase.end <= match.start()]
        last = not asked[match.end() :].strip(_END)
        if not earlier or last:
            return match
    return None


def _meant(pronoun: str, found: Sequence[Phrase], names: Sequence[str]) -> str:
    """Return what a pronoun stands for: `names` from the answer, or what was spoken of."""
    personal, plural = _PERSONAL.fullmatch(pronoun), _PLURAL.fullmatch(pronoun)
    about = [phrase for phrase in found if plural or not phrase.focus] or list(found)
    if personal and names:
        alone = (name for name in names if " and " not in name)
        return next(alone, names[0].split(" and ")[0])
    if personal:
        return ", ".join(phrase.names for phrase in about if phrase.named)
    if plural and names and not any(phrase.focus for phrase in found):
        return ", ".join([names[0], joined(about)])
    return joined(about)


def _quotation(said: str | None) -> str | None:
    """Return the beginning of what is quoted in an answer."""
    match = _QUOTED.search(said or "")
    if match is None:
        return None
    return " ".join((match[1] or match[2]).split()[:_MOST_QUOTED]).strip(_END)
