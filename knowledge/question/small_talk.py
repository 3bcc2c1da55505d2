"""What is said to the bot without asking the sources anything: greetings, thanks, insults, orders.

Only a message that is nothing else counts: "hi, who wrote this?" is a question.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.analysis import tokens
from knowledge.analysis.folding import fold
from knowledge.models import RefusalCode

_FILLER = (
    r"there|bot|quoth|all|everyone|everybody|guys?|friends?|folks|mate|man|dude|bro|buddy|team|sir"
    r"|again|very|so|really|much|a lot|a bunch|lots|please|pls|plz|you|u|ya|for (?:that|this|the help"
    r"|your help|everything|it)|zusammen|ihr|dir|tout le monde|a todos"
)
_GREETING = (
    r"h+i+|h+e+l+o+|h+e+y+(?:a|o)?|hiya|howdy|yo+|sup|what'?s up|wassup|greetings|salut|good (?:morning"
    r"|afternoon|evening|day)|hallo|moin|servus|gruss (?:dich|gott)|guten (?:tag|morgen|abend)|bonjour"
    r"|bonsoir|coucou|hola|buenos dias|buenas(?: tardes)?|czesc|hej|dzien dobry|witam|привіт|вітаю"
    r"|добрий день|доброго дня|привет|здравствуите|ciao|salve|ola"
)
_THANKS = (
    r"thanks?|thank you|thankyou|thx|tnx|tysm|ty|tyvm|cheers|much appreciated|appreciate it|danke"
    r"(?: schon| sehr)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|dzieki|dziekuje|дякую"
    r"|спасибі|спасибо|grazie|obrigad[oa]|nice|great|good (?:bot|job|work|answer)|well done|perfect"
    r"|awesome|cool"
)
_FAREWELL = (
    r"bye+|bye bye|goodbye|good ?night|see (?:you|ya|u)(?: later| soon| tomorrow)?|cya|later|farewell"
    r"|take care|tschuss|auf wiedersehen|au revoir|adios|hasta luego|do widzenia|pa pa|до побачення"
    r"|бувай|пока|до свидания|arrivederci"
)
_REACTION = (
    r"l+o+l+|lmao|rofl|(?:ha)+h?|(?:he)+h?|x+d+|ok(?:ay)?|k+|hm+|um+|uh+|wow|oh|ah|yes|yeah|yep|no"
    r"|nope|nah|sure|maybe|test(?:ing)?|ping|what|huh|bruh|omg|wtf|idk"
)
_ABOUT_BOT = (
    r"who (?:are|r) (?:you|u)|what (?:are|r) (?:you|u)|what'?s (?:your|ur) name|what is (?:your|ur) name"
    r"|how (?:are|r) (?:you|u)(?: doing)?(?: today)?|how(?:'?s| is) it going|how do you do"
    r"|who (?:made|created|built|wrote|programmed|owns) (?:you|u|this bot)|how old are you"
    r"|where are you from|are (?:you|u) (?:an? )?(?:real|human|bot|robot|ai|person|machine|alive|there"
    r"|chatgpt|gpt|llm)(?: .*)?|what can (?:you|u) do(?: for me)?|what do (?:you|u) do"
    r"|how do (?:you|u) work|do (?:you|u) (?:like|love|hate|think|feel|speak|dream"
    r"|have (?:an? |any )?(?:name|feelings?|friends?|family|emotions?|parents?|body|soul|hobb\w+|children"
    r"|favou?rite\w*|brain|opinions?|gender|age|birthday)|know (?:me|anything|everything|your\w*|yourself"
    r"|how (?:you|to))).{0,40}"
    r"|can (?:you|u) help(?: me)?|help(?: me)?|tell me a joke|i love (?:you|u)|(?:tell me )?about yourself"
    r"|wer bist du|was bist du|wie heisst du|was kannst du|qui es[- ]tu|comment t'?appelles[- ]tu"
    r"|quien eres|como te llamas|kim jestes|jak sie nazywasz|хто ти|як тебе звати|кто ты|chi sei"
)
_YOU = r"(?:you(?:'?re| are|r)?|u(?: r|r)?|this bot|the bot|bot|quoth|ur|it)"
_BAD = (
    r"suck(?:s|ed)?|stupid|dumb|idiots?|moron|useless|trash|garbage|rubbish|worthless|awful|terrible"
    r"|horrible|the worst|worst|crap(?:py)?|shit(?:ty)?|bullshit|pathetic|annoying|retarded|lame|ugly"
    r"|a joke|bad|dog ?shit|loser|clown|blöd|blod|dumm|scheisse|nutzlos|debil\w*|glupi\w*|nul(?:le)?"
)
_INSULT = (
    rf"{_YOU} (?:(?:is|are|so|such|just|really|fucking|f\*+ing|an?|all|totally|absolutely|completely)"
    rf" )*(?:{_BAD})\b.{{0,40}}"
    rf"|(?:{_BAD}) (?:bot|robot|machine|thing|program|ai)"
    r"|(?:just )?(?:shut (?:the \w+ )?up|stfu|f+u+c*k+ (?:you|u|off|this)\w*|fu|screw you|go away|get lost"
    r"|piss off|kill yourself|kys|i hate (?:you|u|this bot)|drop dead|halt die klappe|du idiot"
    r"|ferme la|ta gueule|callate|spierdalaj).{0,40}"
)
_ORDER = (
    r"\b(?:ignore|forget|disregard|override|bypass|discard|drop|skip)\b.{0,40}\b(?:instructions?|rules?"
    r"|prompts?|guidelines?|programming|training|restrictions?|constraints?|commands?|told|sources?"
    r"|everything (?:above|before))\b"
    r"|\byou(?:'re| are) now\b|\bfrom now on\b.{0,30}\b(?:you|answer|act|respond|reply|say|speak)\b"
    r"|\bpretend (?:to be|you|that you)\b|\bact as (?:an?|if|my|the)\b|\brole ?play\b|\bjailbreak"
    r"|\b(?:dan|developer|god|debug|admin) mode\b|\bsystem prompt\b|\bsudo\b"
    r"|\brepeat (?:after me|the following|this|the words?)\b"
    r"|\b(?:print|reveal|show|output|give me|tell me|leak) (?:me )?(?:your|the) (?:\w+ )?(?:prompt"
    r"|instructions|rules|token|password|api key|config\w*|source code)\b"
    r"|^(?:please )?(?:only |just )?(?:say|write|print|output|respond with|reply with|answer with"
    r"|type) (?:only |just )?[\"“'‘]?\w+[\"”'’]?(?: \w+)?[.!]*$"
    r"|^(?:please )?(?:write|compose|generate|create|draft) (?:me )?(?:an?|some|the) (?:\w+ ){0,3}(?:poem"
    r"|essay|story|song|code|script|email|letter|joke|limerick|haiku)\b"
    r"|\bvergiss (?:alle|deine)\b.{0,30}\b(?:regeln|anweisungen)\b|\bignorier\w* .{0,30}anweisungen\b"
)
_WISH = (
    r"(?:can|could|would|will) (?:you|u|anyone|someone|anybody|somebody) (?:please |pls |plz )?"
    r"(?:tell|show|remind) (?:me|us)(?: about)?"
    r"|(?:do|does|did) (?:you|u|anyone|anybody|someone|somebody)(?: here)?(?: happen to)? know(?: about)?"
    r"|i(?: just)? (?:want|need|would like|wanna)(?: to)? know(?: about)?"
    r"|i(?:'d| would) like to know(?: about)?|i(?:'m| am|m| was) wondering(?: about| if)?"
    r"|(?:any idea|tell me)(?: about)?"
)
"""Wrapped around a question, these are no part of it."""
_LEADING = (
    rf"^(?:(?:{_GREETING}|{_THANKS}|{_WISH}|lol|lmao|so+|ok(?:ay)?|um+|uh+|hm+|well|please|pls"
    rf"|dear bot|excuse me|sorry)\b(?: (?:{_FILLER}))*[\s,.!:;-]*)+"
)
_TRAILING = (
    r"[\s,]+(?:(?:please|pls|plz|lol|lmao|xd|haha|thx|thanks|thank you|ty|bro|mate|man|dude|btw"
    r"|or what|or something|bot)[\s,.!?]*)+$"
)


_ASKING = frozenset(
    "who what which when where why how is are was were do does did in on at the a an".split()
)
_SOMEBODY = frozenset("you u anyone anybody someone somebody".split())
_TO_THE_BOT = re.compile(r"\b(?:you\w*|u|ur|ya|yourself|bot|quoth|me|up|going|es|it)\b")
_HINTS_OF_ORDERS = (
    "ignor", "forget", "disregard", "override", "bypass", "discard", "drop", "skip", "now",
    "pretend", "act as", "role", "jailbreak", "mode", "prompt", "sudo", "repeat", "print", "reveal",
    "show", "output", "give me", "tell me", "leak", "say", "write", "respond", "reply", "answer",
    "type", "compose", "generate", "create", "draft", "vergiss",
)  # fmt: skip
_MOST_WORDS = 16
"""A longer message is no mere greeting or insult."""


@lru_cache(maxsize=1)
def _order() -> re.Pattern[str]:
    return re.compile(_ORDER)


@lru_cache(maxsize=1)
def _leading() -> re.Pattern[str]:
    return re.compile(_LEADING, re.IGNORECASE)


@lru_cache(maxsize=1)
def _trailing() -> re.Pattern[str]:
    return re.compile(_TRAILING, re.IGNORECASE)


def _plainly_asks(words: list[str]) -> bool:
    """Say whether a message is a question to the sources at first sight.

    It spares a cold start the patterns, which take longer to compile than most answers to find.
    """
    return len(words) > _MOST_WORDS or (
        bool(words) and words[0] in _ASKING and not _TO_THE_BOT.search(" ".join(words))
    )


@lru_cache(maxsize=1)
def _whole() -> tuple[tuple[RefusalCode, re.Pattern[str]], ...]:
    several = rf"(?:{{0}})(?: (?:{{0}}|{_FILLER}))*"
    about_bot = rf"(?:(?:{_GREETING}) )?(?:(?:{_FILLER}) )?(?:{_ABOUT_BOT})(?: (?:{_FILLER}))*"
    patterns: tuple[tuple[RefusalCode, str], ...] = (
        ("greeting", several.format(_GREETING)),
        ("thanks", rf"(?:(?:{_REACTION}) )?" + several.format(_THANKS)),
        ("farewell", rf"(?:(?:{_THANKS}) )?" + several.format(_FAREWELL)),
        ("no_question", several.format(_REACTION)),
        ("about_bot", about_bot),
        ("insult", rf"(?:(?:{_REACTION}|{_GREETING}) )*(?:{_INSULT})"),
    )
    # folded as the text is: the patterns hold no capital that folding could change
    return tuple((code, re.compile(fold(pattern))) for code, pattern in patterns)


def small_talk(text: str) -> RefusalCode | None:
    """Return what kind of talk `text` is, or None where it may be a question to the sources."""
    plain = " ".join(re.sub(r"[^\w\s'*-]+", " ", fold(text)).split())
    if not any(character.isalnum() for character in plain):
        return "no_question"
    if any(hint in plain for hint in _HINTS_OF_ORDERS) and _order().search(fold(text)):
        return "instruction"
    if _plainly_asks(plain.split()):
        return None
    return next((code for code, pattern in _whole() if pattern.fullmatch(plain)), None)


def without_chat(text: str) -> str:
    """Return `text` without a greeting before or a "please" after the question, if any is left."""
    first = text[:40].lower().split(maxsplit=2)[:2]
    plain = bool(first) and first[0] in _ASKING and first[-1] not in _SOMEBODY
    shorter = _trailing().sub("", text if plain else _leading().sub("", text)).strip()
    return shorter if any(not token.stop for token in tokens(shorter)) else text
