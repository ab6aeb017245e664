//! `dateline search`: a question in, a page of hits out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use dateline::archive::{Field, Fill, Filters, Group, Request, Results, Searcher, SelfFilter};
use dateline::article::Place;
use dateline::ingest;
use dateline::query::{self, Query};
use dateline::render::terminal::{self as page, counted};
use dateline::render::{json_lines, kwic, notes as in_words};

use super::index::{self, Reading};
use super::receipt;
use crate::args::{Global, KwicOrder, SearchArgs, facets, first_day, last_day};
use crate::{open, terminal};

const FACETS: &[&str] = &["source:8", "date"];

/// Runs the command.
pub(crate) fn run(args: &SearchArgs, global: &Global) -> Result<ExitCode> {
    if let Some(path) = &args.queries {
        return many(args, path, global);
    }
    let typed = typed(args);
    let query = match open::query(&typed.query, &args.understanding, global)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    let mut request = request(args, query, args.narrow.filters())?;
    if !typed.paths.is_empty() {
        let folder = open::folder(global, "index the pages first, then search without paths")?;
        let stop = index::stop_at_signals()?;
        let report = index::into_folder(&Reading::plain(&typed.paths), folder, stop, None, global)?;
        if !global.quiet && report.all_rejected() > 0 {
            let pages = counted(report.all_rejected(), "page is", "pages are");
            crate::terminal::say!(
                "note: {pages} not indexed; `dateline index` on the same paths says why"
            );
        }
        request.filters.under = typed
            .paths
            .iter()
            .map(|path| Place::text_of(&ingest::absolute(path)).into_owned())
            .collect();
    }
    let archive = open::archive(global)?;
    let mut answer = ask(&*archive, &request)?;
    if !answer.found()
        && let Some(note) = typed.doubt()
    {
        if !args.json && !global.quiet {
            crate::terminal::say!("note: {note}");
        }
        answer.notes.push(note);
    }
    let mut out = anstream::stdout().lock();
    if let Some(order) = args.kwic {
        let side = side(order);
        let text = match args.json {
            true => kwic::json_lines(&answer.results, side) + &answer.summary_line(),
            false => {
                let lines = kwic::terminal_lines(&answer.results, side, terminal::width());
                lines + &page::summary(&answer.results, &request.query, answer.took_ms)
            }
        };
        out.write_all(text.as_bytes())?;
    } else if args.json {
        out.write_all(answer.lines(None).as_bytes())?;
    } else {
        let width = terminal::width();
        let results = terminal::from_here(&answer.results);
        out.write_all(page::hits(&results, width).as_bytes())?;
        out.write_all(page::facets(&results.facets, width).as_bytes())?;
        out.write_all(page::summary(&results, &request.query, answer.took_ms).as_bytes())?;
    }
    out.flush()?;
    drop(out);
    if args.receipt {
        let receipt = receipt::of_search(&answer.query, request.today, &answer.results, global)?;
        terminal::print(&match args.json {
            true => format!("{receipt}\n"),
            false => receipt::search_in_words(&receipt),
        })?;
    }
    Ok(ExitCode::from(u8::from(!answer.found())))
}

/// The query and the paths of a command line.
struct Typed {
    query: String,
    paths: Vec<PathBuf>,
}

/// What was typed behind the command: what is no path there, and is not written like one, is one more word of the query.
fn typed(args: &SearchArgs) -> Typed {
    let mut query = args.query.clone().unwrap_or_default();
    let mut paths = Vec::new();
    for path in &args.paths {
        match path.to_str() {
            Some(word) if !path.exists() && !is_written_as_path(word) => {
                query.push(' ');
                query.push_str(word);
            }
            _ => paths.push(path.clone()),
        }
    }
    Typed { query, paths }
}

