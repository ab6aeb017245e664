//! Snippets: the passages of an article that show why it is a hit.
//!
//! The cursors that decide a hit say at which places its words stand; one pass over the text finds the bytes of these places and the
//! sentences they are in. Nothing is analysed again.

use tantivy::DocAddress;

use crate::archive::{Request, Snippet};
use crate::article::Span;
use crate::index::analysis::gap_break;
use crate::search::budget::Budget;
use crate::search::plan::logical::Mark;
use crate::search::view::View;
use crate::search::walk::{Cursor, Outline, Stretch};
use crate::text::sentences::Break;
use crate::text::words::{Word, words};

/// Bytes of a passage at most, where a sentence can be cut.
const LONGEST: usize = 360;

/// A passage shorter than this takes the next sentence of its paragraph with it.
const SHORT: usize = 110;

/// Matched words of an article that are looked at.
const MOST_WORDS: usize = 5_000;

/// The words of one hit that matched: which places, for which mark.
pub(crate) type Matched = Vec<(Stretch, usize)>;

/// Where the marks stand in each of the hits, in their order: the place of the text's first word, and the words.
pub(crate) fn matched(
    hits: &[DocAddress],
    marks: &[Mark],
    view: &View,
    budget: &Budget,
) -> tantivy::Result<Vec<(u32, Matched)>> {
    let mut found: Vec<(u32, Matched)> = vec![Default::default(); hits.len()];
    let mut sorted: Vec<(DocAddress, &mut (u32, Matched))> =
        hits.iter().copied().zip(&mut found).collect();
    sorted.sort_unstable_by_key(|(hit, _)| *hit);
    let mut places = Vec::new();
    for of_segment in sorted.chunk_by_mut(|a, b| a.0.segment_ord == b.0.segment_ord) {
        let Some((first, _)) = of_segment.first() else {
            continue;
        };
        let reader = view.searcher.segment_reader(first.segment_ord);
        for (at, mark) in marks.iter().enumerate() {
            let mut cursor = Cursor::open(&mark.node, reader, budget)?;
            let mut outline =
                Outline::open(&mark.node, reader, view.fields.text, &view.columns, budget)?;
            for (hit, (start, words)) in &mut *of_segment {
                *start = outline.text_start(hit.doc_id);
                if words.len() > MOST_WORDS || cursor.seek(hit.doc_id) != hit.doc_id {
                    continue;
                }
                let stretches = cursor.find(hit.doc_id, &mut outline).to_vec();
                if !budget.spend(outline.take_cost().saturating_add(cursor.step_cost())) {
                    break;
                }
                places.clear();
                cursor.words_of(hit.doc_id, &stretches, &mut outline, &mut places);
                places.sort_unstable();
                places.dedup();
                words.extend(places.iter().take(MOST_WORDS).map(|&stretch| (stretch, at)));
            }
        }
    }
    for (_, words) in &mut found {
        words.sort_unstable();
    }
    Ok(found)
}

/// A matched word in a text.
#[derive(Debug, Clone, Copy)]
struct Seen {
    start: usize,
    end: usize,
    mark: usize,
}

/// A sentence and the matched words in it.
#[derive(Debug, Clone, Copy)]
struct Sentence {
    start: usize,
    end: usize,
    /// Whether it begins a paragraph.
    begins: bool,
    /// The matched words: from, to.
    seen: (usize, usize),
}

/// The marked bytes of the headline.
pub(crate) fn title_marks(title: &str, text_start: u32, matched: &Matched) -> Vec<Span> {
    let in_title: Vec<(Stretch, usize)> = matched
        .iter()
        .copied()
        .filter(|(stretch, _)| stretch.start < text_start)
        .collect();
    if in_title.is_empty() {
        return Vec::new();
    }
    let (seen, _) = locate(title, 0, &in_title);
    spans(&seen, 0)
}

