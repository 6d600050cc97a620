//! Makes `data/hanja/characters.tsv` anew from libhangul's `hanja.txt` (Debian package
//! `libhangul-data`): `cargo run -p korean --example hanja_table -- hanja.txt characters.tsv`.

use std::collections::{BTreeMap, HashMap};
use std::{env, error, fs};

use korean::text::{Syllable, is_syllable};

/// How often the words of the source read a character so, and what it then means.
type Readings = BTreeMap<char, (usize, String)>;

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut paths = env::args().skip(1);
    let (Some(source), Some(table)) = (paths.next(), paths.next()) else {
        return Err("name the source and the table".into());
    };
    let source = fs::read_to_string(source)?;
    let mut characters = characters(&source);
    drop_word_initial(&source, &mut characters);
    count(&source, &mut characters);
    fs::write(table, written(characters))?;
    Ok(())
}

/// The lines `reading:word:gloss`, comments left out.
fn lines(source: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    source.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (reading, rest) = line.split_once(':')?;
        let (word, gloss) = rest.split_once(':')?;
        Some((reading, word, gloss))
    })
}

fn characters(source: &str) -> BTreeMap<char, Readings> {
    let mut characters: BTreeMap<char, Readings> = BTreeMap::new();
    for (reading, word, gloss) in lines(source) {
        if let (Some(reading), Some(character)) = (only(reading), only(word))
            && is_syllable(reading)
            && ('\u{4E00}'..='\u{9FFF}').contains(&character)
        {
            let gloss = gloss.split(',').next().unwrap_or_default().trim();
            // some glosses leave the reading out, or write it in its word-initial form
            let said = gloss.rsplit(' ').next().and_then(only);
            let gloss = match said {
                Some(said) if said == reading || word_initial(said) == Some(reading) => {
                    gloss.into()
                }
                _ if gloss.is_empty() || said.is_some() => String::new(),
                _ => format!("{gloss} {reading}"),
            };
            characters.entry(character).or_default().insert(reading, (0, gloss));
        }
    }
    characters
}

/// Of a reading and its word-initial form the one stays that ends words: 差異 is 차이, 未來 is 미래.
fn drop_word_initial(source: &str, characters: &mut BTreeMap<char, Readings>) {
    let mut ends: HashMap<(char, char), usize> = HashMap::new();
    for (reading, word, _) in lines(source) {
        if let (2, 2) = (reading.chars().count(), word.chars().count())
            && let (Some(syllable), Some(character)) = (reading.chars().last(), word.chars().last())
        {
            *ends.entry((character, syllable)).or_default() += 1;
        }
    }
    let times = |character, reading| ends.get(&(character, reading)).copied().unwrap_or_default();
    for (character, readings) in characters {
        for full in readings.keys().copied().collect::<Vec<_>>() {
            let Some(initial) = word_initial(full).filter(|form| readings.contains_key(form))
            else {
                continue;
            };
            // 렬 and 률 end words as 열 and 율 by rule
            let ruled = matches!(full, '렬' | '률');
            let rare = !ruled && times(*character, initial) > times(*character, full);
            readings.remove(if rare { &full } else { &initial });
        }
    }
}

/// The word-initial form of a reading (Hangul Orthography, articles 10 to 12), where it differs.
fn word_initial(reading: char) -> Option<char> {
    let syllable = Syllable::of(reading)?;
    let glides = "ㅑㅕㅖㅛㅠㅣ".contains(syllable.vowel);
    let onset = match syllable.onset {
        'ㄴ' | 'ㄹ' if glides => 'ㅇ',
        'ㄹ' => 'ㄴ',
        _ => return None,
    };
    Syllable { onset, ..syllable }.compose()
}

/// Counts the readings over all longer words.
fn count(source: &str, characters: &mut BTreeMap<char, Readings>) {
    let initial: HashMap<char, Vec<char>> = ('가'..='힣')
        .filter_map(|full| Some((word_initial(full)?, full)))
        .fold(HashMap::new(), |mut initial, (derived, full)| {
            initial.entry(derived).or_default().push(full);
            initial
        });
    for (reading, word, _) in lines(source) {
        if reading.chars().count() < 2 || reading.chars().count() != word.chars().count() {
            continue;
        }
        for (syllable, character) in reading.chars().zip(word.chars()) {
            let Some(readings) = characters.get_mut(&character) else { continue };
            let full = initial.get(&syllable).into_iter().flatten();
            if let Some(known) = full.chain([&syllable]).find(|full| readings.contains_key(full)) {
                readings.entry(*known).and_modify(|(count, _)| *count += 1);
            }
        }
    }
}

/// One line a character: the character, its readings, the commonest first, and their glosses.
fn written(characters: BTreeMap<char, Readings>) -> String {
    let lines = characters.into_iter().map(|(character, readings)| {
        let mut readings: Vec<_> = readings.into_iter().collect();
        readings.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let said: String = readings.iter().map(|(reading, _)| reading).collect();
        let glosses: Vec<_> = readings.into_iter().map(|(_, (_, gloss))| gloss).collect();
        format!("{character}\t{said}\t{}", glosses.join("/"))
            .trim_end_matches(['/', '\t'])
            .to_owned()
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn only(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}
