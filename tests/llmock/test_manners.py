"""An outside judge: llmock breaks its answers as the real services do, sees every attempt and its
timing, and says what the client got wrong. Here it judges `hanji deck` as it was built."""

import json
import os
import subprocess

import pytest

HANJI = os.environ["HANJI_COMMAND"]
MANY = [f"{chr(0xAC00 + 56 * number)}말" for number in range(20)]

NUANCE = {
    "term": "학교",
    "primary_meaning": "school",
    "other_meanings": [],
    "pos": "noun",
    "hanja": "學校",
    "pronunciation": "학꾜",
    "metaphor": "A bell that calls the same faces every morning.",
    "metaphor_noun": "bell",
    "metaphor_action": "calls",
    "suggested_location": "the gate",
    "anchor_object": "a brass bell",
    "anchor_sensory": "cold brass and the smell of chalk",
    "explanation": "The place where people learn, and the people in it.",
    "usage_context": None,
    "comparison": {"vs": "학원", "nuance": "학원 is a private school for one subject."},
    "homonyms": [],
    "korean_keywords": ["학교", "교실", "공부"],
    "examples": [
        {
            "korean": "저는 매일 학교에 가요.",
            "form": "학교",
            "english": "I go to school every day.",
            "register": "polite",
        }
    ],
}
CARDS = {
    "term": "학교",
    "cards": [
        {
            "kind": "scene",
            "front": "At the gate a brass bell rings in the cold: which word do all these faces share, and where do they go with chalk on their sleeves every single morning?",
            "back": " ".join(["The brass bell rings, cold under your hand, and chalk hangs in the air."] * 8),
            "tags": ["place"],
            "honorific_level": None,
        }
    ],
}


@pytest.fixture
def deck(llmock, tmp_path):
    """Runs `hanji deck` over words; gives its exit code and its report."""

    def run(words, *options):
        (tmp_path / "words.txt").write_text("\n".join(words), encoding="utf-8")
        command = [HANJI, "deck", "words.txt", "-o", "out.apkg", "--json", "--engine", "compatible"]
        command += ["--base-url", llmock.base_url("openai"), "--model", "gpt-4o", *options]
        environment = {**os.environ, "HANJI_DATA_DIR": str(tmp_path / "data")}
        environment.pop("OPENROUTER_API_KEY", None)
        ended = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        return ended.returncode, json.loads(ended.stdout or "{}"), ended.stderr

    return run


def test_a_word_survives_refusals_and_an_outage(llmock, deck):
    llmock.rate_limit(times=2, retry_after=1)
    llmock.reply(json.dumps(NUANCE, ensure_ascii=False))
    llmock.fail(503, times=3)
    llmock.reply(json.dumps(CARDS, ensure_ascii=False))
    code, report, said = deck(["학교"], "--kinds", "scene")
    assert (code, report.get("done")) == (0, 1), said
    assert len(llmock.requests) == 7
    llmock.assert_resilient(strict=True)


def test_a_crowd_obeys_retry_after_and_sits_out_a_burst(llmock, deck):
    """The judge's own answers are about other words, so the words fail; its verdict is on manners.
    The last two of the burst meet the probes of a breaker that is open."""
    llmock.rate_limit(times=20, retry_after=1)
    llmock.fail(503, times=10)
    code, report, said = deck(MANY, "--concurrency", "20")
    assert report.get("words") == 20, said
    assert len(llmock.requests) > 20 + 10
    llmock.assert_resilient(strict=True)


def test_what_trying_again_cannot_mend_is_asked_once(llmock, deck):
    llmock.fail(400, times=None)
    code, report, said = deck(MANY[:3])
    assert (code, report.get("done")) == (4, 0), said
    assert len(llmock.requests) == 3
    llmock.assert_resilient(strict=True)


def test_limits_of_a_minute_are_kept_once_they_are_known(llmock, deck):
    llmock.limits(rpm=600)
    code, report, said = deck(MANY, "--concurrency", "20")
    assert report.get("words") == 20, said
    llmock.assert_resilient(strict=True)
