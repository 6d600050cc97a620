//! The forms a learner meets first: common verbs and adjectives of every kind, each with every
//! ending it takes, conjugated here by the rules of the spelling (한글 맞춤법, articles 18 and 34–40).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use korean::dictionary_form::{is_certain, suggest};
use korean::text::Syllable;

/// Kind of stem, then the stems. `a`: adjectives, which take 은 and 은데 where verbs take 는 and 는데.
const STEMS: &[(&str, &str)] = &[
    (
        "v",
        "가 사 자 타 만나 끝나 떠나 일어나 태어나 나가 서 켜 펴 오 보 나오 들어오 주 배우 바꾸 나누 외우 키우",
    ),
    (
        "v",
        "마시 다니 기다리 가르치 빌리 걸리 내리 느끼 가지 던지 버리 놓치 고치 그리 이기 지키 보내 지내 내 꺼내 빼",
    ),
    (
        "v",
        "세 메 쉬 뛰 바뀌 사귀 되 안되 쓰 끄 뜨 모으 따르 들르 치르 잠그 담그 돌아가 올라가 데려오 떨어지 헤어지",
    ),
    (
        "v",
        "먹 읽 앉 입 벗 신 찾 받 씻 닦 잊 잃 얻 놓 넣 웃 죽 믿 닫 남 숨 감 묶 끊 옮 볶 맡 앓 낳 쌓 뽑 잡",
    ),
    ("v", "살 알 놀 열 만들 팔 울 들 걸 불 밀 풀 날 줄 떠들 흔들 돌 졸"),
    ("a", "비싸 싸 크 바쁘 나쁘 아프 예쁘 슬프 기쁘 고프 쓰 느리 어리 흐리 세 아니"),
    ("a", "많 좋 작 높 낮 넓 좁 같 늦 젊 밝 싫 괜찮 짧 얇 깊 맑 굵 똑같"),
    ("a", "길 멀 힘들 달 가늘"),
    ("v ㄷ", "듣 걷 묻 깨닫 싣 알아듣"),
    ("v ㅂ", "돕 눕 굽 줍"),
    (
        "a ㅂ",
        "춥 덥 쉽 어렵 가깝 맵 무겁 가볍 귀엽 고맙 반갑 아름답 무섭 즐겁 뜨겁 시끄럽 어둡 새롭",
    ),
    ("v ㅅ", "짓 낫 붓 잇 젓"),
    ("a ㅎ", "그렇 이렇 어떻 빨갛 파랗 하얗 노랗 까맣"),
    ("v 르", "부르 모르 고르 자르 오르 흐르 기르 누르 서두르 지르"),
    ("a 르", "빠르 다르 게으르"),
    ("v 러", "이르"),
    ("a 러", "푸르"),
    ("v 우", "푸"),
    (
        "v 하",
        "하 공부하 일하 말하 생각하 좋아하 사랑하 시작하 운동하 요리하 준비하 결혼하 여행하 연습하",
    ),
    ("a 하", "유명하 깨끗하 조용하 친절하 필요하 행복하 피곤하 따뜻하 건강하 중요하"),
    ("e", "있 없 맛있 재미있 재미없 멋있"),
    ("v", "계시"),
];

/// Endings after 아 or 어, after the stem, and after 으 (ㄹ falls before ㄴ, ㅂ, ㅅ); then those that
/// verbs alone take.
const INFINITIVE: &str = "요 ㅆ어요 ㅆ어 ㅆ습니다 ㅆ던 ㅆ다 ㅆ는데 ㅆ지만 서 야 도";
const STEM: [&str; 2] = ["던 고 지만 지요 죠 겠어요 기 게 거든요", "자 고있어요"];
const DROPPED: [&str; 2] = ["네요", "나요"];
const EU: [&str; 2] =
    ["면 니까 세요 셨어요 ㄹ ㄹ까요 ㄹ수록", "ㄹ게요 ㄹ래요 려고 러 면서 ㄹ거예요"];

/// Those whose 아 or 어, and whose honorific, are their own.
const OWN: &[(&str, &str)] = &[
    ("아니", "아니에요 아니었어요 아니었습니다 아니어서"),
    ("계시", "계세요 계셨어요 계셨습니다 계셔서 계시면 계시니까 계신 계실까요"),
];

/// The stem with its last syllable changed.
fn with(stem: &str, change: impl FnOnce(Syllable) -> Syllable) -> String {
    let mut letters: Vec<char> = stem.chars().collect();
    let last = letters.pop().and_then(Syllable::of).unwrap();
    letters.push(change(last).compose().unwrap());
    letters.into_iter().collect()
}

fn last(stem: &str) -> Syllable {
    stem.chars().next_back().and_then(Syllable::of).unwrap()
}

fn coda(stem: &str, coda: Option<char>) -> String {
    with(stem, |last| Syllable { coda, ..last })
}

