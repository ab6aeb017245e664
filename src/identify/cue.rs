//! The cue of a by-line: `By`, `Von`, `作者:`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold;
use crate::text::script::is_east_asian;

/// Whether the line opens with a by-line's cue: `By`, `Von`, `作者:`.
pub(crate) fn has_cue(line: &str) -> bool {
    let line = fold::tidy(line);
    strip_cue(&line).is_some()
}

/// Whether the line is a cue and nothing more: `作者:`.
pub(crate) fn is_cue(line: &str) -> bool {
    let line = fold::key(line.trim().trim_end_matches([':', '：']));
    CUES.contains(line.trim())
}

/// The line without a cue at its beginning.
pub(crate) fn strip_cues(line: &str) -> String {
    let mut line = line;
    for _ in 0..3 {
        match strip_cue(line) {
            Some(rest) => line = rest,
            None => break,
        }
    }
    line.to_owned()
}

/// A name such as `sudinfo.be`.
fn is_domain(text: &str) -> bool {
    text.split_once('.').is_some_and(|(label, end)| {
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        label.len() >= 2 && letters(label) && (2..=6).contains(&end.len()) && letters(end)
    })
}

fn strip_cue(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '•' | '·' | '-' | '–' | '—' | ':' | '/')
    });
    let labelled = line.split_once([':', '：', '／']).filter(|(head, rest)| {
        head.chars().count() <= 30
            && !rest.trim().is_empty()
            && CUES.contains(fold::key(head).as_str())
    });
    if let Some((_, rest)) = labelled {
        return Some(rest.trim_start());
    }
    let mut ends: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(4).collect();
    ends.reverse();
    for end in ends {
        let (Some(head), Some(rest)) = (line.get(..end), line.get(end..)) else {
            continue;
        };
        let rest = rest.trim_start();
        let opens = rest
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric() || c == '@');
        if (opens || is_domain(rest)) && CUES.contains(fold::key(head).as_str()) {
            return Some(rest);
        }
    }
    if let Some(name) = line
        .strip_prefix("By")
        .filter(|name| name.chars().next().is_some_and(char::is_uppercase))
    {
        return Some(name).filter(|name| {
            name.chars()
                .nth(1)
                .is_some_and(|c| c.is_lowercase() || c == '.')
        });
    }
    let rest = UNSPACED_CUES.iter().find_map(|cue| {
        let rest = line.strip_prefix(cue)?;
        // `글` is the beginning of other words too.
        let whole = cue.chars().nth(1).is_some() || rest.starts_with(char::is_whitespace);
        whole.then(|| rest.trim_start())
    })?;
    rest.starts_with(is_east_asian).then_some(rest)
}

const UNSPACED_CUES: &[&str] = &[
    "本报记者",
    "本報記者",
    "记者",
    "記者",
    "作者",
    "撰文",
    "文／",
    "文/",
    "文・",
    "文●",
    "文＝",
    "取材・文",
    "글",
];

static CUES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("data/byline.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});
