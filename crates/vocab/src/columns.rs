//! Which column holds what: by the header's names, else by what stands in the cells.
//! It looks at a sample of cleaned rows and refuses to know the rest of the file.

pub(crate) mod beside;

use korean::{PartOfSpeech, text};

use crate::header::Role;

/// The columns that are used, each with its place in the row.
pub(crate) type Columns = Vec<(usize, Role)>;

/// Columns by the names of the header; what has no name is left out, and looked into only to find
/// the words where no name says which column has them.
pub(crate) fn by_name(names: &[Option<Role>], sample: &[Vec<String>]) -> Columns {
    let profiles = profiles(sample);
    if let Some(columns) = beside::by_name(names, &profiles, sample) {
        return columns;
    }
    let mut roles = names.to_vec();
    if !roles.contains(&Some(Role::Meaning)) {
        replace_first(&mut roles, Role::Translation, Role::Meaning);
    }
    if let Some(term) = term_among(&roles, &profiles) {
        make_term(&mut roles, term, &profiles);
    }
    first_of_each(&roles)
}

/// Gives one column the words. Others that were named so are foreign, and so the meaning, or unused.
fn make_term(roles: &mut [Option<Role>], term: usize, profiles: &[Profile]) {
    roles[term] = Some(Role::Term);
    for at in (0..roles.len()).filter(|at| *at != term) {
        if roles[at] == Some(Role::Term) {
            let open = !roles.contains(&Some(Role::Meaning));
            let foreign = profiles.get(at).is_some_and(Profile::is_foreign);
            roles[at] = (open && foreign).then_some(Role::Meaning);
        }
    }
}

/// The best column among those named as words; a column of meanings when only that has Korean (the
/// learner's names are the other way round); else a column without a name, or one of phrases.
fn term_among(roles: &[Option<Role>], profiles: &[Profile]) -> Option<usize> {
    let hangul = |at: &usize| profiles.get(*at).map_or(0, |profile| profile.hangul);
    let of = |wanted: Option<Role>| -> Vec<usize> {
        (0..roles.len()).filter(|at| roles[*at] == wanted).collect()
    };
    let named = of(Some(Role::Term));
    let best = named.iter().copied().rev().max_by_key(hangul);
    if best.is_some_and(|at| hangul(&at) > 0) {
        return best;
    }
    let most = |columns: Vec<usize>| {
        columns.into_iter().rev().max_by_key(hangul).filter(|at| hangul(at) > 0)
    };
    let swapped =
        || most(of(Some(Role::Meaning)).into_iter().filter(|_| !named.is_empty()).collect());
    let unnamed = || most(of(None));
    let example = || most(of(Some(Role::Example)));
    swapped().or_else(unnamed).or_else(example).or(best)
}

fn replace_first(roles: &mut [Option<Role>], from: Role, to: Role) {
    if let Some(role) = roles.iter_mut().find(|role| **role == Some(from)) {
        *role = Some(to);
    }
}

fn first_of_each(roles: &[Option<Role>]) -> Columns {
    let mut columns = Columns::new();
    for (at, role) in roles.iter().enumerate() {
        if let Some(role) = role.filter(|role| *role != Role::Ignore)
            && !columns.iter().any(|(_, taken)| *taken == role)
        {
            columns.push((at, role));
        }
    }
    columns
}

/// What a column of a kind looks like.
type Look = fn(&Profile) -> bool;

/// In the order in which columns are given away.
const LOOKS: [(Role, Look); 5] = [
    (Role::Pos, Profile::is_pos),
    (Role::Hanja, Profile::is_hanja),
    (Role::Meaning, Profile::is_foreign),
    (Role::Example, Profile::is_example),
    (Role::Meaning, Profile::is_text),
];

/// Columns by content: words where most hangul is, then parts of speech, hanja, the meaning and an
/// example, each in the first column that looks like it.
pub(crate) fn by_content(sample: &[Vec<String>]) -> Columns {
    let profiles = profiles(sample);
    if let Some(columns) = beside::by_content(&profiles, sample) {
        return columns;
    }
    let term = term_by_content(&profiles);
    let mut columns = vec![(term, Role::Term)];
    for (role, looks_like) in LOOKS {
        let free = |at: &usize| !columns.iter().any(|(taken, _)| taken == at);
        let open = !columns.iter().any(|(_, taken)| *taken == role);
        // Two columns are words and meanings, even where the meanings are such as "noun".
        let role_fits = role != Role::Pos || profiles.len() > 2;
        let found = (0..profiles.len()).filter(free).find(|at| looks_like(&profiles[*at]));
        if let Some(at) = found.filter(|_| open && role_fits) {
            columns.push((at, role));
        }
    }
    columns
}

/// The column with most hangul of those that are not excepted.
pub(crate) fn most_korean(sample: &[Vec<String>], except: &[usize]) -> Option<usize> {
    let profiles = profiles(sample);
    let open = (0..profiles.len()).rev().filter(|at| !except.contains(at));
    open.filter(|at| profiles[*at].hangul > 0).max_by_key(|at| profiles[*at].hangul)
}

fn term_by_content(profiles: &[Profile]) -> usize {
    let words = |profile: &Profile| {
        let none = profile.is_pos() || profile.is_example();
        // Labels of groups stand in every row of theirs.
        if none { 0 } else { profile.hangul.saturating_sub(profile.repeats) }
    };
    let most = profiles.iter().map(words).max().unwrap_or(0);
    let enough = |profile: &Profile| most > 0 && words(profile) * 5 >= most * 4;
    let any_hangul = |profile: &Profile| profile.hangul > 0;
    let by_words = profiles.iter().position(enough);
    by_words.or_else(|| profiles.iter().position(any_hangul)).unwrap_or(0)
}

