"""What a question asks for, by its question words, in eight languages.

A kind says which shapes of words an answer probably has (a name, a date, a number); it never
decides alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from knowledge.analysis.folding import fold

Kind = Literal[
    "who", "when", "where", "number", "duration", "why", "how", "definition", "list", "yes_no",
    "what", "keywords",
]  # fmt: skip

_TABLE: tuple[tuple[Kind, str], ...] = (
    (
        "list",
        r"who (?:are|were) (?:all )?(?:the )?(?:\w+ ){0,2}(?:members|countries|states|nations|parties"
        r"|participants)|(?:which|what) (?:\w+ )?(?:countries|states|nations|members|languages|cities)"
        r"|welche (?:staaten|lander|mitglieder)|quels pays|que paises|jakie (?:kraje|panstwa)"
        r"|які (?:країни|держави)",
    ),
    (
        "duration",
        r"how long|how much time|wie lange|seit wann|combien de temps|depuis quand|cuanto tiempo"
        r"|desde cuando|jak dlugo|jak dawno|як довго|скільки часу|як давно|как долго|сколько времени"
        r"|quanto tempo",
    ),
    (
        "number",
        r"how (?:many|much|far|often|old|tall|high|big|large|deep|wide|fast|heavy)"
        r"|what (?:number|percentage|percent|proportion|amount|share|fraction) of"
        r"|what (?:percentage|percent|age|number|amount|price|population)"
        r"|(?:number|percentage) of"
        r"|wie ?viele?n?|wie (?:oft|hoch|gross|alt|weit)|combien|cuant[oa]s?|ile|ilu|скільки|сколько"
        r"|quant[oaie]",
    ),
    (
        "when",
        r"when|(?:what|which) (?:\w+ )?(?:year|date|day|month|decade|century|time|era|period)"
        r"|wann|in welchem jahr\w*|wahrend welche\w*|quand|en quelle annee|a quelle date|cuando"
        r"|en que ano|kiedy|w ktorym roku|коли|якого року|у якому році|когда|в каком году|quando",
    ),
    (
        "where",
        r"where|(?:what|which) (?:\w+ )?(?:country|city|town|place|region|state|location|continent"
        r"|area|province|village|street|county)"
        r"|wo|wohin|woher|ou|donde|adonde|gdzie|dokad|skad|де|куди|звідки|где|куда|откуда|dove",
    ),
    (
        "who",
        r"who|whom|whose|(?:what|which) (?:\w+ )?(?:person|man|woman|people|president|king|queen"
        r"|emperor|leader|author|scientist|general|politician|minister|ambassador|researcher)"
        r"|wer|wen|wem|wessen|qui|quien|quienes|kto|kogo|komu|kim|хто|кого|кому|ким|кто|кем|chi",
    ),
    (
        "why",
        r"why|what (?:\w+ )?(?:reason|caused?|causes|motivat\w+)|for what reason|how come"
        r"|warum|weshalb|wieso|weswegen|wozu|pourquoi|por que|dlaczego|czemu|po co|чому|навіщо"
        r"|через що|почему|зачем|perche",
    ),
    (
        "definition",
        r"(?:what|who) (?:is|are|was|were) (?:an? |the )?[^ ]+(?: [^ ]+){0,2}(?=[ ?]*$)"
        r"|what does [^ ]+(?: [^ ]+)? (?:mean|stand for)|meaning of|definition of|define|explain what"
        r"|was (?:ist|sind|bedeutet)|qu est ce qu\w*|c est quoi|que (?:es|son|significa)"
        r"|co to(?: jest| sa)?|czym jest|що таке|що означає|что такое|che cos",
    ),
    (
        "list",
        r"(?:which|what) (?:\w+ ){0,3}(?:\w+s|people|men|women|children) (?:are|were|do|did|have|belong"
        r"|make|joined|form|can|will|would|should|may|has|got)"
        r"|list (?:of|all|the)|name (?:all|the|two|three|some)|welche|quels|quelles|cuales|ktore|jakie"
        r"|які|какие|quali",
    ),
    ("how", r"how|wie|comment|como|jak|як|как|come"),
    (
        "what",
        r"what|which|was|welche[rsnm]?|worum|woruber|que|quoi|quel|quelle|cual|co|czego|jaki|jaka"
        r"|jakim|ktory|ktora|що|чого|який|яка|яке|что|какой|какая|какое|cosa|quale",
    ),
    (
        "yes_no",
        r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might"
        r"|am|isn't|aren't|don't|doesn't|didn't|won't|czy|чи|est ce qu\w*|ist|sind|hat|haben|kann"
        r"|wird|sera|a t il|es|ha|puede)",
    ),
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    # folded as questions are (which takes the breve from й, too); so no pattern may have capitals
    return tuple((kind, re.compile(rf"\b(?:{fold(words)})\b")) for kind, words in _TABLE)


def kind_of(question: str) -> Kind:
    """Return what `question` asks for; the earliest question word decides, longer before shorter."""
    text = re.sub(r"[^\w\s'?]+", " ", fold(question)).strip()
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_patterns())
        if (match := pattern.search(text))
    ]
    return min(found)[2] if found else "keywords"
