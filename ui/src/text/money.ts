// Money as a learner reads it: small sums keep the digits that matter, nothing shows as $0.0000.

/** US dollars; under a cent, two significant digits. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount >= 0.1) return `$${amount.toFixed(2)}`;
  if (amount >= 0.001) return `$${amount.toFixed(4)}`;
  return `$${Number(amount.toPrecision(2)).toFixed(6).replace(/0+$/, '')}`;
}
