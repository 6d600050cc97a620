"""Tables with Anki's headers, read by Anki's own importer of text."""

import pytest
from anki.collection import ImportCsvRequest
from conftest import import_package, sample_deck


@pytest.fixture(scope="session", params=["tsv", "csv"])
def table(request, tmp_path_factory):
    return sample_deck(tmp_path_factory.mktemp("tables") / f"sample.{request.param}")


def import_text(col, path):
    """What Anki's own import of a text file does with the answers that the headers give."""
    metadata = col.get_csv_metadata(path=str(path), delimiter=None)
    return col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log


def content(col):
    notes = [col.get_note(id) for id in col.find_notes("")]
    return {note.guid: (note.note_type()["name"], note.fields, note.tags) for note in notes}


def test_the_table_finds_every_note_of_the_package_and_makes_no_other(imported, table):
    before = content(imported)
    log = import_text(imported, table)
    assert len(log.new) == 0
    after = content(imported)
    assert after.keys() == before.keys()
    for guid, (notetype, fields, tags) in after.items():
        assert (notetype, tags) == (before[guid][0], before[guid][2])
        # a sign that would begin a formula is written as an entity, which shows the same
        shown = [field.replace("&#61;", "=").replace("&#45;", "-") for field in fields]
        assert shown == before[guid][1]


def test_where_the_note_type_is_known_the_table_brings_every_note(imported, decks, table):
    wanted = content(imported)
    imported.remove_notes(imported.find_notes(""))
    log = import_text(imported, table)
    assert len(log.new) == len(wanted)
    assert content(imported).keys() == wanted.keys()
    assert imported.find_cards("deck:Hanji::*"), "they are in the deck that the header names"
    again = import_text(imported, table)
    assert len(again.new) == 0 and imported.note_count() == len(wanted)


def test_after_the_table_the_package_still_updates(imported, decks, table):
    import_text(imported, table)
    log = import_package(imported, decks["second"])
    assert len(log.new) == 0
    assert imported.note_count() == len(content(imported))
