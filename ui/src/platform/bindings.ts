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

export type Reasoning = "none" | "minimal" | "low" | "medium" | "high";

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
 * Most requests in a day (UTC).
 */
requests_per_day: number | null, 
/**
 * Most US dollars one run may spend.
 */
max_cost_usd: number | null, 
/**
 * Most US dollars that all runs together may spend in a day (UTC).
 */
max_cost_per_day_usd: number | null, 
/**
 * Most US dollars that all runs together may spend in a month (UTC).
 */
max_cost_per_month_usd: number | null, 
/**
 * Whether providers that keep the words, or train on them, are left out (OpenRouter).
 */
denies_data_collection: boolean, 
/**
 * Whether only providers that keep nothing at all are asked (OpenRouter).
 */
wants_zero_retention: boolean, 
/**
 * Whether reasoning models may think, and how long; the model's own way when absent.
 */
reasoning: Reasoning | null, 
/**
 * Whether requests are handed in by the batch, for about half the price and answers within a
 * day (OpenRouter; experimental).
 */
overnight: boolean, 
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

export type KeyStanding = { 
/**
 * The most US dollars that it may spend; null when it has no limit of its own.
 */
limit_usd: number | null, 
/**
 * US dollars left of the limit.
 */
left_usd: number | null, 
/**
 * US dollars spent with it so far.
 */
used_usd: number | null, 
/**
 * Whether the account never bought credit, so that it may ask free models only a few times a
 * day.
 */
is_free_tier: boolean, };

export type SignInOffer = { 
/**
 * Whether a browser was sent to the page that comes back by itself.
 */
opened: boolean, 
/**
 * A page to open anywhere: it shows a code, to be pasted.
 */
page: string, };

export type SignedIn = { "state": "done", 
/**
 * What is known of the key.
 */
key: KeyStatus, } | { "state": "over" } | { "state": "timed_out" };

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
 * The last change of the library that can be taken back.
 */
undo: Undoable | null, 
/**
 * Earlier runs, newest first.
 */
runs: Array<RunSnapshot>, };

export type Estimate = { 
/**
 * Words in the list.
 */
words: number, 
/**
 * Words of these that are answered already and need no request.
 */
cached_words: number, 
/**
 * Requests to send, those asked again included.
 */
requests: number, 
/**
 * Tokens to be read by the model.
 */
prompt_tokens: number, 
/**
 * Tokens to be written by it.
 */
completion_tokens: number, 
/**
 * US dollars, the likeliest; null when the model's price is not known.
 */
cost_usd: number | null, 
/**
 * Nine in ten such runs cost more.
 */
cost_usd_low: number | null, 
/**
 * Nine in ten such runs cost less.
 */
cost_usd_high: number | null, 
/**
 * Why the server could not be asked for the price; null when it was, or none is wanted.
 */
price_problem: Problem | null, 
/**
 * Seconds, under the limits in force.
 */
seconds: number, };

export type Finding = { 
/**
 * The part: data folder, database, key, server, account, limits, anki.
 */
component: string, 
/**
 * Whether a run could use it as it is.
 */
ok: boolean, 
/**
 * What was found.
 */
detail: string, 
/**
 * What to do, where something is wrong.
 */
hint: string | null, };

export type ModelView = { 
/**
 * The name to ask for.
 */
id: string, 
/**
 * The name to show.
 */
name: string | null, 
/**
 * The most tokens, read and written together.
 */
context_length: number | null, 
/**
 * US dollars for a million tokens read; null when unknown.
 */
prompt_usd_per_million: number | null, 
/**
 * US dollars for a million tokens written; null when unknown.
 */
completion_usd_per_million: number | null, 
/**
 * US dollars for each request, beside its tokens.
 */
request_usd: number | null, 
/**
 * Whether it is said to hold itself to a JSON schema.
 */
takes_schema: boolean, };

export type Preview = { 
/**
 * Files read, in the order given.
 */
files: Array<FileSummary>, 
/**
 * How many rows there are of each sort.
 */
counts: WordCounts, 
/**
 * Rejected rows by reason, the commonest first.
 */
reasons: Array<ReasonCount>, 
/**
 * Words that are left out because the learner knows them already.
 */
known: KnownWords | null, 
/**
 * What the learner decided last and can take back.
 */
undo: Decision | null, };

