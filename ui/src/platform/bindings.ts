// Generated from crates/app/src/dto.rs by `./dev bindings`; not edited by hand.

export type Code = "unreadable_file" | "no_words" | "key_missing" | "key_refused" | "keychain_unavailable" | "no_credit" | "cap_reached" | "daily_limit" | "offline" | "bad_endpoint" | "store_busy" | "store_damaged" | "disk_full" | "no_permission" | "run_busy" | "not_found" | "invalid_input" | "dialog_unavailable" | "internal";

export type Problem = { 
/**
 * Stable name of the failure.
 */
code: Code, 
/**
 * What happened and why, in one or two sentences.
 */
message: string, 
/**
 * What to do next.
 */
hint: string | null, 
/**
 * Whether the same action may work when tried again later, unchanged.
 */
retryable: boolean, };

export type Engine = "dictionary" | "openrouter" | "compatible";

export type Kind = "scene" | "usage-comparison" | "hanja" | "example" | "formal-casual" | "grammar" | "cultural";

export type Settings = { 
/**
 * Where answers come from.
 */
engine: Engine, 
/**
 * Address of the OpenRouter API.
 */
openrouter_url: string, 
/**
 * Address of the OpenAI-compatible server.
 */
compatible_url: string, 
/**
 * Model asked first.
 */
model: string, 
/**
 * Models asked, in order, when the first is down.
 */
fallback_models: Array<string>, 
/**
 * Kinds of card wanted.
 */
kinds: Array<Kind>, 
/**
 * Most requests under way at once.
 */
concurrency: number, 
/**
 * Most requests in a minute.
 */
requests_per_minute: number | null, 
/**
 * Most tokens in a minute.
 */
tokens_per_minute: number | null, 
/**
 * Most US dollars one run may spend.
 */
max_cost_usd: number | null, 
/**
 * Name of the Anki deck.
 */
deck: string, 
/**
 * Tags put on every note.
 */
tags: Array<string>, };

export type KeyStatus = { "state": "not_needed" } | { "state": "absent" } | { "state": "stored", 
/**
 * Its last four characters.
 */
ending: string, } | { "state": "session_only", 
/**
 * Its last four characters.
 */
ending: string, 
/**
 * Why the keychain was not used.
 */
reason: string, } | { "state": "environment", 
/**
 * Its last four characters.
 */
ending: string, } | { "state": "unavailable", 
/**
 * What the system said.
 */
reason: string, };

export type AppState = { 
/**
 * Hanji's version.
 */
version: string, 
/**
 * Folder that holds everything Hanji keeps.
 */
data_dir: string, 
/**
 * The learner's settings.
 */
settings: Settings, 
/**
 * What is known of the key.
 */
key: KeyStatus, 
/**
 * Words read and not yet started.
 */
preview: Preview, 
/**
 * Earlier runs, newest first.
 */
runs: Array<RunSnapshot>, };

export type Preview = { 
/**
 * Files read, in the order given.
 */
files: Array<FileSummary>, 
/**
 * Words accepted, duplicates left out.
 */
words: Array<PreviewWord>, 
/**
 * Rows left out, with the reason.
 */
rejected: Array<RejectedRow>, };

export type FileSummary = { 
/**
 * Name without folder.
 */
name: string, 
/**
 * What it was read as: `csv`, `tsv`, `txt`…
 */
format: string, 
/**
 * Character encoding.
 */
encoding: string, 
/**
 * Words accepted from it.
 */
words: number, 
/**
 * Rows left out.
 */
rejected: number, 
/**
 * Why the whole file was refused, if it was.
 */
problem: Problem | null, };

export type PreviewWord = { 
/**
 * The word.
 */
term: string, 
/**
 * Standard pronunciation, in hangul.
 */
pronunciation: string, 
/**
 * Part of speech, in English.
 */
pos: string | null, 
/**
 * The learner's own meaning.
 */
meaning: string | null, 
/**
 * Name of the file it came from.
 */
file: string, 
/**
 * Line or row, from 1.
 */
row: number, 
/**
 * Whether the built-in dictionary has it.
 */
in_dictionary: boolean, };

