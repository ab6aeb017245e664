//! `dateline receipt`: what the archive holds, as a digest that others can compare.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use serde_json::{Value, json};

use dateline::archive::Results;
use dateline::ingest::{self, ArticleReceipt, PARTS, Receipt};
use dateline::render::layout::printable;
use dateline::render::terminal::counted;

use super::json_field::{field, text};
use crate::args::{Global, ReceiptArgs};
use crate::open;

/// What to do about a receipt where there is none.
const NO_RECEIPT: &str = "make the receipt of the folder that was given with --staging";

/// Runs the command.
pub(crate) fn run(args: &ReceiptArgs, global: &Global) -> Result<ExitCode> {
    if let Some([a, b]) = args.compare.as_deref() {
        return compare(a, b, args, global.threads());
    }
    let folder = open::folder(global, NO_RECEIPT)?;
    let mut out = anstream::stdout().lock();
    let mut written = Ok(());
    let receipt = ingest::receipt(folder, global.threads(), &mut |article| {
        if args.json && written.is_ok() {
            written = writeln!(out, "{}", line_of(&article));
        }
    })?;
    written?;
    match args.json {
        true => writeln!(out, "{}", end_of(&receipt))?,
        false => writeln!(out, "{}", in_words(&receipt))?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn line_of(article: &ArticleReceipt) -> Value {
    let parts: BTreeMap<&str, &String> = PARTS.into_iter().zip(&article.parts).collect();
    json!({"type": "article", "id": article.id, "digest": article.digest, "parts": parts})
}

fn end_of(receipt: &Receipt) -> Value {
    json!({
        "type": "receipt",
        "digest": receipt.digest,
        "articles": receipt.articles,
        "rules": receipt.rules,
        "version": receipt.version,
    })
}

fn in_words(receipt: &Receipt) -> String {
    format!(
        "{}  {}, rules {}, dateline {}",
        receipt.digest,
        counted(receipt.articles, "article", "articles"),
        receipt.rules,
        receipt.version
    )
}

/// The articles of an archive or of a saved receipt, by id.
type Articles = BTreeMap<String, ArticleReceipt>;

fn read(path: &Path, threads: usize) -> Result<(Articles, Receipt)> {
    let mut articles = Articles::new();
    if path.is_dir() {
        let receipt = ingest::receipt(path, threads, &mut |article| {
            articles.insert(article.id.clone(), article);
        })?;
        return Ok((articles, receipt));
    }
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("cannot open {shown}"))?;
    let mut end = None;
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let foreign =
            || format!("{shown}, line {number}: not of a receipt (`dateline receipt --json`)");
        let line: Value = serde_json::from_str(&line?).with_context(foreign)?;
        match field(&line, "type").as_str() {
            Some("article") => {
                let parts = PARTS.iter().map(|part| text(field(&line, "parts"), part));
                let article = ArticleReceipt {
                    id: text(&line, "id"),
                    digest: text(&line, "digest"),
                    parts: parts.collect(),
                };
                articles.insert(article.id.clone(), article);
            }
            Some("receipt") => end = Some(serde_json::from_value(line).with_context(foreign)?),
            _ => bail!(foreign()),
        }
    }
    let end =
        end.with_context(|| format!("{shown} is no whole receipt: its last line is missing"))?;
    Ok((articles, end))
}

/// Names the articles that differ. The exit code is 1 where any does.
fn compare(a: &Path, b: &Path, args: &ReceiptArgs, threads: usize) -> Result<ExitCode> {
    let ((first, first_end), (second, second_end)) = (read(a, threads)?, read(b, threads)?);
    let mut out = anstream::stdout().lock();
    let mut different = 0_u64;
    let is_json = args.json;
    let mut tell = |id: &str, how: &str, parts: &[&str]| -> Result<()> {
        different += 1;
        match is_json {
            true => {
                let line = json!({"type": "difference", "id": id, "how": how, "parts": parts});
                writeln!(out, "{line}")?;
            }
            false if parts.is_empty() => writeln!(out, "{how}: {}", printable(id))?,
            false => writeln!(out, "{how}: {} ({})", printable(id), parts.join(", "))?,
        }
        Ok(())
    };
    for (id, article) in &first {
        match second.get(id) {
            None => tell(id, "only in A", &[])?,
            Some(other) if other.digest == article.digest => {}
            Some(other) => {
                let pairs = PARTS
                    .into_iter()
                    .zip(article.parts.iter().zip(&other.parts));
                let parts: Vec<&str> = pairs
                    .filter(|(_, (one, other))| one != other)
                    .map(|(part, _)| part)
                    .collect();
                tell(id, "differs", &parts)?;
            }
        }
    }
    for id in second.keys().filter(|id| !first.contains_key(*id)) {
        tell(id, "only in B", &[])?;
    }
    let is_same = first_end.digest == second_end.digest;
    if is_json {
        let line = json!({"type": "summary", "same": is_same, "different": different, "a": end_of(&first_end), "b": end_of(&second_end)});
        writeln!(out, "{line}")?;
    } else {
        writeln!(
            out,
            "A: {}\nB: {}",
            in_words(&first_end),
            in_words(&second_end)
        )?;
        let articles = counted(different, "article differs", "articles differ");
        let words = if is_same {
            "the same".to_owned()
        } else {
            articles
        };
        writeln!(out, "{words}")?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!is_same)))
}

/// What a stranger needs to ask again and get the same.
pub(crate) fn of_search(
    query: &str,
    today: Date,
    results: &Results,
    global: &Global,
) -> Result<Value> {
    let folder = open::folder(global, NO_RECEIPT)?;
    let archive = ingest::receipt(folder, global.threads(), &mut |_| {})?;
    let words: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let ids = results.hits.iter().map(|hit| hit.id.as_str());
    Ok(json!({
        "type": "receipt",
        "command": words,
        "query": query,
        "today": today.to_string(),
        "archive": end_of(&archive),
        "total": results.total,
        "hits": results.hits.len(),
        "answer": ingest::digest_of(ids),
    }))
}

/// The same for people.
pub(crate) fn search_in_words(receipt: &Value) -> String {
    let archive = field(receipt, "archive");
    format!(
        "\nreceipt: asked on {} as {}\n  answer   {}  ({} of {} hits, in their order)\n  archive  {}  (`dateline receipt`: {} articles, rules {}, dateline {})\n",
        text(receipt, "today"),
        printable(&text(receipt, "query")),
        text(receipt, "answer"),
        field(receipt, "hits"),
        field(receipt, "total"),
        text(archive, "digest"),
        field(archive, "articles"),
        field(archive, "rules"),
        text(archive, "version"),
    )
}
