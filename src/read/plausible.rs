//! Plausibility: how much a decoded text looks like the wrong charset.

/// How doubtful a text is, in thousandths of its letters beyond ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Doubt(pub(crate) usize);

impl Doubt {
    /// Real pages have a stray byte now and then; a wrong charset spoils far more than this.
    pub(crate) const TOLERABLE: Self = Self(150);
}

/// Beyond this many letters the answer does not change.
const ENOUGH: usize = 20_000;

/// Counts what no text has: replaced and private characters, C1 controls, runs of accented Latin letters, Japanese in half width, small
/// letters before capitals, capitals throughout, words of two scripts.
pub(crate) fn doubt(text: &str) -> Doubt {
    let mut letters = 0_usize;
    let mut bad = 0_usize;
    let mut run = 0_usize;
    let (mut small, mut capital) = (0_usize, 0_usize);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_ascii() {
            run = 0;
            bad += usize::from(c.is_ascii_lowercase() && other_script(before));
            before = c;
            continue;
        }
        if letters == ENOUGH {
            break;
        }
        letters += 1;
        run = if accented(c) { run + 1 } else { 0 };
        small += usize::from(c.is_lowercase());
        capital += usize::from(c.is_uppercase());
        // Vietnamese and Icelandic put two accented letters side by side, hardly ever three.
        bad += match run {
            _ if spoilt(c) => 2,
            0..=2 if before.is_ascii_lowercase() && other_script(c) => 1,
            0..=2 => usize::from(before.is_lowercase() && c.is_uppercase()),
            3 => 3,
            _ => 1,
        };
        before = c;
    }
    bad += capital.saturating_sub(2 * small);
    Doubt(bad * 1000 / letters.max(1))
}

/// Replaced bytes, C1 controls, private characters, half-width katakana.
fn spoilt(c: char) -> bool {
    c == '\u{FFFD}'
        || matches!(c, '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FF61}'..='\u{FF9F}')
}

/// Greek, Cyrillic, Hebrew, Arabic: scripts that share no word with Latin.
fn other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52F}' | '\u{5D0}'..='\u{5EA}' | '\u{620}'..='\u{6FF}')
}

fn accented(c: char) -> bool {
    ('\u{C0}'..='\u{24F}').contains(&c)
        || matches!(c, '\u{A1}'..='\u{BF}' if c != '«' && c != '»' && c != '·')
}
