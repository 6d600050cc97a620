// What a run will take, in Korean.
import type { Messages } from '../en';
import { n } from './numbers';

function time(seconds: number): string {
  if (seconds < 60) return `약 ${Math.max(1, Math.ceil(seconds / 5) * 5)}초`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `약 ${n(minutes)}분`;
  const quarters = Math.ceil(minutes / 15) * 15;
  return `약 ${n(Math.floor(quarters / 60))}시간${quarters % 60 ? ` ${quarters % 60}분` : ''}`;
}

export const estimate = {
  label: '예상',
  asking: '예상하는 중…',
  free: '무료',
  cost: (likely: string, range: string) => `약 ${likely} (${range})`,
  unpriced: '가격을 알 수 없음',
  time,
  requests: (requests: number, answered: number, words: number) =>
    answered === 0
      ? `요청 ${n(requests)}번`
      : `요청 ${n(requests)}번. 단어 ${n(words)}개 중 ${n(answered)}개는 이미 답을 받음`,
  allAnswered: (words: number) => `단어 ${n(words)}개 모두 이미 답을 받았습니다.`,
  offline: '지금은 서버에 연결할 수 없습니다.',
  failed: '얼마나 드는지 예상할 수 없습니다.',
} satisfies Messages['start']['estimate'];
