//! The kept markup as text. Each block is rebuilt as a small tree of the text nodes that were kept, and html2text lays it out: tables
//! as rows, preformatted text with its line breaks.
use html2text::render::TrivialDecorator;
use html2text::{RcDom, config};
use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName, ns};

use crate::clean::html::parse::dom::{Data, Dom, NodeId};
use crate::clean::html::parse::tag::Tag;

/// No line is wrapped below this many columns; html2text takes a width in any case.
const WIDTH: usize = 1 << 20;

/// Wider tables are kept as words in lines.
const MAX_COLUMNS: usize = 160;

/// A block to render: its element and the text nodes and line breaks in it; a table has one such list a cell, in rows.
pub(crate) enum Shape<'a> {
    Lines(Tag, &'a [NodeId]),
    Table(Vec<Vec<Vec<NodeId>>>),
}

/// Blocks of more text nodes are laid out without html2text, which needs two kilobytes and some microseconds for each.
const MOST_NODES: usize = 10_000;

/// Renders a block; its words are those of its text nodes.
pub(crate) fn render(dom: &Dom, shape: &Shape<'_>) -> String {
    match shape {
        Shape::Lines(Tag::Pre, nodes) => {
            let plain = joined(dom, nodes);
            if nodes.len() > MOST_NODES {
                return lines_as_they_stand(&plain);
            }
            laid_out(dom, shape)
                .filter(|text| same_words(text, &plain))
                .unwrap_or_else(|| folded(&plain))
        }
        Shape::Lines(_, nodes) => broken_lines(dom, nodes),
        Shape::Table(rows) => {
            let cells: Vec<String> = rows
                .iter()
                .flatten()
                .map(|cell| joined(dom, cell))
                .collect();
            let plain = cells.join(" ");
            let n_nodes: usize = rows.iter().flatten().map(Vec::len).sum();
            if n_nodes > MOST_NODES {
                return lines_of_cells(dom, rows);
            }
            laid_out(dom, shape)
                .filter(|text| same_words(text, &plain))
                .unwrap_or_else(|| folded(&plain))
        }
    }
}

/// Text with a line for each `<br>`, white space folded within the lines.
fn broken_lines(dom: &Dom, nodes: &[NodeId]) -> String {
    let mut lines = vec![String::new()];
    for id in nodes {
        match (dom.data(*id), lines.last_mut()) {
            (Data::Text(text), Some(line)) => line.push_str(text),
            _ => lines.push(String::new()),
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| folded(line)).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Preformatted text without blanks at the ends of its lines.
fn lines_as_they_stand(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A table as one line a row.
fn lines_of_cells(dom: &Dom, rows: &[Vec<Vec<NodeId>>]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| joined(dom, cell)).collect();
        let line = folded(&cells.join(" "));
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn joined(dom: &Dom, nodes: &[NodeId]) -> String {
    let mut out = String::new();
    for id in nodes {
        match dom.data(*id) {
            Data::Text(text) => out.push_str(text),
            _ => out.push('\n'),
        }
    }
    out
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The two hold the same characters, white space aside.
fn same_words(a: &str, b: &str) -> bool {
    let solid = |c: &char| !c.is_whitespace();
    a.chars().filter(solid).eq(b.chars().filter(solid))
}

fn laid_out(dom: &Dom, shape: &Shape<'_>) -> Option<String> {
    let tree = RcDom::default();
    let document = tree.get_document();
    let add = |parent: &<RcDom as TreeSink>::Handle, name: &str| {
        let name = QualName::new(None, ns!(html), LocalName::from(name));
        let element = tree.create_element(name, Vec::new(), ElementFlags::default());
        tree.append(parent, NodeOrText::AppendNode(element.clone()));
        element
    };
    let fill = |parent: &<RcDom as TreeSink>::Handle, nodes: &[NodeId]| {
        for id in nodes {
            match dom.data(*id) {
                Data::Text(text) => {
                    tree.append(parent, NodeOrText::AppendText(StrTendril::from_slice(text)));
                }
                _ => {
                    add(parent, "br");
                }
            }
        }
    };
    let body = add(&add(&document, "html"), "body");
    match shape {
        Shape::Lines(tag, nodes) => fill(
            &add(&body, if *tag == Tag::Pre { "pre" } else { "p" }),
            nodes,
        ),
        Shape::Table(rows) => {
            let table = add(&add(&body, "table"), "tbody");
            for row in rows {
                let line = add(&table, "tr");
                for cell in row {
                    fill(&add(&line, "td"), cell);
                }
            }
        }
    }
    let settings = config::with_decorator(TrivialDecorator::new())
        .raw_mode(false)
        .no_table_borders()
        .allow_width_overflow();
    let tree = settings.dom_to_render_tree(&tree).ok()?;
    let text = settings.render_to_string(tree, WIDTH).ok()?;
    // Columns stand under each other while they fit on a screen.
    let keep_spaces = match shape {
        Shape::Lines(tag, _) => *tag == Tag::Pre,
        Shape::Table(_) => text.lines().all(|line| line.chars().count() <= MAX_COLUMNS),
    };
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if keep_spaces {
                line.trim_end().to_owned()
            } else {
                folded(line)
            }
        })
        .collect();
    Some(lines.join("\n").trim_matches('\n').to_owned())
}