export type WordCounts = { 
/**
 * Words that a run would make cards for.
 */
words: number, 
/**
 * Rows that gave these words: accepted ones and those merged into them.
 */
rows: number, 
/**
 * Words that look like a form of another word, not yet decided about.
 */
forms: number, 
/**
 * Forms of these whose dictionary form is beyond doubt: "Merge all" takes these.
 */
certain_forms: number, 
/**
 * Words there would be after "Merge all".
 */
words_if_merged: number, 
/**
 * Rows merged into their dictionary form.
 */
merged: number, 
/**
 * Rows that repeat an earlier one.
 */
duplicates: number, 
/**
 * Words that the library has already.
 */
in_library: number, 
/**
 * Words left out because they are known already.
 */
known: number, 
/**
 * Rows that are no words.
 */
rejected: number, 
/**
 * Words that the built-in dictionary has.
 */
in_dictionary: number, 
/**
 * Other words for which the list gives a meaning.
 */
with_meaning: number, };

export type ReasonCount = { 
/**
 * Stable name of the reason.
 */
reason: string, 
/**
 * Rows.
 */
rows: number, };

export type KnownWords = { 
/**
 * Name of the file, or of the Anki profile's collection; none when Anki itself was asked.
 */
file: string | null, 
/**
 * How many words it holds.
 */
words: number, };

export type Decision = { "kind": "merge", 
/**
 * How many.
 */
rows: number, } | { "kind": "unmerge", 
/**
 * How many.
 */
rows: number, } | { "kind": "correct", 
/**
 * The word.
 */
term: string, } | { "kind": "columns", 
/**
 * The file.
 */
file: string, } | { "kind": "remove_file", 
/**
 * The file.
 */
file: string, };

export type FileSummary = { 
/**
 * Names the file until the list is cleared.
 */
id: number, 
/**
 * Name without folder.
 */
name: string, 
/**
 * What it was read as: `csv`, `xlsx`, `apkg`…
 */
format: string, 
/**
 * Character encoding; empty where the format knows no other.
 */
encoding: string, 
/**
 * The character between the cells, in a text of cells.
 */
delimiter: string | null, 
/**
 * Whether the first row was taken for the names of the columns.
 */
header: boolean, 
/**
 * Its columns and what each was taken for; empty for a list of lines.
 */
columns: Array<Column>, 
/**
 * Words accepted from it.
 */
words: number, 
/**
 * Rows of it that are no words.
 */
rejected: number, 
/**
 * What a person should know about the file as a whole.
 */
message: string | null, 
/**
 * Why the whole file was refused, if it was.
 */
problem: Problem | null, };

export type Column = { 
/**
 * The sheet it stands on, in a file of several.
 */
sheet: string | null, 
/**
 * Its place, from 0.
 */
index: number, 
/**
 * Its name in the file.
 */
name: string | null, 
/**
 * What it was taken for.
 */
role: ColumnRole, 
/**
 * Its first cells that hold anything, at most three.
 */
samples: Array<string>, };

export type ColumnRole = "term" | "meaning" | "pos" | "hanja" | "pron" | "homonym" | "example" | "translation" | "note" | "tags" | "ignore";

export type ColumnChoice = { 
/**
 * The sheet it stands on, in a file of several.
 */
sheet: string | null, 
/**
 * Its place, from 0.
 */
index: number, 
/**
 * What it holds.
 */
role: ColumnRole, };

export type RowFilter = "words" | "forms" | "merged" | "duplicates" | "library" | "known" | "rejected";

export type RowQuery = { 
/**
 * The sort.
 */
show: RowFilter, 
/**
 * Only rows rejected for this reason.
 */
reason: string | null, 
/**
 * Only rows in whose term, meaning or raw text this stands; empty for all.
 */
text: string, 
/**
 * Rows to skip.
 */
from: number, 
/**
 * The most rows to give; 500 at most are given.
 */
count: number, };

export type RowPage = { 
/**
 * How many match in all.
 */
total: number, 
/**
 * Those asked for.
 */
rows: Array<WordRow>, };

export type WordRow = { 
/**
 * Names the row until the list is cleared.
 */
id: number, 
/**
 * What became of it.
 */
state: RowState, 
/**
 * The word; what stood in its place when the row was rejected.
 */
term: string, 
/**
 * Tells words apart that are written alike, from 1; none where there is only one.
 */
homograph: number | null, 
/**
 * Standard pronunciation, in hangul; empty for a rejected row.
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
 * Chinese characters.
 */
hanja: string | null, 
/**
 * `grammar`, `affix` or `phrase`, where it is not simply a word.
 */
kind: string | null, 
/**
 * Name of the file it came from.
 */
file: string, 
/**
 * The sheet, in a file of several.
 */
sheet: string | null, 
/**
 * Line or row, from 1.
 */
row: number, 
/**
 * Whether the built-in dictionary has it.
 */
in_dictionary: boolean, 
/**
 * Whether the library has it already.
 */
in_library: boolean, 
/**
 * The library's meaning of the one word that this row may be meant to correct.
 */
corrects: string | null, 
/**
 * Whether the learner said that it does.
 */
corrected: boolean, 
/**
 * Dictionary forms it may be of, the likeliest first.
 */
suggestions: Array<Suggestion>, 
/**
 * Forms merged into this word.
 */
forms: Array<string>, };

