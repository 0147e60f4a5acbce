from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from backends.embeddings_embedded import DIMENSIONS, embedded
from backends.ranking import Ranking
from backends.ranking_terms import Entry
from backends.ranking_words import same_meaning, telling_words, words_of

ENTRIES = [
    Entry("Standard window", "You can return an item within 30 days from delivery."),
    Entry("Restocking fee", "The fee is 15% of the goods for a change of mind."),
    Entry("Hygiene", "Underwear, swimwear and earrings cannot be returned."),
    Entry("Exchange", "Swap the item for another size as long as it is in stock."),
    Entry("Pickup", "A driver collects the parcel at your address on a working day."),
    Entry("Store credit", "Credit brings a bonus of 10% and never expires."),
]
RANKING = Ranking(ENTRIES)


def titles(question: str, limit: int = 3) -> list[str]:
    return [ENTRIES[found.position].title for found in RANKING.best(question, limit)]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is the restocking fee?", "Restocking fee"),
        ("can I return my earrings", "Hygiene"),
        ("Is there a bonus for credit?", "Store credit"),
        ("RETURNING UNDERWEAR", "Hygiene"),
        ("fées", "Restocking fee"),
    ],
)
def test_the_words_of_a_question_find_their_text(question: str, title: str):
    assert titles(question)[0] == title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("does a courier come to my house", "Pickup"),
        ("may I send a bikini back", "Hygiene"),
        ("what does it cost", "Restocking fee"),
    ],
)
def test_another_word_for_the_same_thing_finds_it_too(question: str, title: str):
    assert titles(question)[0] == title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("restoking fee", "Restocking fee"),
        ("exhcange for another size", "Exchange"),
        ("earings", "Hygiene"),
        ("undrewear", "Hygiene"),
    ],
)
def test_a_slip_of_the_keyboard_finds_what_was_meant(question: str, title: str):
    assert titles(question)[0] == title


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ???  ",
        "hello, can you help me please?",
        "What is the weather in Paris?",
        "write a poem about the sea",
        "asdf qwer zxcv",
        "who won the football game on a working day",
        '" OR title:*) --',
    ],
)
def test_where_all_texts_are_silent_nothing_is_found(question: str):
    assert titles(question) == []


@pytest.mark.parametrize("question", ['fee" OR title:*', "title:fee* NEAR(a b) ^", "fee -- ' ;"])
def test_a_question_is_never_read_as_a_query_language(question: str):
    assert titles(question) in ([], ["Restocking fee"])


def test_a_word_of_the_title_counts_more_than_one_of_the_text():
    entries = [Entry("Boxes", "Keep the label."), Entry("Label", "Keep the boxes.")]

    found = Ranking(entries).best("label", 2)

    assert [ranked.position for ranked in found] == [1, 0]


def test_scores_fall_with_rank_from_one():
    scores = [found.score for found in RANKING.best("return an item for another size", 6)]

    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_than_the_limit_is_found(limit: int):
    assert len(titles("item size stock", limit)) <= limit


def test_a_ranking_of_nothing_finds_nothing():
    assert Ranking([]).best("fee", 3) == []


def test_a_phrase_can_be_about_its_last_word():
    entries = [Entry("Smart Plug", "A plug."), Entry("Smart Home Hub", "Connects lights.")]

    assert Ranking(entries, last_word_counts=1.5).best("smart plug hub", 1)[0].position == 1


def test_ignored_words_tell_nothing():
    assert Ranking(ENTRIES, ignored=["fee"]).best("fee", 3) == []


def test_threads_may_ask_at_once():
    questions = ["restocking fee", "earrings", "bonus credit"] * 20

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(titles, questions))

    assert answers[:3] * 20 == answers


def test_the_same_text_has_the_same_vector_of_length_one():
    rows = embedded(["Restocking fee", "restocking FEE!", ""])

    assert rows.shape == (3, DIMENSIONS)
    assert np.array_equal(rows[0], rows[1])
    assert np.linalg.norm(rows[0]) == pytest.approx(1.0)
    assert not rows[2].any()


def test_a_misspelled_text_is_nearer_than_another_one():
    meant, slipped, other = embedded(["wireless headphones", "wirless headfones", "cast iron pan"])

    assert meant @ slipped > 0.2 > meant @ other


def test_accents_apostrophes_and_underscores_do_not_hide_words():
    assert words_of("Café_Crème don’t") == ["cafe", "creme", "dont"]


def test_the_words_that_tell_something_are_kept_once():
    assert telling_words("How do I return the hub, and the HUB box?") == ["return", "hub", "box"]


def test_meanings_go_both_ways():
    assert "swap" in same_meaning("exchange")
    assert "exchange" in same_meaning("swap")
    assert same_meaning("xyzzy") == frozenset()
