//! Help: the query language by example, each a link that runs.

use askama::Template;

use crate::query::{EXAMPLES, FOREIGN};
use crate::web::answer_page::{Answer, Asked};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

#[derive(Debug, Template)]
#[template(path = "help.html", config = "src/web/askama.toml")]
struct HelpPage {
    frame: Frame,
    examples: Vec<Row>,
    foreign: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    query: &'static str,
    href: String,
    meaning: &'static str,
}

fn row(query: &'static str, meaning: &'static str) -> Row {
    Row {
        query,
        href: SearchAddress::of_query(query).at("/"),
        meaning,
    }
}

/// `/help`.
pub(crate) fn show(_: &Site, _: &Asked) -> Result<Answer, Fault> {
    let examples = EXAMPLES
        .iter()
        .map(|example| row(example.query, example.meaning));
    let foreign = FOREIGN.iter().map(|form| row(form.query, form.read_as));
    Answer::page(&HelpPage {
        frame: Frame::new("Query help", ""),
        examples: examples.collect(),
        foreign: foreign.collect(),
    })
}
