//! Words read from files and not yet kept, as the window shows them: numbers for the whole, rows in
//! pages, because a list may have a hundred thousand of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;

/// Words read from files and not yet kept, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct Preview {
    /// Files read, in the order given.
    pub files: Vec<FileSummary>,
    /// How many rows there are of each sort.
    pub counts: WordCounts,
    /// Rejected rows by reason, the commonest first.
    pub reasons: Vec<ReasonCount>,
    /// Words that are left out because the learner knows them already.
    pub known: Option<KnownWords>,
    /// What the learner decided last and can take back.
    pub undo: Option<Decision>,
}

/// How many rows there are of each sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct WordCounts {
    /// Words that a run would make cards for.
    pub words: u32,
    /// Rows that gave these words: accepted ones and those merged into them.
    pub rows: u32,
    /// Words that look like a form of another word, not yet decided about.
    pub forms: u32,
    /// Forms of these whose dictionary form is beyond doubt: "Merge all" takes these.
    pub certain_forms: u32,
    /// Words there would be after "Merge all".
    pub words_if_merged: u32,
    /// Rows merged into their dictionary form.
    pub merged: u32,
    /// Rows that repeat an earlier one.
    pub duplicates: u32,
    /// Words that the library has already.
    pub in_library: u32,
    /// Words left out because they are known already.
    pub known: u32,
    /// Rows that are no words.
    pub rejected: u32,
    /// Words that the built-in dictionary has.
    pub in_dictionary: u32,
    /// Other words for which the list gives a meaning.
    pub with_meaning: u32,
}

/// How many rows were rejected for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReasonCount {
    /// Stable name of the reason.
    pub reason: String,
    /// Rows.
    pub rows: u32,
}

/// Where the words came from that the learner knows already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KnownWords {
    /// Name of the file, or of the Anki profile's collection; none when Anki itself was asked.
    pub file: Option<String>,
    /// How many words it holds.
    pub words: u32,
}

/// A decision that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// Rows were merged into their dictionary forms.
    Merge {
        /// How many.
        rows: u32,
    },
    /// Merged rows were made words of their own again.
    Unmerge {
        /// How many.
        rows: u32,
    },
    /// A word of the library gets the list's meaning.
    Correct {
        /// The word.
        term: String,
    },
    /// Columns of a file were told anew.
    Columns {
        /// The file.
        file: String,
    },
    /// A file was taken off the list.
    RemoveFile {
        /// The file.
        file: String,
    },
}

/// How one file was read.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FileSummary {
    /// Names the file until the list is cleared.
    pub id: u32,
    /// Name without folder.
    pub name: String,
    /// What it was read as: `csv`, `xlsx`, `apkg`…
    pub format: String,
    /// Character encoding; empty where the format knows no other.
    pub encoding: String,
    /// The character between the cells, in a text of cells.
    pub delimiter: Option<char>,
    /// Whether the first row was taken for the names of the columns.
    pub header: bool,
    /// Its columns and what each was taken for; empty for a list of lines.
    pub columns: Vec<Column>,
    /// Words accepted from it.
    pub words: u32,
    /// Rows of it that are no words.
    pub rejected: u32,
    /// What a person should know about the file as a whole.
    pub message: Option<String>,
    /// Why the whole file was refused, if it was.
    pub problem: Option<Problem>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Column {
    /// The sheet it stands on, in a file of several.
    pub sheet: Option<String>,
    /// Its place, from 0.
    pub index: u32,
    /// Its name in the file.
    pub name: Option<String>,
    /// What it was taken for.
    pub role: ColumnRole,
    /// Its first cells that hold anything, at most three.
    pub samples: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// The words.
    Term,
    /// Their meanings.
    Meaning,
    /// Parts of speech.
    Pos,
    /// Chinese characters.
    Hanja,
    /// Pronunciation.
    Pron,
    /// Numbers that tell homographs apart.
    Homonym,
    /// Example sentences.
    Example,
    /// What the examples mean.
    Translation,
    /// Notes.
    Note,
    /// Tags.
    Tags,
    /// Nothing to keep.
    Ignore,
}

/// What a learner says that a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// The sheet it stands on, in a file of several.
    pub sheet: Option<String>,
    /// Its place, from 0.
    pub index: u32,
    /// What it holds.
    pub role: ColumnRole,
}

/// Which rows to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    /// Words that a run would make cards for, undecided forms among them.
    Words,
    /// Words that look like a form of another, not yet decided about.
    Forms,
    /// Rows merged into their dictionary form.
    Merged,
    /// Rows that repeat an earlier one.
    Duplicates,
    /// Words that the library has already.
    Library,
    /// Words left out because they are known already.
    Known,
    /// Rows that are no words.
    Rejected,
}

