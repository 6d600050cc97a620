import type { HoldUp, ModelTraffic } from '../../platform/bindings';
import type { heldUp as english } from '../en/heldUp';
import { n } from './numbers';

function limit(requests: number | null, tokens: number | null): string {
  const both = [
    requests === null ? null : `요청 ${n(requests)}개`,
    tokens === null ? null : `토큰 ${n(tokens)}개`,
  ];
  return `1분에 ${both.filter((part) => part !== null).join(', ')}`;
}

export const heldUp: typeof english = {
  reason: (why: HoldUp): string => {
    switch (why.why) {
      case 'server_asked':
        return '서버가 잠시 기다려 달라고 했습니다.';
      case 'model_down':
        return why.instead === null
          ? `${why.model} 모델이 응답하지 않습니다. 곧 다시 시도합니다.`
          : `${why.model} 모델이 응답하지 않아 ${why.instead} 모델에 묻고 있습니다.`;
      case 'own_limit':
        return `정해 둔 한도(${limit(why.per_minute, why.tokens_per_minute)})를 기다리고 있습니다.`;
      case 'learnt_limit':
        return `서버가 받는 한도는 약 ${limit(why.per_minute, why.tokens_per_minute)}입니다.`;
      case 'overnight':
        return `${n(Math.round(why.waited_seconds / 60))}분 전에 맡긴 요청 ${n(why.requests)}개는 하루 안에 답이 옵니다. 그동안 한지를 닫아도 됩니다.`;
      case 'retrying':
        return '실패한 요청을 잠시 쉬었다가 다시 보냅니다.';
    }
  },
  seconds: (seconds: number) => `${n(seconds)}초`,
  details: '요청',
  requests: (inFlight: number, inLine: number) =>
    `진행 중 ${n(inFlight)}개, 대기 중 ${n(inLine)}개`,
  again: (code: string, times: number) => `${code} ${n(times)}회`,
  model: (model: ModelTraffic): string =>
    [
      model.is_down ? '응답 없음' : null,
      model.at_once === null ? null : `동시에 ${n(model.at_once)}개`,
      model.per_minute === null && model.tokens_per_minute === null
        ? null
        : limit(model.per_minute, model.tokens_per_minute),
      `진행 중 ${n(model.in_flight)}개`,
    ]
      .filter((part) => part !== null)
      .join(' · '),
};
