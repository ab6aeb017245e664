//! What it costs, for the note: `DATELINE_SLOW=1 cargo test --test nodes -- --nocapture figures`.

use std::time::{Duration, Instant};

use dateline::archive::Searcher;
use dateline::article::Article;
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

fn flush(index: &str) {
    let path = format!("/{index}/_flush?force=true");
    ask(&node(), "POST", &path, &Value::Null);
}

/// Merges each shard into one segment, and waits until the files of the others are gone.
fn merge(index: &str) {
    let path = format!("/{index}/_forcemerge?max_num_segments=1");
    ask(&node(), "POST", &path, &Value::Null);
    let files = format!("/{index}/_refresh");
    for _ in 0..3 {
        flush(index);
        ask(&node(), "POST", &files, &Value::Null);
        std::thread::sleep(Duration::from_secs(2));
    }
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

/// Articles of the length that news has: some hundred words each.
fn long_articles(count: usize) -> Vec<Article> {
    let short = generated(count * 4 + 60, &articles(&NEWSROOM.1));
    let mut long = Vec::new();
    for at in 0..count {
        // Every fifteenth is in the same language.
        let first = at / 15 * 60 + at % 15;
        let of_language = short[first..].iter().step_by(15).take(4);
        let texts: Vec<&str> = of_language.map(|article| article.text.as_str()).collect();
        long.push(Article {
            text: texts.join("\n\n"),
            ..short[first].clone()
        });
    }
    long
}

#[test]
fn figures() {
    if !is_slow() {
        return;
    }
    let count = 3_000;
    let all = long_articles(count);
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
    // The engine keeps every row for copies that may have to catch up. The first merge lets them go that comes half a minute after the articles
    // were flushed.
    flush(&name);
    std::thread::sleep(Duration::from_secs(60));
    merge(&name);
    println!("{:.1} bytes a word once merged", per_word(&name));
    assert!(per_word(&name) < 14.0);

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
