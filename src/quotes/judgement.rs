//! What is to be said of a quotation by one text.

use crate::article::Span;
use crate::quotes::alignment::{Alignment, Step, align};
use crate::quotes::quoted_words::{Token, Wording, quoted_words};
use crate::quotes::surroundings::{around, quotations, sentences};
use crate::quotes::turning_words::{negates, turns};
use crate::quotes::verdict::{Difference, Verdict};
use crate::text::words::words;

/// Words left out at one place from which on it is a cut; fewer are missing words.
const CUT: usize = 3;

/// Words left out up to which a negation among them changes what is said.
const SHORT_CUT: usize = 5;

/// Words that must be the same in one run for a text to be like the quotation.
const RUN: usize = 3;

/// Share of the quotation's words that may differ where a text is like it.
const MOST_WRONG: f32 = 0.4;

/// Words before and behind the quotation that are looked at for a negation or a condition: farther off they belong to another clause.
const NEAR_BEFORE: usize = 6;
const NEAR_BEHIND: usize = 4;

/// A quotation as one text has it.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    pub(crate) at: Span,
    pub(crate) differences: Vec<Difference>,
    pub(crate) likeness: f32,
}

/// A quotation and its words.
#[derive(Debug)]
pub(crate) struct Quotation<'a> {
    pub(crate) text: &'a str,
    pub(crate) wording: &'a Wording,
}

/// Neighbouring steps that are not of the same word.
#[derive(Default)]
struct Group {
    quote: Vec<usize>,
    text: Vec<usize>,
    is_marked: bool,
}

/// Compares; `None` where the text, of this language, has nothing like the quotation.
pub(crate) fn judge(quotation: &Quotation<'_>, text: &str, language: &str) -> Option<Judged> {
    let tokens = &quoted_words(text).tokens;
    let quote = &quotation.wording.tokens;
    let alignment = align(quote, tokens)?;
    if !is_like(&alignment, quote.len()) {
        return None;
    }
    let sides = Sides {
        quotation,
        text,
        tokens,
        language,
    };
    let mut differences = Vec::new();
    let mut is_altered = false;
    for group in groups(&alignment) {
        if sides.is_hyphen_alone(&group) {
            continue;
        }
        let difference = sides.difference(&group);
        is_altered |= sides.alters(&difference, &group);
        differences.push(difference);
    }
    let at = sides.run(&alignment)?;
    if !is_altered {
        differences.extend(sides.ends(at));
    }
    let same = same_words(&alignment);
    Some(Judged {
        verdict: match differences.is_empty() {
            true => Verdict::Exact,
            false if is_altered => Verdict::Altered,
            false => Verdict::Cut,
        },
        at,
        differences,
        likeness: same as f32 / quote.len() as f32,
    })
}

fn same_words(alignment: &Alignment) -> usize {
    let is_same = |step: &&Step| matches!(step, Step::Same { .. });
    alignment.steps.iter().filter(is_same).count()
}

/// Whether enough is the same that the text may be where the quotation comes from.
fn is_like(alignment: &Alignment, words: usize) -> bool {
    let (mut wrong, mut run, mut longest, mut in_gap) = (0, 0, 0, false);
    for step in &alignment.steps {
        match step {
            Step::Same { .. } => run += 1,
            Step::LeftOut { is_marked, .. } => {
                wrong += usize::from(!in_gap && !is_marked);
                run = 0;
            }
            Step::Changed { .. } | Step::Added { .. } => {
                wrong += 1;
                run = 0;
            }
        }
        in_gap = matches!(step, Step::LeftOut { .. });
        longest = longest.max(run);
    }
    let is_near = longest >= RUN && wrong as f32 <= words as f32 * MOST_WRONG;
    // Short sentences have no long runs once two of their words are changed.
    let is_short_and_near = words > RUN && wrong * RUN <= words;
    wrong == 0 || is_near || is_short_and_near
}

fn groups(alignment: &Alignment) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut is_open = false;
    for step in &alignment.steps {
        if let Step::Same { .. } = step {
            is_open = false;
            continue;
        }
        if !is_open {
            groups.push(Group::default());
            is_open = true;
        }
        let Some(group) = groups.last_mut() else {
            continue;
        };
        match step {
            Step::Same { .. } => {}
            Step::Changed { quote, text } => {
                group.quote.push(*quote);
                group.text.push(*text);
            }
            Step::Added { quote } => group.quote.push(*quote),
            Step::LeftOut { text, is_marked } => {
                group.text.push(*text);
                group.is_marked |= is_marked;
            }
        }
    }
    groups
}

/// Both sides of a comparison.
struct Sides<'a> {
    quotation: &'a Quotation<'a>,
    text: &'a str,
    tokens: &'a [Token],
    language: &'a str,
}

