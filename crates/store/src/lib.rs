//! One SQLite file: library, runs, answers and dead letters.
