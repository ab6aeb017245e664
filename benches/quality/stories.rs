//! Stories, lineage and numbers on labelled data.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use dateline::article::{Article, CleanPage, Content, Found, Given, Language, RawPage, Witness};
use dateline::group::{EventTerms, event_terms, lineage, numbers, stories};
use dateline::{clean, identify};
use serde_json::Value;

use crate::floors::Figures;
use crate::labelled;

/// B-cubed on labelled stories, right answers on labelled pairs; directions and precision of edges on made copies; numbers that were
/// changed or rounded by a rule.
pub(crate) fn measure(shared: &Path) -> Figures {
    let eval = shared.join("eval");
    let mut figures = Figures::new();
    labelled_stories(&eval, &mut figures);
    labelled_pairs(&eval, &mut figures);
    made_copies(&eval, &mut figures);
    seeds(shared, &mut figures);
    figures
}

fn labelled_stories(eval: &Path, figures: &mut Figures) {
    let items = labelled::lines(&eval.join("stories/ecbplus.jsonl.gz"));
    let terms: Vec<EventTerms> = items
        .iter()
        .map(|item| event_terms(&as_it_is(item)))
        .collect();
    let mut story_of = vec![0; terms.len()];
    for (story, members) in stories(&terms).iter().enumerate() {
        members.iter().for_each(|at| story_of[*at] = story);
    }
    let truth: Vec<&str> = items
        .iter()
        .map(|item| item["story"].as_str().unwrap())
        .collect();
    let (mut precision, mut recall) = (0.0, 0.0);
    for a in 0..terms.len() {
        let count = |is: &dyn Fn(usize) -> bool| (0..terms.len()).filter(|b| is(*b)).count() as f64;
        let both = count(&|b| story_of[a] == story_of[b] && truth[a] == truth[b]);
        precision += both / count(&|b| story_of[a] == story_of[b]);
        recall += both / count(&|b| truth[a] == truth[b]);
    }
    let (precision, recall) = (precision / terms.len() as f64, recall / terms.len() as f64);
    figures.insert("ecbplus.b3.precision".into(), precision);
    figures.insert("ecbplus.b3.recall".into(), recall);
    figures.insert(
        "ecbplus.b3.f1".into(),
        2.0 * precision * recall / (precision + recall),
    );
}

fn labelled_pairs(eval: &Path, figures: &mut Figures) {
    let pairs = labelled::lines(&eval.join("stories/tgcontest_pairs.jsonl.gz"));
    let mut terms = Vec::new();
    for (nth, pair) in pairs.iter().enumerate() {
        for side in ["a", "b"] {
            let mut item = pair[side].clone();
            item["lang"] = pair["lang"].clone();
            item["id"] = Value::from(format!("{nth:04}{side}"));
            terms.push(event_terms(&as_it_is(&item)));
        }
    }
    let mut story_of = HashMap::new();
    for (story, members) in stories(&terms).iter().enumerate() {
        story_of.extend(members.iter().map(|at| (*at, story)));
    }
    let right = pairs.iter().enumerate().filter(|(nth, pair)| {
        let is_one = story_of[&(nth * 2)] == story_of[&(nth * 2 + 1)];
        is_one == (pair["label"] == "same")
    });
    figures.insert(
        "pairs.accuracy".into(),
        right.count() as f64 / pairs.len() as f64,
    );
}

fn made_copies(eval: &Path, figures: &mut Figures) {
    let items = labelled::lines(&eval.join("neardup/docs.jsonl.gz"));
    let articles: HashMap<&str, Article> = items
        .iter()
        .map(|item| (item["id"].as_str().unwrap(), cleaned(item)))
        .collect();
    directions(&items, &articles, figures);
    edges(eval, &articles, figures);
    changed_numbers(&items, figures);
}

/// Of copies that a script made, the share whose origin is told; texts mixed of two are neither right nor wrong.
fn directions(items: &[Value], articles: &HashMap<&str, Article>, figures: &mut Figures) {
    let (mut right, mut all) = (0.0, 0.0);
    for item in items {
        let Some(origin) = item["of"].as_str().filter(|_| item["kind"] != "partial") else {
            continue;
        };
        let copy = item["id"].as_str().unwrap();
        let lineage = lineage(&[&articles[origin], &articles[copy]]);
        all += 1.0;
        right += f64::from(lineage.reuses.iter().any(|reuse| reuse.to == 1));
        if lineage.reuses.iter().all(|reuse| reuse.to == 0)
            && std::env::var_os("DATELINE_SHOW").is_some()
        {
            println!(
                "{copy}: {:?}",
                lineage.reuses.first().map(|reuse| reuse.clue)
            );
        }
    }
    figures.insert("lineage.direction".into(), right / all);
}

