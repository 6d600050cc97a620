// The failures that the played machine answers with, worded as the real one words them.
import type { Problem } from '../bindings';

const problem = (
  code: Problem['code'],
  message: string,
  hint: string | null = null,
  retryable = false,
): Problem => ({ code, message, hint, retryable });

export const trouble = {
  address: problem(
    'bad_endpoint',
    'The address must start with http:// or https://.',
    'Ollama listens on http://127.0.0.1:11434/v1.',
  ),
  key: problem(
    'invalid_input',
    'That does not look like an API key.',
    'Copy the whole key and paste it again.',
  ),
  nothing: problem('no_words', 'There are no words to start with.', 'Drop a word list first.'),
  noRun: problem('not_found', 'This run is no longer there.'),
  keyRefused: problem(
    'key_refused',
    'OpenRouter refused the key: “No auth credentials found”.',
    'Enter another key; the run goes on from where it stopped.',
  ),
  code: problem(
    'key_refused',
    'OpenRouter did not take the code: Invalid code or code_verifier.',
    'A code is good once, and for ten minutes. Sign in again.',
  ),
  noCredit: problem(
    'no_credit',
    'OpenRouter says the account has no credit left.',
    'Add credit, then press Go on. Finished words are kept.',
  ),
  capReached: problem(
    'cap_reached',
    'The spending cap is reached. $0.4991 of the cap of $0.50 for this run is spent or reserved.',
    'Raise the cap and go on; what is answered is not paid for again.',
  ),
  offline: problem(
    'offline',
    'The server at openrouter.ai could not be reached.',
    'Check the connection, then press Go on.',
    true,
  ),
  file: problem(
    'unreadable_file',
    'This is a program, not a word list.',
    'Open a list of words: a spreadsheet, a text file or an Anki deck.',
  ),
  anki: problem(
    'offline',
    'Anki does not answer. It is not running, or the add-on AnkiConnect is missing.',
    'Start Anki with AnkiConnect, then try again; or choose a deck exported as .apkg.',
    true,
  ),
  busy: problem(
    'store_busy',
    'Another Hanji has the library open.',
    'Close it, then try again.',
    true,
  ),
  damaged: problem(
    'store_damaged',
    "Hanji's database is damaged: file is not a database.",
    'Nothing was changed. `hanji doctor --repair` saves what can be read into a new file and keeps this one; or put a backup in its place (the data folder keeps one from before each upgrade).',
  ),
};
