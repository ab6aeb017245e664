//! Names in Han, kana and Hangul, which stand in a line without spaces within them.

use crate::identify::{byline_words, role};
use crate::text::script;

/// The names of a line; a space stands between two or, in Japanese, within one. Roles and words of the page are no names.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut words = text.split_whitespace();
    loop {
        let word = words.next();
        let name = word.map(without_role).unwrap_or_default();
        let whole = word.is_some_and(|word| word == name);
        if whole && !name.is_empty() {
            run.push(name);
            continue;
        }
        out.extend(of_run(&run));
        run.clear();
        if !name.is_empty() {
            out.push(name.to_owned());
        }
        if word.is_none() {
            return out;
        }
    }
}

/// A word without the role that is written against it; nothing where it is a role or belongs to the page.
fn without_role(word: &str) -> &str {
    if byline_words::is_unspaced_screen(word) || role::is_unspaced_role(word) {
        return "";
    }
    for role in ROLES {
        let name = word.strip_suffix(role).or_else(|| {
            word.strip_prefix(role)
                .filter(|_| !role.chars().all(script::is_hangul))
        });
        if let Some(name) = name.filter(|name| name.chars().count() >= 2) {
            return name;
        }
    }
    word
}

fn of_run(words: &[&str]) -> Vec<String> {
    let long = |word: &&str| word.chars().count() >= 3;
    let whole: usize = words.iter().map(|word| word.chars().count()).sum();
    let one = words.len() == 2 && !words.iter().all(long) && whole <= 7;
    if one {
        return vec![words.join(" ")];
    }
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Whether a name is that of a newsroom or a company: `ASCII編集部`.
pub(crate) fn is_room(name: &str) -> bool {
    !name.is_ascii() && ROOMS.iter().any(|room| name.contains(room))
}

/// Whether a name may be a pen name: kana and nothing else.
pub(crate) fn is_pen_name(name: &str) -> bool {
    let kana = name.chars().all(|c| is_kana(c) && c != '・');
    kana && !is_room(name) && (2..=8).contains(&name.chars().count())
}

/// Whether a name is that of a person.
pub(crate) fn is_person(name: &str) -> bool {
    if is_room(name) {
        return false;
    }
    match name.chars().filter(|c| !c.is_whitespace()).count() {
        2..=5 if name.chars().all(|c| !is_kana(c)) => true,
        4..=6 if is_family_and_hiragana(name) => true,
        4..=16 => name.contains('・'),
        _ => false,
    }
}

/// `北川すみれ`: a family name in Han, a given name in hiragana.
fn is_family_and_hiragana(name: &str) -> bool {
    let hiragana = |c: char| matches!(c, '\u{3041}'..='\u{3096}');
    let family = name.chars().take_while(|c| !is_kana(*c)).count();
    let given = name
        .chars()
        .skip(family)
        .take_while(|c| hiragana(*c))
        .count();
    (1..=3).contains(&family) && (2..=4).contains(&given) && family + given == name.chars().count()
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}')
}

const ROLES: &[&str] = &[
    "특파원",
    "인턴기자",
    "기자",
    "通讯员",
    "通訊員",
    "特派員",
    "特派员",
    "记者",
    "記者",
];
const ROOMS: &[&str] = &[
    "編集",
    "编辑",
    "編輯",
    "新聞",
    "新闻",
    "取材班",
    "기자단",
    "편집",
    "뉴스",
    "社説",
    "通信",
    "オンライン",
    "デジタル",
    "支局",
    "支社",
    "部",
    "報導",
    "报道",
    "株式会社",
    "有限公司",
    "日报",
    "日報",
    "晚报",
    "晚報",
    "时报",
    "時報",
    "电视台",
    "電視台",
    "网",
    "網",
    "官方",
    "通訊社",
    "通讯社",
    "快訊",
    "快讯",
    "即時",
    "即时",
    "综合",
    "綜合",
    "방송",
    "일보",
    "신문",
    "네이버",
];