impl Sides<'_> {
    /// Whether one side has a hyphen in a word where the other has none: `ceasefire` and `cease-fire`.
    fn is_hyphen_alone(&self, group: &Group) -> bool {
        let joined = |tokens: &[Token], at: &[usize]| -> (String, bool) {
            let own: Vec<&Token> = at.iter().filter_map(|at| tokens.get(*at)).collect();
            let has_hyphen = own.iter().skip(1).any(|token| token.after_hyphen);
            (
                own.iter().map(|token| token.key.as_str()).collect(),
                has_hyphen,
            )
        };
        let (quote, quote_hyphen) = joined(&self.quotation.wording.tokens, &group.quote);
        let (text, text_hyphen) = joined(self.tokens, &group.text);
        quote == text && (quote_hyphen || text_hyphen)
    }

    fn difference(&self, group: &Group) -> Difference {
        let quote = words_at(
            self.quotation.text,
            &self.quotation.wording.tokens,
            &group.quote,
        );
        let archive = words_at(self.text, self.tokens, &group.text);
        match (quote.is_empty(), archive.is_empty()) {
            (true, _) => Difference::LeftOut {
                archive,
                is_marked: group.is_marked,
            },
            (false, true) => Difference::Added { quote },
            (false, false) => Difference::Changed { quote, archive },
        }
    }

    /// Whether a difference makes the quotation an altered one; else it is cut.
    fn alters(&self, difference: &Difference, group: &Group) -> bool {
        match difference {
            Difference::Changed { .. } | Difference::Added { .. } => true,
            Difference::LeftOut {
                is_marked: true, ..
            } => false,
            Difference::LeftOut { archive, .. } => {
                let count = group.text.len();
                count < CUT || (count <= SHORT_CUT && negates(archive, self.language))
            }
            Difference::EndLeftOut { .. } => false,
        }
    }

    /// The bytes of the text that the quotation lies over.
    fn run(&self, alignment: &Alignment) -> Option<Span> {
        let mut at = alignment.steps.iter().filter_map(|step| match step {
            Step::Same { text, .. } | Step::Changed { text, .. } => self.tokens.get(*text),
            _ => None,
        });
        let first = at.next()?.at;
        let last = at.next_back().map_or(first, |token| token.at);
        Some(Span {
            start: first.start,
            end: last.end,
        })
    }

    /// What the ends of the quotation leave out of their sentence, where an ellipsis says so or it turns what is said.
    fn ends(&self, at: Span) -> Vec<Difference> {
        let whole = self.whole(at);
        let before = self.text.get(whole.start..at.start).unwrap_or_default();
        let behind = self.text.get(at.end..whole.end).unwrap_or_default();
        let wording = self.quotation.wording;
        let opens = wording
            .tokens
            .first()
            .is_some_and(|first| first.after_ellipsis);
        let near_before = last_words(before, NEAR_BEFORE);
        let near_behind = first_words(behind, NEAR_BEHIND);
        let mut ends = Vec::new();
        for (rest, near, is_marked) in [
            (before, near_before, opens),
            (behind, near_behind, wording.ends_open),
        ] {
            let archive = rest.trim().to_owned();
            if words(&archive).next().is_none() {
                continue;
            }
            if is_marked {
                ends.push(Difference::LeftOut { archive, is_marked });
            } else if turns(near, self.language) {
                ends.push(Difference::EndLeftOut { archive });
            }
        }
        ends
    }

    /// What the words are a part of: their sentences, or as much of these as stands between the same quotes.
    fn whole(&self, at: Span) -> Span {
        let own = around(&sentences(self.text), at);
        let quoted = quotations(self.text)
            .into_iter()
            .find(|quoted| quoted.start <= at.start && at.end <= quoted.end);
        match quoted {
            Some(quoted) => Span {
                start: own.start.max(quoted.start),
                end: own.end.min(quoted.end),
            },
            None => own,
        }
    }
}

/// The words from the first of some tokens to the last.
fn words_at(text: &str, tokens: &[Token], at: &[usize]) -> String {
    let first = at.first().and_then(|at| tokens.get(*at));
    let last = at.last().and_then(|at| tokens.get(*at));
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let words = text.get(first.at.start..last.at.end);
    words.unwrap_or_default().to_owned()
}

fn last_words(text: &str, count: usize) -> &str {
    let starts: Vec<usize> = words(text).map(|word| word.start).collect();
    let from = starts.len().saturating_sub(count);
    let start = starts.get(from).copied().unwrap_or(0);
    text.get(start..).unwrap_or_default()
}

fn first_words(text: &str, count: usize) -> &str {
    let end = words(text).nth(count).map_or(text.len(), |word| word.start);
    text.get(..end).unwrap_or_default()
}
