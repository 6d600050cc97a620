//! Prints the TypeScript declarations of the window's data (`./dev bindings` keeps them).

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(app::dto::bindings().as_bytes())
}
