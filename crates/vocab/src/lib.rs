//! Word files in: bytes to words and rejected rows, with no network, clock or database.
