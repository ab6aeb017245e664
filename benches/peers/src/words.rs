//! Invented words of four languages, their frequencies as in newspapers.
//!
//! A word is known by its rank. Ranks have no end, so the vocabulary grows with the archive as a
//! real one does (Heaps' law): 10,000 ranks cover about 92 % of the words of a text, 100,000 about
//! 96 %.

use crate::random::{Random, mix};

/// How the words of a language are made.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    /// Function words, the frequent ones first.
    pub function_words: &'static [&'static str],
    /// What stands between consonants.
    vowels: &'static [&'static str],
    /// Endings of inflected forms, which stemmers take off.
    pub endings: &'static [&'static str],
    /// Keeps the words of one language apart from those of another.
    salt: u64,
}

/// All languages; English first.
pub static LANGUAGES: [Language; 4] = [
    Language {
        code: "en",
        function_words: &[
            "the", "of", "to", "and", "in", "a", "that", "for", "on", "was", "with", "said", "is",
            "as", "at", "by", "it", "from", "he", "be", "has", "have", "are", "an", "will", "not",
            "his", "were", "but", "they", "who", "which", "this", "their", "after", "had", "its",
            "been", "more", "she", "or", "than", "also", "would", "about", "when", "over", "two",
            "there", "her",
        ],
        vowels: &["a", "e", "i", "o", "u", "a", "e", "o", "ea", "ou"],
        endings: &["s", "s", "ed", "ing"],
        salt: 1,
    },
    Language {
        code: "de",
        function_words: &[
            "der", "die", "und", "in", "den", "von", "zu", "das", "mit", "sich", "des", "auf",
            "für", "ist", "im", "dem", "nicht", "ein", "eine", "als", "auch", "es", "an", "werden",
            "aus", "er", "hat", "dass", "sie", "nach", "wird", "bei", "einer", "um", "am", "sind",
            "noch", "wie", "einem", "über", "einen", "so", "zum", "war", "haben", "nur", "oder",
            "aber", "vor", "bis",
        ],
        vowels: &["a", "e", "i", "o", "u", "ä", "ü", "e", "ei", "au"],
        endings: &["en", "e", "er", "es"],
        salt: 2,
    },
    Language {
        code: "es",
        function_words: &[
            "de", "la", "que", "el", "en", "y", "a", "los", "del", "se", "las", "por", "un",
            "para", "con", "no", "una", "su", "al", "lo", "como", "más", "pero", "sus", "le", "ya",
            "o", "este", "sí", "porque", "esta", "entre", "cuando", "muy", "sin", "sobre",
            "también", "me", "hasta", "hay", "donde", "quien", "desde", "todo", "nos", "durante",
            "todos", "uno", "les", "ni",
        ],
        vowels: &["a", "e", "i", "o", "u", "a", "o", "ó", "á", "ie"],
        endings: &["s", "es", "ando", "ado"],
        salt: 3,
    },
    Language {
        code: "fr",
        function_words: &[
            "de", "la", "le", "et", "les", "des", "en", "un", "du", "une", "que", "est", "pour",
            "qui", "dans", "a", "par", "plus", "pas", "au", "sur", "ne", "se", "ce", "il", "sont",
            "avec", "ont", "son", "aux", "mais", "cette", "ses", "ou", "été", "comme", "elle",
            "deux", "leur", "même", "fait", "être", "après", "sa", "ces", "tout", "nous", "avait",
            "sans", "on",
        ],
        vowels: &["a", "e", "i", "o", "u", "é", "è", "ai", "ou", "e"],
        endings: &["s", "ent", "er", "ée"],
        salt: 4,
    },
];

const ONSETS: &[&str] = &[
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr",
    "r", "s", "st", "t", "tr", "v", "w", "z", "sk", "pl",
];
const CODAS: &[&str] = &[
    "n", "r", "s", "l", "t", "m", "nd", "rt", "ck", "st", "", "", "", "", "", "", "", "", "", "",
    "", "", "",
];
/// Ranks below this are the most frequent content words.
const FIRST_BAND: u64 = 40;
/// Each band of ranks is twice as wide as the one before; so many of a thousand words lie beyond a
/// band. The exponent of Zipf's law is 1 - log2(.785) = 1.35 for content words, near 1 with the
/// function words between them.
const BEYOND_BAND: u64 = 785;
const LAST_BAND: u64 = 24;

/// Draws the rank of a content word.
pub fn rank(random: &mut Random) -> u64 {
    let mut band = 0;
    while band < LAST_BAND && random.chance(BEYOND_BAND) {
        band += 1;
    }
    let width = FIRST_BAND << band;
    width - FIRST_BAND + random.below(width)
}

/// Draws a function word, the first of the list most often.
pub fn function_word(random: &mut Random, language: &Language) -> &'static str {
    // The least of two throws leans to the front as frequencies do.
    let length = language.function_words.len() as u64;
    let first = random.below(length).min(random.below(length));
    language.function_words[first.min(random.below(length)) as usize]
}

/// The word of a rank, in its base form.
pub fn word(rank: u64, language: &Language) -> String {
    let mut bits = mix(rank ^ (language.salt << 56));
    let mut take = |parts: &[&'static str]| {
        let count = parts.len() as u64;
        let part = parts[(bits % count) as usize];
        bits /= count;
        part
    };
    // Frequent words are short; rarer ones need three syllables to differ.
    let syllables = if rank < 4000 { 2 } else { 3 };
    let mut word = String::new();
    for _ in 0..syllables {
        word += take(ONSETS);
        word += take(language.vowels);
        word += take(CODAS);
    }
    word
}

/// The word of a rank as it stands in a text: now and then inflected.
pub fn form(random: &mut Random, rank: u64, language: &Language) -> String {
    let mut form = word(rank, language);
    if random.chance(180) {
        form += *random.pick(language.endings);
    }
    form
}

/// The rank that often follows `rank`, so that phrases recur.
pub fn companion(rank: u64) -> u64 {
    mix(rank.wrapping_add(0x5eed)) % 3000
}

/// With a capital letter.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
