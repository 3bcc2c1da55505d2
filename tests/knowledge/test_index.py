"""The index ranks as rank-bm25's class fitted from scratch does, whatever it went through."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from knowledge.index import Index, Searcher, policy, weighing
from knowledge.index.okapi import Okapi
from knowledge.index.search import DECIMALS

WORDS = st.sampled_from(["ice", "lake", "lava", "a b", "b a", "naïve", "x", "y", "z", "the"])
PASSAGE = st.lists(WORDS, max_size=12)
QUERY = st.dictionaries(WORDS, st.sampled_from([0.25, 1.0, 1.0, 3.0]), max_size=5)
COLLECTIONS = 3


def fitted(passages, query, k, within=None):
    """Rank with rank_bm25's class: (id, score) best first, ties by id."""
    ids = sorted(passages)
    if not any(passages.values()):
        return []
    model = Okapi([passages[i] for i in ids])
    scores = np.zeros(len(ids))
    for term, weight in query.items():
        scores += weight * model.get_scores([term])
    hits = [
        (i, score)
        for i, score in zip(ids, scores.round(DECIMALS).tolist(), strict=True)
        if query.keys() & set(passages[i])
        and (within is None or any(low <= i < high for low, high in within))
    ]
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]


def assert_same(found, expected):
    assert [i for i, _ in found] == [i for i, _ in expected]
    assert [s for _, s in found] == pytest.approx([s for _, s in expected], rel=1e-9, abs=1e-9)


def indexed(passages, folder=None):
    index = Index.open(folder)
    index.update(sorted(passages.items()), [], 1)
    return index


class Collections(RuleBasedStateMachine):
    """Three collections on disk, changed at random and asked together after every change."""

    @initialize(floor=st.sampled_from([0, 3, 1_000]))
    def open(self, floor):
        self.folder = Path(tempfile.mkdtemp())
        self.floor = policy.FLOOR
        policy.FLOOR = floor  # so that a handful of passages makes several segments
        self.held = [{} for _ in range(COLLECTIONS)]
        self.indexes = [Index.open(self.folder / str(n)) for n in range(COLLECTIONS)]
        self.next_id = 1
        self.generation = 0

    @rule(number=st.integers(0, COLLECTIONS - 1), passages=st.lists(PASSAGE, max_size=6))
    def add(self, number, passages):
        added = dict(enumerate(passages, self.next_id))
        self.next_id += len(passages) + number % 2  # ids with and without gaps
        self.update(number, added, [])

    @precondition(lambda self: any(self.held))
    @rule(data=st.data(), passages=st.lists(PASSAGE, max_size=2))
    def replace(self, data, passages):
        number = data.draw(st.sampled_from([n for n, held in enumerate(self.held) if held]))
        removed = data.draw(st.lists(st.sampled_from(sorted(self.held[number])), unique=True))
        added = dict(enumerate(passages, self.next_id))
        self.next_id += len(passages)
        self.update(number, added, removed)

    @precondition(lambda self: any(self.held))
    @rule(data=st.data(), terms=PASSAGE)
    def add_again(self, data, terms):
        number = data.draw(st.sampled_from([n for n, held in enumerate(self.held) if held]))
        self.update(number, {data.draw(st.sampled_from(sorted(self.held[number]))): terms}, [])

    @rule(number=st.integers(0, COLLECTIONS - 1))
    def reopen(self, number):
        self.indexes[number] = Index.open(self.folder / str(number))
        assert self.indexes[number].verify() is None

    @rule(query=QUERY, k=st.integers(1, 8), low=st.integers(0, 30), width=st.integers(0, 20))
    def ask_within(self, query, k, low, width):
        within = [(low, low + width), (low + width + 3, low + width + 5), (low, low + 1)]
        found = self.searcher().search(query, k, within)
        assert_same(found, fitted(self.everything(), query, k, within))

    @rule(query=QUERY, k=st.integers(1, 8))
    def ask(self, query, k):
        searcher = self.searcher()
        found = searcher.search(query, k)
        assert_same(found, fitted(self.everything(), query, k))
        for passage_id, score in found:
            parts = searcher.contributions(query, passage_id)
            assert set(parts) == query.keys() & set(self.everything()[passage_id])
            assert sum(parts.values()) == pytest.approx(score, abs=1e-8)

    @invariant()
    def statistics_add_up(self):
        searcher, passages = self.searcher(), self.everything()
        assert searcher.passage_count == len(passages)
        terms = {term for passage in passages.values() for term in passage}
        for term in (*terms, "absent"):
            frequency = sum(term in passage for passage in passages.values())
            assert searcher.document_frequency(term) == frequency
            assert searcher.contains(term) == bool(frequency)
        listed = sorted(term for term in terms if " " not in term)
        assert list(searcher.terms_with_prefix("")) == listed

    def update(self, number, added, removed):
        self.generation += 1
        for passage_id in removed:
            del self.held[number][passage_id]
        self.held[number].update(added)
        self.indexes[number].update(sorted(added.items()), removed, self.generation)
        assert self.indexes[number].generation == self.generation

    def searcher(self):
        return Searcher([index.snapshot() for index in self.indexes])

    def everything(self):
        return {i: terms for held in self.held for i, terms in held.items()}

    def teardown(self):
        policy.FLOOR = self.floor
        shutil.rmtree(self.folder)


