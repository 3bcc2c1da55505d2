"""Shapes of words that answers have: dates, numbers, durations, causes, definitions, lists.

Light patterns, no recogniser: what a shape is worth is learnt (`knowledge.fitting`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december|jan|feb"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet"
    r"|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre|stycz\w+|lut\w+|marca|kwietnia|maja|czerwca|lipca"
    r"|sierpnia|września|października|listopada|grudnia|січня|лютого|березня|квітня|травня|червня"
    r"|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта|апреля|мая|июня|июля"
    r"|августа|сентября|октября|ноября|декабря"
)
_UNITS = r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)"
_NUMBER_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
    r"|dozens?|half|third|quarter|once|twice|one|single|zwei|drei|vier|fünf|deux|trois|quatre|dos"
    r"|tres|cuatro|dwa|trzy|cztery|два|три|чотири|четыре"
)

YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d(?:s\b|\b)")
_DIGITS = re.compile(r"\d[\d,.]*\b")

_CUES: dict[str, str] = {
    "time": (
        rf"\b(?:{_MONTHS})\b|\b(?:1[0-9]|20)\d\ds?\b|\b(?:{_UNITS.replace('?', '')})\b"
        r"|\b(?:century|centuries|decade|era|spring|summer|autumn|winter|today|yesterday|tomorrow"
        r"|recently|currently|monday|tuesday|wednesday|thursday|friday|saturday|sunday|bc|ad"
        r"|\d{1,2}(?:st|nd|rd|th)|anniversary|since|until|during|after|before|later|ago)\b"),
    "duration": (
        rf"(?:\b\d+|\b(?:{_NUMBER_WORDS}|several|few|many|a|an))[ -]+(?:\w+ )?(?:{_UNITS})\b"
        r"|\bas long as\b|\bfrom \d{4} (?:to|until)\b"
        r"|\bfor (?:\w+ )?(?:centuries|decades|years)\b"),
    "cause": (
        r"\b(?:because|due to|owing to|led to|lead to|leading to|in order to|so that|so as to"
        r"|reasons?|therefore|thus|hence|as a result|result(?:ed|s|ing)?|caus(?:e|es|ed|ing)"
        r"|prevent\w*|thanks to|since|fear\w*|to (?:avoid|protect|stop|gain|help|ensure|make)"
        r"|motivat\w+|allow(?:s|ed|ing)?|weil|wegen|damit|deshalb|parce que|afin|porque|debido"
        r"|ponieważ|dlatego|aby|тому|оскільки|щоб|через|потому|поэтому|чтобы)\b"),
    "manner": (r"\b(?:by|through|using|via|with|durch|mittels|par|mediante)\b"),
    "definition": (
        r"\b(?:is|are|was|were) (?:an?|the|one)\b|\b(?:called|known as|refers? to|defined|means"
        r"|stands? for|prototype|consists?|comprising|ist ein\w*|est une?|es una?|jest|це|это)\b"),
    "place": (
        r"\b(?:in|at|near|from|to|of|into|across|im|à|en|w|в|у) (?=[^\W\d_])"),
    "speech": (
        r"\b(?:said|says|stated|warned|told|called|calling|claimed|argued|wrote|described|underlined"
        r"|declared|announced|repeated|responded|rebuked|complained|spoke|quoted|according to)\b"),
    "quotation": (r"[“”„«»\"]|(?<!\w)[‘']\w"),
    "superlative": (
        r"\b(?:most|least|more|less|\w{3,}est|first|largest|highest|than|since|best|worst|last)\b"),
    "enumeration": (
        r"[\w’'.-]+(?:, [^,;:.]{2,40}){1,},? (?:and|or|und|oder|et|ou|y|o|i|та|і|и) \w"),
    "contrast": (
        r"\b(?:unlike|whereas|while|in contrast|by contrast|on the other hand|compared (?:to|with)"
        r"|rather than|instead of|differ\w*|im gegensatz|anders als|contrairement|a diferencia)\b"
    ),
    "age": (
        r"\b(?:aged?|born|birthday|years? old|year-old|months? old|old as|dates? (?:from|back)"
        r"|built|established|founded|\d{1,3} years?)\b"),
    "question": (r"\?[\s\"'’”»)]*$"),
    "money": (r"[$€£¥]|\b(?:dollars?|euros?|pounds?|per ?cent|percentage)\b|%"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def is_number(word: str) -> bool:
    """Say whether `word` is a number, in digits or in letters."""
    if word[0].isdecimal():
        return _DIGITS.fullmatch(word) is not None
    return word.lower() in _numbers_in_letters()


@cache
def _numbers_in_letters() -> frozenset[str]:
    words = _NUMBER_WORDS.split("|")
    return frozenset(
        form for word in words for form in (word.replace("s?", ""), word.replace("?", ""))
    )


class Cues:
    """The shapes that occur in a sentence, each looked for when it is first asked for."""

    __slots__ = ("_found", "_sentence")

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._found: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        found = self._found.get(str(name))
        if found is None:
            found = _pattern(str(name)).search(self._sentence) is not None
            self._found[str(name)] = found
        return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # compiled on first use: all of them would cost a cold start more than the answer does
    return re.compile(_CUES[name], re.IGNORECASE)
