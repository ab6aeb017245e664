//! An engine that runs no scripts.

use dateline::archive::{Note, Searcher};
use dateline::cluster::Cluster;

use crate::own_node::OwnNode;
use crate::queries::queries_of;
use crate::{Dice, NEWSROOM, agrees, articles, load_at, new_name, request};

/// The same is found, ordered by the words, and the reader is told where that makes a difference.
#[test]
fn words_make_the_score() {
    let node = OwnNode::start("3.8.0", "no-scripts", 60, "script.allowed_types: none");
    let archive = &NEWSROOM.1;
    let name = new_name("no-scripts");
    load_at(archive, node.index(&name), 2, &mut |_| ()).unwrap();
    let cluster = Cluster::open(node.index(&name), None, None).unwrap();
    let mut dice = Dice(29);
    let queries: Vec<String> = articles(archive)
        .iter()
        .step_by(83)
        .flat_map(|article| queries_of(article, &mut dice))
        .collect();
    agrees(archive, &cluster, &queries);
    for (query, is_told) in [
        ("ferry", false),
        ("ferry inspection", false),
        ("\"ferry inspection\"", false),
        ("ferr*", true),
        ("ferry NEAR/9 inspection", true),
        ("atleast2(ferry)", true),
    ] {
        let results = cluster.search(&request(query)).unwrap();
        let told = results.notes.contains(&Note::OrderedByWords);
        assert_eq!(told, is_told, "{query}: {:?}", results.notes);
        assert!(results.hits.iter().all(|hit| hit.score > 0.0), "{query}");
    }
}
