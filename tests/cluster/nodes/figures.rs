//! What it costs, for the note: `DATELINE_SLOW=1 cargo test --test nodes -- --nocapture figures`.

use std::time::{Duration, Instant};

use dateline::archive::Searcher;
use dateline::cluster::Address;
use dateline::text::words::words;
use serde_json::Value;

use crate::engine::{ask, get};
use crate::generated::generated;
use crate::proxy::Proxy;
use crate::queries::queries_of;
use crate::{
    Dice, NEWSROOM, address, archive_of, articles, is_slow, load_at, new_name, node, open, request,
};

/// Copies of an index would be counted twice: figures are of the first copy.
fn primary_bytes(index: &str) -> u64 {
    let stats = get(&format!("/{index}/_stats/store"));
    stats["_all"]["primaries"]["store"]["size_in_bytes"]
        .as_u64()
        .unwrap()
}

fn merge(index: &str) {
    let path = format!("/{index}/_forcemerge?max_num_segments=1&wait_for_completion=true");
    ask(&node(), "POST", &path, &Value::Null);
    ask(
        &node(),
        "POST",
        &format!("/{index}/_flush?force=true"),
        &Value::Null,
    );
}

/// Sends what was sent before to a new index, as fast as the engine takes it.
fn sent_again(proxy: &Proxy, index: &str) -> Duration {
    let mut batches: Vec<String> = Vec::new();
    for documents in proxy.documents().chunks(1_000) {
        let mut lines = String::new();
        for (key, document) in documents {
            lines.push_str(&format!(
                "{{\"index\":{{\"_id\":\"{key}\"}}}}\n{document}\n"
            ));
        }
        batches.push(lines);
    }
    let begun = Instant::now();
    for lines in batches {
        let path = format!("{}/{index}/_bulk?filter_path=errors", node());
        let sent = ureq::post(path)
            .header("content-type", "application/x-ndjson")
            .send(lines);
        let answer: Value =
            serde_json::from_str(&sent.unwrap().body_mut().read_to_string().unwrap()).unwrap();
        assert_eq!(answer["errors"], false);
    }
    begun.elapsed()
}

#[test]
fn figures() {
    if !is_slow() {
        return;
    }
    let count = 6_000;
    let all = generated(count, &articles(&NEWSROOM.1));
    let total_words: usize = all.iter().map(|article| words(&article.text).count()).sum();
    let (_dir, archive) = archive_of(all.iter().cloned());

    let name = new_name("figures");
    let begun = Instant::now();
    load_at(&archive, address(&name), 3, &mut |_| ()).unwrap();
    let took = begun.elapsed();
    let rate = |took: Duration| count as f64 / took.as_secs_f64();
    println!(
        "loaded {count} articles of {total_words} words: {:.0} articles/s",
        rate(took)
    );

    // The engine's own limit: the same documents, ready to be sent.
    let (proxy, through) = (Proxy::new(0), new_name("through"));
    load_at(
        &archive,
        Address::parse(&proxy.address(&through)).unwrap(),
        3,
        &mut |_| (),
    )
    .unwrap();
    let bare = new_name("bare");
    load_at(&archive_of([]).1, address(&bare), 3, &mut |_| ()).unwrap();
    println!(
        "the engine alone takes {:.0} articles/s",
        rate(sent_again(&proxy, &bare))
    );

    let per_word = |index: &str| primary_bytes(index) as f64 / total_words as f64;
    println!("{:.1} bytes a word after the load", per_word(&name));
    merge(&name);
    println!("{:.1} bytes a word once merged", per_word(&name));
    // The engine keeps what replicas may still ask for about a minute, and lets it go in the next merge.
    std::thread::sleep(Duration::from_secs(90));
    merge(&name);
    println!(
        "{:.1} bytes a word once merged again after 90 s",
        per_word(&name)
    );

    let cluster = open(&name);
    let mut dice = Dice(3);
    let queries: Vec<String> = all
        .iter()
        .step_by(300)
        .flat_map(|article| queries_of(article, &mut dice))
        .collect();
    for (what, archive) in [("folder", &archive as &dyn Searcher), ("cluster", &cluster)] {
        let mut times: Vec<Duration> = Vec::new();
        for query in &queries {
            let begun = Instant::now();
            archive.search(&request(query)).unwrap();
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1_000.0;
        println!(
            "{what}: {} queries, median {:.1} ms, 95 of 100 below {:.1} ms",
            times.len(),
            at(50),
            at(95)
        );
    }
}
