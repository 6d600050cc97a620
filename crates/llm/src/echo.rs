//! Takes a secret out of what was said by somebody who knows it: whole, cut, in base64, as part of
//! an address. It does not know what a secret is.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Shorter pieces give nothing away: the beginning that all keys of a service share is nearly as
/// long.
const PIECE: usize = 12;

/// What stands in its place.
const MARK: &str = "[key]";

/// The text with a mark for every stretch that gives a piece of the secret away.
pub(crate) fn without(secret: &str, said: String) -> String {
    let forms = forms(secret);
    let mut may_be = [false; 256];
    forms.iter().flatten().for_each(|byte| may_be[usize::from(*byte)] = true);
    let parts: HashSet<&[u8]> = forms.iter().flat_map(|form| form.windows(PIECE)).collect();
    let mut kept = String::new();
    let mut rest = 0;
    for (start, end) in words(said.as_bytes(), &may_be) {
        for (from, to) in pieces(&said.as_bytes()[start..end], &parts) {
            kept.push_str(&said[rest..start + from]);
            kept.push_str(MARK);
            rest = start + to;
        }
    }
    if rest == 0 {
        return said;
    }
    kept + &said[rest..]
}

/// How the secret may be written. In base64 what stands before it shifts it by one or two bytes.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let in_address: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut forms = vec![secret.into(), in_address.into(), secret.replace('/', "\\/").into()];
    for (shift, spoilt) in [("", 0), ("_", 2), ("__", 3)] {
        let shifted = format!("{shift}{secret}");
        for coded in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // the last character may hold bits of what follows
            forms.push(coded.as_bytes()[spoilt..coded.len() - 1].to_vec());
        }
    }
    forms.retain(|form: &Vec<u8>| form.is_ascii());
    forms
}

/// Stretches long enough that are made of such bytes alone, which are ASCII.
fn words<'a>(said: &'a [u8], may_be: &'a [bool; 256]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut at = 0;
    said.split(|byte| !may_be[usize::from(*byte)]).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (word.len() >= PIECE).then_some((start, start + word.len()))
    })
}

/// Where in a word pieces of the secret stand, those that overlap as one.
fn pieces(word: &[u8], parts: &HashSet<&[u8]>) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (from, piece) in word.windows(PIECE).enumerate() {
        if !parts.contains(piece) {
            continue;
        }
        match found.last_mut() {
            Some((_, to)) if *to >= from => *to = from + PIECE,
            _ => found.push((from, from + PIECE)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "sk-or-v1-7Qm+Zx/4kW9aT0bLr2?nH8uYc5EdFgJ";

    fn shown(said: &str) -> String {
        without(KEY, said.into())
    }

    #[test]
    fn the_whole_secret_and_a_cut_one_become_a_mark() {
        assert_eq!(shown(&format!("bad {KEY}, worse {KEY}!")), "bad [key], worse [key]!");
        assert_eq!(shown(&format!("열쇠는 {}", &KEY[..20])), "열쇠는 [key]");
        assert_eq!(shown(&KEY[7..19]), "[key]");
        assert_eq!(shown(&KEY[7..18]), &KEY[7..18]);
    }

    #[test]
    fn an_address_and_escaped_json_hide_nothing() {
        let in_address: String = url::form_urlencoded::byte_serialize(KEY.as_bytes()).collect();
        assert_eq!(shown(&format!("?key={in_address}&x=1")), "?key=[key]&x=1");
        assert_eq!(shown(&format!("\"{}\"", KEY.replace('/', "\\/"))), "\"[key]\"");
    }

    proptest! {
        #[test]
        fn base64_gives_no_piece_away(before in ".{0,9}", after in ".{0,9}") {
            let said = format!("{before}{KEY}{after}");
            for coded in [BASE64_STANDARD.encode(&said), BASE64_URL_SAFE.encode(&said)] {
                let left = shown(&format!("\"{coded}\""));
                prop_assert!(left.contains(MARK), "{left}");
                for piece in coded.as_bytes().windows(PIECE + 4) {
                    let piece = std::str::from_utf8(piece).unwrap();
                    let decoded = BASE64_STANDARD.encode(KEY);
                    prop_assert!(!(decoded.contains(piece) && left.contains(piece)), "{left}");
                }
            }
        }

        #[test]
        fn what_has_nothing_of_the_secret_stays_as_it_is(said in "[a-zA-Z가-힣 \"{}:,.]{0,200}") {
            prop_assert_eq!(shown(&said), said);
        }
    }
}
