//! Words as a beginner's list has them: of none may another be taken to be the dictionary form
//! without asking, whatever it looks like.

use korean::dictionary_form::{is_certain, suggest};

/// Nouns, pronouns, numerals and counters; many end as if in a particle.
const NOUNS: &str = "바다 나이 고양이 아이 회사 나무 어머니 종이 오이 사이 거리 머리 다리 소리 자리 의자 여자 남자 모자 과자 상자 \
    사자 피자 감자 기자 가을 마을 하늘 그늘 바늘 지도 포도 기도 온도 속도 파도 태도 제도 사과 결과 효과 치과 \
    지은이 도로 가로 세로 진로 피로 휘파람 요가 작가 화가 휴가 평가 국가 물가 대가 가수 나라 노래 고래 모래 빨래 \
    미래 이래 시대 세대 무대 군대 기대 반대 날개 무지개 베개 번개 동네 그네 지네 얘기 고기 감기 경기 일기 \
    전기 크기 아기 비행기 세탁기 쓰기 듣기 말하기 읽기 이야기 보기 편지 바지 가지 휴지 반지 아버지 돼지 강아지 \
    먼지 잡지 여기 거기 저기 우리 누구 무엇 언제 어디 하나 둘 셋 다섯 여섯 일곱 여덟 아홉 스물 서른 마흔 번째 \
    마음 얼음 웃음 울음 믿음 젊음 기쁨 슬픔 아픔 꿈 춤 잠 그림 느낌 도움 싸움 처음 다음 모임 걸음 죽음 삶 \
    신문 창문 질문 주문 방문 부분 기분 화분 친구 축구 농구 야구 지구 도구 가게 무게 지게 집게 언니 할머니 \
    주머니 어린이 길이 높이 깊이 넓이 놀이 먹이 목걸이 귀걸이 손잡이 연인 주인 군인 노인 시인 개인 미인 선인장 \
    사람 바람 사랑 서울 한국어 교실 화장실 신발 겨울 거울 이불 연필 양말 생일 과일 휴일 요일 비밀 오늘 내일";

/// Verbs and adjectives.
const PREDICATES: &str = "가다 오다 보다 주다 먹다 마시다 자다 사다 살다 알다 모르다 놀다 만들다 열다 닫다 듣다 걷다 묻다 돕다 눕다 \
    짓다 낫다 쓰다 끄다 부르다 고르다 오르다 이르다 하다 되다 있다 없다 공부하다 좋아하다 기다리다 다니다 \
    가르치다 일어나다 돌아오다 나가다 들어가다 앉다 서다 입다 벗다 신다 찾다 받다 보내다 배우다 바꾸다 빌리다 \
    크다 작다 많다 적다 좋다 나쁘다 예쁘다 아프다 바쁘다 고프다 덥다 춥다 쉽다 어렵다 가깝다 멀다 길다 짧다 \
    높다 낮다 빠르다 느리다 맛있다 재미없다 그렇다 이렇다 어떻다 빨갛다 파랗다 하얗다 아니다 이다 같다 다르다";

/// Adverbs, determiners, interjections and conjunctions.
const OTHERS: &str = "하나도 아주 매우 너무 정말 진짜 조금 많이 더 덜 가장 제일 자주 가끔 항상 늘 언제나 벌써 아직 이미 곧 금방 먼저 \
    나중에 빨리 천천히 일찍 높이 함께 같이 혼자 다시 또 계속 갑자기 아마 물론 꼭 특히 별로 전혀 그냥 바로 서로 \
    새로 따로 스스로 모두 다 거의 약간 잘 못 안 왜 어떻게 얼마나 이렇게 그렇게 저렇게 멀리 가까이 열심히 조용히 \
    이 그 저 새 헌 옛 어느 무슨 어떤 이런 그런 저런 다른 모든 여러 몇 첫 네 아니요 글쎄 그래 아이고 여보세요 \
    안녕하세요 감사합니다 고맙습니다 미안합니다 그리고 그러나 하지만 그런데 그래서 그러니까 그러면 왜냐하면 또는";

#[test]
fn no_headword_is_taken_for_a_form_of_another() {
    let mut wrong = Vec::new();
    for word in [NOUNS, PREDICATES, OTHERS].iter().flat_map(|words| words.split_whitespace()) {
        let suggestions = suggest(word, None);
        if is_certain(&suggestions) {
            wrong.push(format!("{word}: {suggestions:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_verb_or_adjective_as_it_is_listed_is_left_alone() {
    for word in PREDICATES.split_whitespace() {
        assert_eq!(suggest(word, None), [], "{word}");
    }
}
