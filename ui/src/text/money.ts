// Money as a learner reads it: small sums keep the digits that matter, nothing shows as $0.0000.

/** US dollars; under ten cents four decimals, under a tenth of a cent two significant digits. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0.00';
  if (amount >= 0.1) return `$${amount.toFixed(2)}`;
  if (amount >= 0.001) return `$${amount.toFixed(4)}`;
  const decimals = 1 - Math.floor(Math.log10(amount));
  return `$${amount.toFixed(decimals).replace(/0+$/, '')}`;
}
