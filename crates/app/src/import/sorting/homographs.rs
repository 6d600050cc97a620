//! Words that are written alike are numbered, those of the library first.

use std::collections::HashMap;

use super::{Place, Sort, Sorting, Standing, number};

impl Sorting<'_> {
    /// Numbers the words that are written alike, in the order in which they appear.
    pub(super) fn number_homographs(&mut self) {
        let mut alike: HashMap<&str, Vec<Place>> = HashMap::new();
        for place in self.places().filter(|place| self.row(*place).sort == Sort::Word) {
            alike.entry(self.term(place)).or_default().push(place);
        }
        let mut numbers = HashMap::new();
        for (term, places) in alike {
            let mut last = number(self.given.library.of_term(term).len());
            let mut of_term = Vec::with_capacity(places.len());
            for place in places {
                let row = self.row(place);
                let own = match row.standing {
                    Standing::Same(at) => at + 1,
                    Standing::MayCorrect(at) if self.corrects(&row) => at + 1,
                    Standing::New | Standing::MayCorrect(_) => {
                        last += 1;
                        last
                    }
                };
                of_term.push((place, own));
            }
            if last > 1 {
                numbers.extend(of_term);
            }
        }
        self.sorted.homographs = numbers;
    }
}
