//! The one window: how it opens, where it may go (nowhere), and how it closes.

use tauri::{
    AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    webview::{NewWindowResponse, PageLoadEvent},
};

use crate::{opened, shell::Shell};

/// The window's label, to which its capability is bound.
pub(crate) const MAIN: &str = "main";

/// Opens the window; it shows itself once its page is there, so that nothing flashes.
pub(crate) fn open<R: Runtime>(handle: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let window = WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::App("index.html".into()))
        .title("Hanji")
        .inner_size(1100.0, 720.0)
        .min_inner_size(720.0, 520.0)
        .visible(false)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished
                && let Err(error) = window.show()
            {
                tracing::error!(%error, "the window could not be shown");
            }
        })
        .build()?;
    let dropped_on = window.clone();
    window.on_window_event(move |event| opened::by_drop(&dropped_on, event));
    Ok(window)
}

/// Our own page, as it is embedded or as the development server gives it.
fn is_our_page(url: &Url) -> bool {
    let embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let in_development = cfg!(not(feature = "custom-protocol"))
        && url.host_str() == Some("localhost")
        && url.port() == Some(5173);
    embedded || in_development
}

/// Lets requests under way finish, for at most ten seconds, and ends the process.
pub(crate) fn quit<R: Runtime>(handle: AppHandle<R>) {
    // whoever starts Hanji again meanwhile gets a window of its own, not one that is going away
    tauri_plugin_single_instance::destroy(&handle);
    tauri::async_runtime::spawn(async move {
        if let Some(app) = handle.state::<Shell>().opened_app() {
            app.quit().await;
        }
        handle.exit(0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_page() {
        assert!(is_our_page(&"tauri://localhost/index.html".parse().unwrap()));
        for elsewhere in [
            "https://example.com/",
            "file:///etc/passwd",
            "http://127.0.0.1:5173/",
            "data:text/html,x",
        ] {
            assert!(!is_our_page(&elsewhere.parse().unwrap()), "{elsewhere}");
        }
    }
}
