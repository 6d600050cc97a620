// What the fake answers, read by the official SDK: its client, and so its own schemas.
import { createHash, randomBytes } from 'node:crypto';
import { OpenRouter } from '@openrouter/sdk';
import type { ChatRequest } from '@openrouter/sdk/models';
import { ChatResult$inboundSchema, Model$inboundSchema } from '@openrouter/sdk/models';
import * as errors from '@openrouter/sdk/models/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { type Fake, json, KEY, startFake } from './binaries.ts';

let fakes: Fake[] = [];
afterEach(() => {
  for (const fake of fakes) fake.stop();
  fakes = [];
});

async function start(...options: string[]): Promise<{ fake: Fake; client: OpenRouter }> {
  const fake = await startFake('--key', KEY, ...options);
  fakes.push(fake);
  return { fake, client: clientOf(fake) };
}

function clientOf(fake: Fake, apiKey = KEY): OpenRouter {
  return new OpenRouter({ apiKey, serverURL: fake.baseUrl, retryConfig: { strategy: 'none' } });
}

const ask: ChatRequest & { stream?: false } = {
  model: 'openai/gpt-5-mini',
  messages: [{ role: 'user', content: '{"term":"학교"}' }],
};

const everything: ChatRequest & { stream?: false } = {
  ...ask,
  models: ['openai/gpt-5-mini', 'google/gemini-2.5-flash'],
  messages: [
    { role: 'system', content: 'You write study cards.' },
    { role: 'user', content: [{ type: 'text', text: '{"term":"학교"}' }] },
  ],
  maxCompletionTokens: 4000,
  temperature: 0.2,
  seed: 7,
  sessionId: 'run-1',
  reasoning: { effort: 'low' },
  cacheControl: { type: 'ephemeral' },
  plugins: [{ id: 'response-healing' }, { id: 'context-compression', enabled: false }],
  provider: {
    order: ['openai'],
    only: ['openai'],
    ignore: ['azure'],
    allowFallbacks: true,
    requireParameters: true,
    dataCollection: 'deny',
    zdr: true,
    sort: 'price',
    maxPrice: { prompt: '1', completion: '4' },
  },
  responseFormat: {
    type: 'json_schema',
    jsonSchema: { name: 'hanji_nuance', strict: true, schema: { type: 'object' } },
  },
};

/** What the SDK throws for a chat request. */
async function failure(client: OpenRouter): Promise<unknown> {
  return client.chat.send({ chatRequest: ask }).then(
    () => expect.fail('the request succeeded'),
    (error: unknown) => error,
  );
}

describe('a chat completion', () => {
  it('is read whole, with every documented request option set', async () => {
    const { client } = await start();
    const result = await client.chat.send({ chatRequest: everything });
    if (!('choices' in result)) return expect.fail('a stream');
    const [choice] = result.choices;
    expect(result.id).toMatch(/^gen-/);
    expect(choice?.finishReason).toBe('stop');
    expect(JSON.parse(String(choice?.message.content))).toMatchObject({ term: '학교' });
    expect(result.usage?.cost).toBeGreaterThan(0);
    expect(result.usage?.promptTokensDetails?.cachedTokens).toBeTypeOf('number');
    expect(result.usage?.completionTokensDetails?.reasoningTokens).toBeTypeOf('number');
  });

  it.each([
    ['error-finish', 'error'],
    ['filter', 'content_filter'],
    ['cut', 'length'],
    ['reasoning-only', 'length'],
    ['empty', 'stop'],
    ['malformed', 'stop'],
    ['fenced', 'stop'],
    ['chatty', 'stop'],
    ['trailing-comma', 'stop'],
    ['single-quotes', 'stop'],
    ['raw-newline', 'stop'],
    ['wrong-word', 'stop'],
    ['wrong-sound', 'stop'],
    ['missing-card', 'stop'],
    ['no-cost', 'stop'],
    ['slow', 'stop'],
  ])('spoilt as %s keeps the documented shape', async (outcome, finish) => {
    const { client } = await start('--script', outcome);
    const result = await client.chat.send({ chatRequest: ask });
    expect('choices' in result && result.choices[0]?.finishReason).toBe(finish);
  });

  it('without choices keeps the documented shape', async () => {
    const { client } = await start('--script', 'empty-choices');
    expect(await client.chat.send({ chatRequest: ask })).toMatchObject({ choices: [] });
  });

  it.each(['error-in-200', '429-in-200'])(
    '%s is no completion for the SDK either',
    async (name) => {
      const { client } = await start('--script', name);
      expect(await failure(client)).toBeInstanceOf(errors.ResponseValidationError);
    },
  );

  it('is not accepted by the schema in just any shape', async () => {
    const { fake } = await start();
    const body = { ...ask, stream: false };
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const completion = (await json(`${fake.baseUrl}/chat/completions`, init)) as object;
    expect(ChatResult$inboundSchema.safeParse(completion).success).toBe(true);
    for (const name of ['id', 'choices', 'created', 'model', 'object', 'system_fingerprint']) {
      const without = { ...completion, [name]: undefined };
      expect(ChatResult$inboundSchema.safeParse(without).success, name).toBe(false);
    }
  });
});