Collections.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestCollections = Collections.TestCase


def zipf_passages(count, seed=7, first=1):
    """Passages of many lengths whose words are as unevenly spread as in prose."""
    random = np.random.default_rng(seed)
    lengths = random.integers(0, 60, count)
    drawn = np.minimum(random.zipf(1.15, (count, 60)), 30_000)
    return {i + first: [f"w{t}" for t in drawn[i, : lengths[i]]] for i in range(count)}


@pytest.fixture(scope="module", params=[200, weighing._MOST_WHOLE])
def many(request):
    """Enough passages that every layout of postings and every way of pruning is used."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighing, "_MOST_WHOLE", request.param)
        yield searcher_of_many()


def searcher_of_many():
    passages = zipf_passages(70_000)
    passages[70_001] = ["w1"] * 300 + ["w2"]  # a count that does not fit one byte
    index = Index.open(None)
    index.update(sorted(passages.items()), [], 1)
    index.update([], range(1, 70_000, 9), 2)
    added = Index.open(None)  # a second segment, whose passages are numbered on
    added.update(sorted(zipf_passages(3_000, seed=8, first=80_001).items()), [], 1)
    return Searcher([index.snapshot(), added.snapshot()])


TERMS = st.integers(1, 3_000).map("w{}".format) | st.integers(1, 20).map("w{}".format)


@settings(max_examples=150, deadline=None)
@given(
    query=st.dictionaries(TERMS, st.floats(0.05, 4), min_size=1, max_size=12),
    k=st.sampled_from([1, 10, 100]),
    within=st.none() | st.lists(st.tuples(st.integers(0, 70_000), st.integers(0, 70_000))),
)
def test_pruning_changes_nothing(many, query, k, within):
    assert many.search(query, k, within) == many.search_all(query, k, within)


def test_a_large_collection_ranks_as_fitted_from_scratch(many):
    passages = zipf_passages(70_000)
    passages[70_001] = ["w1"] * 300 + ["w2"]
    passages |= zipf_passages(3_000, seed=8, first=80_001)
    for gone in range(1, 70_000, 9):
        del passages[gone]
    for query in ({"w1": 1.0}, {"w2": 0.5, "w300": 1.0, "w9": 1.0}, {"w1": 1.0, "w2": 1.0}):
        assert_same(many.search(query, 20), fitted(passages, query, 20))


def test_equal_passages_come_in_the_order_of_their_ids():
    index = indexed({i: ["lava", "lake"] for i in range(5, 500)})
    found = Searcher([index.snapshot()]).search({"lake": 1.0, "lava": 1.0}, 10)
    assert [passage_id for passage_id, _ in found] == list(range(5, 15))


def test_only_passages_that_share_a_term_are_found():
    index = indexed({1: ["ice"], 2: ["lava"], 3: []})
    searcher = Searcher([index.snapshot()])
    assert [i for i, _ in searcher.search({"ice": 1.0, "absent": 5.0}, 10)] == [1]
    assert searcher.search({"ice": 0.0}, 10) == []
    assert searcher.search({}, 10) == []
    assert searcher.search({"ice": 1.0}, 0) == []


def test_an_empty_index_answers_nothing():
    searcher = Searcher([Index.open(None).snapshot()])
    assert searcher.search({"ice": 1.0}, 10) == []
    assert (searcher.passage_count, searcher.idf("ice"), searcher.contains("ice")) == (
        0,
        0.0,
        False,
    )
    assert list(searcher.terms_with_prefix("i")) == []


def test_terms_are_listed_by_prefix_in_order_without_pairs():
    index = indexed({1: ["lake", "lava", "lake lava", "la", "ice", "läva"], 2: ["lavas", "m"]})
    searcher = Searcher([index.snapshot()])
    assert list(searcher.terms_with_prefix("la")) == ["la", "lake", "lava", "lavas"]
    assert list(searcher.terms_with_prefix("lav")) == ["lava", "lavas"]


def test_a_snapshot_stays_as_it_was_taken(tmp_path):
    index = indexed({1: ["ice"], 2: ["ice", "lava"]}, tmp_path)
    before = Searcher([index.snapshot()])
    index.update([(3, ["ice"])], [1], 2)
    assert [i for i, _ in before.search({"ice": 1.0}, 10)] == [1, 2]
    assert [i for i, _ in Searcher([index.snapshot()]).search({"ice": 1.0}, 10)] == [3, 2]


def test_an_update_to_an_older_generation_is_dropped(tmp_path):
    index = indexed({1: ["ice"]}, tmp_path)
    index.update([(2, ["ice"])], [], 5)
    index.update([(3, ["ice"])], [], 4)
    assert (index.generation, Searcher([index.snapshot()]).passage_count) == (5, 2)


def test_segments_stay_few_after_a_thousand_single_adds(tmp_path):
    index = Index.open(tmp_path)
    index.update(((i, ["ice", f"w{i}"]) for i in range(20_000)), [], 1)
    for i in range(1_000):
        index.update([(20_000 + i, ["lava", f"w{i}"])], [], i + 2)
    assert len(index.snapshot().parts) <= 3
    assert len(list(tmp_path.glob("segment-*"))) == len(index.snapshot().parts)
    assert Searcher([index.snapshot()]).document_frequency("lava") == 1_000
