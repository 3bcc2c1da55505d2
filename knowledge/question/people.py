"""Who "he" or "they" may be: the names in an answer, likeliest first.

The name that stands nearest to words of the question is taken, one of several words before a
single one: in "built in 1764 by the shipwright Ifan Prys, who had seen Brittany" it is Ifan Prys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.analysis import analyse, tokens
from knowledge.question.roles import Phrase, parts_of, phrases
from knowledge.words import equivalents

_WHOLE_NAME = 25
"""Characters that a name of several words may stand farther off than a single one."""
_ARTICLE = re.compile(r"^(?:The|A|An|Der|Die|Das|Le|La|El) ")
_FAR = 10_000


def people(said: str, question: str, language: str = "en") -> list[str]:
    """Return the names in `said`, the answer to `question`, that the question does not have."""
    asked = set(analyse(question, language))
    marks = [token for token in tokens(said, language) if token.term in asked]
    spans = [(token.start, token.end) for token in marks]
    named = [each for each in phrases(said, parts_of(said, language), language) if each.named]
    new = [each for each in named if asked.isdisjoint(analyse(each.names, language))]
    new = [each for each in new if not equivalents(_plain(each.names))]  # no country is "he"
    ranked = sorted(new, key=lambda each: (_distance(each, spans), each.start))
    return list(dict.fromkeys(_plain(each.names) for each in ranked))


def _distance(name: Phrase, spans: Iterable[tuple[int, int]]) -> int:
    gaps = [max(start - name.end, name.start - end, 0) for start, end in spans]
    return min(gaps, default=_FAR) - (_WHOLE_NAME if " " in _plain(name.names) else 0)


def _plain(name: str) -> str:
    return _ARTICLE.sub("", " ".join(name.split()))
