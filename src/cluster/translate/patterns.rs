//! Words that the engine finds by how they are written.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};
use serde_json::{Value, json};

use crate::cluster::dialect::Dialect;
use crate::cluster::json_object::put;
use crate::search::plan::node::WordsLike;

/// Words that a pattern may stand for where they count for the score.
const SCORED: &str = "top_terms_blended_freqs_64";

/// Signs of a regular expression that the engine takes at most.
const LONGEST: usize = 1_000;

/// Ranges of a class of characters that are written out; a larger class is any character.
const RANGES: usize = 120;

/// A pattern in a rule of intervals, and whether it finds nothing else.
pub(super) fn rule(
    like: &WordsLike,
    field: &str,
    dialect: Dialect,
) -> Result<(Value, bool), String> {
    Ok(match like {
        // A prefix fails where it has more than 128 words; a wildcard may have more.
        WordsLike::Prefix(prefix) => {
            let pattern = json!({"pattern": format!("{}*", escaped(prefix)), "use_field": field});
            (json!({"wildcard": dialect.with_most_words(pattern)}), true)
        }
        WordsLike::Wildcard(pattern) => {
            let pattern = json!({"pattern": pattern.replace('\\', "\\\\"), "use_field": field});
            (json!({"wildcard": dialect.with_most_words(pattern)}), true)
        }
        WordsLike::Regex(regex) => {
            let (pattern, is_exact) = lucene(regex)?;
            let pattern = json!({"pattern": pattern, "use_field": field});
            (
                json!({"regexp": dialect.with_most_words(pattern)}),
                is_exact,
            )
        }
        WordsLike::Fuzzy(word, distance) => {
            let fuzzy = json!({"term": word, "fuzziness": distance, "transpositions": true, "use_field": field});
            (json!({"fuzzy": fuzzy}), true)
        }
    })
}

/// A pattern as a query.
pub(super) struct PatternQuery {
    pub(super) query: Value,
    /// The commonest words that it stands for, which may make the score.
    pub(super) scored: Value,
    /// Whether it finds nothing else.
    pub(super) is_exact: bool,
}

/// A pattern as a query.
pub(super) fn query(like: &WordsLike, field: &str) -> Result<PatternQuery, String> {
    let mut is_exact = true;
    let (kind, body) = match like {
        WordsLike::Prefix(prefix) => ("prefix", json!({"value": prefix})),
        WordsLike::Wildcard(pattern) => {
            ("wildcard", json!({"value": pattern.replace('\\', "\\\\")}))
        }
        WordsLike::Regex(regex) => {
            let (pattern, all) = lucene(regex)?;
            is_exact = all;
            ("regexp", json!({"value": pattern}))
        }
        WordsLike::Fuzzy(word, distance) => {
            let fuzzy = json!({"value": word, "fuzziness": distance, "max_expansions": 1024, "transpositions": true});
            let query = json!({"fuzzy": {field: fuzzy}});
            return Ok(PatternQuery {
                scored: query.clone(),
                query,
                is_exact,
            });
        }
    };
    let mut scored = body.clone();
    put(&mut scored, "rewrite", SCORED);
    Ok(PatternQuery {
        query: json!({kind: {field: body}}),
        scored: json!({kind: {field: scored}}),
        is_exact,
    })
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '*' | '?' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A regular expression as Lucene reads it, and whether it matches nothing else.
pub(super) fn lucene(regex: &str) -> Result<(String, bool), String> {
    let refused = |why: &str| format!("/{regex}/ cannot be asked on a cluster: {why}");
    let hir = regex_syntax::parse(regex).map_err(|_| refused("it cannot be read"))?;
    let mut writer = Writer {
        out: String::new(),
        is_exact: true,
    };
    if !writer.write(&hir) {
        return Err(refused(
            "it looks at the edges of words, and every word is matched as a whole",
        ));
    }
    if writer.out.len() > LONGEST {
        return Err(refused("it is too long"));
    }
    Ok((writer.out, writer.is_exact))
}

struct Writer {
    out: String,
    is_exact: bool,
}

impl Writer {
    /// Writes a part; false where it cannot be written.
    fn write(&mut self, hir: &Hir) -> bool {
        match hir.kind() {
            HirKind::Empty => self.out.push_str("()"),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => text.chars().for_each(|c| self.character(c)),
                Err(_) => return false,
            },
            HirKind::Class(class) => self.class(class),
            // Words are matched whole: the ends of a text are where the word ends.
            HirKind::Look(look) => {
                use regex_syntax::hir::Look::{End, Start};
                return matches!(look, Start | End);
            }
            HirKind::Repetition(repetition) => {
                self.out.push('(');
                if !self.write(&repetition.sub) {
                    return false;
                }
                self.out.push(')');
                self.out.push_str(&match (repetition.min, repetition.max) {
                    (0, None) => "*".to_owned(),
                    (1, None) => "+".to_owned(),
                    (0, Some(1)) => "?".to_owned(),
                    (least, None) => format!("{{{least},}}"),
                    (least, Some(most)) => format!("{{{least},{most}}}"),
                });
            }
            HirKind::Capture(capture) => return self.write(&capture.sub),
            HirKind::Concat(parts) => return parts.iter().all(|part| self.write(part)),
            HirKind::Alternation(parts) => {
                self.out.push('(');
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        self.out.push('|');
                    }
                    if !self.write(part) {
                        return false;
                    }
                }
                self.out.push(')');
            }
        }
        true
    }

    fn class(&mut self, class: &Class) {
        let Class::Unicode(class) = class else {
            self.out.push('.');
            self.is_exact = false;
            return;
        };
        let begins = class.ranges().first().map(ClassUnicodeRange::start);
        let ends = class.ranges().last().map(ClassUnicodeRange::end);
        let leaves_out_a_line_end = class.ranges().len() <= 2
            && class.ranges().iter().any(|range| range.start() == '\u{b}');
        if begins == Some('\0')
            && ends == Some(char::MAX)
            && (class.ranges().len() == 1 || leaves_out_a_line_end)
        {
            self.out.push('.');
            return;
        }
        if class.ranges().len() > RANGES {
            self.out.push('.');
            self.is_exact = false;
            return;
        }
        self.out.push('[');
        for range in class.ranges() {
            self.character(range.start());
            if range.start() != range.end() {
                self.out.push('-');
                self.character(range.end());
            }
        }
        self.out.push(']');
    }

    fn character(&mut self, c: char) {
        if !c.is_alphanumeric() {
            self.out.push('\\');
        }
        self.out.push(c);
    }
}
