//! Lists printed side by side: a word with what belongs to it, and to the right of them the next. It
//! knows them by the same columns coming again, and refuses to know where in a row words are read.

use std::collections::HashSet;

use korean::dictionary_form;

use super::{Columns, Profile};
use crate::header::Role;

/// The columns of each list, in the order of the file. It is one list unless every part that begins
/// as the first column does has one column of words.
pub(crate) fn lists(columns: &Columns) -> Vec<Columns> {
    let mut lists: Vec<Columns> = Vec::new();
    for column in columns {
        match lists.last_mut().filter(|list| list[0].1 != column.1) {
            Some(list) => list.push(*column),
            None => lists.push(vec![*column]),
        }
    }
    let whole = |list: &Columns| terms(list).count() == 1;
    if !lists.is_empty() && lists.iter().all(whole) { lists } else { vec![columns.clone()] }
}

fn terms(columns: &Columns) -> impl Iterator<Item = usize> {
    columns.iter().filter(|(_, role)| *role == Role::Term).map(|(at, _)| *at)
}

/// The columns of lists whose names come again; by their content where those named as words are not
/// Korean.
pub(super) fn by_name(
    names: &[Option<Role>],
    profiles: &[Profile],
    sample: &[Vec<String>],
) -> Option<Columns> {
    let meanings = names.contains(&Some(Role::Meaning));
    let named = names.iter().enumerate().filter_map(|(at, role)| match role {
        Some(Role::Ignore) | None => None,
        Some(Role::Translation) if !meanings => Some((at, Role::Meaning)),
        Some(role) => Some((at, *role)),
    });
    let named: Columns = named.collect();
    let width = width(&named)?;
    let profiled = || terms(&named).filter_map(|at| profiles.get(at));
    let korean = profiled().any(|profile| profile.hangul > 0)
        && profiled().all(|profile| profile.hangul * 2 >= profile.filled && !profile.is_example());
    if korean && (width > 1 || are_apart(&named, sample)) {
        return Some(named);
    }
    by_content(profiles, sample)
}

/// The columns of lists where words and meanings take turns.
pub(super) fn by_content(profiles: &[Profile], sample: &[Vec<String>]) -> Option<Columns> {
    let looks = profiles.iter().enumerate();
    let columns: Columns = looks.filter_map(|(at, profile)| Some((at, look(profile)?))).collect();
    width(&columns).filter(|width| *width > 1)?;
    let mean = lists(&columns)[0].iter().any(|(_, role)| *role == Role::Meaning);
    let phrases = |at| has_phrases(sample, at);
    let alike = terms(&columns).all(phrases) || !terms(&columns).any(phrases);
    let varied = terms(&columns).all(|at| is_varied(sample, at));
    (mean && alike && varied && are_apart(&columns, sample)).then_some(columns)
}

/// How many columns each of several lists has; none unless all have the same.
fn width(columns: &Columns) -> Option<usize> {
    let lists = lists(columns);
    let roles = |list: &Columns| list.iter().map(|(_, role)| *role).collect::<Vec<_>>();
    let same = lists.windows(2).all(|pair| roles(&pair[0]) == roles(&pair[1]));
    (lists.len() > 1 && same).then(|| lists[0].len())
}

/// What nearly all cells of a column are.
fn look(profile: &Profile) -> Option<Role> {
    let nearly_all = |count: u32| profile.filled > 0 && count * 5 >= profile.filled * 4;
    match profile {
        _ if profile.is_pos() => Some(Role::Pos),
        _ if profile.is_hanja() => Some(Role::Hanja),
        _ if profile.is_example() => Some(Role::Example),
        _ if profile.is_constant() => None,
        _ if nearly_all(profile.hangul) => Some(Role::Term),
        _ if nearly_all(profile.foreign) => Some(Role::Meaning),
        _ => None,
    }
}

fn filled(sample: &[Vec<String>], at: usize) -> impl Iterator<Item = &str> {
    sample
        .iter()
        .filter_map(move |row| row.get(at))
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
}

/// Words hardly ever come again, as categories do.
fn is_varied(sample: &[Vec<String>], at: usize) -> bool {
    filled(sample, at).collect::<HashSet<_>>().len() * 5 >= filled(sample, at).count() * 4
}

/// Beside words, phrases are examples or explanations of them.
fn has_phrases(sample: &[Vec<String>], at: usize) -> bool {
    filled(sample, at).filter(|cell| cell.contains(' ')).count() * 2 > filled(sample, at).count()
}

/// Whether the words of a row are different ones, and not forms of the first or examples of it.
fn are_apart(columns: &Columns, sample: &[Vec<String>]) -> bool {
    let first = terms(columns).next().unwrap_or_default();
    let both = |at: usize| {
        let words = sample.iter().filter_map(move |row| Some((row.get(first)?, row.get(at)?)));
        words.filter(|(word, other)| !word.is_empty() && !other.is_empty())
    };
    let related = |(word, other): &(&String, &String)| is_of(word, other) || is_of(other, word);
    terms(columns).skip(1).all(|at| both(at).filter(related).count() * 2 <= both(at).count())
}

/// Whether the other is a form of the word, or a phrase that begins with it.
fn is_of(word: &str, other: &str) -> bool {
    let forms = || dictionary_form::suggest(other, None);
    other.starts_with(word) || forms().iter().any(|suggestion| suggestion.form == word)
}
