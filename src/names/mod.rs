//! Names: how one is written in other alphabets and languages, and which words may be one name.
//!
//! [`sound`] brings a word of any script to Latin letters and those to units of sound, without the endings of cases. Two words may be one
//! name when their sounds are near ([`same`]) and their endings do not tell a woman's from a man's. [`given`] knows the forms that no
//! sound tells: Nikolai and Nicholas. [`pinyin`] and [`japanese_readings`] say how Han characters are read where they are a name.
mod latin;
mod consonants;
mod han_readings;
mod surname_endings;
mod sound;
mod sound_distance;
mod sound_beginnings;
pub mod given;
mod whole;

pub use consonants::{consonants, is_sound_sign};
pub use han_readings::{is_pinyin, japanese_readings, pinyin};
pub use latin::latin;
pub use sound::{COARSE, Sound, Writing, sound};
pub use surname_endings::Gender;
pub use whole::{Part, parts};

pub(crate) use sound_distance::{Near, Row};

/// How far apart two words sound, in tenths, when they may be spellings of one name; `None` when they are names of two.
pub fn same(one: &str, other: &str) -> Option<u16> {
    let (one, other) = (sound(one)?, sound(other)?);
    if differ_in_gender(&one, &other) {
        return None;
    }
    Near::new(&one, USUAL).cost(&other.key())
}

/// The usual strictness of [`Near`]: all that may be the same name.
pub(crate) const USUAL: u32 = 100;

/// Whether one is a woman's name and the other a man's.
pub(crate) fn differ_in_gender(one: &Sound, other: &Sound) -> bool {
    one.gender.is_some() && other.gender.is_some() && one.gender != other.gender
}
