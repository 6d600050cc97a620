//! The official examples of 표준 발음법, article by article, without hanja but where the article is
//! about them.

use korean::PartOfSpeech;
use korean::pronunciation::{candidates, pronounce};

/// Article, part of speech (empty: none told), and `spelling said` pairs; `/` separates what is
/// standard too, `_` stands for a space in the spelling.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("5.1", "", "가져 가저, 쪄 쩌, 다쳐 다처"),
    (
        "5.2",
        "noun",
        "예의 예의/예이, 차례 차례, 계집 계집/게집, 시계 시계/시게, 연계 연계/연게, 개폐 개폐/개페, 혜택 혜택/헤택, 지혜 지혜/지헤",
    ),
    (
        "5.3",
        "",
        "늴리리 닐리리, 닁큼 닝큼, 무늬 무니, 띄어쓰기 띠어쓰기/띠여쓰기, 씌어 씨어/씨여, 틔어 티어/티여, 희어 히어/히여, 희떱다 히떱따, 희망 히망, 유희 유히",
    ),
    ("5.4", "", "주의 주의/주이, 협의 혀븨/혀비, 우리의 우리의/우리에"),
    (
        "9",
        "",
        "닦다 닥따, 키읔 키윽, 키읔과 키윽꽈, 옷 옫, 웃다 욷따, 있다 읻따, 젖 젇, 빚다 빋따, 꽃 꼳, 쫓다 쫃따, 솥 솓, 뱉다 밷따, 앞 압, 덮다 덥따",
    ),
    (
        "10",
        "",
        "넋 넉, 넋과 넉꽈, 앉다 안따, 여덟 여덜, 넓다 널따, 외곬 외골/웨골, 핥다 할따, 값 갑, 없다 업따, 밟다 밥따, 밟소 밥쏘, 밟지 밥찌, 밟는 밤는, 밟게 밥께, 밟고 밥꼬, 넓죽하다 넙쭈카다, 넓둥글다 넙뚱글다",
    ),
    (
        "11",
        "",
        "닭 닥, 흙과 흑꽈, 맑다 막따, 늙지 늑찌, 삶 삼, 젊다 점따, 읊고 읍꼬, 읊다 읍따, 맑게 말께, 묽고 물꼬, 얽거나 얼꺼나",
    ),
    (
        "12.1",
        "",
        "놓고 노코, 좋던 조턴, 쌓지 싸치, 많고 만코, 않던 안턴, 닳지 달치, 각하 가카, 먹히다 머키다, 밝히다 발키다, 맏형 마텽, 좁히다 조피다, 넓히다 널피다, 꽂히다 꼬치다, 앉히다 안치다, 옷_한_벌 오탄벌, 낮_한때 나탄때, 꽃_한_송이 꼬탄송이, 숱하다 수타다",
    ),
    (
        "12.2–4",
        "",
        "닿소 다쏘, 많소 만쏘, 싫소 실쏘, 놓는 논는, 쌓네 싼네, 않네 안네, 않는 안는, 뚫네 뚤레, 뚫는 뚤른, 낳은 나은, 놓아 노아, 쌓이다 싸이다, 많아 마나, 않은 아는, 닳아 다라, 싫어도 시러도",
    ),
    (
        "13",
        "",
        "깎아 까까, 옷이 오시, 있어 이써, 낮이 나지, 꽂아 꼬자, 꽃을 꼬츨, 쫓아 쪼차, 밭에 바테, 앞으로 아프로, 덮이다 더피다",
    ),
    (
        "14",
        "",
        "넋이 넉씨, 앉아 안자, 닭을 달글, 젊어 절머, 곬이 골씨, 핥아 할타, 읊어 을퍼, 값을 갑쓸, 없어 업써",
    ),
    (
        "15",
        "",
        "밭_아래 바다래, 늪_앞 느밥, 젖어미 저더미, 맛없다 마덥따, 겉옷 거돋, 헛웃음 허두슴, 꽃_위 꼬뒤, 맛있다 마싣따/마딛따, 멋있다 머싣따/머딛따, 넋_없다 너겁따, 닭_앞에 다가페, 값어치 가버치, 값있는 가빈는",
    ),
    (
        "16",
        "",
        "디귿이 디그시, 디귿을 디그슬, 지읒이 지으시, 치읓에 치으세, 키읔이 키으기, 티읕을 티으슬, 피읖이 피으비, 히읗에 히으세",
    ),
    (
        "17",
        "",
        "곧이듣다 고지듣따, 굳이 구지, 미닫이 미다지, 땀받이 땀바지, 밭이 바치, 벼훑이 벼훌치, 굳히다 구치다, 닫히다 다치다, 묻히다 무치다",
    ),
    (
        "18",
        "",
        "먹는 멍는, 국물 궁물, 깎는 깡는, 키읔만 키응만, 몫몫이 몽목씨, 긁는 긍는, 흙만 흥만, 닫는 단는, 짓는 진는, 옷맵시 온맵씨, 있는 인는, 맞는 만는, 젖멍울 전멍울, 쫓는 쫀는, 꽃망울 꼰망울, 붙는 분는, 놓는 논는, 잡는 잠는, 밥물 밤물, 앞마당 암마당, 밟는 밤는, 읊는 음는, 없는 엄는, 책_넣는다 챙넌는다, 흙_말리다 흥말리다, 옷_맞추다 온맏추다, 밥_먹는다 밤멍는다, 값_매기다 감매기다",
    ),
    (
        "19",
        "noun",
        "담력 담녁, 침략 침냑, 강릉 강능, 항로 항노, 대통령 대통녕, 막론 망논, 석류 성뉴, 협력 혐녁, 법리 범니",
    ),
    (
        "20",
        "",
        "난로 날로, 신라 실라, 천리 철리, 광한루 광할루, 대관령 대괄령, 칼날 칼랄, 물난리 물랄리, 줄넘기 줄럼끼, 할는지 할른지, 닳는 달른, 뚫는 뚤른, 핥네 할레, 의견란 의견난, 임진란 임진난, 생산량 생산냥, 결단력 결딴녁, 공권력 공꿘녁, 동원령 동원녕, 상견례 상견녜, 횡단로 횡단노/휑단노, 이원론 이원논, 입원료 이붠뇨, 구근류 구근뉴",
    ),
    ("21", "noun", "감기 감기, 옷감 옫깜, 꽃길 꼳낄, 젖먹이 전머기, 문법 문뻡, 꽃밭 꼳빧"),
    ("22", "", "되어 되어/되여/뒈어/뒈여, 피어 피어/피여, 이오 이오/이요, 아니오 아니오/아니요"),
    (
        "23",
        "",
        "국밥 국빱, 깎다 깍따, 넋받이 넉빠지, 삯돈 삭똔, 닭장 닥짱, 칡범 칙뻠, 뻗대다 뻗때다, 옷고름 옫꼬름, 있던 읻떤, 꽂고 꼳꼬, 꽃다발 꼳따발, 낯설다 낟썰다, 밭갈이 받까리, 솥전 솓쩐, 곱돌 곱똘, 덮개 덥깨, 옆집 엽찝, 넓죽하다 넙쭈카다, 읊조리다 읍쪼리다, 값지다 갑찌다",
    ),
    (
        "24",
        "verb",
        "신고 신꼬, 껴안다 껴안따, 앉고 안꼬, 얹다 언따, 삼고 삼꼬, 더듬지 더듬찌, 닮고 담꼬, 젊지 점찌, 안기다 안기다, 감기다 감기다, 굶기다 굼기다, 옮기다 옴기다",
    ),
    ("25", "adjective", "넓게 널께, 핥다 할따, 훑소 훌쏘, 떫지 떨찌"),
    (
        "26",
        "noun",
        "갈등 갈뜽, 발동 발똥, 절도 절또, 말살 말쌀, 불소 불쏘, 일시 일씨, 갈증 갈쯩, 물질 물찔, 발전 발쩐, 몰상식 몰쌍식, 불세출 불쎄출, 허허실실 허허실실",
    ),
    ("26 exception", "adjective", "절절하다 절절하다"),
    (
        "27",
        "",
        "할_것을 할꺼슬, 갈_데가 갈떼가, 할_바를 할빠를, 할_수는 할쑤는, 할_적에 할쩌게, 갈_곳 갈꼳, 할_도리 할또리, 만날_사람 만날싸람, 할걸 할껄, 할밖에 할빠께, 할세라 할쎄라, 할수록 할쑤록, 할지라도 할찌라도, 할지언정 할찌언정, 할진대 할찐대",
    ),
    (
        "28",
        "noun",
        "문고리 문꼬리, 눈동자 눈똥자, 신바람 신빠람, 산새 산쌔, 손재주 손째주, 길가 길까, 물동이 물똥이, 발바닥 발빠닥, 굴속 굴쏙, 술잔 술짠, 바람결 바람껼, 그믐달 그믐딸, 아침밥 아침빱, 잠자리 잠짜리/잠자리, 강가 강까, 초승달 초승딸, 등불 등뿔, 창살 창쌀, 강줄기 강쭐기",
    ),
    (
        "29",
        "",
        "솜이불 솜니불, 홑이불 혼니불, 막일 망닐, 삯일 상닐, 맨입 맨닙, 꽃잎 꼰닙, 한여름 한녀름, 남존여비 남존녀비, 신여성 신녀성, 색연필 생년필, 직행열차 지캥녈차, 늑막염 능망념, 콩엿 콩녇, 담요 담뇨, 눈요기 눈뇨기, 영업용 영엄뇽, 식용유 시굥뉴, 국민윤리 궁민뉼리, 밤윷 밤뉻, 이죽이죽 이중니죽/이주기죽, 야금야금 야금냐금/야그먀금, 검열 검녈/거멸, 욜랑욜랑 욜랑뇰랑/욜랑욜랑, 금융 금늉/그뮹, 들일 들릴, 솔잎 솔립, 설익다 설릭따, 물약 물략, 불여우 불려우, 서울역 서울력, 물엿 물렫, 휘발유 휘발류, 유들유들 유들류들, 한_일 한닐, 옷_입다 온닙따, 서른여섯 서른녀섣, 먹은_엿 머근녇, 할_일 할릴, 잘_입다 잘립따, 스물여섯 스물려섣, 먹을_엿 머글렫, 송별연 송벼련, 등용문 등용문",
    ),
    (
        "30.1",
        "noun",
        "냇가 내까/낻까, 샛길 새낄/샏낄, 빨랫돌 빨래똘/빨랟똘, 콧등 코뜽/콛뜽, 깃발 기빨/긷빨, 대팻밥 대패빱/대팯빱, 햇살 해쌀/핻쌀, 뱃속 배쏙/밷쏙, 뱃전 배쩐/밷쩐, 고갯짓 고개찓/고갣찓",
    ),
    (
        "30.2–3",
        "noun",
        "콧날 콘날, 아랫니 아랜니, 툇마루 퇸마루/퉨마루, 뱃머리 밴머리, 베갯잇 베갠닏, 깻잎 깬닙, 나뭇잎 나문닙, 도리깻열 도리깬녈, 뒷윷 뒨뉻",
    ),
];

