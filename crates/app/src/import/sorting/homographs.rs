//! Words that are written alike are numbered, those of the library first.

use std::collections::HashMap;

use super::{Place, Sort, Sorting, Standing, number};
use crate::import::reading::At;

impl Sorting<'_> {
    /// Numbers the words that are written alike, in the order in which they appear.
    pub(super) fn number_homographs(&mut self) {
        let mut made: HashMap<&str, Vec<Place>> = HashMap::new();
        for place in self.places().rev().take_while(|place| self.is_made(*place)) {
            made.entry(self.term(place)).or_default().push(place);
        }
        let of_files = self.by_term.iter().map(|(term, places)| (*term, places.as_slice()));
        let only_made = made.keys().filter(|term| !self.by_term.contains_key(**term));
        let all = of_files.chain(only_made.map(|term| (*term, &[][..])));
        let mut numbers = HashMap::new();
        for (term, places) in all {
            let in_library = self.given.library.of_term(term).len();
            let made = made.get(term).map_or(&[][..], Vec::as_slice);
            if in_library + places.len() + made.len() > 1 {
                let words = places.iter().chain(made).copied();
                self.number(number(in_library), words, &mut numbers);
            }
        }
        self.sorted.homographs = numbers;
    }

    fn is_made(&self, place: Place) -> bool {
        matches!(self.row(place).at, At::Made(_))
    }

    fn number(
        &self,
        mut last: u32,
        words: impl Iterator<Item = Place>,
        numbers: &mut HashMap<Place, u32>,
    ) {
        let mut numbered = Vec::new();
        for place in words.filter(|place| self.row(*place).sort == Sort::Word) {
            let row = self.row(place);
            let own = match row.standing {
                Standing::Same(at) => at + 1,
                Standing::MayCorrect(at) if self.corrects(&row) => at + 1,
                Standing::New | Standing::MayCorrect(_) => {
                    last += 1;
                    last
                }
            };
            numbered.push((place, own));
        }
        if last > 1 {
            numbers.extend(numbered);
        }
    }
}
