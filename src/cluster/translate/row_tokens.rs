//! The words of a planned query as tokens of the rows.

use serde_json::{Value, json};

use crate::cluster::json_object::put;
use crate::cluster::token_rows::{COMPOUND, GOES_ON, stem_token, token_of};
use crate::index::analysis::{Case, EXACT, JOINED, OF, WRITTEN, word_form};
use crate::query::Field;
use crate::search::plan::lookup::Scope;
use crate::search::plan::node::{Leaf, List, PositionMask};
use crate::text::words::{Kind, words};

/// A token that has a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token {
    /// A stem with its language.
    Stem(String),
    /// A word without case and accents.
    Written(String),
    /// A word as it stands.
    Exact(String),
    /// A word without case and accents that is written with a capital.
    Named(String),
    /// The stem of a compound with its language, and how many places it takes.
    Joined(String, u32),
    /// A word of a name.
    Name(String),
}

/// The field in which the words of a scope are looked for.
pub(super) fn field_of(scope: Scope) -> String {
    match scope {
        Scope::Words(_) => "written".to_owned(),
        Scope::Names(field) => format!("{}_words", name_of(field)),
    }
}

/// The name of a field of names in the mapping.
pub(super) fn name_of(field: Field) -> &'static str {
    match field {
        Field::Language => "language",
        other => other.name(),
    }
}

/// The tokens of a word, each once.
pub(super) fn tokens(leaf: &Leaf, scope: Scope) -> Vec<Token> {
    let mut found: Vec<Token> = leaf.lists.iter().map(|list| token(list, scope)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn token(list: &List, scope: Scope) -> Token {
    let key = list.key();
    let bare = key.trim_start_matches(char::is_control);
    let (word, _) = bare.split_once(OF).unwrap_or((bare, ""));
    if let Scope::Names(_) = scope {
        let folded = words(word)
            .next()
            .map(|word| word_form::fold(&word).written);
        return Token::Name(token_of(folded.as_deref().unwrap_or(word)));
    }
    if key.starts_with(JOINED) {
        return Token::Joined(stem_token(key), list.places);
    }
    if key.starts_with(EXACT) {
        return Token::Exact(token_of(word));
    }
    for case in [Case::Plain, Case::Capital, Case::Upper] {
        if list.mask == PositionMask::of_case(case) {
            return Token::Exact(token_of(&in_case(word, case)));
        }
    }
    match list.mask {
        PositionMask::AS_NAME => Token::Named(token_of(word)),
        PositionMask::AS_WRITTEN => Token::Written(token_of(word)),
        _ if key.starts_with(WRITTEN) => Token::Written(token_of(word)),
        _ => Token::Stem(stem_token(key)),
    }
}

/// A pair of characters is the same in every language, and stands in the row of written words too: a run of pairs is a phrase of that row.
pub(super) fn as_written(tokens: Vec<Token>, width: u32) -> Vec<Token> {
    if width != 2 {
        return tokens;
    }
    let mut found: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let token = match token {
            Token::Stem(text) => {
                let word = text
                    .rsplit_once('/')
                    .map_or(text.as_str(), |(word, _)| word);
                Token::Written(word.to_owned())
            }
            other => other,
        };
        if !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

/// A written form in this case.
fn in_case(word: &str, case: Case) -> String {
    let mut letters = word.chars();
    match (case, letters.next()) {
        (Case::Upper, _) => word.chars().flat_map(char::to_uppercase).collect(),
        (Case::Capital, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

impl Token {
    /// The row that has it.
    pub(super) fn row(&self, scope: Scope) -> String {
        let row = match self {
            Self::Stem(_) => "stem",
            Self::Written(_) | Self::Named(_) => "written",
            Self::Exact(_) => "exact",
            Self::Joined(..) => "joined",
            Self::Name(_) => return field_of(scope),
        };
        row.to_owned()
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Stem(text)
            | Self::Written(text)
            | Self::Exact(text)
            | Self::Named(text)
            | Self::Joined(text, _)
            | Self::Name(text) => text,
        }
    }

    /// How it stands in the bag that scores are made of.
    pub(super) fn in_bag(&self) -> Option<String> {
        match self {
            Self::Stem(text) => Some(text.clone()),
            Self::Joined(text, _) => Some(format!("{COMPOUND}{text}")),
            _ => None,
        }
    }

    /// How many places it takes in its row.
    pub(super) fn width(&self) -> u32 {
        match self {
            Self::Joined(_, places) => *places,
            _ => 1,
        }
    }

    /// Where it stands, as a rule of intervals.
    pub(super) fn rule(&self, scope: Scope) -> Value {
        let at = |row: &str| json!({"query": self.text(), "analyzer": "places", "use_field": row});
        match self {
            Self::Named(_) => {
                let mut named = at("written");
                put(
                    &mut named,
                    "filter",
                    json!({"not_contained_by": {"match": at("exact")}}),
                );
                json!({"match": named})
            }
            Self::Joined(_, places) => {
                let goes_on = json!({"match": {"query": GOES_ON, "analyzer": "places", "use_field": "joined"}});
                let mut parts = vec![json!({"match": at("joined")})];
                for _ in 1..*places {
                    parts.push(goes_on.clone());
                }
                json!({"all_of": {"ordered": true, "max_gaps": 0, "intervals": parts}})
            }
            _ => json!({"match": at(&self.row(scope))}),
        }
    }
}

fn is_pair(word: &str) -> bool {
    words(word)
        .next()
        .is_some_and(|word| word.kind == Kind::Pair)
}

/// A word that terms of the index stand for, each in its language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordOfIndex {
    /// A row whose tokens name the language, and the term without it.
    InLanguage(&'static str, String),
    /// A row whose tokens are the same in all languages, and the token.
    InAny(&'static str, String),
    /// A term that no article has.
    Nothing,
}

/// The word that a term of the index stands for, and its language; terms of some forms have none.
pub(crate) fn word_of_index(key: &str) -> (WordOfIndex, Option<String>) {
    let bare = key.trim_start_matches(char::is_control);
    let (word, code) = match bare.split_once(OF) {
        Some((word, code)) => (word, Some(code.to_owned())),
        None => (bare, None),
    };
    let found = if key.starts_with(JOINED) {
        WordOfIndex::InLanguage("joined", word.to_owned())
    } else if key.starts_with(WRITTEN) && is_pair(word) {
        // A pair of characters is its own stem, and has no other form.
        WordOfIndex::Nothing
    } else if key.starts_with(WRITTEN) {
        WordOfIndex::InAny("written", token_of(word))
    } else if key.starts_with(EXACT) {
        WordOfIndex::InAny("exact", token_of(word))
    } else {
        WordOfIndex::InLanguage("stem", word.to_owned())
    };
    (found, code)
}

impl WordOfIndex {
    /// A query for the articles that have the word, in these languages at least.
    pub(crate) fn query<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Value {
        match self {
            Self::InLanguage(row, word) => {
                let tokens = codes.map(|code| stem_token(&format!("{word}{OF}{code}")));
                let tokens: Vec<String> = tokens.collect();
                json!({"terms": {*row: tokens}})
            }
            Self::InAny(row, token) => json!({"term": {*row: token}}),
            Self::Nothing => json!({"match_none": {}}),
        }
    }
}
