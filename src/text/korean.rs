//! Korean: what is written at the end of a noun says what it does in its sentence, and is no part of it.

use crate::text::script::is_hangul;

/// A particle and after which sounds it stands.
struct Particle {
    text: &'static str,
    after: After,
    /// Syllables before it, at least: short particles are also the ends of nouns.
    shortest: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    Consonant,
    Vowel,
}

const fn particle(text: &'static str, after: After, shortest: usize) -> Particle {
    Particle {
        text,
        after,
        shortest,
    }
}

/// The longest first.
const PARTICLES: &[Particle] = &[
    particle("에서는", After::Any, 2),
    particle("에게서", After::Any, 2),
    particle("으로는", After::Consonant, 2),
    particle("으로서", After::Consonant, 2),
    particle("으로써", After::Consonant, 2),
    particle("에서", After::Any, 2),
    particle("에게", After::Any, 2),
    particle("에는", After::Any, 2),
    particle("으로", After::Consonant, 2),
    particle("부터", After::Any, 2),
    particle("까지", After::Any, 2),
    particle("처럼", After::Any, 2),
    particle("한테", After::Any, 2),
    particle("은", After::Consonant, 2),
    particle("을", After::Consonant, 2),
    particle("는", After::Vowel, 2),
    particle("를", After::Vowel, 2),
    particle("에", After::Any, 2),
    particle("이", After::Consonant, 3),
    particle("과", After::Consonant, 3),
    particle("가", After::Vowel, 3),
    particle("와", After::Vowel, 3),
    particle("로", After::Vowel, 3),
    particle("의", After::Any, 3),
];

/// A word of Hangul without its particle, if it has one.
pub(crate) fn stem(word: &str) -> Option<&str> {
    if !word.chars().all(is_hangul) {
        return None;
    }
    for particle in PARTICLES {
        let Some(stem) = word.strip_suffix(particle.text) else {
            continue;
        };
        let fits = match particle.after {
            After::Any => true,
            After::Consonant => ends_in_consonant(stem),
            After::Vowel => !ends_in_consonant(stem),
        };
        if fits && stem.chars().count() >= particle.shortest {
            return Some(stem);
        }
    }
    None
}

/// Whether the last syllable ends in a consonant: the syllables of Unicode come in blocks of 28, of which the first has none.
fn ends_in_consonant(word: &str) -> bool {
    const FIRST: u32 = 0xAC00;
    let last = word.chars().next_back().map_or(FIRST, u32::from);
    last.checked_sub(FIRST).is_some_and(|at| at % 28 != 0)
}
