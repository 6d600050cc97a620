// Whatever a command rejects with becomes a `Problem`; nothing else of the window looks at errors.
import type { Problem } from './bindings';

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

/** The problem behind a rejection; an unknown one is told as it is, marked as ours. */
export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: null, retryable: false };
}
