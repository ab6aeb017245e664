//! Numbers: one writing for all scripts of digits and all ways to group them.

/// The zeros of the scripts whose digits news writes, but ASCII's.
const ZEROS: &[u32] = &[
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810,
];

/// The ASCII digit for a digit of another script, the ASCII sign for a sign of Arabic numbers.
pub(crate) fn digit(c: char) -> char {
    match c {
        '\u{66B}' => return '.',
        '\u{66C}' => return ',',
        '\u{660}'..='\u{1819}' => {}
        _ => return c,
    }
    let code = u32::from(c);
    for zero in ZEROS {
        if let Some(value @ 0..=9) = code.checked_sub(*zero) {
            return char::from_digit(value, 10).unwrap_or(c);
        }
    }
    c
}

/// A number without the signs between its groups of three digits, whatever follows it: `1,234.5` and `1'234.5` are `1234.5`.
/// `None` for what is not grouped.
pub(crate) fn ungrouped(word: &str) -> Option<String> {
    let end = word
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(word.len());
    let (first, mut rest) = word.split_at_checked(end)?;
    if !(1..=3).contains(&first.len()) || first.starts_with('0') {
        return None;
    }
    let sign = rest.chars().next()?;
    if sign.is_alphanumeric() {
        return None;
    }
    let mut number = first.to_owned();
    while let Some(after) = rest.strip_prefix(sign) {
        let Some((group, after)) = group(after) else {
            break;
        };
        number.push_str(group);
        rest = after;
    }
    if number.len() == first.len() || rest.starts_with(sign) {
        return None;
    }
    number.push_str(rest);
    Some(number)
}

/// Three digits and no more, and what follows them.
fn group(text: &str) -> Option<(&str, &str)> {
    let (group, rest) = text.split_at_checked(3)?;
    let digits = group.bytes().all(|byte| byte.is_ascii_digit());
    let more = rest.starts_with(|c: char| c.is_ascii_digit());
    (digits && !more).then_some((group, rest))
}

/// How many words a number takes that is written with spaces between its groups; `None` for what cannot be.
pub(crate) fn groups(word: &str) -> Option<u32> {
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let groups = u32::try_from(word.len().div_ceil(3)).ok()?;
    (digits && groups > 1 && !word.starts_with('0')).then_some(groups)
}
