// 키에 관한 문장, 한국어.
import type { Messages } from '../en';

const dollars = new Intl.NumberFormat('ko', {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
});

const named = (ending: string) => (ending ? `키 •••• ${ending}` : '키');

export const key = {
  label: 'API 키',
  optional: 'API 키(서버가 요구할 때만)',
  save: '키 저장',
  saveAndGoOn: '키 저장하고 이어 하기',
  saving: '저장하는 중…',
  remove: '키 지우기',
  get: '키 받기',
  getsCredit: '크레딧 충전',
  named,
  stored: '시스템 키체인에 있습니다.',
  sessionOnly: '메모리에만 있으며 Hanji를 끝내면 사라집니다:',
  environment: '환경 변수(OPENROUTER_API_KEY)에서 가져왔습니다. Hanji가 저장하지 않습니다.',
  unavailable: '키체인을 읽을 수 없습니다',
  absent: '아직 키가 없습니다. 시스템 키체인에 보관되며 다시 표시되지 않습니다.',
  notNeeded: '이 엔진에는 키가 필요 없습니다.',
  replace: '다른 키',
  signIn: 'OpenRouter로 로그인',
  signInAgain: '다시 로그인',
  waiting: '브라우저를 기다리는 중…',
  noBrowser: '여기서 브라우저를 열 수 없습니다.',
  timedOut: '브라우저에서 응답이 오지 않았습니다.',
  otherWay: '코드로 로그인',
  page: '아무 기기에서나 이 페이지를 열면 코드가 나옵니다',
  code: '코드',
  finish: '로그인',
  signingIn: '로그인하는 중…',
  check: '얼마나 남았나요?',
  checkAgain: '다시 확인',
  asking: 'OpenRouter에 확인하는 중…',
  left: '남음',
  leftOf: (left: number, limit: number) => `${dollars.format(limit)} 중 ${dollars.format(left)}`,
  used: '사용',
  usd: (amount: number) => dollars.format(amount),
  limit: '한도',
  noLimit: '없음, 계정 크레딧까지',
  freeTier: '크레딧을 산 적이 없어 무료 모델에 하루 몇 번만 요청할 수 있습니다.',
} satisfies Messages['key'];
