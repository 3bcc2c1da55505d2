"""Which blocks are furniture: navigation, advertising, cookie and share lines. They become notes.

A note stays in the text, so nothing is lost, but no passage is made of it. The rules are general;
none quotes a particular source.
"""

from __future__ import annotations

import re

from knowledge.readers.manuscript import Piece

_LONGEST = 200
"""Characters; a longer block is prose, whatever it begins with."""
_LONGEST_IN_TAIL = 160
_SLOGANS_BEFORE = 2
_MOST_SLOGANS = 4

_RULES = re.compile(
    r"""
      (?:editor[’']?s?[’']?|our|staff|reader[’']?s?)\s+(?:picks?|choices?)\b
    | (?:read|see|also|watch|listen|more)\s+(?:more|also|next|on|from|about|this|too|the\ full\ \w+)?\b[^.!?]{0,30}:\s
    | (?:read\ more|continue\ reading|show\ more|load\ more|learn\ more|see\ all|view\ all|click\ here)
        \s*[.…»›→>]*$
    | (?:related|recommended|similar|popular|trending|most[\ -]read|latest|more)\s+
        (?:articles?|posts?|stories|reading|content|news|links?|topics?|from\ \w+)\s*:?$
    | related\s*:\s
    | you\ (?:may|might)\ (?:also\ )?(?:like|enjoy|be\ interested)\b
    | don[’']?t\ miss\b
    | (?:subscribe|sign\ up|register|join\ us|become\ a\ (?:member|subscriber|patron)|support\ us
        |support\ our|donate|log\ in|sign\ in|follow\ us|like\ us|get\ (?:our|the\ latest|full\ access))\b
        (?=.*\b(?:now|today|here|free|newsletters?|e?-?mails?|inbox|updates?|access|latest|account
        |facebook|twitter|x|instagram|linkedin|youtube|telegram|mastodon|bluesky|journalism|work
        |website|channel|podcast)\b|\W*$|\W)
    | (?:our\ |the\ |a\ |free\ )?(?:daily|weekly|monthly|fortnightly|regular|free)\s+
        (?:e?-?mail\ )?(?:updates?|newsletters?|digests?|briefings?|round-?ups?|alerts?)\b
    | (?:share|tweet|pin|print|e-?mail|copy\ link|whatsapp|send)
        (?:\s+(?:this|it|the|on|via|with|to|by|article|post|page|story|link|a\ friend|facebook|twitter|x
        |linkedin|whatsapp|e-?mail|telegram|reddit))*\s*:?$
    | (?:(?:this|our|the)\ (?:web\ ?)?sites?|we)\s+(?:and\ our\ partners\ )?(?:use|uses|set)\s+cookies\b
    | (?:accept|reject|manage|allow|decline)\s+(?:all\ )?(?:the\ )?cookies?\b
    | cookie\ (?:policy|settings|preferences|notice)\b[^.]{0,20}$
    | (?:advertisement|advertising|sponsored(?:\ content)?|anzeige|werbung|publicité|publicidad|reklama)$
    | (?:skip\ to\ (?:main\ )?content|back\ to\ top|to\ the\ top|menu|search|home|next\ (?:article|post|page)
        |previous\ (?:article|post|page)|leave\ a\ (?:comment|reply)|\d+\ comments?|comments?|tags?:.*
        |filed\ under:?.*|posted\ in:?.*|privacy\ policy|terms\ (?:of\ (?:use|service)|and\ conditions)
        |contact\ us|about\ us|all\ rights\ reserved)\W*$
    | \d+\s*(?:min(?:ute)?s?\.?)\s+read\b.{0,20}$
    | (?:reading\ time|lesezeit|temps\ de\ lecture)\s*:?\s*\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KINDS = {"paragraph", "item", "heading"}


def mark_furniture(pieces: list[Piece]) -> None:
    """Make notes of furniture lines, and of the whole advertising tail that such lines end in.

    A source that would lose every line keeps them all: then they are what it is about.
    """
    notes = [position for position, piece in enumerate(pieces) if _is_furniture(piece)]
    notes += _tail(pieces, set(notes))
    text = {
        position
        for position, piece in enumerate(pieces)
        if piece.kind not in {"metadata", "heading"}
    }
    if text <= set(notes):
        return
    for position in notes:
        pieces[position].kind, pieces[position].level = "note", 0


def _is_furniture(piece: Piece) -> bool:
    text = piece.text
    if piece.kind not in _KINDS or len(text) > _LONGEST or "\n" in text:
        return False
    return _RULES.match(text.lstrip("-*•+ »›→>")) is not None


def _tail(pieces: list[Piece], notes: set[int]) -> list[int]:
    """The few short last blocks among which furniture stands: slogans around "Subscribe now"."""
    start = len(pieces)
    while start > 0 and _may_be_slogan(pieces[start - 1]):
        start -= 1
    first = next((position for position in range(start, len(pieces)) if position in notes), None)
    if start == 0 or first is None:
        return []
    slogans = [
        position
        for position in range(max(start, first - _SLOGANS_BEFORE), len(pieces))
        if position not in notes and pieces[position].kind in _KINDS
    ]
    return slogans if len(slogans) <= _MOST_SLOGANS else []


def _may_be_slogan(piece: Piece) -> bool:
    return piece.kind == "metadata" or (
        piece.kind in _KINDS and len(piece.text) <= _LONGEST_IN_TAIL
    )
