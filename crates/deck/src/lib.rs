//! Notes and cards out: decks that Anki takes, and updates on the next import.
