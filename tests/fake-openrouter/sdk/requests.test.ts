// What Hanji sends, held against the official SDK's schema of requests: nothing that the schema
// does not know, and everything of the kind that it wants.
import { ChatRequest$outboundSchema } from '@openrouter/sdk/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fake, json, KEY, makeDeck, startFake } from './binaries.ts';

interface Kept {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The names as the SDK's callers write them; a JSON schema is data and stays as it is. */
function camelCased(value: unknown, key = ''): unknown {
  if (key === 'schema') return value;
  if (Array.isArray(value)) return value.map((item) => camelCased(item));
  if (typeof value !== 'object' || value === null) return value;
  const named = (name: string) =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [named(name), camelCased(item, name)]),
  );
}

let fake: Fake;
let kept: Kept[];

beforeAll(async () => {
  // the second attempts and the smaller forms of answer are requests too
  fake = await startFake('--keep', '500', '--each', 'wrong-word,cut', '--key', KEY);
  const words = ['--engine', 'openrouter', '--limit', '3'];
  const strict = makeDeck(fake, ...words, '--models', 'openai/gpt-5-mini,qwen/qwen3-32b');
  expect(strict.status, strict.log).toBe(0);
  const loose = makeDeck(fake, ...words, '--model', 'x/no-json');
  expect(loose.status, loose.log).toBe(0);
  const all = (await json(`${fake.origin}/_requests`)) as Kept[];
  kept = all.filter(({ path }) => path === '/chat/completions');
});
afterAll(() => fake.stop());

describe('a request of Hanji', () => {
  it('was made in every form there is', () => {
    const forms = new Set(
      kept.map(({ body }) => (body['response_format'] as { type: string } | undefined)?.type),
    );
    expect(forms).toEqual(new Set(['json_schema', 'json_object', undefined]));
    expect(kept.some(({ body }) => (body['messages'] as unknown[]).length > 2)).toBe(true);
  });

  it('is what the schema of the official SDK would have sent', () => {
    expect(kept.length).toBeGreaterThan(12);
    for (const { body } of kept) {
      const { stream, ...written } = ChatRequest$outboundSchema.parse(camelCased(body) as never);
      expect(written).toEqual(body);
      expect(stream).toBe(false);
    }
  });

  it('names the application and carries no key but in its own header', () => {
    for (const { headers, body } of kept) {
      expect(headers['content-type']).toBe('application/json');
      expect(headers['x-openrouter-title'] ?? headers['x-title']).toBeTruthy();
      expect(JSON.stringify([headers, body])).not.toContain(KEY);
    }
  });

  it('would be caught with a field that the schema does not know', () => {
    const [first] = kept;
    const strange = { ...first?.body, usage: { include: true } };
    const { stream, ...written } = ChatRequest$outboundSchema.parse(camelCased(strange) as never);
    expect(written).not.toEqual(strange);
    expect(stream).toBe(false);
  });
});
