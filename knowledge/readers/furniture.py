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

_APPEALS = re.compile(
    r"""
      (?:editor[’']?s?[’']?|our|staff|readers?[’']?s?)\s+(?:picks?|choices?)\s*(?::|$)
    | (?:read|see|watch|listen)\s+(?:more|also|next|too|the\ full\ \w+)\b[^.:]{0,30}:
    | also\s+(?:read|see|watch|on)\b[^.:]{0,30}:
    | more\s+(?:on|from|about)\b[^.:]{0,30}:
    | (?:(?:read|show|load|learn)\ more|continue\ reading|see\ all|view\ all|click\ here)
        \s*[.…»›→>]*$
    | (?:related|recommended|similar|popular|trending|most[\ -]read|latest)\s+
        (?:articles?|posts?|stories|reading|reads|content|topics?)\s*:?$
    | more\s+(?:articles?|posts?|stories)\b.{0,40}$
    | related\s*:\s
    | you\ (?:may|might)\ also\ (?:like|enjoy|be\ interested)\b
    | don[’']?t\ miss\b.{0,40}:
    | (?:subscribe|sign\ up|become\ a\ (?:member|subscriber|patron)|follow\ us|like\ us|join\ us
        |support\ us|support\ our|get\ (?:our|the\ latest|full\ access))\b
        (?=.*\b(?:now|today|here|free|newsletters?|e-?mails?|inbox|updates?|latest|account|facebook
        |twitter|instagram|linkedin|youtube|telegram|mastodon|bluesky|journalism|channel|podcast)\b)
    | (?:log\ in|sign\ in|register|donate|subscribe|sign\ up|follow\ us|join\ us|support\ us)
        (?:\s+(?:now|here|today|or\ .{1,20}))?\W*$
    | (?:our\ |the\ |a\ |free\ )?(?:daily|weekly|monthly|fortnightly|regular|free)\s+(?:e-?mail\ )?
        (?:updates?|newsletters?|digests?|briefings?|round-?ups?|alerts?)\b
        (?=.*\b(?:our|your|inbox|free|subscribe|sign\ up)\b)
    | (?:share|tweet|pin|print|send)\s+(?:this|it|on|via|by|with\ a\ friend)
        (?:\s+(?:this|on|via|by|to|a|article|post|page|story|link|friend|facebook|twitter|x|linkedin
        |whatsapp|e-?mail|telegram|reddit))*\s*:?$
    | (?:(?:this|our|the)\ (?:web\ ?)?sites?|we)\s+(?:and\ our\ partners\ )?uses?\s+cookies\b
    | (?:accept|reject|manage|allow|decline)\s+(?:all\ )?(?:the\ )?cookies?\b
    | skip\ to\ (?:main\ )?content\W*$
    | back\ to\ top\W*$
    | leave\ a\ (?:comment|reply)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Lines that ask the reader to do something; also where they look like headings."""
_CONTROLS = re.compile(
    r"""
      (?:share|tweet|pin|print|e-?mail|copy\ link|whatsapp|facebook|twitter|linkedin|menu
        |search|home|comments?|\d+\ comments?|cookie\ (?:policy|settings|preferences|notice)
        |privacy\ policy
        |terms\ (?:of\ (?:use|service)|and\ conditions)|all\ rights\ reserved|contact\ us|about\ us
        |(?:next|previous)\ (?:article|post|page)
        |advertisement|advertising|sponsored(?:\ content)?|anzeige|werbung|publicité|reklama
        )\W*$
    | (?:tags?|filed\ under|posted\ in)\s*:
    | \d+\s*(?:min(?:ute)?s?\.?)\s+read\b.{0,20}$
    | (?:reading\ time|lesezeit|temps\ de\ lecture)\s*:?\s*\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Names of buttons and links; the same words over a section are a heading and stay one."""
_LEADER = re.compile(r"(?:\.\s?){5,}\s*\d+$")
"""A line of a table of contents: dots that lead to a page number."""
_DIGITS = tuple("0123456789")
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
    if text.endswith(_DIGITS) and all(map(_LEADER.search, text.split("\n"))):
        return True
    if piece.kind not in _KINDS or len(text) > _LONGEST or "\n" in text:
        return False
    words = text.lstrip("-*•+ »›→>")
    if _APPEALS.match(words):
        return True
    return piece.kind != "heading" and _CONTROLS.match(words) is not None


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