/// At most `most` passages of the text that show what matched: as many parts of the query as possible, then the rarest.
pub(crate) fn snippets(
    text: &str,
    text_start: u32,
    matched: &Matched,
    marks: &[Mark],
    most: usize,
) -> Vec<Snippet> {
    if most == 0 {
        return Vec::new();
    }
    let in_text: Vec<(Stretch, usize)> = matched
        .iter()
        .copied()
        .filter(|(stretch, _)| stretch.start >= text_start)
        .collect();
    if most == Request::WHOLE_TEXT {
        let (seen, _) = locate(text, text_start, &in_text);
        return vec![Snippet {
            text: text.to_owned(),
            marks: spans(&seen, 0),
        }];
    }
    if in_text.is_empty() {
        return beginning(text).into_iter().collect();
    }
    let (seen, sentences) = locate(text, text_start, &in_text);
    let mut chosen: Vec<usize> = Vec::new();
    let mut shown = vec![false; marks.len()];
    while chosen.len() < most {
        let Some(best) = best(&sentences, &seen, &chosen, (&shown, marks)) else {
            break;
        };
        for one in inside(&sentences, best, &seen) {
            if let Some(shown) = shown.get_mut(one.mark) {
                *shown = true;
            }
        }
        chosen.push(best);
    }
    chosen.sort_unstable();
    passages(text, &sentences, &seen, &chosen)
}

/// The matched words with their bytes, and the sentences of the text.
fn locate(
    text: &str,
    first_place: u32,
    matched: &[(Stretch, usize)],
) -> (Vec<Seen>, Vec<Sentence>) {
    let mut seen: Vec<Seen> = Vec::new();
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut next = 0;
    let mut last: Option<Word<'_>> = None;
    for (place, word) in (first_place..).zip(words(text)) {
        let starts = match &last {
            None => Break::Paragraph,
            Some(last) => gap_break(text, last, &word),
        };
        if starts != Break::None {
            if let (Some(sentence), Some(last)) = (sentences.last_mut(), &last) {
                sentence.end = close(text, last.end, word.start);
                sentence.seen.1 = seen.len();
            }
            let begins = starts == Break::Paragraph;
            let start = reach_back(text, last.map_or(0, |last| last.end), word.start);
            sentences.push(Sentence {
                start,
                end: text.len(),
                begins,
                seen: (seen.len(), seen.len()),
            });
        }
        while let Some(&(stretch, mark)) = matched
            .get(next)
            .filter(|(stretch, _)| stretch.start <= place)
        {
            open.push((stretch.last, mark));
            next += 1;
        }
        for &(_, mark) in &open {
            seen.push(Seen {
                start: word.start,
                // The second character of a pair is the next place's.
                end: word.own_end(),
                mark,
            });
        }
        open.retain(|&(end, _)| end > place);
        last = Some(word);
    }
    if let (Some(sentence), Some(last)) = (sentences.last_mut(), &last) {
        sentence.end = close(text, last.end, text.len());
        sentence.seen.1 = seen.len();
    }
    (seen, sentences)
}

/// The end of a sentence whose last word ends at `end`: with its punctuation, without the white space before the next.
fn close(text: &str, end: usize, next: usize) -> usize {
    let gap = text.get(end..next).unwrap_or_default();
    let mut length = 0;
    for (at, c) in gap.char_indices() {
        if c.is_whitespace() {
            break;
        }
        length = at + c.len_utf8();
    }
    end + length
}

/// The start of a sentence whose first word starts at `start`: with the quotes and brackets before it.
fn reach_back(text: &str, end: usize, start: usize) -> usize {
    let gap = text.get(end..start).unwrap_or_default();
    let mut from = gap.len();
    for (at, c) in gap.char_indices().rev() {
        if c.is_whitespace() || !is_opening(c) {
            break;
        }
        from = at;
    }
    end + from
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '‚'
            | '('
            | '['
            | '「'
            | '『'
            | '¿'
            | '¡'
            | '\''
            | '$'
            | '€'
            | '£'
            | '#'
            | '@'
    )
}

fn inside<'a>(sentences: &[Sentence], at: usize, seen: &'a [Seen]) -> &'a [Seen] {
    let (from, to) = sentences.get(at).map_or((0, 0), |sentence| sentence.seen);
    seen.get(from..to).unwrap_or_default()
}

/// The sentence that shows most of what is not shown yet.
fn best(
    sentences: &[Sentence],
    seen: &[Seen],
    chosen: &[usize],
    (shown, marks): (&[bool], &[Mark]),
) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    let mut counted = vec![usize::MAX; marks.len()];
    for at in 0..sentences.len() {
        if chosen.contains(&at) {
            continue;
        }
        let mut gain = 0.0;
        for one in inside(sentences, at, seen) {
            let (Some(mark), Some(last)) = (marks.get(one.mark), counted.get_mut(one.mark)) else {
                continue;
            };
            if *last != at {
                *last = at;
                let known = shown.get(one.mark).copied().unwrap_or(false);
                gain += if known {
                    0.01 * mark.weight
                } else {
                    mark.weight
                };
            }
        }
        if gain > 0.0 && best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, at));
        }
    }
    // Further passages must show something new.
    best.filter(|(gain, _)| chosen.is_empty() || *gain > 0.2 * least(marks))
        .map(|(_, at)| at)
}

