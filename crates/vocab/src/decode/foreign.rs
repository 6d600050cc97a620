//! Japanese and Chinese texts whose bytes CP949 decodes without an error, into Korean that nobody
//! wrote: `컍돲`, `賈痰`. It weighs letters alone, and refuses to know which encoding it was.

use std::collections::HashSet;

use encoding_rs::EUC_KR;
use korean::text::{is_hanja, is_syllable};

/// How much of a file is looked at, in bytes.
const SAMPLE_BYTES: usize = 256 * 1024;

/// Whether bytes decoded as CP949 are no Korean. In Korean texts some 97 in 100 syllables are usual; in
/// a list of loan words perhaps 40, but there hangul stands by itself. In Chinese some 40 are, and one
/// letter in three touches one of another script; in Japanese none are, and all lie outside KS X 1001.
pub(super) fn is_foreign(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (text, _) = EUC_KR.decode_without_bom_handling(sample);
    let usual: HashSet<char> = USUAL.chars().collect();
    let syllables = text.chars().filter(|letter| is_syllable(*letter)).count();
    let usual = text.chars().filter(|letter| usual.contains(letter)).count();
    let scripts: Vec<Option<Script>> = text.chars().map(Script::of).collect();
    let written = scripts.iter().flatten().count();
    let mixed = scripts.windows(2).filter(|pair| clash(pair[0], pair[1])).count();
    let outside = extension_pairs(sample);
    let looks_chinese = usual * 10 < syllables * 8 && mixed * 10 >= written;
    let looks_japanese = usual * 50 < syllables && outside > 1 && outside * 2 >= written;
    looks_chinese || looks_japanese
}

/// How many two-byte letters lie outside KS X 1001, where both bytes are at least 0xA1.
pub(crate) fn extension_pairs(bytes: &[u8]) -> usize {
    let (mut rest, mut count) = (bytes.iter(), 0);
    while let Some(lead) = rest.next() {
        let outside =
            !lead.is_ascii() && (rest.next().is_some_and(|trail| *trail < 0xA1) || *lead < 0xA1);
        count += usize::from(outside);
    }
    count
}

/// What a letter beyond ASCII is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Hangul,
    Hanja,
    /// Loose hangul letters, kana, Greek and others.
    Other,
}

impl Script {
    fn of(letter: char) -> Option<Self> {
        match letter {
            _ if letter.is_ascii() || !letter.is_alphabetic() => None,
            _ if is_syllable(letter) => Some(Self::Hangul),
            _ if is_hanja(letter) => Some(Self::Hanja),
            _ => Some(Self::Other),
        }
    }
}

fn clash(before: Option<Script>, after: Option<Script>) -> bool {
    before.zip(after).is_some_and(|(before, after)| before != after)
}

