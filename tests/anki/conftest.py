"""A deck of ours, an empty collection of the real Anki, and the two brought together.

`HANJI_SAMPLE_DECK` names a built `sample_deck`; without it cargo builds and runs the example.
`HANJI_APKG` names a file of any origin, on which the general checks run as well.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

ROOT = Path(__file__).resolve().parents[2]


def sample_deck(out: Path, *options: str) -> Path:
    binary = os.environ.get("HANJI_SAMPLE_DECK")
    run = [binary] if binary else "cargo run -q -p deck --example sample_deck --".split()
    subprocess.run([*run, str(out), *options], cwd=ROOT, check=True)
    return out


def import_package(col: Collection, path: Path):
    """What Anki's own "Import" does with its default answers; gives the log of the import."""
    options = ImportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False)
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return col.import_anki_package(request).log


@pytest.fixture(scope="session")
def decks(tmp_path_factory):
    """The sample deck in two revisions, with what the application would show of the first."""
    folder = tmp_path_factory.mktemp("decks")
    preview = folder / "preview.json"
    first = sample_deck(folder / "first.apkg", "--preview", str(preview))
    second = sample_deck(folder / "second.apkg", "--revision", "2")
    return {"first": first, "second": second, "preview": json.loads(preview.read_text("utf-8"))}


@pytest.fixture
def col(tmp_path):
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.fixture
def imported(col, decks):
    import_package(col, decks["first"])
    return col


def packages():
    given = os.environ.get("HANJI_APKG")
    return ["sample", *([given] if given else [])]


@pytest.fixture(params=packages())
def package(request, decks):
    """The sample deck, then the file that `HANJI_APKG` names."""
    return decks["first"] if request.param == "sample" else Path(request.param)