export type RowState = { "state": "word" } | { "state": "merged", 
/**
 * That form.
 */
into: string, } | { "state": "duplicate", 
/**
 * Name of the earlier row's file.
 */
of_file: string, 
/**
 * Its line or row.
 */
of_row: number, } | { "state": "known" } | { "state": "rejected", 
/**
 * Stable name of the reason.
 */
reason: string, 
/**
 * The reason in words.
 */
message: string, };

export type Suggestion = { 
/**
 * The dictionary form.
 */
form: string, 
/**
 * Part of speech, in English, where it is known.
 */
pos: string | null, 
/**
 * How sure it is, in per cent.
 */
confidence: number, 
/**
 * The row of the word that it would be merged into; none when that word would be made.
 */
into: number | null, 
/**
 * What that word means in the list, to tell homographs apart.
 */
meaning: string | null, };

export type MergeTarget = { 
/**
 * The dictionary form.
 */
form: string, 
/**
 * Part of speech, in English, where it is known.
 */
pos: string | null, 
/**
 * Its row, where one of several homographs is meant.
 */
into: number | null, };

export type Kept = { 
/**
 * Words that are new there.
 */
added: number, 
/**
 * Words that were there and got something new.
 */
changed: number, 
/**
 * Words that were there as they are.
 */
unchanged: number, };

export type SavedRows = { 
/**
 * File name, without folder.
 */
name: string, 
/**
 * Rows written.
 */
rows: number, };

export type Undoable = { 
/**
 * Names the change.
 */
id: number, 
/**
 * When it was made, in seconds since 1970.
 */
at: number, 
/**
 * Names of the files that the words came from.
 */
files: Array<string>, 
/**
 * Words added.
 */
added: number, 
/**
 * Words changed.
 */
changed: number, 
/**
 * Added words that a run uses: these would stay.
 */
in_use: number, };

export type Undone = { 
/**
 * Words removed again.
 */
removed: number, 
/**
 * Words that are again as they were.
 */
restored: number, 
/**
 * Words that stay, because a run uses them.
 */
in_use: number, };

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
finished: number, 
/**
 * What goes on between it and its server; null when it stands still or asks nobody.
 */
traffic: Traffic | null, };

export type Traffic = { 
/**
 * Why words do not move, where a person would wonder.
 */
hold_up: HoldUp | null, 
/**
 * Requests under way, of all runs with this server.
 */
in_flight: number, 
/**
 * Requests in line for a limit.
 */
in_line: number, 
/**
 * The models asked so far.
 */
models: Array<ModelTraffic>, 
/**
 * Requests of this run that were sent again, by the name of what had happened.
 */
retries: Array<RetryCount>, 
/**
 * US dollars set aside for requests under way.
 */
reserved_usd: number, 
/**
 * US dollars presumed to be charged for requests that were never answered.
 */
presumed_usd: number, };

export type HoldUp = { "why": "server_asked", 
/**
 * For so many seconds more.
 */
seconds: number, } | { "why": "model_down", 
/**
 * The model.
 */
model: string, 
/**
 * Seconds until it is tried.
 */
seconds: number, 
/**
 * The model that is asked instead.
 */
instead: string | null, } | { "why": "own_limit", 
/**
 * Requests a minute; null when the limit is one of tokens.
 */
per_minute: number | null, 
/**
 * Tokens a minute.
 */
tokens_per_minute: number | null, } | { "why": "learnt_limit", 
/**
 * Requests a minute; null when the limit is one of tokens.
 */
per_minute: number | null, 
/**
 * Tokens a minute.
 */
tokens_per_minute: number | null, } | { "why": "overnight", 
/**
 * Requests that are not answered yet.
 */
requests: number, 
/**
 * Seconds since the first of them were handed in.
 */
waited_seconds: number, } | { "why": "retrying" };

export type ModelTraffic = { 
/**
 * Its name.
 */
model: string, 
/**
 * Requests under way.
 */
in_flight: number, 
/**
 * Requests in line.
 */
in_line: number, 
/**
 * The most at the same time that it was found to allow; null when no limit was met.
 */
at_once: number | null, 
/**
 * Requests a minute that it was found to allow.
 */
per_minute: number | null, 
/**
 * Tokens a minute that it was found to allow.
 */
tokens_per_minute: number | null, 
/**
 * Seconds for which it wants to be left alone.
 */
blocked_seconds: number | null, 
/**
 * Whether it does not answer at present.
 */
is_down: boolean, };

export type RetryCount = { 
/**
 * The name of the failure, as in the guide to errors.
 */
code: string, 
/**
 * How often.
 */
count: number, };

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
 * The word's number.
 */
word: number, 
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
