//! Digits and numerals of the world's scripts.

/// The value of a decimal digit of any script that news is written in.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    /// The zero of each script; the nine other digits follow it.
    const ZEROS: [char; 17] = [
        '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
        '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}',
        '\u{ff10}',
    ];
    ZEROS.iter().find_map(|&zero| {
        (c as u32)
            .checked_sub(zero as u32)
            .filter(|value| *value < 10)
    })
}

/// A run of Han numerals at the start of `text`: its value, its length in bytes and how many characters it has.
///
/// Only numerals that a calendar counter (年, 月, 日, 号) follows are read; elsewhere 一 is a word.
pub(super) fn han(text: &str) -> Option<(u64, usize)> {
    let run: Vec<char> = text
        .chars()
        .take(7)
        .take_while(|c| han_value(*c).is_some())
        .collect();
    let len: usize = run.iter().map(|c| c.len_utf8()).sum();
    let next = text.get(len..)?.chars().next()?;
    if run.is_empty() || !matches!(next, '年' | '月' | '日' | '号' | '號') {
        return None;
    }
    Some((han_number(&run), len))
}

fn han_value(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '元' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' => 100,
        _ => return None,
    })
}

/// 二〇二五 is read digit by digit, 二十五 and 百十四 by value.
fn han_number(run: &[char]) -> u64 {
    let values = run.iter().filter_map(|c| han_value(*c));
    if !run.iter().any(|c| matches!(c, '十' | '廿' | '卅' | '百')) {
        return values.fold(0, |number, value| number * 10 + value);
    }
    let mut total = 0;
    let mut unit = 0;
    for value in values {
        match value {
            10 | 100 => {
                total += unit.max(1) * value;
                unit = 0;
            }
            20 | 30 => total += value,
            _ => unit = value,
        }
    }
    total + unit
}
