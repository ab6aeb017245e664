//! The shingles of a text, whatever its length.

use std::collections::BTreeSet;

use dateline::group::Sketch;

use crate::support::Dice;

/// A text of so many words of a few letters each, some of them written without spaces.
fn text_of(words: usize) -> Vec<String> {
    let mut dice = Dice(23);
    let word = |dice: &mut Dice| match dice.roll(12) {
        0 => "潮見港の".to_owned(),
        1 => format!("Überfahrt{}", dice.roll(40)),
        _ => format!("w{}", dice.roll(900)),
    };
    (0..words).map(|_| word(&mut dice)).collect()
}

/// Shingles of pieces that overlap, each piece short enough to be hashed in one pass.
fn of_pieces(words: &[String]) -> BTreeSet<u32> {
    // A shingle is of ten words at most.
    let (step, overlap) = (10_000, 10);
    let piece = |from: usize| words[from..words.len().min(from + step + overlap)].join(" ");
    let pieces = (0..words.len()).step_by(step).map(piece);
    pieces
        .flat_map(|piece| Sketch::of(&piece).shingles().to_vec())
        .collect()
}

#[test]
fn a_long_text_has_the_shingles_of_its_pieces() {
    // One pass, and several.
    for count in [12_000, 1_500_000] {
        let words = text_of(count);
        let (sketch, marks) = Sketch::with_marks(&words.join(" "));
        let expected = of_pieces(&words);
        assert!(expected.iter().eq(sketch.shingles()), "{count} words");
        // One of 32 is a mark, and a shingle.
        assert!(
            marks
                .iter()
                .all(|mark| u32::try_from(*mark).is_ok_and(|mark| expected.contains(&mark)))
        );
        assert!(marks.is_sorted_by(|a, b| a < b));
        let part = marks.len() as f64 * 32.0 / expected.len() as f64;
        assert!((0.9..1.1).contains(&part), "{count} words: {part}");
    }
}

#[test]
fn a_long_text_of_few_shingles_has_them_all_as_marks() {
    let (sketch, marks) = Sketch::with_marks(&"the weir of Lund is open ".repeat(400_000));
    assert_eq!(sketch.len(), 6);
    assert_eq!(marks.len(), 6);
}
