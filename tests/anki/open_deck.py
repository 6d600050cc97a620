"""Opens a deck in the real Anki and prints what is then in the collection: open_deck.py FILE"""

import json
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection
from conftest import import_package

with tempfile.TemporaryDirectory() as folder:
    collection = Collection(str(Path(folder) / "collection.anki2"))
    log = import_package(collection, Path(sys.argv[1]))
    found = {
        "new": len(log.new),
        "notes": collection.note_count(),
        "cards": collection.card_count(),
        "decks": [deck.name for deck in collection.decks.all_names_and_ids()],
        "whole": collection.fix_integrity()[1],
    }
    collection.close()
print(json.dumps(found))
