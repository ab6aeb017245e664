//! Scripts: most name their language, the others narrow the choice.

/// A script, or a group of scripts that one model covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Only one language of the news is written in it.
    Of(&'static str),
    /// Han alone; with Kana it is Japanese, with Hangul Korean.
    Han,
    /// Several languages share it; the name of their group in the table of n-grams.
    Shared(&'static str),
}

/// First and last character of each script.
const RANGES: &[(u32, u32, Script)] = &[
    (0x41, 0x24f, Script::Shared("latin")),
    (0x1e00, 0x1eff, Script::Shared("latin")),
    (0x370, 0x3ff, Script::Of("el")),
    (0x1f00, 0x1fff, Script::Of("el")),
    (0x400, 0x52f, Script::Shared("cyrl")),
    (0x530, 0x58f, Script::Of("hy")),
    (0x590, 0x5ff, Script::Shared("hebr")),
    (0x600, 0x6ff, Script::Shared("arab")),
    (0x750, 0x77f, Script::Shared("arab")),
    (0xfb50, 0xfdff, Script::Shared("arab")),
    (0xfe70, 0xfefe, Script::Shared("arab")),
    (0x780, 0x7bf, Script::Of("dv")),
    (0x900, 0x97f, Script::Shared("deva")),
    (0x980, 0x9ff, Script::Shared("beng")),
    (0xa00, 0xa7f, Script::Of("pa")),
    (0xa80, 0xaff, Script::Of("gu")),
    (0xb00, 0xb7f, Script::Of("or")),
    (0xb80, 0xbff, Script::Of("ta")),
    (0xc00, 0xc7f, Script::Of("te")),
    (0xc80, 0xcff, Script::Of("kn")),
    (0xd00, 0xd7f, Script::Of("ml")),
    (0xd80, 0xdff, Script::Of("si")),
    (0xe00, 0xe7f, Script::Of("th")),
    (0xe80, 0xeff, Script::Of("lo")),
    (0xf00, 0xfff, Script::Of("bo")),
    (0x1000, 0x109f, Script::Of("my")),
    (0x10a0, 0x10ff, Script::Of("ka")),
    (0x1c90, 0x1cbf, Script::Of("ka")),
    (0x1100, 0x11ff, Script::Of("ko")),
    (0x3130, 0x318f, Script::Of("ko")),
    (0xac00, 0xd7af, Script::Of("ko")),
    (0x1200, 0x137f, Script::Of("am")),
    (0x1400, 0x167f, Script::Of("iu")),
    (0x1780, 0x17ff, Script::Of("km")),
    (0x1820, 0x18aa, Script::Of("mn")),
    (0x3040, 0x30ff, Script::Of("ja")),
    (0x3400, 0x9fff, Script::Han),
    (0xf900, 0xfaff, Script::Han),
    (0x2_0000, 0x3_ffff, Script::Han),
];

fn of(c: char) -> Option<Script> {
    let code = c as u32;
    let latin = c.is_ascii_alphabetic();
    if c.is_ascii() && !latin {
        return None;
    }
    let range = RANGES
        .iter()
        .find(|(first, last, _)| (*first..=*last).contains(&code))?;
    (c.is_alphabetic() || code > 0x8ff).then_some(range.2)
}

/// The script that a text is written in, and the share of its letters that are of it.
///
/// Names in Latin letters stand in texts of all scripts: a letter of another weighs two of them, a character of Han, Kana or
/// Hangul three.
pub(super) fn main(text: &str) -> Option<(Script, f32)> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let mut total = 0;
    for script in text.chars().take(4000).filter_map(of) {
        let weight = match script {
            Script::Han | Script::Of("ja" | "ko") => 3,
            Script::Shared("latin") => 1,
            Script::Of(_) | Script::Shared(_) => 2,
        };
        total += weight;
        match counts.iter_mut().find(|(seen, _)| *seen == script) {
            Some((_, count)) => *count += weight,
            None => counts.push((script, weight)),
        }
    }
    let (script, count) = counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .copied()?;
    let number = |script: Script| {
        counts
            .iter()
            .find(|(seen, _)| *seen == script)
            .map_or(0, |(_, count)| *count)
    };
    let (han, kana) = (number(Script::Han), number(Script::Of("ja")));
    let (script, count) = match script {
        Script::Han if kana * 12 > han => (Script::Of("ja"), han + kana),
        Script::Of("ja") => (script, han + kana),
        Script::Of("ko") => (script, count + han),
        _ => (script, count),
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of at most 12 000")]
    let share = count as f32 / total as f32;
    Some((script, share))
}
