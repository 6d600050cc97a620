import type { HoldUp, ModelTraffic } from '../../platform/bindings';
import { count, n } from './numbers';

function limit(requests: number | null, tokens: number | null): string {
  const both = [
    requests === null ? null : count(requests, 'request'),
    tokens === null ? null : count(tokens, 'token'),
  ];
  return `${both.filter((part) => part !== null).join(' and ')} a minute`;
}

/** Why a run's words do not move, and what is known of its models. */
export const heldUp = {
  reason: (why: HoldUp): string => {
    switch (why.why) {
      case 'server_asked':
        return 'The server asked us to wait.';
      case 'model_down':
        return why.instead === null
          ? `${why.model} does not answer; it is tried again soon.`
          : `${why.model} does not answer; ${why.instead} is asked instead.`;
      case 'own_limit':
        return `Words wait for your limit of ${limit(why.per_minute, why.tokens_per_minute)}.`;
      case 'learnt_limit':
        return `The server takes about ${limit(why.per_minute, why.tokens_per_minute)}; faster is refused.`;
      case 'overnight':
        return `${count(why.requests, 'request')} handed in ${n(Math.round(why.waited_seconds / 60))} min ago are answered within a day. Hanji may be closed meanwhile.`;
      case 'retrying':
        return 'Some requests failed and are sent again after a rest.';
    }
  },
  seconds: (seconds: number) => `${n(seconds)} s`,
  details: 'Requests',
  requests: (inFlight: number, inLine: number) => `${n(inFlight)} under way, ${n(inLine)} in line`,
  again: (code: string, times: number) => `${code} ${n(times)}×`,
  model: (model: ModelTraffic): string =>
    [
      model.is_down ? 'does not answer' : null,
      model.at_once === null ? null : `${n(model.at_once)} at once`,
      model.per_minute === null && model.tokens_per_minute === null
        ? null
        : limit(model.per_minute, model.tokens_per_minute),
      `${n(model.in_flight)} under way`,
    ]
      .filter((part) => part !== null)
      .join(' · '),
};