/// Which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RowQuery {
    /// The sort.
    pub show: RowFilter,
    /// Only rows rejected for this reason.
    pub reason: Option<String>,
    /// Only rows in whose term, meaning or raw text this stands; empty for all.
    pub text: String,
    /// Rows to skip.
    pub from: u32,
    /// The most rows to give; 500 at most are given.
    pub count: u32,
}

/// Rows, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct RowPage {
    /// How many match in all.
    pub total: u32,
    /// Those asked for.
    pub rows: Vec<WordRow>,
}

/// One row as it was read and sorted.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WordRow {
    /// Names the row until the list is cleared.
    pub id: u32,
    /// What became of it.
    pub state: RowState,
    /// The word; what stood in its place when the row was rejected.
    pub term: String,
    /// Tells words apart that are written alike, from 1; none where there is only one.
    pub homograph: Option<u32>,
    /// Standard pronunciation, in hangul; empty for a rejected row.
    pub pronunciation: String,
    /// Part of speech, in English.
    pub pos: Option<String>,
    /// The learner's own meaning.
    pub meaning: Option<String>,
    /// Chinese characters.
    pub hanja: Option<String>,
    /// `grammar`, `affix` or `phrase`, where it is not simply a word.
    pub kind: Option<String>,
    /// Name of the file it came from.
    pub file: String,
    /// The sheet, in a file of several.
    pub sheet: Option<String>,
    /// Line or row, from 1.
    pub row: u32,
    /// Whether the built-in dictionary has it.
    pub in_dictionary: bool,
    /// Whether the library has it already.
    pub in_library: bool,
    /// The library's meaning of the one word that this row may be meant to correct.
    pub corrects: Option<String>,
    /// Whether the learner said that it does.
    pub corrected: bool,
    /// Dictionary forms it may be of, the likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// Forms merged into this word.
    pub forms: Vec<String>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RowState {
    /// A word.
    Word,
    /// Merged into its dictionary form.
    Merged {
        /// That form.
        into: String,
    },
    /// Repeats an earlier row.
    Duplicate {
        /// Name of the earlier row's file.
        of_file: String,
        /// Its line or row.
        of_row: u32,
    },
    /// Left out because it is known already.
    Known,
    /// No word.
    Rejected {
        /// Stable name of the reason.
        reason: String,
        /// The reason in words.
        message: String,
    },
}

/// A dictionary form that a word may be of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Suggestion {
    /// The dictionary form.
    pub form: String,
    /// Part of speech, in English, where it is known.
    pub pos: Option<String>,
    /// How sure it is, in per cent.
    pub confidence: u8,
    /// The row of the word that it would be merged into; none when that word would be made.
    pub into: Option<u32>,
    /// What that word means in the list, to tell homographs apart.
    pub meaning: Option<String>,
}

/// The word that rows are to be merged into: one of a row's suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeTarget {
    /// The dictionary form.
    pub form: String,
    /// Part of speech, in English, where it is known.
    pub pos: Option<String>,
    /// Its row, where one of several homographs is meant.
    pub into: Option<u32>,
}

/// Words that were put into the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Kept {
    /// Words that are new there.
    pub added: u32,
    /// Words that were there and got something new.
    pub changed: u32,
    /// Words that were there as they are.
    pub unchanged: u32,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SavedRows {
    /// File name, without folder.
    pub name: String,
    /// Rows written.
    pub rows: u32,
}

/// The last change of the library, which can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Undoable {
    /// Names the change.
    pub id: i64,
    /// When it was made, in seconds since 1970.
    pub at: i64,
    /// Names of the files that the words came from.
    pub files: Vec<String>,
    /// Words added.
    pub added: u32,
    /// Words changed.
    pub changed: u32,
    /// Added words that a run uses: these would stay.
    pub in_use: u32,
}

/// A change of the library that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Undone {
    /// Words removed again.
    pub removed: u32,
    /// Words that are again as they were.
    pub restored: u32,
    /// Words that stay, because a run uses them.
    pub in_use: u32,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    #[test]
    fn what_comes_in_has_no_field_that_is_not_known() {
        let more = |mut value: Value| {
            value["other"] = json!(1);
            value
        };
        let query = json!({"show": "words", "reason": null, "text": "", "from": 0, "count": 1});
        assert!(from_value::<RowQuery>(query.clone()).is_ok());
        assert!(from_value::<RowQuery>(more(query)).is_err());
        let choice = json!({"sheet": null, "index": 0, "role": "term"});
        assert!(from_value::<ColumnChoice>(choice.clone()).is_ok());
        assert!(from_value::<ColumnChoice>(more(choice)).is_err());
        let target = json!({"form": "가다", "pos": "verb", "into": null});
        assert!(from_value::<MergeTarget>(target.clone()).is_ok());
        assert!(from_value::<MergeTarget>(more(target)).is_err());
    }
}