fn least(marks: &[Mark]) -> f32 {
    marks
        .iter()
        .map(|mark| mark.weight)
        .fold(f32::INFINITY, f32::min)
}

/// The chosen sentences as passages: neighbours joined, short ones lengthened, long ones cut.
fn passages(text: &str, sentences: &[Sentence], seen: &[Seen], chosen: &[usize]) -> Vec<Snippet> {
    let mut made = Vec::new();
    let mut next = 0;
    for &first in chosen {
        if first < next {
            continue;
        }
        let Some(sentence) = sentences.get(first) else {
            continue;
        };
        let (start, mut end) = (sentence.start, sentence.end);
        next = first + 1;
        while let Some(following) = sentences.get(next) {
            let wanted = chosen.contains(&next) || end - start < SHORT;
            if following.begins || !wanted || following.end - start > LONGEST {
                break;
            }
            end = following.end;
            next += 1;
        }
        let to = sentences
            .get(next - 1)
            .map_or(sentence.seen.1, |last| last.seen.1);
        let words = seen.get(sentence.seen.0..to).unwrap_or_default();
        made.push(cut(text, (start, end), words));
    }
    made
}

/// The passage from `start` to `end`, or where that is too long the part of it that shows most.
fn cut(text: &str, (start, end): (usize, usize), seen: &[Seen]) -> Snippet {
    if end - start <= LONGEST {
        let passage = text.get(start..end).unwrap_or_default();
        return Snippet {
            text: passage.to_owned(),
            marks: spans(seen, start),
        };
    }
    let mut from = (0, start);
    for (at, one) in seen.iter().enumerate() {
        let window = seen.get(at..).unwrap_or_default();
        let marks: std::collections::BTreeSet<usize> = window
            .iter()
            .take_while(|other| other.end <= one.start + LONGEST - 60)
            .map(|one| one.mark)
            .collect();
        if marks.len() > from.0 {
            from = (marks.len(), one.start);
        }
    }
    let begin = if from.1 < start + 60 {
        start
    } else {
        word_start(text, from.1 - 40)
    };
    let begin = begin.max(start);
    let stop = if end <= begin + LONGEST {
        end
    } else {
        word_end(text, begin + LONGEST)
    };
    let mut passage = String::new();
    if begin > start {
        passage.push('…');
    }
    let shift = begin - passage.len().min(begin);
    passage.push_str(text.get(begin..stop).unwrap_or_default());
    if stop < end {
        passage.push('…');
    }
    let inside: Vec<Seen> = seen
        .iter()
        .copied()
        .filter(|one| one.start >= begin && one.end <= stop)
        .collect();
    let mut marks = spans(&inside, shift);
    if begin < '…'.len_utf8() && begin > start {
        marks.clear();
    }
    Snippet {
        text: passage,
        marks,
    }
}

/// The start of the word at or after `at`.
fn word_start(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let rest = text.get(at..).unwrap_or_default();
    let space = rest
        .char_indices()
        .take(40)
        .find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(offset, c)| at + offset + c.len_utf8())
}

/// The end of the word at or before `at`.
fn word_end(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let before = text.get(..at).unwrap_or_default();
    let space = before
        .char_indices()
        .rev()
        .take(40)
        .find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(offset, _)| offset)
}

/// The marked ranges, in order, joined where they touch or overlap.
fn spans(seen: &[Seen], from: usize) -> Vec<Span> {
    let mut sorted: Vec<(usize, usize)> = seen.iter().map(|one| (one.start, one.end)).collect();
    sorted.sort_unstable();
    let mut spans: Vec<Span> = Vec::new();
    for (start, end) in sorted {
        let (start, end) = (start.saturating_sub(from), end.saturating_sub(from));
        match spans.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => spans.push(Span { start, end }),
        }
    }
    spans
}

/// The beginning of a text in which nothing is marked.
fn beginning(text: &str) -> Option<Snippet> {
    let (seen, sentences) = locate(text, 0, &[]);
    passages(text, &sentences, &seen, &[0])
        .pop()
        .filter(|snippet| !snippet.text.is_empty())
}