export type RejectedRow = { 
/**
 * Name of the file.
 */
file: string, 
/**
 * Line or row, from 1.
 */
row: number, 
/**
 * Stable name of the reason.
 */
reason: string, 
/**
 * The reason in words.
 */
message: string, 
/**
 * What the row holds, shortened.
 */
raw: string | null, };

export type RunState = "running" | "pausing" | "paused" | "done" | "cancelled";

export type RunSnapshot = { 
/**
 * The run.
 */
run: number, 
/**
 * When it was made, in seconds since 1970.
 */
created_at: number, 
/**
 * Where it stands.
 */
state: RunState, 
/**
 * Why it paused, when it was not the learner.
 */
reason: Problem | null, 
/**
 * Where its answers come from.
 */
engine: Engine, 
/**
 * Model asked, if any.
 */
model: string | null, 
/**
 * Words in the run.
 */
words: number, 
/**
 * Words with finished cards (needs review counted).
 */
done: number, 
/**
 * Words given up on.
 */
failed: number, 
/**
 * Words done whose cards want a look.
 */
needs_review: number, 
/**
 * Words waiting for stage 1.
 */
waiting: number, 
/**
 * Words between the stages or in one.
 */
under_way: number, 
/**
 * Words that needed no request.
 */
cached: number, 
/**
 * Requests sent.
 */
requests: number, 
/**
 * Requests of these that were sent again.
 */
retries: number, 
/**
 * US dollars spent by the run; null when the server does not say.
 */
cost_usd: number | null, 
/**
 * Seconds spent running.
 */
seconds: number, 
/**
 * Seconds from start to the first finished word.
 */
first_card_seconds: number | null, 
/**
 * Words a minute, of late.
 */
words_per_minute: number | null, 
/**
 * Seconds left at that speed.
 */
seconds_left: number | null, 
/**
 * Counts up with every word finished; pages of notes go by it.
 */
finished: number, };

export type NotePage = { 
/**
 * The notes.
 */
notes: Array<NoteView>, 
/**
 * Pass this as `after` for the next page.
 */
next: number, };

export type NoteSource = "model" | "dictionary" | "computed";

export type NoteView = { 
/**
 * The word's id in the library.
 */
word: number, 
/**
 * Place in the learner's list, from 1.
 */
position: number, 
/**
 * The word.
 */
term: string, 
/**
 * Standard pronunciation, in hangul.
 */
pronunciation: string, 
/**
 * IPA, broad.
 */
ipa: string, 
/**
 * Revised Romanization.
 */
romanization: string, 
/**
 * Part of speech, in English.
 */
pos: string | null, 
/**
 * Main meaning.
 */
meaning: string, 
/**
 * Further meanings.
 */
other_meanings: Array<string>, 
/**
 * Chinese characters.
 */
hanja: string | null, 
/**
 * What an English speaker would miss.
 */
explanation: string, 
/**
 * Who wrote it.
 */
source: NoteSource, 
/**
 * Which model served it.
 */
model: string | null, 
/**
 * What the checks found and could not mend.
 */
defects: Array<string>, 
/**
 * The generated cards.
 */
cards: Array<CardView>, 
/**
 * Example sentences.
 */
examples: Array<ExampleView>, };

export type CardView = { 
/**
 * Its kind.
 */
kind: Kind, 
/**
 * Question.
 */
front: string, 
/**
 * Answer.
 */
back: string, };

export type ExampleView = { 
/**
 * The sentence.
 */
korean: string, 
/**
 * The word's form in it.
 */
form: string, 
/**
 * Translation.
 */
english: string, 
/**
 * Level of speech.
 */
register: string, };

export type FailedWord = { 
/**
 * The word.
 */
term: string, 
/**
 * Stage that failed: `nuance` or `cards`.
 */
stage: string, 
/**
 * Stable name of the failure.
 */
code: string, 
/**
 * What happened, with the provider's own words.
 */
message: string, 
/**
 * Requests sent for it.
 */
attempts: number, 
/**
 * What the model said last, if anything.
 */
last_reply?: string, };

export type Exported = { 
/**
 * File name, without folder.
 */
name: string, 
/**
 * Notes written.
 */
notes: number, 
/**
 * Cards Anki will show.
 */
cards: number, 
/**
 * Words of the run that are not in the deck, because they are not finished.
 */
left_out: number, };

export type Link = "openrouter_keys" | "openrouter_credits" | "anki";