fn vowel(stem: &str, vowel: char) -> String {
    with(stem, |last| Syllable { vowel, coda: None, ..last })
}

/// The ending after a shape; a lone consonant goes under its last syllable.
fn join(shape: &str, ending: &str) -> String {
    let first = ending.chars().next().unwrap();
    match Syllable::of(first) {
        Some(_) => format!("{shape}{ending}"),
        None => coda(shape, Some(first)) + &ending[first.len_utf8()..],
    }
}

fn is_bright(syllable: Syllable) -> bool {
    matches!(syllable.vowel, 'ㅏ' | 'ㅑ' | 'ㅗ')
}

/// The stem with 아 or 어, in every spelling that is met.
fn infinitive(stem: &str, kind: &str) -> Vec<String> {
    let end = last(stem);
    let a_or_eo =
        |shape: &str| shape.to_owned() + if is_bright(last(stem)) { "아" } else { "어" };
    let before = || stem[..stem.len() - '르'.len_utf8()].to_owned();
    match (kind, end.vowel, end.coda) {
        ("ㄷ", ..) => vec![a_or_eo(&coda(stem, Some('ㄹ')))],
        ("ㅅ", ..) => vec![a_or_eo(&coda(stem, None))],
        ("ㅂ", ..) if stem == "돕" => vec!["도와".to_owned()],
        ("ㅂ", ..) => vec![coda(stem, None) + "워"],
        ("ㅎ", 'ㅑ', _) => vec![vowel(stem, 'ㅒ')],
        ("ㅎ" | "하", ..) => vec![vowel(stem, 'ㅐ')],
        ("러", ..) => vec![format!("{stem}러")],
        ("우", ..) => vec![vowel(stem, 'ㅓ')],
        ("르", ..) => {
            let before = coda(&before(), Some('ㄹ'));
            vec![before.clone() + if is_bright(last(&before)) { "라" } else { "러" }]
        }
        (_, _, Some(_)) => vec![a_or_eo(stem)],
        (_, 'ㅏ' | 'ㅓ' | 'ㅕ', _) => vec![stem.to_owned()],
        (_, 'ㅐ' | 'ㅔ', _) => vec![stem.to_owned(), a_or_eo(stem)],
        (_, 'ㅗ', _) if end.onset == 'ㅇ' => vec![vowel(stem, 'ㅘ')],
        (_, 'ㅗ', _) => vec![vowel(stem, 'ㅘ'), a_or_eo(stem)],
        (_, 'ㅜ', _) if end.onset == 'ㅇ' => vec![vowel(stem, 'ㅝ')],
        (_, 'ㅜ', _) => vec![vowel(stem, 'ㅝ'), a_or_eo(stem)],
        (_, 'ㅣ', _) if stem.chars().count() > 1 => vec![vowel(stem, 'ㅕ')],
        (_, 'ㅣ', _) => vec![vowel(stem, 'ㅕ'), a_or_eo(stem)],
        (_, 'ㅚ', _) => vec![vowel(stem, 'ㅙ'), a_or_eo(stem)],
        (_, 'ㅡ', _) if stem.chars().count() > 1 && is_bright(last(&before())) => {
            vec![vowel(stem, 'ㅏ')]
        }
        (_, 'ㅡ', _) => vec![vowel(stem, 'ㅓ')],
        _ => vec![a_or_eo(stem)],
    }
}

/// The stem before an ending with 으.
fn before_eu(stem: &str, kind: &str, ending: &str) -> String {
    let drops = !ending.starts_with(['면', '려', '러']);
    match (kind, last(stem).coda) {
        ("ㄷ", _) => coda(stem, Some('ㄹ')) + "으",
        ("ㅂ", _) => coda(stem, None) + "우",
        ("ㅅ", _) => coda(stem, None) + "으",
        ("ㅎ", _) => coda(stem, None),
        (_, Some('ㄹ')) if drops => coda(stem, None),
        (_, None | Some('ㄹ')) => stem.to_owned(),
        _ => format!("{stem}으"),
    }
}

/// Every form of the stem. `part`: `v`, `a`, or `e` for 있다 and 없다, which are like both.
fn forms(stem: &str, part: &str, kind: &str) -> Vec<String> {
    let own = OWN.iter().find(|(of, _)| *of == stem);
    let dropped = if last(stem).coda == Some('ㄹ') { coda(stem, None) } else { stem.to_owned() };
    let open = last(&dropped).coda.is_none();
    let takes = |endings: [&'static str; 2]| {
        let [all, of_verbs] = endings.map(|each| each.split(' '));
        all.chain(of_verbs.filter(|_| part == "v")).collect::<Vec<_>>()
    };
    let mut forms: Vec<String> = match own {
        Some((_, forms)) => forms.split(' ').map(str::to_owned).collect(),
        None => regular(stem, kind, &takes(EU)),
    };
    forms.extend(takes(STEM).iter().map(|ending| format!("{stem}{ending}")));
    forms.extend(takes(DROPPED).iter().map(|ending| format!("{dropped}{ending}")));
    forms.push(if open { join(&dropped, "ㅂ니다") } else { format!("{dropped}습니다") });
    if part == "a" {
        forms.extend(["ㄴ", "ㄴ데"].map(|one| join(&before_eu(stem, kind, one), one)));
    } else {
        forms.extend(["는", "는데", "는지"].map(|ending| format!("{dropped}{ending}")));
    }
    if part == "v" && own.is_none() {
        forms.push(join(&before_eu(stem, kind, "ㄴ"), "ㄴ"));
        forms.push(if open { join(&dropped, "ㄴ다") } else { format!("{dropped}는다") });
    }
    forms
}