#[test]
fn the_official_examples_are_said_as_the_articles_say() {
    let mut wrong = Vec::new();
    for (article, label, examples) in EXAMPLES {
        let pos = PartOfSpeech::from_label(label);
        for (word, allowed) in examples.split(", ").filter_map(|pair| pair.split_once(' ')) {
            let word = word.replace('_', " ");
            let said = pronounce(&word, pos, None);
            if !allowed.split('/').any(|known| known == said.hangul) {
                wrong.push(format!("{article}: {word} [{}], not [{allowed}]", said.hangul));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whatever_is_also_standard_is_a_candidate() {
    let mut wrong = Vec::new();
    for (article, label, examples) in EXAMPLES {
        let pos = PartOfSpeech::from_label(label);
        for (word, allowed) in examples.split(", ").filter_map(|pair| pair.split_once(' ')) {
            let listed = candidates(&word.replace('_', " "), pos, None);
            wrong.extend(
                allowed
                    .split('/')
                    .filter(|reading| !listed.iter().any(|known| known == reading))
                    .map(|reading| format!("{article}: {word} [{reading}] is not in {listed:?}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hanja_tell_homographs_apart() {
    for (word, hanja, said) in [
        ("성적", "成績", "성적"),
        ("성적", "性的", "성쩍"),
        ("공적", "功績", "공적"),
        ("공적", "公的", "공쩍"),
        ("문구", "文具", "문구"),
        ("문구", "文句", "문꾸"),
        ("상장", "上場", "상장"),
        ("상장", "賞狀", "상짱"),
        ("발병", "發病", "발병"),
        ("전역", "全域", "저녁"),
    ] {
        assert_eq!(pronounce(word, Some(PartOfSpeech::Noun), Some(hanja)).hangul, said, "{hanja}");
    }
}

#[test]
fn the_part_of_speech_tells_a_stem_from_a_noun() {
    assert_eq!(pronounce("신고", Some(PartOfSpeech::Noun), Some("申告")).hangul, "신고");
    assert_eq!(pronounce("신고", Some(PartOfSpeech::Verb), None).hangul, "신꼬");
    assert_eq!(pronounce("안다", Some(PartOfSpeech::Verb), None).hangul, "안따");
    assert_eq!(pronounce("간다", Some(PartOfSpeech::Verb), None).hangul, "간다");
}

#[test]
fn what_is_no_hangul_stays_as_it_is() {
    assert_eq!(pronounce("TV를 봐요!", None, None).hangul, "TV를봐요!");
    assert_eq!(pronounce("ㅋㅋ", None, None).hangul, "ㅋㅋ");
    assert_eq!(pronounce("", None, None).hangul, "");
    assert_eq!(pronounce("학교 (學校)", None, None).hangul, "학꾜 (學校)");
}
