//! Reads everything back that is kept, and says what is wrong with it: the file's own structure,
//! and each reply's text against its checksum. It mends nothing.

use rusqlite::{Connection, Row};

use crate::{
    Error, ReplyId, Store,
    text::{Checksum, checksum, unpack},
};

/// What reading everything back found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Replies whose text was read.
    pub replies: u32,
    /// Of these, answers in force.
    pub answers: u32,
    /// Bytes of their texts, unpacked.
    pub text_bytes: u64,
    /// Replies that are not as they were written.
    pub faults: Vec<Fault>,
    /// What is wrong with the file's structure.
    pub damage: Vec<String>,
}

/// A reply that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The reply.
    pub reply: ReplyId,
    /// The word that it is for.
    pub term: String,
    /// The stage that asked.
    pub stage: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Its text cannot be unpacked.
    Unreadable,
    /// Its text is not what was written.
    Changed,
    /// It answers a request, and its text is no answer.
    NoAnswer,
}

struct Kept {
    fault: Fault,
    content: Vec<u8>,
    checksum: Option<Checksum>,
    answers: bool,
}

impl Store {
    /// Reads everything back. `is_answer` says whether a text can answer a request at all.
    pub fn verify(&self, is_answer: impl Fn(&str) -> bool) -> Result<Verified, Error> {
        self.read(|connection| {
            let mut verified = Verified { damage: damage(connection)?, ..Verified::default() };
            if let Err(error) = read_replies(connection, &is_answer, &mut verified) {
                verified.damage.push(error.to_string());
            }
            Ok(verified)
        })
    }
}

/// What SQLite finds wrong, and rows that refer to none.
fn damage(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let said = check.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>();
    let mut damage: Vec<String> = match said {
        Ok(said) => said.into_iter().filter(|said| said != "ok").collect(),
        Err(error) => vec![error.to_string()],
    };
    if damage.is_empty() {
        let mut check = connection.prepare("PRAGMA foreign_key_check")?;
        let orphans = check.query_map([], |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!("a row of {table} refers to none of {parent}"))
        })?;
        damage.extend(orphans.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(damage)
}

fn read_replies(
    connection: &Connection,
    is_answer: &impl Fn(&str) -> bool,
    verified: &mut Verified,
) -> Result<(), Error> {
    let mut select = connection.prepare(
        "SELECT id, term, stage, content, checksum,
                EXISTS (SELECT 1 FROM answers WHERE answers.identity = replies.identity
                                                AND answers.reply = replies.id)
                AND forgotten_at IS NULL
         FROM replies WHERE length(content) > 0",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        verified.take(kept(row)?, is_answer);
    }
    Ok(())
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let fault = Fault {
        reply: row.get(0)?,
        term: row.get(1)?,
        stage: row.get(2)?,
        kind: FaultKind::Unreadable,
    };
    Ok(Kept { fault, content: row.get(3)?, checksum: row.get(4)?, answers: row.get(5)? })
}

impl Verified {
    fn take(&mut self, kept: Kept, is_answer: &impl Fn(&str) -> bool) {
        self.replies += 1;
        self.answers += u32::from(kept.answers);
        let kind = match unpack(&kept.content) {
            Err(_) => Some(FaultKind::Unreadable),
            Ok(text) => {
                self.text_bytes += text.len() as u64;
                let changed = kept.checksum.is_some_and(|written| written != checksum(&text));
                let no_answer = kept.answers && !is_answer(&text);
                changed.then_some(FaultKind::Changed).or(no_answer.then_some(FaultKind::NoAnswer))
            }
        };
        self.faults.extend(kind.map(|kind| Fault { kind, ..kept.fault }));
    }
}
