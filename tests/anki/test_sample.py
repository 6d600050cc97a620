"""What must hold for the sample deck, whose words are known."""

import json
import re
import sqlite3
import unicodedata
import zipfile

from conftest import import_package, sample_deck
from shown import tags, text

SCHOOL = 'Key:"학교"'


def note(col, search):
    (id,) = col.find_notes(search)
    return col.get_note(id)


def cards(col, search="", template=None):
    found = [col.get_card(id) for id in col.find_cards(search)]
    return [card for card in found if template in (None, card.template()["name"])]


def test_the_deck_is_made_under_its_own_name(imported):
    names = {deck.name for deck in imported.decks.all_names_and_ids()}
    assert names == {"Default", "Hanji", "Hanji::Sample <words> & more"}
    deck = imported.decks.by_name("Hanji::Sample <words> & more")
    assert {card.did for card in cards(imported)} == {deck["id"]}
    assert text(deck["desc"]) == "Words for the tests & nobody else <b>"


def test_a_deck_called_as_ankis_own_joins_it(col, tmp_path):
    import_package(col, sample_deck(tmp_path / "default.apkg", "--name", "Default"))
    assert [deck.name for deck in col.decks.all_names_and_ids()] == ["Default"]
    assert {card.did for card in cards(col)} == {1}


def test_new_cards_teach_twenty_words_before_any_sibling(imported):
    order = imported.db.list("select ord from cards order by due")
    assert order == sorted(order)
    first = imported.db.list("select due from cards where ord = 0 order by due")
    assert first == list(range(first[0], first[0] + len(first)))


def test_a_full_note_has_every_card_that_its_fields_allow(imported):
    names = [card.template()["name"] for card in cards(imported, SCHOOL)]
    assert names == [
        "Recognition", "Production", "Sentence", "Scene", "Usage-Comparison", "Hanja",
        "Example", "Formal-Casual", "Grammar",
    ]  # fmt: skip


def test_homonyms_stay_apart(imported):
    pears = [imported.get_note(id) for id in imported.find_notes("Term:배")]
    assert sorted(pear["Meaning"] for pear in pears) == ["belly", "boat, ship", "pear"]
    assert len({pear.guid for pear in pears}) == 3
    assert not any(pear.fields_check() for pear in pears), "Anki takes them for duplicates"


def test_korean_and_hanja_arrive_whole(imported):
    school = note(imported, SCHOOL)
    assert (school["Term"], school["Hanja"], school["Pronunciation"]) == ("학교", "學校", "학꾜")
    assert school["IPA"] == unicodedata.normalize("NFC", "hak̚k͈jo")
    hostile = note(imported, "Notes:*한글*")
    assert text(hostile["Notes"]) == "한글"


def test_korean_is_marked_as_korean_wherever_it_is_shown(imported):
    for card in cards(imported, SCHOOL):
        output = card.render_output()
        for html in (output.question_text, output.answer_text):
            assert not re.search("[가-힣一-鿿]", text(html, skip_lang="ko")), html
        assert re.search("[가-힣]", text(output.answer_text))


def test_a_generated_card_does_not_give_its_word_away(imported):
    given = {card.template()["name"]: card.render_output() for card in cards(imported, SCHOOL)}
    assert "학교" in text(given["Recognition"].question_text)
    assert "학교" not in text(given["Scene"].question_text)
    assert "학교" in text(given["Scene"].answer_text)


def test_hostile_text_is_shown_as_it_was_written(imported):
    attack = (
        """<script>alert('x')</script> {{Term}} {{/Meaning}} & "quoted" &lt; [sound:x.mp3] """
        r"""[[type:Key]] \(x^2\) [latex]y[/latex] <img src=x onerror=alert(1)>"""
    )
    hostile = cards(imported, "Notes:*한글*")
    assert len(hostile) == 10
    for card in hostile:
        output = card.render_output()
        assert attack in text(output.answer_text)
        assert not {"script", "img"} & (tags(output.question_text) | tags(output.answer_text))
        assert not output.question_av_tags and not output.answer_av_tags
        typed = re.findall(r"\[\[type:(.+?)\]\]", output.question_text + output.answer_text)
        assert set(typed) <= {"Term"}
        assert r"\(" not in output.answer_text and "[latex]" not in output.answer_text


def test_the_word_is_typed_once_on_production_alone(imported):
    for card in cards(imported):
        output = card.render_output()
        asked = len(re.findall(r"\[\[type:", output.question_text))
        assert asked == (card.template()["name"] == "Production")


