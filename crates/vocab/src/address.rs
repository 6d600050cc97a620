//! Web and e-mail addresses in a line or a cell, where learners keep them beside a word. They are
//! found as they stand between spaces; it refuses to know what the rest of the text is.

/// Endings of hosts that are written without a scheme before them.
const HOST_ENDINGS: [&str; 8] = ["com", "net", "org", "kr", "io", "edu", "gov", "info"];

/// The text without its addresses and what only led to them, and the addresses; `None` when there
/// are none.
pub(crate) fn split(text: &str) -> Option<(String, String)> {
    if !text.contains(['@', '.', ':']) {
        return None;
    }
    let (addresses, mut rest): (Vec<&str>, Vec<&str>) =
        text.split(char::is_whitespace).partition(|part| is_address(part));
    if addresses.is_empty() {
        return None;
    }
    while rest.pop_if(|part| leads_on(part)).is_some() {}
    let first = rest.iter().position(|part| !leads_on(part)).unwrap_or(rest.len());
    let plain = |address: &&str| address.trim_matches(is_around).to_owned();
    let addresses: Vec<String> = addresses.iter().map(plain).collect();
    Some((rest[first..].join(" ").trim_end_matches([':', '=']).to_owned(), addresses.join("\n")))
}

fn leads_on(part: &str) -> bool {
    part.chars().all(|letter| matches!(letter, '-' | '–' | '—' | ':' | '=' | '→' | '|' | '/'))
}

fn is_around(letter: char) -> bool {
    matches!(letter, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';')
}

/// Whether this is an address and nothing else: `https://…`, `www.…`, `name@host.kr`.
pub(crate) fn is_address(part: &str) -> bool {
    let address = part.trim_matches(is_around);
    let scheme = address.split_once("://").is_some_and(|(scheme, path)| {
        let is_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+.-".contains(letter);
        !scheme.is_empty() && scheme.chars().all(is_scheme) && !path.is_empty()
    });
    scheme
        || address.strip_prefix("www.").is_some_and(is_host)
        || address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host))
}

/// Whether this is a host that is known by its ending, with or without a path: `naver.com/학교`.
pub(crate) fn names_host(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
    is_host(host) && HOST_ENDINGS.contains(&ending)
}

fn is_host(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    host.contains('.') && host.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str) -> (String, String) {
        split(text).unwrap()
    }

    fn pair(rest: &str, addresses: &str) -> (String, String) {
        (rest.to_owned(), addresses.to_owned())
    }

    #[test]
    fn addresses_and_what_leads_to_them_come_off() {
        assert_eq!(apart("학교 - https://x.y/학교"), pair("학교", "https://x.y/학교"));
        assert_eq!(apart("학교: www.x.kr (a@b.kr)"), pair("학교", "www.x.kr\na@b.kr"));
        assert_eq!(apart("<https://x.y> - 학교  school"), pair("학교  school", "https://x.y"));
        assert_eq!(apart("김@예시.kr"), pair("", "김@예시.kr"));
    }

    #[test]
    fn what_only_resembles_an_address_stays() {
        for text in
            ["학교 - school", "@사과", "학교@집", "가: 나", "a.m.", "://학교", "www.", "풋-"]
        {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn hosts_are_known_by_their_endings() {
        assert!(names_host("ko.dict.naver.com/학교") && names_host("한국.com"));
        assert!(!names_host("학교") && !names_host("T.O.P") && !names_host("집.밥"));
    }
}
