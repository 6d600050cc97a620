//! The window's TypeScript types are those of the Rust side: what is written in the repository is
//! what the types make today.

const KEPT: &str = include_str!("../ui/src/platform/bindings.ts");

#[test]
fn the_bindings_kept_are_the_ones_the_types_make() {
    let made = app::dto::bindings();
    assert!(made.contains("export type AppState"), "{made}");
    let differs = made.lines().zip(KEPT.lines()).find(|(made, kept)| made != kept);
    assert!(
        made == KEPT,
        "ui/src/platform/bindings.ts is out of date, first at {differs:?} (made, kept): run ./dev bindings"
    );
}
