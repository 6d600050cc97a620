// What is said of the key: where it is, what it may spend, how to get one. In English.
const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });

const named = (ending: string) => (ending ? `Key •••• ${ending}` : 'A key');

export const key = {
  label: 'API key',
  optional: 'API key, if the server wants one',
  save: 'Save key',
  saveAndGoOn: 'Save key and go on',
  saving: 'Saving…',
  remove: 'Remove key',
  get: 'Get a key',
  getsCredit: 'Add credit',
  named,
  stored: 'In your system’s keychain.',
  sessionOnly: 'In memory only, until Hanji quits:',
  environment: 'From the environment (OPENROUTER_API_KEY). Hanji does not store it.',
  unavailable: 'The keychain could not be read',
  absent: 'No key yet. It goes to your system’s keychain and is never shown again.',
  notNeeded: 'This engine needs no key.',
  replace: 'Another key',
  check: 'What is left?',
  checkAgain: 'Ask again',
  asking: 'Asking OpenRouter…',
  left: 'Left',
  leftOf: (left: number, limit: number) => `${dollars.format(left)} of ${dollars.format(limit)}`,
  used: 'Used',
  usd: (amount: number) => dollars.format(amount),
  limit: 'Limit',
  noLimit: 'None; the account’s credit counts',
  freeTier: 'No credit was ever bought: free models answer only a few requests a day.',
};
