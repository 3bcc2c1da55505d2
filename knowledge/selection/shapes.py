"""Shapes of words that answers have: dates, numbers, durations, causes, definitions, lists.

Light patterns, no recogniser: what a shape is worth is learnt (`knowledge.fitting`).
"""

from __future__ import annotations

import re

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
NUMBER = re.compile(rf"\b\d[\d,.]*\b|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
CAPITAL = re.compile(r"[^\W\d_]")

_CUES: dict[str, re.Pattern[str]] = {
    "time": re.compile(
        rf"\b(?:{_MONTHS})\b|\b(?:1[0-9]|20)\d\ds?\b|\b(?:{_UNITS.replace('?', '')})\b"
        r"|\b(?:century|centuries|decade|era|spring|summer|autumn|winter|today|yesterday|tomorrow"
        r"|recently|currently|monday|tuesday|wednesday|thursday|friday|saturday|sunday|bc|ad"
        r"|\d{1,2}(?:st|nd|rd|th)|anniversary|since|until|during|after|before|later|ago)\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        rf"(?:\b\d+|\b(?:{_NUMBER_WORDS}|several|few|many|a|an))[ -]+(?:\w+ )?(?:{_UNITS})\b"
        r"|\bas long as\b|\bfrom \d{4} (?:to|until)\b|\bfor (?:\w+ )?(?:centuries|decades|years)\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(
        r"\b(?:because|due to|owing to|led to|lead to|leading to|in order to|so that|so as to"
        r"|reasons?|therefore|thus|hence|as a result|result(?:ed|s|ing)?|caus(?:e|es|ed|ing)"
        r"|prevent\w*|thanks to|since|fear\w*|to (?:avoid|protect|stop|gain|help|ensure|make)"
        r"|motivat\w+|allow(?:s|ed|ing)?|weil|wegen|damit|deshalb|parce que|afin|porque|debido"
        r"|ponieważ|dlatego|aby|тому|оскільки|щоб|через|потому|поэтому|чтобы)\b",
        re.IGNORECASE,
    ),
    "manner": re.compile(r"\b(?:by|through|using|via|with|durch|mittels|par|mediante)\b", re.I),
    "definition": re.compile(
        r"\b(?:is|are|was|were) (?:an?|the|one)\b|\b(?:called|known as|refers? to|defined|means"
        r"|stands? for|prototype|consists?|comprising|ist ein\w*|est une?|es una?|jest|це|это)\b",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|of|into|across|im|à|en|w|в|у) (?=[^\W\d_])", re.IGNORECASE
    ),
    "speech": re.compile(
        r"\b(?:said|says|stated|warned|told|called|calling|claimed|argued|wrote|described|underlined"
        r"|declared|announced|repeated|responded|rebuked|complained|spoke|quoted|according to)\b",
        re.IGNORECASE,
    ),
    "quotation": re.compile(r"[“”„«»\"]|(?<!\w)[‘']\w"),
    "superlative": re.compile(
        r"\b(?:most|least|more|less|\w{3,}est|first|largest|highest|than|since)\b", re.IGNORECASE
    ),
    "enumeration": re.compile(
        r"[\w’'.-]+(?:, [^,;:.]{2,40}){1,},? (?:and|or|und|oder|et|ou|y|o|i|та|і|и) \w",
        re.IGNORECASE,
    ),
    "question": re.compile(r"\?[\s\"'’”»)]*$"),
    "money": re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds?|per ?cent|percentage)\b|%", re.I),
}  # fmt: skip


def cues(sentence: str) -> frozenset[str]:
    """Return the names of the shapes that occur in `sentence`."""
    return frozenset(name for name, pattern in _CUES.items() if pattern.search(sentence))
