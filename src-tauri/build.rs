//! Names every command once, so that each needs its permission in `tauri.conf.json`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(&[
        "app_state",
        "words_open",
        "words_paste",
        "words_sample",
        "words_clear",
        "words_rows",
        "settings_set",
        "key_status",
        "key_set",
        "key_remove",
        "run_start",
        "run_watch",
        "run_unwatch",
        "run_pause",
        "run_resume",
        "run_cancel",
        "run_retry",
        "run_list",
        "run_notes",
        "run_failures",
        "deck_export",
        "deck_reveal",
        "link_open",
    ]);
    Ok(tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?)
}