/// Whether a word is written as only files and folders are: with a separator or an ending. `w/5`, `/s`, `/re.*/` and `url:x/y` are of the
/// query language.
fn is_written_as_path(word: &str) -> bool {
    if word == "-" || word.starts_with('.') || word.starts_with('~') {
        return true;
    }
    let is_query = word.contains(|ch: char| ch.is_whitespace() || "\":()=|".contains(ch));
    let is_regex = word.len() > 1 && word.starts_with('/') && word.ends_with('/');
    let is_operator = word.split_once('/').is_some_and(|(name, distance)| {
        let near = ["", "w", "n", "p", "near", "pre", "adj", "onear", "within"];
        let is_near = near.contains(&name.to_ascii_lowercase().as_str());
        let is_number = distance.bytes().all(|byte| byte.is_ascii_digit());
        is_near && (is_number || matches!(distance, "s" | "p" | "S" | "P"))
    });
    if is_query || is_regex || is_operator {
        return false;
    }
    let ending = Path::new(word)
        .extension()
        .and_then(|ending| ending.to_str());
    let has_ending = ending.is_some_and(|ending| {
        (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    has_ending || word.contains(['/', '\\'])
}

impl Typed {
    /// What a reader should know who has found nothing: a word was taken for the file or folder of that name.
    fn doubt(&self) -> Option<String> {
        let mut names = self.paths.iter().filter_map(|path| path.to_str());
        let word = names.find(|name| !is_written_as_path(name))?;
        let query = &self.query;
        Some(format!(
            "`{word}` is a file or folder here, so only that was searched; for a word of the query put all words in quotes: \
             dateline search '{query} {word}'"
        ))
    }
}

/// What came of a request.
struct Answer {
    results: Results,
    /// What the reader should know, in words.
    notes: Vec<String>,
    query: String,
    took_ms: f64,
}

impl Answer {
    fn found(&self) -> bool {
        self.results.total > 0 || !self.results.hits.is_empty()
    }

    /// The last of the lines.
    fn summary_line(&self) -> String {
        let lines = self.lines(None);
        lines
            .lines()
            .last()
            .map_or(String::new(), |line| format!("{line}\n"))
    }

    fn lines(&self, query_id: Option<&str>) -> String {
        let asked = json_lines::Asked {
            query_id,
            query: &self.query,
            took_ms: self.took_ms,
            notes: &self.notes,
        };
        json_lines::results(&self.results, asked)
    }
}

fn ask(archive: &dyn Searcher, request: &Request) -> Result<Answer> {
    let start = Instant::now();
    let results = archive.search(request)?;
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    Ok(Answer {
        notes: in_words(&results.notes),
        results,
        query: request.query.to_string(),
        took_ms,
    })
}

fn request(args: &SearchArgs, query: Query, filters: Filters) -> Result<Request> {
    Ok(Request {
        filters,
        sort: args.sort.into(),
        group: group(args),
        offset: args.offset,
        limit: args.limit,
        snippets: match args.kwic {
            Some(_) => Request::WHOLE_TEXT,
            None => args.snippets,
        },
        facets: facets(&args.facets, FACETS)?,
        fill: if args.understanding.strict {
            Fill::Nothing
        } else {
            Fill::MostWords
        },
        limits: open::limits(&args.effort),
        ..Request::new(query, open::today()?)
    })
}

fn side(order: KwicOrder) -> Option<kwic::Side> {
    match order {
        KwicOrder::Text => None,
        KwicOrder::Left => Some(kwic::Side::Left),
        KwicOrder::Right => Some(kwic::Side::Right),
    }
}

/// What folds where nobody says: copies on a terminal page, nothing for programs.
fn group(args: &SearchArgs) -> Group {
    let for_programs = args.json || args.queries.is_some();
    match args.group {
        Some(grouping) => grouping.into(),
        None if for_programs => Group::Off,
        None => Group::Copies,
    }
}

/// One line of a list of queries.
#[derive(Debug, Deserialize)]
struct Listed {
    id: Option<serde_json::Value>,
    query: String,
    #[serde(default)]
    filters: BTreeMap<String, OneOrMany>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// Runs a list of queries on one open archive: JSON Lines, or a matrix of queries by the values of the first facet.
fn many(args: &SearchArgs, path: &Path, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let lists = open::word_lists(global)?;
    let mut out = anstream::stdout().lock();
    let mut found = false;
    let (mut matrix, mut notes) = (page::Matrix::default(), Vec::new());
    for (n, line) in lines(path)?.enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let listed = listed(&line).with_context(|| format!("{}:{}", path.display(), n + 1))?;
        let id = listed.id.as_ref().map_or_else(|| (n + 1).to_string(), name);
        let (query, warnings) = query::parse(&listed.query);
        let filters = filters(&listed.filters, args)
            .with_context(|| format!("{}:{}", path.display(), n + 1))?;
        let (query, widened) = lists.widened(query.with_names(args.understanding.names.into()));
        let mut request = request(args, query, filters)?;
        if !args.json {
            // A row has counts alone, and those of its own hits.
            request = Request {
                limit: 0,
                snippets: 0,
                self_filter: SelfFilter::Heeded,
                ..request
            };
        }
        let mut answer = ask(&*archive, &request)?;
        let warnings = warnings.into_iter().chain(widened);
        let warnings = warnings.map(|warning| warning.message);
        answer.notes.extend(warnings);
        found |= answer.found();
        if args.json {
            out.write_all(answer.lines(Some(&id)).as_bytes())?;
        } else {
            for note in &answer.notes {
                notes.push(format!("note: {id}: {note}"));
            }
            matrix.row(&id, &answer.query, &answer.results);
        }
    }
    if !args.json {
        out.write_all(matrix.text(terminal::width()).as_bytes())?;
    }
    out.flush()?;
    if !global.quiet {
        for note in &notes {
            crate::terminal::say!("{note}");
        }
    }
    Ok(ExitCode::from(u8::from(!found)))
}

fn lines(path: &Path) -> Result<Box<dyn Iterator<Item = io::Result<String>>>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lines()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(BufReader::new(file).lines()))
}

fn listed(line: &str) -> Result<Listed> {
    if !line.trim_start().starts_with('{') {
        return Ok(Listed {
            id: None,
            query: line.to_owned(),
            filters: BTreeMap::new(),
        });
    }
    serde_json::from_str(line).context("not a line of the form {\"id\",\"query\",\"filters\"}")
}

fn name(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The filters of a line, added to those of the command line.
fn filters(listed: &BTreeMap<String, OneOrMany>, args: &SearchArgs) -> Result<Filters> {
    let mut filters = args.narrow.filters();
    for (name, values) in listed {
        for value in values.values() {
            let field = Field::ALL.iter().find(|field| {
                field.name() == name || (name == "lang" && **field == Field::Language)
            });
            match (name.as_str(), field) {
                ("since", _) => filters.since = Some(first_day(value)?),
                ("until", _) => filters.until = Some(last_day(value)?),
                ("not_source", _) => filters.not.push((Field::Source, value.clone())),
                (_, Some(field)) => filters.only.push((*field, value.clone())),
                _ => bail!("no filter `{name}`"),
            }
        }
    }
    Ok(filters)
}
