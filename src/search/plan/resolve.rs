//! From a query to the logical plan: each word is looked up once.

use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::TantivyError;
use tantivy::schema::Field as Column;

use crate::archive::Note;
use crate::index::schema::column;
use crate::query::{Expr, Field, Kind};
use crate::search::budget::Budget;
use crate::search::plan::among_parts::Surroundings;
use crate::search::plan::filters;
use crate::search::plan::forms::{changed, keeps_to_a_language};
use crate::search::plan::languages;
use crate::search::plan::logical::{Logical, Mark, Resolved};
use crate::search::plan::lookup::{Lookup, Scope};
use crate::search::plan::node::{Node, Region};
use crate::search::plan::part_by_part::{AllOf, PartByPart, Sign, is_sentence};
use crate::search::plan::physical::{Filter, Physical};
use crate::search::plan::unspaced;
use crate::search::view::View;
use crate::search::walk;
use crate::text::language_names;

/// Resolves one of so many words of a query as it is resolved among them, with how often each stands in the archive.
pub(crate) fn resolve_among(
    part: &Expr,
    words: usize,
    today: Date,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Resolved> {
    let mut lookup = Lookup::new(view, budget);
    lookup.around.is_sentence = is_sentence(words);
    lookup.counts_elsewhere = true;
    resolve_with(lookup, part, today, view, budget)
}

/// Resolves a query over what `view` sees; `today` is for `last:7d`.
pub(crate) fn resolve(
    root: &Expr,
    today: Date,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Resolved> {
    resolve_with(Lookup::new(view, budget), root, today, view, budget)
}

fn resolve_with(
    lookup: Lookup<'_>,
    root: &Expr,
    today: Date,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Resolved> {
    let mut resolver = Resolver {
        view,
        today,
        budget,
        lookup,
        marks: Vec::new(),
        lets_too_much_through: false,
    };
    let mut logical = resolver.part(root, Scope::TEXT, Sign::Wanted)?;
    resolver.lookup.offer_spellings_of(root)?;
    if resolver.lets_too_much_through {
        logical = logical.map(|_| Logical::Filter(Filter::Nothing));
    }
    let Resolver { lookup, marks, .. } = resolver;
    // A pattern's words are gathered at once, and without words of a language there is nothing to walk apart.
    let apart = !lookup.has_patterns && keeps_to_a_language(root);
    Ok(Resolved {
        root: logical,
        marks,
        notes: lookup.notes,
        languages: if apart {
            languages::apart(lookup.postings)
        } else {
            Vec::new()
        },
    })
}

/// What the spellings of a name count beside the one asked for.
pub(crate) const OTHER_SPELLINGS: f32 = 0.8;

struct Resolver<'a> {
    view: &'a View,
    today: Date,
    budget: &'a Arc<Budget>,
    lookup: Lookup<'a>,
    marks: Vec<Mark>,
    /// Whether the words of an excluded part were not all looked up: what it should exclude would be found.
    lets_too_much_through: bool,
}

/// A part that may ask for nothing, as `&&` does; a part without matches is a plan that has none.
type Part = Option<Logical>;

impl PartByPart for Resolver<'_> {
    type Part = Logical;
    type Error = TantivyError;

    fn surroundings(&mut self) -> &mut Surroundings {
        &mut self.lookup.around
    }

    fn part(&mut self, expr: &Expr, scope: Scope, sign: Sign) -> tantivy::Result<Part> {
        let filter = |filter: Filter| Some(Logical::Filter(filter));
        Ok(match &expr.kind {
            Kind::Nothing => None,
            Kind::All => Some(self.everything(scope)),
            Kind::And(parts) => all(self.all_of(parts, scope, sign)?),
            Kind::Or(parts) => any(self.any_of(parts, scope, sign)?),
            Kind::Not(inner) => {
                let inner = self.part(inner, scope, sign.flipped())?;
                inner.map(|inner| without_any(vec![inner]))
            }
            Kind::Field { field, expr } => self.part(expr, Scope::of(*field), sign)?,
            Kind::Published(range) => filter(filters::published(range.from, range.until)),
            Kind::Last(period) => {
                let range = period.until(self.today);
                filter(filters::published(range.from, range.until))
            }
            Kind::Undated => filter(filters::undated()),
            Kind::Copies(range) => filter(filters::copies(range, self.view.copies()?)),
            Kind::Independent(false) => filter(filters::linked(self.view.copies()?)),
            Kind::Independent(true) => {
                let linked = filters::linked(self.view.copies()?);
                filter(Filter::Not(Box::new(linked)))
            }
            Kind::Boost { expr, factor } => {
                let inner = self.part(expr, scope, sign)?;
                inner.map(|inner| Logical::Boost(Box::new(inner), *factor))
            }
            _ => match scope {
                // A story is known by its articles before a query is planned (`stories::resolved`).
                Scope::Names(Field::Id | Field::Story) => self.id(expr),
                Scope::Names(Field::Language) => self.language(expr, scope),
                _ => self.words(expr, scope, sign)?,
            },
        })
    }
}

impl Resolver<'_> {
    /// Every article, or every one that has the field.
    fn everything(&self, scope: Scope) -> Logical {
        let field = match scope {
            Scope::Words(Region::All | Region::Text | Region::Lead)
            | Scope::Names(Field::Id | Field::Story) => {
                return Logical::Everything;
            }
            Scope::Words(Region::Title) => {
                let range: RangeInclusive<u64> = 1..=u64::MAX;
                return Logical::Filter(Filter::Number {
                    column: column::TEXT_START,
                    range,
                });
            }
            Scope::Names(field) => field,
        };
        let column = self.lookup.column(scope);
        Logical::Filter(match field {
            Field::Place | Field::Url => Filter::AnyTerm(column),
            // An article without the name has an empty one.
            _ => Filter::Not(Box::new(filters::whole(column, ""))),
        })
    }

    fn id(&mut self, expr: &Expr) -> Part {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.lookup.note(Note::IdIsNoWord);
            return None;
        };
        Some(Logical::Filter(filters::id(text, &self.view.fields)))
    }

    fn language(&mut self, expr: &Expr, scope: Scope) -> Part {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.lookup.note(Note::LanguageIsNoCode);
            return None;
        };
        let column = self.lookup.column(scope);
        let code = language_names::code(text).filter(|_| !self.view.languages.contains(text));
        let code = code.unwrap_or(text);
        Some(Logical::Filter(filters::whole(column, code)))
    }

    /// A part that stands at places of the text or of a name.
    fn words(&mut self, expr: &Expr, scope: Scope, sign: Sign) -> tantivy::Result<Part> {
        let Some(mut node) = self.lookup.node(expr, scope)? else {
            return Ok(None);
        };
        self.lets_too_much_through |= sign == Sign::Excluded && self.budget.is_spent();
        if sign == Sign::Wanted
            && scope == Scope::TEXT
            && let Some(runs) = self.unspaced(expr, &node)?
        {
            return Ok(Some(runs));
        }
        let mut column = self.lookup.column(scope);
        if let Scope::Words(region) = scope {
            if sign == Sign::Wanted {
                self.marks.push(Mark {
                    node: node.clone(),
                    weight: self.weight(&node),
                });
            }
            if region == Region::Title {
                // The headline has a field of its own, which is shorter to read than the headlines within the text.
                column = self.view.fields.title;
                node = changed(node, &mut |leaf| self.lookup.in_title(leaf))?;
            }
        }
        // Other writings are walked beside the word itself, most of which needs no places.
        let of_others = match &expr.kind {
            Kind::Word { .. } | Kind::Phrase { .. } => Some(1.0),
            Kind::Name { .. } => Some(OTHER_SPELLINGS),
            _ => None,
        };
        if let (Node::Any(writings), Some(of_others)) = (&node, of_others)
            && !writings.is_empty()
        {
            let parts = writings.iter().enumerate().map(|(at, node)| {
                let node = node.clone();
                let weight = if at == 0 { 1.0 } else { of_others };
                (Logical::Words { node, column }, weight)
            });
            return Ok(Some(Logical::Any(parts.collect())));
        }
        Ok(Some(Logical::Words { node, column }))
    }

    /// A bare run of a script without spaces by its parts, when it is long and stands nowhere as a whole.
    fn unspaced(&mut self, expr: &Expr, node: &Node) -> tantivy::Result<Part> {
        let Some((text, phrase)) = unspaced::long_run(expr, node) else {
            return Ok(None);
        };
        if self.stands(node, self.view.fields.text)? {
            return Ok(None);
        }
        let runs = unspaced::by_language(phrase, self.view)?;
        if runs.is_empty() {
            return Ok(None);
        }
        self.lookup.note(Note::RunInParts {
            text: text.to_owned(),
        });
        for run in &runs {
            let marks = run.marks();
            self.marks
                .extend(marks.map(|(node, weight)| Mark { node, weight }));
        }
        Ok(Some(Logical::Unspaced(
            runs.into_iter().map(Arc::new).collect(),
        )))
    }

    /// Whether any article has it.
    fn stands(&self, node: &Node, column: Column) -> tantivy::Result<bool> {
        if !node.is_possible() {
            return Ok(false);
        }
        let whole = Physical::Placed {
            node: Arc::new(node.clone()),
            column,
        };
        walk::finds_any(&whole, self.view, self.budget)
    }

    /// How rare a node is.
    fn weight(&self, node: &Node) -> f32 {
        // Of several writings of one thing the rarest counts.
        if let Node::Any(nodes) = node {
            return nodes
                .iter()
                .map(|node| self.weight(node))
                .fold(0.0, f32::max);
        }
        let articles = self.view.searcher.num_docs() as f32;
        let mut weight = 0.0;
        node.leaves(&mut |leaf| {
            let rarity = articles / (1.0 + leaf.max_list_freq as f32);
            weight += (1.0 + rarity).ln();
        });
        weight
    }
}

/// Every article that none of these matches.
fn without_any(excluded: Vec<Logical>) -> Logical {
    Logical::All {
        wanted: vec![(Logical::Filter(Filter::Everything), 1.0)],
        excluded,
    }
}

/// All of these parts; `None` where none asks for anything.
fn all(parts: AllOf<Logical>) -> Part {
    let AllOf { wanted, excluded } = parts;
    match (wanted.len(), excluded.len()) {
        (0, 0) => None,
        (0, _) => Some(without_any(excluded)),
        _ => Some(Logical::All { wanted, excluded }),
    }
}

/// Any of these parts; `None` where none asks for anything.
fn any(clauses: Vec<(Logical, f32)>) -> Part {
    match clauses.len() {
        0 => None,
        1 => Some(Logical::All {
            wanted: clauses,
            excluded: Vec::new(),
        }),
        _ => Some(Logical::Any(clauses)),
    }
}