/// Pairs with an edge that share text by their label, of all that have an edge.
fn edges(eval: &Path, articles: &HashMap<&str, Article>, figures: &mut Figures) {
    let pairs = std::fs::read_to_string(eval.join("neardup/pairs.tsv")).unwrap();
    let mut with_edge: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for line in pairs.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let lineage = lineage(&[&articles[cells[0]], &articles[cells[1]]]);
        let counts = with_edge.entry(cells[2]).or_default();
        counts[usize::from(!lineage.reuses.is_empty())] += 1.0;
    }
    let edges = |labels: &[&str]| labels.iter().map(|label| with_edge[label][1]).sum::<f64>();
    let apart = edges(&["story", "topic"]);
    let sharing = edges(&["dup", "partial", "natural-dup", "natural-partial"]);
    figures.insert("lineage.edge_precision".into(), sharing / (sharing + apart));
    let [missed, found] = with_edge["dup"];
    figures.insert("lineage.edge_recall".into(), found / (found + missed));
}

/// Copies with one number changed, and copies with one number rounded: how many of a hundred are reported.
fn changed_numbers(items: &[Value], figures: &mut Figures) {
    let number = regex::Regex::new(r"\d+(?:[.,]\d+)*").unwrap();
    let (mut changed, mut rounded) = (Vec::new(), Vec::new());
    for (nth, item) in items
        .iter()
        .filter(|item| item["origin"] != "made")
        .enumerate()
    {
        let article = as_it_is(item);
        let found: Vec<_> = number.find_iter(&article.text).collect();
        let edit = |at: usize, text: &str| {
            let place = found[at].range();
            let mut copy = article.clone();
            copy.id.push('~');
            copy.text.replace_range(place, text);
            copy
        };
        if !found.is_empty() {
            let at = nth * 7 % found.len();
            let digit = found[at].as_str().as_bytes()[0] - b'0';
            let other = (digit + 2 + nth as u8 % 5) % 9 + 1;
            let other = if other == digit { other % 9 + 1 } else { other };
            let text = format!("{other}{}", &found[at].as_str()[1..]);
            changed.push((item, reported(&article, &edit(at, &text))));
        }
        let roundable = |text: &str| {
            let value: i64 = text
                .parse()
                .ok()
                .filter(|value| (24..1900).contains(value))?;
            let to = (value + 5) / 10 * 10;
            (to != value && (to - value).abs() * 10 < to).then(|| to.to_string())
        };
        let round = (0..found.len()).find_map(|at| Some((at, roundable(found[at].as_str())?)));
        let copy = round.map_or(article.clone(), |(at, text)| edit(at, &text));
        rounded.push((item, reported(&article, &copy)));
    }
    let share = |of: &[(&Value, bool)]| {
        of.iter().filter(|(_, reported)| *reported).count() as f64 / of.len() as f64
    };
    if std::env::var_os("DATELINE_SHOW").is_some() {
        let missed = changed.iter().filter(|(_, reported)| !reported);
        missed.for_each(|(item, _)| println!("changed, not reported: {}", item["id"]));
        let wrong = rounded.iter().filter(|(_, reported)| *reported);
        wrong.for_each(|(item, _)| println!("rounded, reported: {}", item["id"]));
    }
    figures.insert("numbers.changed".into(), share(&changed));
    figures.insert("numbers.rounded".into(), share(&rounded));
}

fn reported(article: &Article, copy: &Article) -> bool {
    numbers(&[article, copy]).iter().any(|row| row.disagrees)
}

/// The five texts of the project's origin: one story, no two of one text but one that is made from another.
fn seeds(shared: &Path, figures: &mut Figures) {
    let mut articles = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(shared.join("seeds"))
        .unwrap()
        .flatten()
        .collect();
    paths.sort_by_key(std::fs::DirEntry::path);
    for path in paths {
        let text = std::fs::read_to_string(path.path()).unwrap();
        let item = serde_json::json!({"id": path.file_name().to_str().unwrap(), "text": text});
        articles.push(cleaned(&item));
    }
    let terms: Vec<EventTerms> = articles.iter().map(event_terms).collect();
    figures.insert("seeds.stories".into(), stories(&terms).len() as f64);
    let articles: Vec<&Article> = articles.iter().collect();
    let reuses = lineage(&articles).reuses;
    let edges: Vec<(usize, usize)> = reuses.iter().map(|reuse| (reuse.from, reuse.to)).collect();
    figures.insert("seeds.lineage".into(), f64::from(edges == [(3, 1)]));
}

/// An item whose text is clean already.
fn as_it_is(item: &Value) -> Article {
    let title = item["title"].as_str().unwrap_or_default();
    let text = item["text"].as_str().unwrap();
    let given = |value: &str| Found::new(value.to_owned(), "given", Witness::Given, 1.0);
    let language = Language(item["lang"].as_str().unwrap_or("en").to_owned());
    Article {
        id: item["id"].as_str().unwrap().to_owned(),
        title: Some(given(title)),
        text: text.strip_prefix(title).unwrap_or(text).to_owned(),
        language: Some(Found::new(language, "given", Witness::Given, 1.0)),
        ..Article::default()
    }
}

/// An item as `dateline index` makes an article of it.
fn cleaned(item: &Value) -> Article {
    let text = |name: &str| item[name].as_str().map(str::to_owned);
    let page = RawPage {
        path: text("id").unwrap(),
        content: Content::Text(text("text").unwrap()),
        given: Given {
            id: text("id"),
            title: text("title"),
            language: text("lang"),
            ..Given::default()
        },
        ..RawPage::default()
    };
    let clean: CleanPage = clean::clean(&page);
    identify::alone(&page, clean)
}
