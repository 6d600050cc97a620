"""What must hold for any package of ours; also run on the file that HANJI_APKG names."""

import json
import sqlite3
import unicodedata
import zipfile

import pytest
from anki.collection import Collection
from conftest import import_package
from shown import text

COMPLAINTS = [
    "conflicting",
    "first_field_match",
    "missing_notetype",
    "missing_deck",
    "empty_first_field",
]


@pytest.fixture
def inside(package, tmp_path):
    """The collection in the package, opened as if it were the learner's own."""
    with zipfile.ZipFile(package) as archive:
        archive.extract("collection.anki2", tmp_path / "inside")
    return tmp_path / "inside" / "collection.anki2"


def rows(path, sql):
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def test_anki_imports_every_note_and_complains_of_none(col, package, inside):
    log = import_package(col, package)
    (notes,) = rows(inside, "select count() from notes")[0]
    assert notes > 0
    assert len(log.new) == notes == col.note_count()
    assert {name: list(getattr(log, name)) for name in COMPLAINTS} == {n: [] for n in COMPLAINTS}


def test_anki_imports_every_card_row_and_makes_no_other(col, package, inside):
    import_package(col, package)
    expected = rows(inside, "select n.guid, c.ord from cards c join notes n on n.id = c.nid")
    before = col.db.all("select n.guid, c.ord from cards c join notes n on n.id = c.nid")
    assert sorted(map(tuple, before)) == sorted(expected)
    # saving a note makes Anki generate what is missing
    col.update_notes([col.get_note(id) for id in col.find_notes("")])
    assert col.card_count() == len(expected)
    assert len(col.get_empty_cards().notes) == 0


def test_every_card_renders_with_something_to_ask_and_to_answer(col, package):
    import_package(col, package)
    cards = [col.get_card(id) for id in col.find_cards("")]
    assert cards
    for card in cards:
        output = card.render_output()
        question, answer = text(output.question_text), text(output.answer_text)
        name = card.template()["name"]
        assert question, f"empty front: {name}"
        assert answer and answer != question, f"nothing is answered: {name}"
        assert "template" not in question.lower() or "problem" not in question.lower(), question
        assert "{{" not in output.question_text.replace("{{Term}} {{/Meaning}}", ""), question


def test_the_collection_passes_ankis_own_check_after_the_import(col, package):
    import_package(col, package)
    report, ok = col.fix_integrity()
    assert ok, report
    assert "rebuilt" in report.lower() and len(report.splitlines()) == 1, report


def test_the_collection_in_the_package_passes_ankis_own_check_by_itself(inside):
    before = rows(inside, "select id, csum, sfld from notes order by id")
    own = Collection(str(inside))
    try:
        report, ok = own.fix_integrity()
        assert ok and len(report.splitlines()) == 1, report
        own.update_notes([own.get_note(id) for id in own.find_notes("")])
        after = own.db.all("select id, csum, sfld from notes order by id")
        assert list(map(tuple, after)) == before, "Anki computes other checksums or sort fields"
    finally:
        own.close()


def test_importing_the_same_package_again_adds_and_changes_nothing(col, package):
    import_package(col, package)
    before = col.db.all("select id, mod, flds, tags from notes order by id")
    counts = col.note_count(), col.card_count(), len(col.models.all()), len(col.decks.all())
    log = import_package(col, package)
    assert not log.new and not log.updated
    assert col.db.all("select id, mod, flds, tags from notes order by id") == before
    now = col.note_count(), col.card_count(), len(col.models.all()), len(col.decks.all())
    assert now == counts


def test_text_is_composed_and_free_of_control_characters(inside):
    for flds, tags in rows(inside, "select flds, tags from notes"):
        assert unicodedata.is_normalized("NFC", flds + tags)
        odd = [c for c in flds.replace("\x1f", "") if unicodedata.category(c) == "Cc"]
        assert not odd, odd


def test_field_0_is_filled_and_unique(inside):
    keys = [flds.split("\x1f")[0] for (flds,) in rows(inside, "select flds from notes")]
    assert all(keys) and len(set(keys)) == len(keys)


def test_media_named_are_media_carried(package):
    with zipfile.ZipFile(package) as archive:
        media = json.loads(archive.read("media"))
        assert set(media) <= set(archive.namelist())
        assert archive.testzip() is None


def test_no_card_runs_a_script_or_reaches_the_network(inside):
    (models,) = rows(inside, "select models from col")[0]
    for model in json.loads(models).values():
        for part in [model["css"], *(t[side] for t in model["tmpls"] for side in ("qfmt", "afmt"))]:
            for banned in ["<script", "javascript:", "http:", "https:", "url(", "@import"]:
                assert banned not in part.lower()


def test_a_second_package_finds_the_note_type_it_knows(col, package):
    """Ids of note type, fields and templates are there, or an update would add a twin."""
    import_package(col, package)
    for model in col.models.all():
        if col.models.use_count(model):
            assert all(field["id"] for field in model["flds"])
            assert all(template["id"] for template in model["tmpls"])
