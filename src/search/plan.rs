//! From what a reader asked to what the index is asked.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery,
    Occur, Query, TermQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::index::analysis::{Analyzer, OF, fold};
use crate::index::schema::{Fields, column};
use crate::query::{Expr, Field, Form, Kind};
use crate::search::any::{self, AnyQuery};
use crate::search::columns::Columns;
use crate::search::expand::{self, Pattern};
use crate::search::filter::{self, OrdQuery};
use crate::search::forms::{
    changed, exact, in_field, joined, keeps_to_a_language, tokens, written,
};
use crate::search::pattern::PatternQuery;
use crate::search::places::{Keep, Leaf, List, Node, PlaceQuery, Region};
use crate::search::range::ColumnRange;
use crate::search::run::{self, RunQuery};
use crate::search::view::View;
use crate::search::weights::{together, weighed};
use crate::search::words::{self, Only, WordQuery};
use crate::text::words::{self as text, Word};

/// Posting lists that are cheaper walked side by side than gathered first.
const FEW: usize = 4;

/// Languages whose articles are walked apart, each word of the query as one posting list.
const ALONE: usize = 4;

/// A planned query.
pub(crate) struct Plan {
    /// What the index is asked; `None` finds nothing.
    pub(crate) query: Option<Box<dyn Query>>,
    /// The query asked of the articles in each of the commonest languages and of those in all others, where that makes the whole; else none.
    pub(crate) parts: Vec<Box<dyn Query>>,
    /// What is marked in the hits: every part that may have made one.
    pub(crate) marks: Vec<Mark>,
    /// What the reader should know.
    pub(crate) notes: Vec<String>,
}

/// A part of the query that stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// What.
    pub(crate) node: Node,
    /// How rare it is: what a passage gains that shows it.
    pub(crate) weight: f32,
}

/// Plans a query over what the searcher sees.
pub(crate) fn plan(root: &Expr, planner: &Planner<'_>) -> tantivy::Result<Plan> {
    let query = planner.expr(root, Scope::TEXT, Sign::Wanted)?;
    let parts = planner.parts(root)?;
    Ok(Plan {
        query,
        parts,
        marks: planner.marks.take(),
        notes: planner.notes.take(),
    })
}

/// What planning needs to know of the archive.
pub(crate) struct Planner<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    languages: &'a BTreeSet<String>,
    columns: &'a Arc<Columns>,
    today: Date,
    analyzer: &'a Mutex<Analyzer>,
    marks: RefCell<Vec<Mark>>,
    notes: RefCell<Vec<String>>,
    /// What the parts of the query mean, by their address: each is asked for again for the articles of some languages.
    nodes: RefCell<HashMap<*const Expr, Option<Node>>>,
    /// Lists that are searched, by their language.
    only: RefCell<Only>,
    /// How many postings the words have in each language.
    postings: RefCell<BTreeMap<String, u64>>,
    /// Whether a pattern was looked up: that is not done again for each part.
    expanded: Cell<bool>,
}

/// Whether a part is looked for or excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Wanted,
    Excluded,
}

/// Where a part is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In a column of words with stems, and in which part of the article.
    Words(Region),
    /// In a field of names.
    Names(Field),
}

impl Scope {
    const TEXT: Self = Self::Words(Region::All);

    fn of(field: Field) -> Self {
        match field {
            Field::Title => Self::Words(Region::Title),
            Field::Lead => Self::Words(Region::Lead),
            Field::Text => Self::Words(Region::Text),
            other => Self::Names(other),
        }
    }
}

type Clause = Option<Box<dyn Query>>;

impl<'a> Planner<'a> {
    pub(crate) fn new(view: &'a View, today: Date) -> Self {
        Self {
            searcher: &view.searcher,
            fields: &view.fields,
            languages: &view.languages,
            columns: &view.columns,
            today,
            analyzer: &view.analyzer,
            marks: RefCell::default(),
            notes: RefCell::default(),
            nodes: RefCell::default(),
            only: RefCell::new(Only::All),
            postings: RefCell::default(),
            expanded: Cell::default(),
        }
    }

