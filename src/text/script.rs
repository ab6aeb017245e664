//! Scripts: in which writing system a letter and a text are.

/// A writing system, as far as news needs them told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Khmer,
    Ethiopic,
    Mongolian,
    Hangul,
    Kana,
    Han,
}

/// Ranges of letters, sorted; from the blocks of the Unicode standard.
const RANGES: &[(u32, u32, Script)] = &[
    (0x41, 0x5a, Script::Latin),
    (0x61, 0x7a, Script::Latin),
    (0xaa, 0xaa, Script::Latin),
    (0xba, 0xba, Script::Latin),
    (0xc0, 0xd6, Script::Latin),
    (0xd8, 0xf6, Script::Latin),
    (0xf8, 0x24f, Script::Latin),
    (0x250, 0x2af, Script::Latin),
    (0x370, 0x3ff, Script::Greek),
    (0x400, 0x52f, Script::Cyrillic),
    (0x531, 0x58f, Script::Armenian),
    (0x591, 0x5f4, Script::Hebrew),
    (0x600, 0x77f, Script::Arabic),
    (0x8a0, 0x8ff, Script::Arabic),
    (0x900, 0x97f, Script::Devanagari),
    (0x980, 0x9ff, Script::Bengali),
    (0xa00, 0xa7f, Script::Gurmukhi),
    (0xa80, 0xaff, Script::Gujarati),
    (0xb00, 0xb7f, Script::Oriya),
    (0xb80, 0xbff, Script::Tamil),
    (0xc00, 0xc7f, Script::Telugu),
    (0xc80, 0xcff, Script::Kannada),
    (0xd00, 0xd7f, Script::Malayalam),
    (0xd80, 0xdff, Script::Sinhala),
    (0xe00, 0xe7f, Script::Thai),
    (0xe80, 0xeff, Script::Lao),
    (0xf00, 0xfff, Script::Tibetan),
    (0x1000, 0x109f, Script::Myanmar),
    (0x10a0, 0x10ff, Script::Georgian),
    (0x1100, 0x11ff, Script::Hangul),
    (0x1200, 0x139f, Script::Ethiopic),
    (0x1780, 0x17ff, Script::Khmer),
    (0x1800, 0x18af, Script::Mongolian),
    (0x1c90, 0x1cbf, Script::Georgian),
    (0x1e00, 0x1eff, Script::Latin),
    (0x1f00, 0x1fff, Script::Greek),
    (0x2de0, 0x2dff, Script::Cyrillic),
    (0x3005, 0x3007, Script::Han),
    (0x3041, 0x30ff, Script::Kana),
    (0x3131, 0x318e, Script::Hangul),
    (0x31f0, 0x31ff, Script::Kana),
    (0x3400, 0x4dbf, Script::Han),
    (0x4e00, 0x9fff, Script::Han),
    (0xa640, 0xa69f, Script::Cyrillic),
    (0xac00, 0xd7a3, Script::Hangul),
    (0xf900, 0xfaff, Script::Han),
    (0xfb50, 0xfdff, Script::Arabic),
    (0xfe70, 0xfefc, Script::Arabic),
    (0xff66, 0xff9f, Script::Kana),
    (0x20000, 0x3134f, Script::Han),
];

/// The number of scripts.
const COUNT: usize = Script::Han as usize + 1;

impl Script {
    /// Scripts that one text mixes as a matter of course belong to one family: Japanese is Kana and Han, Korean Hangul and Han.
    pub fn same_family(self, other: Self) -> bool {
        self == other || (self.is_east_asian() && other.is_east_asian())
    }

    /// Han, Kana and Hangul.
    pub fn is_east_asian(self) -> bool {
        matches!(self, Self::Han | Self::Kana | Self::Hangul)
    }

    /// The script puts no white space between words.
    pub fn is_unspaced(self) -> bool {
        matches!(
            self,
            Self::Han | Self::Kana | Self::Thai | Self::Lao | Self::Khmer | Self::Myanmar
        )
    }

    /// The script tells small letters from capitals.
    pub fn is_cased(self) -> bool {
        matches!(
            self,
            Self::Latin | Self::Greek | Self::Cyrillic | Self::Armenian
        )
    }
}

/// The script of a letter; `None` for all that is not a letter or a mark of one script.
pub fn of(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    let code = u32::from(c);
    let place = RANGES.partition_point(|range| range.1 < code);
    RANGES
        .get(place)
        .filter(|range| range.0 <= code)
        .map(|range| range.2)
}

/// A character of a script that puts no white space between words: the one table of them, as fast as text is read. Hangul, which puts
/// some, is not among them, and neither is Tibetan, which sets a mark between syllables.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Myanmar
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{2E80}'..='\u{2FDF}' // Han radicals
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30FA}' | '\u{30FC}'..='\u{3130}' // kana, Bopomofo
        | '\u{3190}'..='\u{31FF}'
        | '\u{3400}'..='\u{9FFF}' // Han
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' // halfwidth kana
        | '\u{20000}'..='\u{3FFFF}')
}

/// A letter of Han, kana or Hangul: in these scripts a name stands in a line without spaces within it.
pub fn is_east_asian(c: char) -> bool {
    of(c).is_some_and(Script::is_east_asian)
}

/// A letter of Korean or a part of one.
pub fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}'
        | '\u{3131}'..='\u{318F}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}')
}

/// How many letters of each script a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Census([u32; COUNT]);

impl Default for Census {
    fn default() -> Self {
        Self([0; COUNT])
    }
}

impl Census {
    /// Counts the letters of `text`.
    pub fn of(text: &str) -> Self {
        let mut census = Self::default();
        for script in text.chars().filter_map(of) {
            census.add(script, 1);
        }
        census
    }

    /// Adds `n` letters of one script.
    pub fn add(&mut self, script: Script, n: u32) {
        if let Some(count) = self.0.get_mut(script as usize) {
            *count = count.saturating_add(n);
        }
    }

    /// Letters in all.
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Letters of `script`'s family.
    pub fn family(&self, script: Script) -> u32 {
        let all = RANGES.iter().map(|range| range.2);
        let mut seen = [false; COUNT];
        let mut sum = 0u32;
        for other in all.filter(|other| other.same_family(script)) {
            let fresh = seen
                .get_mut(other as usize)
                .is_some_and(|s| !std::mem::replace(s, true));
            if fresh {
                sum = sum.saturating_add(self.0.get(other as usize).copied().unwrap_or(0));
            }
        }
        sum
    }

    /// The script with the most letters. One Han character says as much as about three letters, so East Asian ones weigh threefold.
    pub fn main(&self) -> Option<Script> {
        let weight = |script: Script| {
            let n = u64::from(self.0.get(script as usize).copied().unwrap_or(0));
            if script.is_east_asian() { n * 3 } else { n }
        };
        RANGES
            .iter()
            .map(|range| range.2)
            .filter(|s| weight(*s) > 0)
            .max_by_key(|s| weight(*s))
    }
}

/// The main script of a text.
pub fn main(text: &str) -> Option<Script> {
    Census::of(text).main()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_unspaced_scripts_agrees_with_that_of_all_scripts() {
        for c in '\0'..=char::MAX {
            let Some(script) = of(c) else { continue };
            // The dot between two words in kana is a separator.
            if c != '\u{30FB}' {
                assert_eq!(is_unspaced(c), script.is_unspaced(), "{:x}", u32::from(c));
            }
            assert_eq!(is_hangul(c), script == Script::Hangul, "{:x}", u32::from(c));
        }
    }
}