def test_the_sentence_card_hides_the_form_and_its_answer_shows_it(imported):
    (card,) = cards(imported, 'Key:"먹다"', "Sentence")
    output = card.render_output()
    assert "아침에 밥을 ____." in text(output.question_text)
    assert "먹었어요" not in output.question_text
    assert "아침에 밥을 먹었어요." in text(output.answer_text)


def test_tags_are_tags_and_nothing_is_left_of_an_empty_one(imported):
    assert sorted(note(imported, SCHOOL).tags) == ["TOPIK_1", "place", "pos:noun"]
    assert sorted(note(imported, "Notes:*한글*").tags) == ["quote", "two_words"]


def test_the_application_previews_what_anki_shows(imported, decks):
    previewed = {(card["guid"], card["template"]): card for card in decks["preview"]["cards"]}
    seen = set()
    for card in cards(imported):
        key = (card.note().guid, card.template()["name"])
        output, ours = card.render_output(), previewed[key]
        front = output.question_text.replace("[[type:Term]]", "")
        back = output.answer_text.replace("[[type:Term]]", card.note()["Term"])
        assert text(ours["front"]) == text(front), key
        assert text(ours["back"]) == text(back), key
        seen.add(key)
    assert seen == set(previewed)
    css = imported.models.by_name("Hanji Korean")["css"]
    assert decks["preview"]["css"] == css


def review(col, search):
    """Answers every card of the search as a learner does, then moves it weeks ahead."""
    found = cards(col, search)
    for card in found:
        card.start_timer()
        col.sched.answerCard(card, 4)
    col.sched.set_due_date([card.id for card in found], "21!")
    return schedule(col, search)


def schedule(col, search):
    ids = ",".join(map(str, col.find_cards(search)))
    columns = "id, ord, type, queue, due, ivl, factor, reps, lapses"
    return col.db.all(f"select {columns} from cards where id in ({ids}) order by id")


def test_an_update_changes_fields_and_keeps_every_schedule(imported, decks):
    before = review(imported, SCHOOL)
    reviews = imported.db.scalar("select count() from revlog")
    assert all(reps > 0 and ivl == 21 for *_, ivl, _, reps, _ in before) and reviews
    log = import_package(imported, decks["second"])
    assert len(log.updated) == 1 and not log.new and not log.conflicting
    assert note(imported, SCHOOL)["Meaning"] == "school (revision 2)"
    assert [row for row in schedule(imported, SCHOOL) if row[0] in {b[0] for b in before}] == before
    assert imported.db.scalar("select count() from revlog") == reviews


def test_an_update_brings_its_new_card_as_a_new_one(imported, decks):
    review(imported, SCHOOL)
    import_package(imported, decks["second"])
    (card,) = cards(imported, SCHOOL, "Cultural")
    assert (card.type, card.queue, card.reps) == (0, 0, 0)
    assert imported.fix_integrity()[1]
    assert len([m for m in imported.models.all() if m["name"].startswith("Hanji")]) == 1


def test_an_older_package_does_not_undo_a_newer_one(col, decks):
    import_package(col, decks["second"])
    log = import_package(col, decks["first"])
    assert not log.new and not log.updated
    assert note(col, SCHOOL)["Meaning"] == "school (revision 2)"


def test_notes_of_the_learner_are_left_alone(imported, decks):
    mine = imported.new_note(imported.models.by_name("Basic"))
    mine["Front"] = "학교"
    imported.add_note(mine, imported.decks.id("Mine"))
    import_package(imported, decks["second"])
    assert imported.get_note(mine.id)["Front"] == "학교"


def aged(package, folder):
    """The package as an earlier release would have made it: other templates, an older date."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    with sqlite3.connect(folder / "collection.anki2") as db:
        models = json.loads(db.execute("select models from col").fetchone()[0])
        (model,) = models.values()
        model["mod"] -= 86_400
        model["css"] = ".card { color: red }"
        model["tmpls"][0]["afmt"] = "{{Term}}: {{Meaning}}"
        db.execute("update col set models = ?", [json.dumps(models)])
    old = folder / "old.apkg"
    with zipfile.ZipFile(old, "w") as archive:
        for name in ("collection.anki2", "media"):
            archive.write(folder / name, name)
    return old


def test_newer_templates_reach_a_collection_with_older_ones(col, decks, tmp_path):
    import_package(col, aged(decks["first"], tmp_path / "aged"))
    assert col.models.by_name("Hanji Korean")["css"] == ".card { color: red }"
    import_package(col, decks["second"])
    col.models._clear_cache()  # the Python side remembers what it read before the import
    model = col.models.by_name("Hanji Korean")
    assert model["css"] == decks["preview"]["css"]
    assert "headword" in model["tmpls"][0]["afmt"]
    assert len([m for m in col.models.all() if m["name"].startswith("Hanji")]) == 1
