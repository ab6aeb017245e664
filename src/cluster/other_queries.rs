//! Advice for a reader whose query finds nothing: the engine is asked what other queries find, and how words are spelt.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{Limits, Note, Request, SearchError};
use crate::article::Span;
use crate::cluster::filter_clauses::Clauses;
use crate::cluster::searcher::Cluster;
use crate::query::{Expr, Field as QueryField, Form, Kind, Query};
use crate::search::present::advice::{Tried, advise, misspelt};
use crate::search::present::spelling::most_slips;

/// Spellings that the engine offers for a word.
const OFFERED: usize = 50;

/// Spellings that are looked for in headlines.
const LOOKED_FOR: usize = 5;

impl Cluster {
    /// What to tell a reader to whom nothing matches; `unknown` are the words that no article has, where others with most of the words follow.
    pub(super) fn advice(
        &self,
        request: &Request,
        unknown: Option<&[Expr]>,
    ) -> Result<Vec<Note>, SearchError> {
        let tried = TriedThere {
            cluster: self,
            today: request.today,
            limits: &request.limits,
        };
        match unknown {
            None => advise(&request.query.root, &tried),
            Some(unknown) => misspelt(unknown, &tried),
        }
    }
}

/// The articles of an index.
struct TriedThere<'a> {
    cluster: &'a Cluster,
    today: Date,
    limits: &'a Limits,
}

impl Tried for TriedThere<'_> {
    type Error = SearchError;

    fn count(&self, expr: &Expr) -> Result<Option<u64>, SearchError> {
        let query = Query {
            root: expr.clone(),
            plain: false,
        };
        let none = Clauses::default();
        let understood = self
            .cluster
            .understood(&query, &none, (self.today, self.limits))?;
        match understood.query {
            Some(query) if !understood.is_lower_bound => {
                self.cluster.connection.count(&query).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn nearest_word(
        &self,
        written: &str,
        field: Option<QueryField>,
    ) -> Result<Option<String>, SearchError> {
        use QueryField::{
            Author, Domain, Id, Language, Lead, Place, Source, Story, Text, Title, Url, Wire,
        };
        let row = match field {
            None | Some(Title | Lead | Text) => "written".to_owned(),
            Some(name @ (Author | Source | Domain | Wire | Place)) => {
                format!("{}_words", name.name())
            }
            Some(Language | Url | Id | Story) => return Ok(None),
        };
        for slips in 1..=most_slips(written).unwrap_or(0) {
            let near = self.near_words(written, &row, slips)?;
            if field != Some(Title) {
                if let Some(word) = near.into_iter().next() {
                    return Ok(Some(word));
                }
                continue;
            }
            for word in near.into_iter().take(LOOKED_FOR) {
                if self.stands_in_a_headline(&word)? {
                    return Ok(Some(word));
                }
            }
        }
        Ok(None)
    }
}

impl TriedThere<'_> {
    /// The words of a row that so many slips make of another: those that begin as it does first, then the commonest.
    fn near_words(&self, written: &str, row: &str, slips: u8) -> Result<Vec<String>, SearchError> {
        let term = json!({
            "field": row, "analyzer": "places", "suggest_mode": "always", "max_edits": slips, "prefix_length": 0,
            "min_word_length": 1, "size": OFFERED, "shard_size": OFFERED, "sort": "frequency", "accuracy": 0.0,
        });
        let answer = self.cluster.connection.ask(&json!({
            "size": 0, "track_total_hits": false,
            "suggest": {"near": {"text": written, "term": term}},
        }))?;
        let options = answer.pointer("/suggest/near/0/options");
        let options = options.and_then(Value::as_array).into_iter().flatten();
        let mut found: Vec<(bool, u64, String)> = Vec::new();
        for option in options {
            let text = option.get("text").and_then(Value::as_str);
            let articles = option.get("freq").and_then(Value::as_u64);
            let Some((text, articles)) = text.zip(articles) else {
                continue;
            };
            // A slip of the first letter is rare.
            let same_start = text.chars().next() == written.chars().next();
            found.push((same_start, articles, text.to_owned()));
        }
        found.sort_unstable_by(|one, other| other.cmp(one));
        Ok(found.into_iter().map(|(_, _, word)| word).collect())
    }

    fn stands_in_a_headline(&self, word: &str) -> Result<bool, SearchError> {
        let span = Span { start: 0, end: 0 };
        let word = Kind::Word {
            text: word.to_owned(),
            form: Form::Written,
        };
        let in_title = Kind::Field {
            field: QueryField::Title,
            expr: Box::new(Expr::new(word, span)),
        };
        Ok(self.count(&Expr::new(in_title, span))?.unwrap_or(0) > 0)
    }
}