    /// The query in parts: the articles in each of the commonest languages, then all others. To be called when the whole is planned.
    fn parts(&self, root: &Expr) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut postings: Vec<(String, u64)> = self.postings.take().into_iter().collect();
        if postings.len() < 2 || self.expanded.take() || !keeps_to_a_language(root) {
            return Ok(Vec::new());
        }
        postings.sort_by_key(|(_, count)| Reverse(*count));
        let rest = postings.len() > ALONE;
        postings.truncate(ALONE);
        let commonest: Vec<String> = postings.into_iter().map(|(code, _)| code).collect();
        let mut only: Vec<Only> = commonest.iter().cloned().map(Only::Of).collect();
        if rest {
            only.push(Only::But(commonest));
        }
        let mut parts = Vec::new();
        for only in only {
            self.only.replace(only);
            // A query without words asks for nothing, in any language.
            let Some(part) = self.expr(root, Scope::TEXT, Sign::Wanted)? else {
                break;
            };
            if parts.is_empty() || !part.is::<EmptyQuery>() {
                parts.push(part);
            }
        }
        self.only.replace(Only::All);
        Ok(parts)
    }

    /// One part of the query on its own; `None` when it asks for nothing.
    pub(crate) fn part(&self, expr: &Expr) -> tantivy::Result<Option<Box<dyn Query>>> {
        self.expr(expr, Scope::TEXT, Sign::Wanted)
    }

    fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    fn expr(&self, expr: &Expr, scope: Scope, sign: Sign) -> tantivy::Result<Clause> {
        Ok(match &expr.kind {
            Kind::Nothing => None,
            Kind::All => Some(self.all(scope)),
            Kind::And(parts) => self.all_of(parts, scope, sign)?,
            Kind::Or(parts) => self.any_of(parts, scope, sign)?,
            Kind::Not(inner) => {
                let flipped = if sign == Sign::Wanted {
                    Sign::Excluded
                } else {
                    Sign::Wanted
                };
                let inner = self.expr(inner, scope, flipped)?;
                inner.map(|inner| {
                    let everything: Box<dyn Query> = filter::quiet(Box::new(AllQuery));
                    let clauses = vec![(Occur::Must, everything), (Occur::MustNot, inner)];
                    Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>
                })
            }
            Kind::Field { field, expr } => self.expr(expr, Scope::of(*field), sign)?,
            Kind::Published(range) => Some(filter::quiet(filter::published(
                range.from,
                range.until,
                self.columns,
            ))),
            Kind::Last(period) => {
                let range = period.until(self.today);
                Some(filter::quiet(filter::published(
                    range.from,
                    range.until,
                    self.columns,
                )))
            }
            Kind::Undated => Some(filter::quiet(filter::undated(self.columns))),
            Kind::Boost { expr, factor } => {
                let inner = self.expr(expr, scope, sign)?;
                inner.map(|inner| Box::new(BoostQuery::new(inner, *factor)) as Box<dyn Query>)
            }
            _ => match scope {
                Scope::Names(Field::Id) => self.id(expr),
                Scope::Names(field @ Field::Language) => self.language(expr, field),
                _ => self.placed(expr, scope, sign)?,
            },
        })
    }

    /// Every article, or every one that has the field.
    fn all(&self, scope: Scope) -> Box<dyn Query> {
        let but_missing = |column| -> Box<dyn Query> {
            let everything = Box::new(AllQuery) as Box<dyn Query>;
            Box::new(BooleanQuery::new(vec![
                (Occur::Must, everything),
                (Occur::MustNot, filter::whole(column, "")),
            ]))
        };
        match scope {
            Scope::Words(Region::All | Region::Text | Region::Lead) | Scope::Names(Field::Id) => {
                Box::new(ConstScoreQuery::new(Box::new(AllQuery), 1.0))
            }
            Scope::Words(Region::Title) => filter::quiet(Box::new(ColumnRange::new(
                self.columns,
                column::TEXT_START,
                1..=u64::MAX,
            ))),
            Scope::Names(field) => {
                let column = self.column(scope);
                match field {
                    Field::Place | Field::Url => {
                        let first = Bound::Included(Term::from_field_text(column, ""));
                        filter::quiet(Box::new(InvertedIndexRangeQuery::new(
                            first,
                            Bound::Unbounded,
                        )))
                    }
                    _ => filter::quiet(but_missing(column)),
                }
            }
        }
    }

    fn all_of(&self, parts: &[Expr], scope: Scope, sign: Sign) -> tantivy::Result<Clause> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (part, weight) in together(parts) {
            if let Kind::Not(inner) = &part.kind {
                let flipped = if sign == Sign::Wanted {
                    Sign::Excluded
                } else {
                    Sign::Wanted
                };
                clauses.extend(
                    self.expr(inner, scope, flipped)?
                        .map(|query| (Occur::MustNot, query)),
                );
                continue;
            }
            // A part without words (`&&`) asks for nothing; a part without matches is a query that has none.
            clauses.extend(
                self.expr(part, scope, sign)?
                    .map(|query| (Occur::Must, weighed(query, weight))),
            );
        }
        if clauses.is_empty() {
            return Ok(None);
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filter::quiet(Box::new(AllQuery))));
        }
        if clauses
            .iter()
            .any(|(occur, query)| *occur == Occur::Must && query.is::<EmptyQuery>())
        {
            return Ok(Some(Box::new(EmptyQuery)));
        }
        let wanted = clauses
            .iter()
            .filter(|(occur, _)| *occur == Occur::Must)
            .count();
        Ok(Some(match clauses.as_slice() {
            [(Occur::Must, _)] => clauses.swap_remove(0).1,
            _ if wanted == 1 => any::but(clauses),
            _ => Box::new(BooleanQuery::new(clauses)),
        }))
    }

    fn any_of(&self, parts: &[Expr], scope: Scope, sign: Sign) -> tantivy::Result<Clause> {
        let mut clauses = Vec::new();
        for (part, weight) in together(parts) {
            clauses.extend(self.expr(part, scope, sign)?.map(|query| (query, weight)));
        }
        Ok(match clauses.len() {
            0 => None,
            1 => clauses.pop().map(|(query, weight)| weighed(query, weight)),
            _ => Some(Box::new(AnyQuery::new(clauses))),
        })
    }

    fn id(&self, expr: &Expr) -> Clause {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.note("an id is looked for as a whole; patterns in `id:` find nothing".to_owned());
            return None;
        };
        Some(filter::quiet(Box::new(OrdQuery::id(text, self.columns))))
    }

    fn language(&self, expr: &Expr, field: Field) -> Clause {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.note("a language is looked for by its code: `lang:en`".to_owned());
            return None;
        };
        Some(filter::quiet(filter::whole(
            self.column(Scope::Names(field)),
            text,
        )))
    }

    /// A part that stands at places of the text or of a name.
    fn placed(&self, expr: &Expr, scope: Scope, sign: Sign) -> tantivy::Result<Clause> {
        let known = self.nodes.borrow().get(&std::ptr::from_ref(expr)).cloned();
        let node = match known {
            Some(node) => node,
            None => {
                let node = self.node(expr, scope)?;
                self.nodes.borrow_mut().insert(expr, node.clone());
                node
            }
        };
        let Some(node) = node else { return Ok(None) };
        if sign == Sign::Wanted
            && scope == Scope::TEXT
            && let Some(query) = self.run(expr, &node)?
        {
            return Ok(Some(query));
        }
        if sign == Sign::Wanted
            && *self.only.borrow() == Only::All
            && let Scope::Words(_) = scope
        {
            let weight = self.weight(&node);
            self.marks.borrow_mut().push(Mark {
                node: node.clone(),
                weight,
            });
        }
        let mut node = node;
        if let Scope::Words(Region::Title) = scope {
            // The headline has a field of its own, which is shorter to read than the headlines within the text.
            node = changed(node, &mut |leaf| self.in_title(leaf))?;
        }
        let only = self.only.borrow();
        if *only != Only::All {
            node = changed(node, &mut |leaf| {
                let lists = leaf
                    .lists
                    .iter()
                    .filter(|list| only.takes(&list.term))
                    .cloned()
                    .collect();
                Ok(Leaf { lists, ..*leaf })
            })?;
        }
        drop(only);
        Ok(Some(self.query(node, scope)))
    }

    /// A leaf over the headline as one over the field of headlines.
    fn in_title(&self, leaf: &Leaf) -> tantivy::Result<Leaf> {
        let lists = leaf
            .lists
            .iter()
            .map(|list| in_field(list, self.fields.title));
        let counted = self.counted(lists)?;
        let having = words::having(&counted);
        let lists = counted.into_iter().map(|(list, _)| list).collect();
        Ok(Leaf {
            having,
            lists,
            region: Region::All,
            ..*leaf
        })
    }

    /// The lists with the articles of each.
    fn counted(&self, lists: impl IntoIterator<Item = List>) -> tantivy::Result<Vec<(List, u64)>> {
        lists
            .into_iter()
            .map(|list| list.looked_up(self.searcher))
            .collect()
    }

    /// A bare run of a script without spaces by its parts, when it is long and stands nowhere as a whole.
    fn run(&self, expr: &Expr, node: &Node) -> tantivy::Result<Clause> {
        let (
            Kind::Word {
                text,
                form: Form::Inflected,
            },
            Node::Phrase(phrase),
        ) = (&expr.kind, node)
        else {
            return Ok(None);
        };
        if !run::is_long(text)
            || run::finds_any(
                &PlaceQuery::new(node.clone(), self.fields.text, self.columns),
                self.searcher,
            )?
        {
            return Ok(None);
        }
        let queries = run::by_language(phrase, self.fields, self.searcher)?;
        if queries.is_empty() {
            return Ok(None);
        }
        self.note(run::note(text));
        let marks = queries.iter().flat_map(RunQuery::marks);
        self.marks
            .borrow_mut()
            .extend(marks.map(|(node, weight)| Mark { node, weight }));
        let queries = queries
            .into_iter()
            .map(|query| Box::new(query) as Box<dyn Query>)
            .collect();
        Ok(Some(Box::new(BooleanQuery::union(queries))))
    }

    fn query(&self, node: Node, scope: Scope) -> Box<dyn Query> {
        let column = match scope {
            Scope::Words(Region::Title) => self.fields.title,
            _ => self.column(scope),
        };
        if !node.is_possible() {
            return Box::new(EmptyQuery);
        }
        if let Node::Leaf(leaf) = &node
            && leaf.region == Region::All
            && leaf.several
            && leaf.lists.len() > FEW
        {
            return Box::new(PatternQuery::new(leaf.clone(), column));
        }
        if let Node::Leaf(leaf) = &node
            && leaf.region == Region::All
            && leaf.lists.iter().all(|list| list.keep == Keep::ALL)
        {
            return match leaf.lists.as_slice() {
                [list] if *self.only.borrow() == Only::All => Box::new(TermQuery::new(
                    list.term.clone(),
                    IndexRecordOption::WithFreqs,
                )),
                _ => Box::new(WordQuery::new(leaf.clone(), leaf.having, column)),
            };
        }
        Box::new(PlaceQuery::new(node, column, self.columns))
    }

    /// How rare a node is.
    fn weight(&self, node: &Node) -> f32 {
        let articles = self.searcher.num_docs() as f32;
        let mut weight = 0.0;
        node.leaves(&mut |leaf| weight += (1.0 + articles / (1.0 + leaf.most as f32)).ln());
        weight
    }

    fn node(&self, expr: &Expr, scope: Scope) -> tantivy::Result<Option<Node>> {
        Ok(match &expr.kind {
            Kind::Word { text, form } => self.phrase(text, *form, scope, 0)?,
            Kind::Phrase { text, form, slop } => self.phrase(text, *form, scope, *slop)?,
            Kind::Prefix { text } => self.prefix(text, scope)?,
            Kind::Wildcard { pattern } => {
                let folded = fold::whole(pattern);
                self.pattern(Pattern::wildcard(&folded), pattern, scope)?
            }
            Kind::Regex { pattern } => {
                self.pattern(Pattern::regex(&pattern.to_lowercase()), pattern, scope)?
            }
            Kind::Fuzzy { text, distance } => self.fuzzy(text, *distance, scope)?,
            Kind::Near {
                left,
                right,
                within,
                order,
            } => match (self.node(left, scope)?, self.node(right, scope)?) {
                (Some(left), Some(right)) => Some(Node::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    within: *within,
                    order: *order,
                }),
                (one, other) => one.or(other),
            },
            Kind::Or(parts) => {
                let mut nodes = Vec::new();
                for part in parts {
                    nodes.extend(self.node(part, scope)?);
                }
                if nodes.len() > 1 {
                    Some(Node::Any(nodes))
                } else {
                    nodes.pop()
                }
            }
            Kind::AtLeast { count, expr } => self.node(expr, scope)?.map(|node| Node::AtLeast {
                count: *count,
                node: Box::new(node),
            }),
            Kind::Boost { expr, .. } => self.node(expr, scope)?,
            // `has_place` holds below Near and AtLeast, so nothing else stands here.
            _ => None,
        })
    }

    /// The words of `text` as one leaf or as a phrase.
    fn phrase(
        &self,
        text: &str,
        form: Form,
        scope: Scope,
        slop: u32,
    ) -> tantivy::Result<Option<Node>> {
        let mut parts: Vec<(u32, Leaf)> = Vec::new();
        let tokens = tokens(text);
        let mut width = 0;
        for (offset, word) in &tokens {
            let leaf = if word.kind == text::Kind::Single {
                self.single(word, scope)?
            } else {
                self.leaf(word, form, scope)?
            };
            width = width.max(offset + leaf.width);
            parts.push((*offset, leaf));
        }
        Ok(joined(parts, width, slop))
    }

    /// One character of a script without spaces: any pair that begins with it, or the character at the end of a run.
    fn single(&self, word: &Word<'_>, scope: Scope) -> tantivy::Result<Leaf> {
        let pattern = Pattern::Prefix(fold::fold(word).written);
        let found = expand::expand(self.searcher, self.column(scope), &pattern)?;
        Ok(Leaf {
            several: true,
            ..self.leaf_of(found.lists, scope, 1)
        })
    }

    fn prefix(&self, text: &str, scope: Scope) -> tantivy::Result<Option<Node>> {
        let mut tokens = tokens(text);
        let Some((offset, last)) = tokens.pop() else {
            return Ok(None);
        };
        if !matches!(last.kind, text::Kind::Ascii | text::Kind::Letters) {
            return self.phrase(text, Form::Written, scope, 0);
        }
        let mut parts = Vec::new();
        for (offset, word) in &tokens {
            parts.push((*offset, self.leaf(word, Form::Written, scope)?));
        }
        let pattern = Pattern::Prefix(fold::fold(&last).written);
        parts.push((offset, self.expanded(&pattern, &format!("{text}*"), scope)?));
        Ok(joined(parts, offset + 1, 0))
    }

    fn pattern(
        &self,
        pattern: Option<Pattern>,
        shown: &str,
        scope: Scope,
    ) -> tantivy::Result<Option<Node>> {
        let Some(pattern) = pattern else {
            self.note(format!(
                "`{shown}` is too large a pattern; it finds nothing"
            ));
            return Ok(Some(Node::Any(Vec::new())));
        };
        Ok(Some(Node::Leaf(Arc::new(
            self.expanded(&pattern, shown, scope)?,
        ))))
    }

    fn fuzzy(&self, text: &str, distance: u8, scope: Scope) -> tantivy::Result<Option<Node>> {
        let tokens = tokens(text);
        let [(_, word)] = tokens.as_slice() else {
            return self.phrase(text, Form::Written, scope, 0);
        };
        let pattern = Pattern::Fuzzy {
            word: fold::fold(word).written,
            distance,
        };
        let leaf = self.expanded(&pattern, &format!("{text}~{distance}"), scope)?;
        Ok(Some(Node::Leaf(Arc::new(leaf))))
    }

    fn expanded(&self, pattern: &Pattern, shown: &str, scope: Scope) -> tantivy::Result<Leaf> {
        let found = expand::expand(self.searcher, self.column(scope), pattern)?;
        self.expanded.set(true);
        if found.capped {
            self.note(format!(
                "`{shown}` matches {} words; the {} commonest were searched",
                found.words,
                expand::MOST
            ));
        }
        Ok(Leaf {
            several: true,
            ..self.leaf_of(found.lists, scope, 1)
        })
    }

    /// The posting lists of one word.
    fn leaf(&self, word: &Word<'_>, form: Form, scope: Scope) -> tantivy::Result<Leaf> {
        let column = self.column(scope);
        let lists = match (scope, form) {
            (Scope::Words(_), Form::Inflected) => self.inflected(word, column),
            (_, Form::Exact) => exact(word, column, &self.endings(scope)),
            (_, Form::Inflected | Form::Written) => written(word, column, &self.endings(scope)),
        };
        let width = if word.kind == text::Kind::Pair { 2 } else { 1 };
        Ok(self.leaf_of(self.counted(lists)?, scope, width))
    }

    /// One word with these lists, given with the articles of each; those that the archive does not have are left out.
    fn leaf_of(&self, lists: Vec<(List, u64)>, scope: Scope, width: u32) -> Leaf {
        let mut postings = self.postings.borrow_mut();
        for (list, count) in lists.iter().filter(|(_, count)| *count > 0) {
            let Some(code) = words::language(&list.term) else {
                continue;
            };
            match postings.get_mut(code) {
                Some(sum) => *sum += count,
                None => drop(postings.insert(code.to_owned(), *count)),
            }
        }
        let having = words::having(&lists);
        let most = lists.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let lists = lists
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(list, _)| list)
            .collect();
        Leaf {
            lists,
            region: self.region(scope),
            width,
            having,
            most,
            several: false,
        }
    }

    /// The stem of the word in each language of the archive, and its own form where accents may have misled the stemmer.
    fn inflected(&self, word: &Word<'_>, column: Column) -> Vec<List> {
        let mut analyzer = self.analyzer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lists = Vec::new();
        let mut list = |term: &str| {
            lists.push(List::new(Term::from_field_text(column, term), Keep::ALL));
        };
        for code in self.languages {
            let terms = analyzer.terms(code, word);
            list(&terms.stem);
            if let Some(written) = terms.written.filter(|_| analyzer.accents(code)) {
                list(&written);
            }
        }
        lists
    }

    /// What the terms of written words end with: the languages, but in names.
    fn endings(&self, scope: Scope) -> Vec<String> {
        match scope {
            Scope::Words(_) => self
                .languages
                .iter()
                .map(|code| format!("{OF}{code}"))
                .collect(),
            Scope::Names(_) => vec![String::new()],
        }
    }

    fn region(&self, scope: Scope) -> Region {
        match scope {
            Scope::Words(region) => region,
            Scope::Names(_) => Region::All,
        }
    }

    fn column(&self, scope: Scope) -> Column {
        match scope {
            Scope::Words(_) => self.fields.text,
            Scope::Names(field) => match field {
                Field::Author => self.fields.author,
                Field::Source => self.fields.source,
                Field::Domain => self.fields.domain,
                Field::Wire => self.fields.wire,
                Field::Language => self.fields.language,
                Field::Place => self.fields.place,
                Field::Url => self.fields.url,
                Field::Title | Field::Lead | Field::Text | Field::Id => self.fields.text,
            },
        }
    }
}