describe('an error', () => {
  it.each([
    ['400', errors.BadRequestResponseError],
    ['401', errors.UnauthorizedResponseError],
    ['402', errors.PaymentRequiredResponseError],
    ['403', errors.ForbiddenResponseError],
    ['404', errors.NotFoundResponseError],
    ['408', errors.RequestTimeoutResponseError],
    ['413', errors.PayloadTooLargeResponseError],
    ['422', errors.UnprocessableEntityResponseError],
    ['429', errors.TooManyRequestsResponseError],
    ['429-date', errors.TooManyRequestsResponseError],
    ['429-ms', errors.TooManyRequestsResponseError],
    ['429-reset', errors.TooManyRequestsResponseError],
    ['429-day', errors.TooManyRequestsResponseError],
    ['429-bare', errors.TooManyRequestsResponseError],
    ['500', errors.InternalServerResponseError],
    ['502', errors.BadGatewayResponseError],
    ['503', errors.ServiceUnavailableResponseError],
    ['503-retry', errors.ServiceUnavailableResponseError],
    ['503-final', errors.ServiceUnavailableResponseError],
    ['524', errors.EdgeNetworkTimeoutResponseError],
    ['529', errors.ProviderOverloadedResponseError],
  ])('%s is the one the SDK knows by its schema', async (outcome, kind) => {
    const { client } = await start('--script', outcome);
    const error = await failure(client);
    expect(error).toBeInstanceOf(kind);
    const { code, message } = (error as InstanceType<typeof kind>).error;
    expect(code).toBe(Number.parseInt(outcome));
    expect(message).not.toBe('');
  });

  // the SDK lists no schema of theirs for chat completions
  it.each(['409', '412', '504'])('%s has the shape of all errors', async (outcome) => {
    const { client } = await start('--script', outcome);
    const error = await failure(client);
    expect(error).toBeInstanceOf(errors.OpenRouterDefaultError);
    const { body } = error as errors.OpenRouterDefaultError;
    const code: unknown = expect.any(Number);
    const message: unknown = expect.any(String);
    expect(JSON.parse(body)).toMatchObject({ error: { code, message, metadata: {} } });
  });

  it.each([
    ['a wrong key', [], errors.UnauthorizedResponseError],
    ['requests per minute', ['--rpm', '0'], errors.TooManyRequestsResponseError],
    ['tokens per minute', ['--tpm', '0'], errors.TooManyRequestsResponseError],
    ['requests per day', ['--rpd', '0'], errors.TooManyRequestsResponseError],
    ['requests at once', ['--max-in-flight', '0'], errors.TooManyRequestsResponseError],
    ['credits', ['--credits', '0'], errors.PaymentRequiredResponseError],
  ])('for %s is the documented one', async (why, options, kind) => {
    const { fake, client } = await start(...options);
    const asking = why === 'a wrong key' ? clientOf(fake, 'sk-wrong') : client;
    expect(await failure(asking)).toBeInstanceOf(kind);
  });
});

describe('the other routes', () => {
  it('list models with prices, lengths and abilities', async () => {
    const { fake, client } = await start();
    const page = (await json(`${fake.baseUrl}/models`)) as { data: unknown[] };
    for (const model of page.data) Model$inboundSchema.parse(model);
    const { result } = await client.models.list();
    expect(result.data).toHaveLength(page.data.length);
    expect(result.data.some((model) => model.id.endsWith(':free'))).toBe(true);
    for (const model of result.data) {
      expect(Number(model.pricing.prompt)).toBeGreaterThanOrEqual(0);
      expect(model.contextLength).toBeGreaterThan(0);
      expect(model.supportedParameters).toContain('response_format');
    }
    expect((await client.models.listForUser({ bearer: KEY })).result.data).toHaveLength(
      page.data.length,
    );
  });

  it('tell what a key may spend', async () => {
    const { fake, client } = await start('--credits', '1');
    const { data } = await client.apiKeys.getCurrentKeyMetadata();
    expect(data).toMatchObject({ limit: 1, limitRemaining: 1, isFreeTier: false });
    const wrong = clientOf(fake, 'sk-wrong').apiKeys.getCurrentKeyMetadata();
    await expect(wrong).rejects.toBeInstanceOf(errors.UnauthorizedResponseError);
  });

  it('tell what a past generation cost', async () => {
    const { client } = await start();
    const made = await client.chat.send({ chatRequest: ask });
    if (!('choices' in made)) return expect.fail('a stream');
    const { data } = await client.generations.getGeneration({ id: made.id });
    expect(data).toMatchObject({ id: made.id, totalCost: made.usage?.cost });
    const unknown = client.generations.getGeneration({ id: 'gen-1-ffff' });
    await expect(unknown).rejects.toBeInstanceOf(errors.NotFoundResponseError);
  });

  it('make a key of a code, once', async () => {
    const { client } = await start();
    const codeVerifier = randomBytes(32).toString('base64url');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const callbackUrl = 'http://localhost:3000/back';
    const challenge = { callbackUrl, codeChallenge, codeChallengeMethod: 'S256' } as const;
    const page = await fetch(await client.oAuth.createAuthorizationUrl(challenge), {
      redirect: 'manual',
    });
    const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const requestBody = { code, codeVerifier, codeChallengeMethod: 'S256' } as const;
    const { key } = await client.oAuth.exchangeAuthCodeForAPIKey({ requestBody });
    expect(key).toBe(KEY);
    const again = client.oAuth.exchangeAuthCodeForAPIKey({ requestBody });
    await expect(again).rejects.toBeInstanceOf(errors.ForbiddenResponseError);
    const { data } = await client.oAuth.createAuthCode({ requestBody: challenge });
    const second = { ...requestBody, code: data.id };
    expect(await client.oAuth.exchangeAuthCodeForAPIKey({ requestBody: second })).toMatchObject({
      key: KEY,
    });
  });
});
