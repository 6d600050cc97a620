//! The Korean layer: text, pronunciation, IPA and romanization, computed from rules and data alone.
