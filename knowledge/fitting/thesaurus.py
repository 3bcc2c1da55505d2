"""WordNet's database to the compact table of related words; run once, its result is shipped.

    python -m knowledge.fitting.thesaurus FOLDER     (as in Debian's package wordnet-base)

For each stem: words that WordNet 3.0 relates to it, each with a strength from 1 to 9 (tenths).
A relation weighs by kind, and less for a word's rarer senses.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.analysis import analyse
from knowledge.question.frequencies import known_rarity
from knowledge.question.thesaurus import TABLE

_STRENGTH = {
    "=": 0.7,  # the same synset
    "+": 0.9, "\\": 0.9, "<": 0.8,  # derived forms, pertains to, participle of
    "&": 0.5, "^": 0.4, "!": 0.4,  # similar, see also, opposite
    "@": 0.5, "~": 0.5, "@i": 0.4, "~i": 0.3,  # kinds of, and instances
    "*": 0.4, ">": 0.4, "=a": 0.4,  # entails, causes, attribute
    "#p": 0.3, "%p": 0.3, "#m": 0.3, "%m": 0.4,  # part of, member of
}  # fmt: skip
_SENSE_DECAY = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)
_MOST_RELATED = 40
_RAREST = 14.5
"""Rarity of the words that are kept: rarer ones would double the table and are hardly asked."""
_WEAKEST = 0.15

Synset = tuple[list[str], list[tuple[str, str, str]]]
Strengths = dict[str, dict[str, float]]


def read_synsets(folder: Path) -> dict[str, Synset]:
    """Return each synset's words and pointers (relation, target, words concerned) by its key."""
    return {
        key: synset
        for part in ("noun", "verb", "adj", "adv")
        for key, synset in _read_data(folder / f"data.{part}", part)
    }


def _read_data(path: Path, part: str) -> Iterator[tuple[str, Synset]]:
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
        at = 4 + 2 * count
        pointers = [
            (fields[at + 1 + 4 * i], _key(fields[at + 3 + 4 * i], fields[at + 2 + 4 * i]),
             fields[at + 4 + 4 * i])
            for i in range(int(fields[at]))
        ]  # fmt: skip
        yield _key(part[0] if part != "adv" else "r", fields[0]), (words, pointers)


def _key(part: str, offset: str) -> str:
    return ("a" if part == "s" else part) + offset


def read_senses(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each lemma with its synsets' keys, commonest sense first."""
    for part, letter in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in (folder / f"index.{part}").read_text(encoding="latin-1").splitlines():
            fields = line.split()
            if line.startswith("  ") or "_" in fields[0]:
                continue
            count = int(fields[2])
            yield fields[0], [_key(letter, offset) for offset in fields[-count:]]


def related(folder: Path) -> Strengths:
    """Return for each stem the related stems with their strength, from 0 to 1."""
    synsets = read_synsets(folder)
    table: Strengths = defaultdict(dict)
    for lemma, keys in read_senses(folder):
        for key, decay in zip(keys, _SENSE_DECAY, strict=False):
            _relate(lemma, synsets[key], decay, synsets, table)
    return table


def _relate(
    lemma: str, synset: Synset, decay: float, synsets: Mapping[str, Synset], table: Strengths
) -> None:
    words, pointers = synset
    found = [(word, _STRENGTH["="]) for word in words]
    own = next((i for i, word in enumerate(words, 1) if word.lower() == lemma), 0)
    for relation, key, ends in pointers:
        source, target = int(ends[:2], 16), int(ends[2:], 16)
        if source not in (0, own) or relation not in _STRENGTH:
            continue
        others = synsets[key][0]
        found += [
            (w, _STRENGTH[relation]) for w in (others[target - 1 :][:1] if target else others)
        ]
    stem = _stem(lemma)
    for word, strength in found:
        other = _stem(word)
        if stem and other and other != stem:
            table[stem][other] = max(table[stem].get(other, 0.0), strength * decay)


def _stem(word: str) -> str | None:
    terms = analyse(word) if word.isalpha() and len(word) > 2 else []
    return terms[0] if len(terms) == 1 else None


def write_table(table: Strengths, path: Path) -> None:
    """Write one line a stem: it, then related stems, strongest first, each with its tenths."""
    lines = []
    common = {stem for stem in table if (known_rarity(stem) or _RAREST) < _RAREST}
    for stem in sorted(common):
        related_words = [item for item in table[stem].items() if item[0] in common]
        ranked = sorted(related_words, key=lambda item: (-item[1], item[0]))
        kept = [(word, strength) for word, strength in ranked if strength >= _WEAKEST]
        if kept:
            cells = [f"{word}{min(9, round(10 * s))}" for word, s in kept[:_MOST_RELATED]]
            lines.append(" ".join([stem, *cells]))
    path.write_text("\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_table(related(Path(sys.argv[1])), TABLE)
