//! The way out to the browser, which the web view has none of itself: pages that Hanji knows, and the
//! page to sign in at. It is opened only where it is OpenRouter's, or this machine's own, so that a
//! changed address in the settings leads nobody anywhere.

use app::{Code, Problem, dto::Link};
use tauri::Url;

/// Opens one of the pages that Hanji knows.
pub(crate) fn open(link: Link) -> Result<(), Problem> {
    let address = match link {
        Link::OpenrouterKeys => "https://openrouter.ai/settings/keys",
        Link::OpenrouterCredits => "https://openrouter.ai/settings/credits",
        Link::Anki => "https://apps.ankiweb.net",
    };
    opener::open_browser(address).map_err(|error| {
        Problem::new(Code::Internal, format!("The browser could not be opened: {error}."))
            .with_hint(format!("Open {address} yourself."))
    })
}

/// Opens a page to sign in at; says whether a browser was sent there.
pub(crate) fn open_sign_in(page: &Url) -> bool {
    if !is_known(page) {
        return false;
    }
    let opened = opener::open_browser(page.as_str());
    if let Err(error) = &opened {
        tracing::warn!(%error, "the browser could not be opened");
    }
    opened.is_ok()
}

fn is_known(page: &Url) -> bool {
    match (page.scheme(), page.host_str()) {
        ("https", Some("openrouter.ai")) => page.port().is_none(),
        ("http", Some("127.0.0.1" | "localhost" | "[::1]")) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_openrouter_and_this_machine_are_signed_in_at_by_a_browser() {
        let known = |page: &str| is_known(&page.parse().unwrap());
        for page in
            ["https://openrouter.ai/auth?x=1", "http://127.0.0.1:4711/auth", "http://[::1]:1/auth"]
        {
            assert!(known(page), "{page}");
        }
        for page in [
            "http://openrouter.ai/auth",
            "https://openrouter.ai:8443/auth",
            "https://openrouter.ai.example/auth",
            "https://example.com/auth?openrouter.ai",
            "https://127.0.0.1.example/auth",
            "http://10.0.0.1/auth",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ] {
            assert!(!known(page), "{page}");
        }
    }
}