fn regular(stem: &str, kind: &str, eu: &[&str]) -> Vec<String> {
    let shapes = infinitive(stem, kind);
    let endings = INFINITIVE.split(' ');
    let joined = endings.flat_map(|one| shapes.iter().map(move |shape| join(shape, one)));
    joined.chain(eu.iter().map(|one| join(&before_eu(stem, kind, one), one))).collect()
}

/// Every form of the table, with the headwords it may be of.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let mut table: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (label, stems) in STEMS {
        let (part, kind) = label.split_once(' ').unwrap_or((*label, ""));
        for stem in stems.split(' ') {
            for form in forms(stem, part, kind) {
                table.entry(form).or_default().insert(format!("{stem}다"));
            }
        }
    }
    table
}

/// Forms that are dictionary words too and are left alone (그래서, 그런), or are better known as another
/// word's (나는, 드세요, 들러).
const LISTED: &str = "불러 감기 가게 가면 가요 간 갈 갈수록 감자 걸 고맙습니다 그래도 그래서 그래야 그러니까 그러면 그런 그런데 그럴수록 \
    그렇게 그렇지만 그리고 길 끈 나누기 날 남자 내기 내면 논 다른 단 달 돈 돌 되게 된 듣기 들 따라서 뜰 \
    만날 말하기 메기 민 반갑습니다 배우자 보고 보기 본 분 불 사고 사기 사면 사서 사자 산 살 서기 서면 \
    서자 선 설 세기 세자 쉰 신고 신자 실은 쌀 쓰기 안 안다 알 알아서 어떤 어떻게 연 열 열기 읽기 오기 오른 \
    온 올 운 울 이래서 이런 이렇게 이어서 자기 잔 잘 졸 주기 준 줄 줄기 줄자 크게 크기 타자 탄 탈 파란 \
    판 팔 팔자 편 푼 풀 하지만 한 할 거니까 걸까요 겁니다 나는 난 내게 아네요 이었다 이었습니다 이었어요 \
    거세요 걸러 날러 드세요 드셨어요 들러 부셨어요 졸러";

/// Forms of a listed stem and of one that is not, or of a noun (물을): the headword must be among the
/// suggestions.
const SHARED: &str = "나나요 나네요 나는데 나는지 나니까 나세요 나셨어요 난다 날거예요 날게 날게요 날까요 날래요 날수록 날지요 \
    납니다 놀래요 돌아서 밀어도 불어도 서두를 신나요 올라서 이어도 이어야 이어요 이었는데 이었던 이었어 \
    이었지만 감은 감을 노래도 물은 물을 숨은 숨을 실을 건";

#[test]
fn the_forms_of_common_verbs_and_adjectives_lead_to_them() {
    let (mut certain, mut single) = (0_usize, 0_usize);
    let (mut wrong, mut unsure) = (Vec::new(), Vec::new());
    for (form, headwords) in table() {
        if LISTED.split_whitespace().any(|listed| listed == form) {
            continue;
        }
        let suggestions = suggest(&form, None);
        let said: Vec<String> =
            suggestions.iter().map(|one| format!("{} {}", one.form, one.confidence)).collect();
        let shared = SHARED.split_whitespace().any(|shared| shared == form);
        let ambiguous = shared || headwords.len() > 1;
        let first = suggestions.first().is_some_and(|first| headwords.contains(&first.form));
        let right =
            headwords.iter().all(|headword| suggestions.iter().any(|one| one.form == *headword));
        if !right || !(first || shared) {
            wrong.push(format!("{form} is {headwords:?}: {}", said.join(", ")));
        } else if !ambiguous {
            single += 1;
            certain += usize::from(is_certain(&suggestions));
            if !is_certain(&suggestions) {
                unsure.push(format!("{form} {headwords:?}: {}", said.join(", ")));
            }
        }
    }
    println!("unsure:\n{}\nwrong:\n{}", unsure.join("\n"), wrong.join("\n"));
    println!("{certain} certain of {single}; {} wrong", wrong.len());
    assert!(wrong.is_empty());
    assert!(certain * 100 >= single * 90 && single > 4000, "{certain} of {single}");
}