/// How many cells of a column look like what.
#[derive(Debug, Clone, Copy, Default)]
struct Profile {
    filled: u32,
    hangul: u32,
    pos: u32,
    hanja: u32,
    foreign: u32,
    sentences: u32,
    /// Cells that repeat the one above them.
    repeats: u32,
}

impl Profile {
    fn add(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        let hangul = text::has_hangul(cell);
        let letters = cell.chars().any(char::is_alphabetic);
        let only_hanja = cell.chars().all(text::is_hanja);
        self.filled += 1;
        self.hangul += u32::from(hangul);
        self.pos += u32::from(PartOfSpeech::from_label(cell).is_some());
        self.hanja += u32::from(only_hanja);
        self.foreign += u32::from(letters && !hangul && !only_hanja && !cell.contains("://"));
        let ends = cell.ends_with(['.', '?', '!', '。']);
        self.sentences += u32::from(hangul && (ends || cell.split(' ').count() > 3));
    }

    fn is_pos(&self) -> bool {
        self.filled > 0 && self.pos * 5 >= self.filled * 4
    }

    fn is_hanja(&self) -> bool {
        self.filled > 0 && self.hanja * 5 >= self.filled * 4
    }

    fn is_foreign(&self) -> bool {
        self.filled > 0 && self.foreign * 2 >= self.filled && !self.is_constant()
    }

    /// One value in row after row: a language, a level, a deck, a source.
    fn is_constant(&self) -> bool {
        self.filled > 1 && (self.repeats + 1 == self.filled || self.repeats * 2 > self.filled)
    }

    fn is_example(&self) -> bool {
        self.filled > 0 && self.sentences * 2 > self.filled
    }

    fn is_text(&self) -> bool {
        self.filled > 0 && (self.hangul + self.foreign) * 2 >= self.filled && !self.is_constant()
    }
}

fn profiles(sample: &[Vec<String>]) -> Vec<Profile> {
    let width = sample.iter().map(Vec::len).max().unwrap_or(0);
    let mut profiles = vec![Profile::default(); width];
    let mut above: &[String] = &[];
    for row in sample {
        for (at, (cell, profile)) in row.iter().zip(&mut profiles).enumerate() {
            profile.add(cell);
            profile.repeats += u32::from(!cell.is_empty() && above.get(at) == Some(cell));
        }
        above = row;
    }
    profiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::role_of;

    fn sample(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split(',').map(str::to_owned).collect()).collect()
    }

    fn named(header: &str, rows: &[&str]) -> Columns {
        let names: Vec<_> = header.split(',').map(role_of).collect();
        by_name(&names, &sample(rows))
    }

    #[test]
    fn content_tells_numbers_words_kinds_and_meanings_apart() {
        let rows = ["1,배,명사,배를 타고 갔어요.,ship", "2,먹다,동사,밥을 먹어요.,to eat"];
        let mut columns = by_content(&sample(&rows));
        columns.sort_unstable();
        let roles = [Role::Term, Role::Pos, Role::Example, Role::Meaning];
        assert_eq!(columns, (1..=4).zip(roles).collect::<Vec<_>>());
    }

    #[test]
    fn the_word_may_stand_behind_its_meaning() {
        assert_eq!(
            by_content(&sample(&["ship,배", "to eat,먹다"])),
            [(1, Role::Term), (0, Role::Meaning)]
        );
    }

    #[test]
    fn a_column_that_says_the_same_in_every_row_is_no_meaning() {
        let rows = ["ko,학교,en,school", "ko,먹다,en,to eat"];
        assert_eq!(by_content(&sample(&rows)), [(1, Role::Term), (3, Role::Meaning)]);
    }

    #[test]
    fn korean_meanings_and_hanja_are_found() {
        let columns = by_content(&sample(&["학교,學校,배우는 곳", "나무,,줄기가 있는 것"]));
        assert_eq!(columns, [(0, Role::Term), (1, Role::Hanja), (2, Role::Meaning)]);
    }

    #[test]
    fn a_meaning_that_names_a_part_of_speech_stays_a_meaning() {
        assert_eq!(by_content(&sample(&["명사,noun"])), [(0, Role::Term), (1, Role::Meaning)]);
    }

    #[test]
    fn names_decide_and_content_fills_the_gaps() {
        assert_eq!(
            named("번호,단어,뜻", &["1,학교,school"]),
            [(1, Role::Term), (2, Role::Meaning)]
        );
        assert_eq!(named("x,뜻", &["학교,school"]), [(0, Role::Term), (1, Role::Meaning)]);
        assert_eq!(named("Phrase,Hint", &["학교,school"]), [(0, Role::Term), (1, Role::Meaning)]);
        assert_eq!(named("Source,Target", &["school,학교"]), [(0, Role::Meaning), (1, Role::Term)]);
        assert_eq!(named("Source,Target", &["학교,school"]), [(0, Role::Term), (1, Role::Meaning)]);
        assert_eq!(
            named("word,translation", &["학교,school"]),
            [(0, Role::Term), (1, Role::Meaning)]
        );
    }

    #[test]
    fn of_two_columns_of_words_the_korean_one_counts() {
        assert_eq!(
            named("word,korean,pos", &["school,학교,n"]),
            [(0, Role::Meaning), (1, Role::Term), (2, Role::Pos)]
        );
        assert_eq!(named("front,back", &["school,학교"]), [(0, Role::Meaning), (1, Role::Term)]);
        assert_eq!(
            named("단어,word,뜻", &["학교,학교,school"]),
            [(0, Role::Term), (2, Role::Meaning)]
        );
    }
}
