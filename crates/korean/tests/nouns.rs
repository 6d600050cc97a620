//! The nouns a learner meets first, each with every common particle.

use korean::dictionary_form::{Suggestion, is_certain, suggest};
use korean::text::Syllable;

/// Common nouns of the first level.
const NOUNS: &str = "\
    가게 가방 가수 가슴 가을 가족 가지 값 강 개 거리 거실 건강 건물 겨울 결혼 경찰 경치 계단 계란 \
    계절 계획 고기 고양이 고향 공 공부 공원 공책 공항 과일 과자 교실 교통 교회 구두 구름 국 국수 군인 \
    귀 그릇 그림 글 글씨 극장 기름 기분 기차 기침 길 김밥 김치 꽃 꿈 나라 나무 나이 날 날씨 \
    남자 남편 낮 내일 냄새 노래 농구 누나 눈 눈물 다리 단어 달 달력 닭 담배 대답 대학교 대학생 도서관 \
    도시 도시락 도움 도착 돈 동물 동생 돼지 두부 뒤 드라마 등산 딸 딸기 땀 땅 떡 라면 마음 말 \
    맛 머리 메뉴 모자 목 목소리 목요일 목욕 몸 무릎 문 문제 문화 물 물건 물고기 미래 바다 바람 바지 \
    박물관 밖 반지 발 밤 밥 방 방학 배 배우 버스 벽 병 병원 봄 부모 부엌 부인 불 비 \
    비행기 빵 뼈 사과 사람 사랑 사업 사이 사전 사진 산 상자 새 새벽 색 생각 생선 생일 생활 서류 \
    서점 선물 선생님 설탕 섬 성격 세계 세수 소 소금 소리 소설 소식 손 손가락 손님 쇠고기 수건 수박 수술 \
    수업 수영 수요일 숙제 술 숟가락 숲 스키 시간 시계 시골 시작 시장 시험 식당 식사 신문 신발 실수 \
    싸움 쌀 아내 아들 아버지 아이 아주머니 아침 아파트 안 안경 야구 약 약속 양말 어깨 어른 어머니 언니 얼굴 \
    얼음 여름 여자 여행 역 역사 연습 연필 열쇠 엽서 영어 영화 옆 오늘 오빠 온도 올해 옷 외국인 요리 \
    우산 우유 우체국 운동 운전 월급 위 은행 음식 음악 의사 의자 이 이름 이마 이야기 인사 일 일기 일요일 \
    입 입구 잎 자동차 자전거 작년 잔 잠 장갑 저녁 전화 점심 접시 젓가락 정류장 제목 조카 종이 주말 주소 \
    주스 주인 지갑 지도 지하철 직업 질문 집 창문 책 책상 처음 청소 축구 춤 치마 친구 침대 칠판 카메라 \
    칼 커피 컴퓨터 코 코트 콜라 크기 키 택시 텔레비전 팔 편지 포도 표 피 피아노 하늘 학교 학생 한국 \
    한국어 할머니 할아버지 해 햄버거 허리 형 호텔 화장실 회사 휴가 휴일 휴지";

/// Particles, and what of 이다 follows a noun: after a consonant, and after a vowel.
const PARTICLES: &[[&str; 2]] = &[
    ["은", "는"],
    ["이", "가"],
    ["을", "를"],
    ["에", "에"],
    ["에서", "에서"],
    ["도", "도"],
    ["만", "만"],
    ["으로", "로"],
    ["과", "와"],
    ["의", "의"],
    ["한테", "한테"],
    ["부터", "부터"],
    ["까지", "까지"],
    ["이에요", "예요"],
    ["입니다", "입니다"],
];

fn shown(suggestions: &[Suggestion]) -> String {
    let each = |one: &Suggestion| format!("{} {}", one.form, one.confidence);
    suggestions.iter().map(each).collect::<Vec<_>>().join(", ")
}

/// The noun with a particle in the form its last sound asks for.
fn with(noun: &str, [closed, open]: [&str; 2]) -> String {
    let coda = noun.chars().next_back().and_then(Syllable::of).and_then(|last| last.coda);
    let takes_open = coda.is_none() || coda == Some('ㄹ') && open == "로";
    noun.to_owned() + if takes_open { open } else { closed }
}

/// Forms that are words of their own (강도, robber; 길이, length), of which nothing is said.
const WORDS: &str = "강도 강의 국도 귀가 길이 날로 말로 목도 문과 문의 물의 밖에 방도 방과 부인과 불만 불로 불과 \
    불의 비만 산만 새로 소로 안이 안도 안과 약도 약과 역도 역으로 역사가 위도 위로 위의 이만 이의 일이 일과 팔도 \
    피로 학생과";

/// Forms that a common verb or adjective has, too, and more often: the noun is the second.
const SHARED: &str = "가지는 낮은 낮을 배우는 이를 입은 입을 해도";

/// Forms of 가다 alone, as nobody means a branch (가지).
const VERBS: &str = "가지만";

fn is_one_of(form: &str, forms: &str) -> bool {
    forms.split_whitespace().any(|one| one == form)
}

#[test]
fn a_noun_with_a_particle_leads_to_the_noun_first() {
    let (mut first, mut total) = (0, 0);
    for noun in NOUNS.split_whitespace() {
        for particle in PARTICLES {
            let form = with(noun, *particle);
            let suggestions = suggest(&form, None);
            let place = suggestions.iter().position(|one| one.form == noun);
            total += 1;
            first += usize::from(place == Some(0));
            let right = match place {
                Some(0) => true,
                Some(_) => is_one_of(&form, SHARED) && !is_certain(&suggestions),
                None if suggestions.is_empty() => is_one_of(&form, WORDS),
                None => is_one_of(&form, VERBS),
            };
            assert!(right, "{form}: {}", shown(&suggestions));
        }
    }
    println!("{first} of {total} first");
    assert!(first * 1000 >= total * 989, "{first} of {total}");
}

#[test]
fn a_verb_that_may_be_meant_as_well_is_asked_about() {
    let forms = [("물을", "물", "묻다"), ("남자는", "남자", "남다"), ("노래도", "노래", "노랗다")];
    for (form, noun, verb) in forms {
        let suggestions = suggest(form, None);
        let said: Vec<&str> = suggestions.iter().map(|one| one.form.as_str()).collect();
        assert_eq!(said, [noun, verb], "{form}: {}", shown(&suggestions));
        assert!(!is_certain(&suggestions), "{form}: {}", shown(&suggestions));
    }
}

#[test]
fn of_two_nouns_the_one_before_the_likelier_particle_is_meant() {
    for (form, noun) in
        [("길이에요", "길"), ("책이에요", "책"), ("외국인들", "외국인"), ("길입니다", "길")]
    {
        let suggestions = suggest(form, None);
        let first = suggestions.first().map(|first| first.form.as_str());
        assert_eq!(first, Some(noun), "{form}: {}", shown(&suggestions));
    }
}