/// The thousand syllables that Korean is nearly all written in.
const USUAL: &str = "\
    가각간갈감갑값갓강갖같갚갛개객갯갱걀거걱건걷걸검겁것겉겋게겐겠겨격견결겸겹경계고\
    곡곤곧골곰곱곳공과곽관광괴굉교구국군굳굴굵굽궁궂권귀귓규균그극근글긁금급긋긍기긴\
    길김깃깊까깎깐깔깜깡깥깨꺼꺾껍껏께껴꼬꼭꼴꼼꼽꽁꽂꽃꾀꾸꾼꿀꿈꿉끄끈끊끌끓끔끗끝\
    끼낌나낙낚난날남납낫낭낮낯낱내냄냇냉냐냥너넉넌널넓넘넣네넥넷녀녁년념녕녘노녹논놀\
    놈농높놓뇌뇨누눅눈눕뉘뉴느늑는늘늠능늦늬니닉닌닐님닝다닥닦단닫달닭닮담답닷당대댁\
    댄댓더덕던덜덤덥덧덩덮데델도독돈돋돌돗동돼되된됨두둑둔둘둠둣둥뒤뒷드득든듣들듬듭\
    듯등디딘딩따딱딴딸땀땅때땔떠떡떨떼또똑똥뚜뚝뚱뛰뜨뜬뜯뜰뜸뜻띄띠라락란람랍랑랗래\
    랙랜랫랭략량러럭런럴럼럽렁렇레렌려력련렬렴렵령례로록론롤롭롯롱뢰료루룩룸룻류륙륜\
    률륨르른를름릇릉릎리릭린릴림립릿링마막만많맏말맛망맞맡맣매맥맨맵맷맹맺머먹먼멀멈\
    멋멍메멘멜며면멸명몇모목몫몬몰몸못몽묘무묵묶문묻물뭇뭉뭐뭔므믐미민믿밀밉밑바박밖\
    반받발밝밟밤밥방밭배백뱀뱃뱅버벅번벌범법벗베벨벼벽변별병볕보복볶본볼봄봇봉봐부북\
    분불붉붐붓붕붙브블비빈빌빔빗빙빚빛빠빨빵빼뻐뻔뻣뼈뽀뽑뽕뿌뿐뿔쁘쁨삐사삭산살삶삼\
    삽삿상새색샌샐샘샛생서석섞선섣설섬섭섯성세센셀셈셋셔션셨소속손솔솜솟송솥쇄쇠쇼수\
    숙순숟술숨숫숭숯숱숲쉬쉽슈스슨슬슭슴습승시식신실싫심십싯싱싸싹쌀쌈쌍쌓쌩써썩썰썽\
    쏘쏟쑥쓰쓴쓸씀씌씨씩씹아악안앉않알앓암압앗앙앞애액앵야약얄양얗얘어억언얻얼얽엄업\
    없엇었엉엌엎에엑엔엘여역연열염엽엿였영옆옇예옛오옥온올옵옷옹와완왕외왼요욕욜용우\
    욱운울움웃웅워원월웨웬위윗유육윤율융윷으은을음읍응의이익인일읽잃임입잇있잉잊잎자\
    작잔잖잘잠잡잣장재잼쟁저적전절젊점접젓정젖제젠젤져조족존졸좀좁종좋좌죄죠주죽준줄\
    줌줍줏중쥐즈즉즐즘즙증지직진질짐집짓징짖짚짜짝짱째쩌쩍쪼쪽쫓쭉찌찍찜찢차착찬찮찰\
    참찻창찾채책챙처척천철첨첩첫청체쳐초촉촌촘촛총촬최추축춘출춤춧충췌취츠측층치칙친\
    칠침칫칭카칵칸칼캄캐캔캠캡커컨컬컴컵컷케켓켜코콘콜콤콧콩쾌쿠쿨퀴큐크큰클큼키킥킨\
    킬킷킹타탁탄탈탉탐탑탓탕태택탬탱터턱턴털텃테텐텔토톡톤톨톱통퇴투툼퉁튀튜트특튼틀\
    틈티틱팀팅파판팔팝팡팥패팩팬팽퍼펀펄페펜펠펴편평폐포폭폰폴폼표푸푹푼풀품풋풍퓨프\
    플픔피픽핀필핍핏핑하학한할함합항해핵핸햄햇행향허헌헐험헛헝헤헬혀혁현혈혐협형혜호\
    혹혼홀홈홍화확환활홧황회획횟횡효후훈훌훑훔훼휘휴흉흐흑흔흘흙흠흡흥희흰히힌힐힘힙";

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, Encoding, GBK, SHIFT_JIS};

    use super::*;

    fn is_foreign_in(encoding: &'static Encoding, text: &str) -> bool {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{text}");
        is_foreign(&bytes)
    }

    #[test]
    fn japanese_and_chinese_are_foreign() {
        let japanese = "食べる,to eat\n学校,school\nありがとう,thanks\nテレビ,TV\n飲み物,drink\n";
        let simplified = "学校,school\n老师,teacher\n朋友,friend\n吃饭,to eat\n漂亮,pretty\n天气,weather\n\
            喜欢,like\n医院,hospital\n时间,time\n东西,thing\n知道,know\n";
        let traditional = "學校,school\n老師,teacher\n朋友,friend\n吃飯,to eat\n漂亮,pretty\n天氣,weather\n\
            喜歡,like\n醫院,hospital\n時間,time\n東西,thing\n知道,know\n";
        for (encoding, text) in [
            (SHIFT_JIS, japanese),
            (SHIFT_JIS, "こんにちは\n"),
            (SHIFT_JIS, "私は学生です。毎日、図書館で本を読みます。"),
            (EUC_JP, "私は学生です。毎日、図書館で本を読みます。"),
            (GBK, simplified),
            (GBK, "我每天去学校学习韩语，因为我想去韩国旅行。"),
            (BIG5, traditional),
            (BIG5, "我每天去學校學習韓語，因為我想去韓國旅行。"),
        ] {
            assert!(is_foreign_in(encoding, text), "{}: {text}", encoding.name());
        }
    }

    #[test]
    fn korean_is_not_however_rare_its_syllables_or_many_its_hanja() {
        for text in [
            "학교,school\n먹다,to eat\n",
            "학교,學校\n학생(學生),student\n圖書館 도서관\n",
            "학교學校\n학생學生\n사람人\n도서관圖書館\n",
            "나는 每日 學校에 갑니다. 親舊와 工夫를 합니다.",
            "學校\n圖書館\n",
            "앨범\n그룹\n멤버\n위젯\n퀘벡\n섹션\n",
            "똠방각하,펲시\n쫓다,뱉다\n",
            "-ㄴ다,-ㄹ게,-ㅂ니다\nㅋㅋㅋ\n",
            "ありがとう 고맙습니다\nがっこう 학교\nαβ검사\n",
            "뷁\n",
            "school\n",
        ] {
            let (bytes, ..) = EUC_KR.encode(text);
            assert!(!is_foreign(&bytes), "{text}");
        }
    }
}
