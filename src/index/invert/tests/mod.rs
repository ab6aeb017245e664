//! The law of inverting: the segment is the one that tantivy itself would write, but for the lengths of articles with compounds.
mod reference;

use std::collections::HashMap;
use std::fmt::Write;

use tantivy::index::{SegmentComponent, SegmentReader};
use tantivy::indexer::NoMergePolicy;
use tantivy::postings::Postings;
use tantivy::schema::{Document, Field, IndexRecordOption};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer};
use tantivy::{DocSet, Index, IndexWriter, TERMINATED, TantivyDocument};

use crate::article::{Article, Entry, Found, Held, Language, PubDate, Witness};
use crate::index::analysis::joined;
use crate::index::analysis::text_names::text_names;
use crate::index::invert::Inverter;
use crate::index::invert::tests::reference::{TextTokenizer, encode};
use crate::index::schema::{self, Fields, column};
use crate::index::store::{self, Marks};

const MEMORY: usize = 100_000_000;

fn found<T>(value: T) -> Found<T> {
    Found::new(value, "test", Witness::Given, 1.0)
}

fn article(id: usize, language: &str, title: &str, text: &str) -> Article {
    Article {
        id: format!("{id}"),
        path: format!("pages/{id}.txt"),
        title: (!title.is_empty()).then(|| found(title.to_owned())),
        text: text.to_owned(),
        language: (!language.is_empty()).then(|| found(Language(language.to_owned()))),
        ..Article::default()
    }
}

/// Texts in which something stands that is special to one step of the way.
fn odd_articles() -> Vec<Article> {
    let texts = [
        (
            "en",
            "Ferries run again",
            "The ferries ran again. They RAN; McDonald's café ran, too.\n\nNaïve O'Brien said so.",
        ),
        (
            "de",
            "Fähre fährt wieder",
            "Die Fähre fuhr wieder, sagte Müller.\nGroße Schiffe fuhren nicht.",
        ),
        (
            "fr",
            "L'accord",
            "L'accord est signé. « Enfin », dit-on à l'Élysée.",
        ),
        (
            "ja",
            "フェリー再開",
            "フェリーは二時間遅れた。乗客は夕方まで待った。",
        ),
        ("zh", "", "渡轮星期一恢复运行。"),
        ("th", "เรือ", "เรือข้ามฟากกลับมาวิ่งอีกครั้ง"),
        ("ar", "العبّارة", "عادت العبّارة إلى العمل يوم الاثنين."),
        ("ru", "Паром", "Паром снова ходит. Ёлка и елка."),
        ("xx", "Title alone", ""),
        ("", "", ""),
        ("en", "", "one"),
        (
            "a language code that is too long",
            "x\ny",
            "\u{0}\u{1}\u{2}\u{3} a\u{301} \u{200d} ﬁne ½ \u{feff}\r\n\r\nC++ 1,000 3.5 U.S.",
        ),
        ("tr", "İSTANBUL", "İstanbul'da ISPARTA ılık ığdır"),
        (
            "en",
            "Cease-fire for 1 000 homes",
            "A cease-fire-line. C-130s flew over 12 500 000 homes, 1\u{202f}000; Ph.D., e-mail e-mail.",
        ),
        (
            "en",
            "Ministers Meet",
            "The envoy met Nikolai Statkevich and MIKALAI. Statkevich, McDonald and Łukaszenka left; NATO did not. Then Nikolai spoke.",
        ),
        ("ko", "", "김정은 위원장은 문재인 대통령을 만났다."),
        (
            "ja",
            "",
            "アレクサンドル・ルカシェンコ大統領とプーチン氏は会談した。",
        ),
        ("he", "", "ראש הממשלה נתניהו נפגש עם נתניהו"),
        ("fa", "کتاب\u{200c}ها", "می\u{200c}خواهند کتاب\u{200c}ها را"),
    ];
    let mut articles: Vec<Article> = (0..)
        .zip(texts)
        .map(|(id, (language, title, text))| article(id, language, title, text))
        .collect();
    articles.push(with_names(100, "Hill Gazette", &["Ann Lee", "Bo Čech\nJr"]));
    // A source that is longer than a term may be; its words are not.
    articles.push(with_names(101, &"long name ".repeat(7000), &[]));
    articles.push(with_names(102, &"x".repeat(70_000), &["\n\n\n", ""]));
    // A text that is run together.
    articles.push(article(103, "en", "y", &"y".repeat(80_000)));
    articles
}

fn with_names(id: usize, source: &str, authors: &[&str]) -> Article {
    let authors = authors.iter().map(|&name| name.to_owned()).collect();
    Article {
        source: Some(found(source.to_owned())),
        domain: Some("hill.example".to_owned()),
        wire: Some(found("AP".to_owned())),
        authors: Some(found(authors)),
        place: Some(found("VILNIUS, Lithuania".to_owned())),
        url: Some("https://hill.example/2024/ferry?id=7".to_owned()),
        published: Some(found(PubDate::day(jiff::civil::Date::constant(2024, 3, 9)))),
        ..article(id, "en", "Names", "Some names.")
    }
}

/// Many articles of a few hundred words, each word from a vocabulary with a long tail.
fn many_articles(count: usize, words: usize) -> Vec<Article> {
    let mut state = 7_u64;
    let mut dice = move |sides: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % sides
    };
    let mut articles = Vec::new();
    for id in 0..count {
        let mut text = String::new();
        for _ in 0..words {
            let range = 10 + dice(20_000) * dice(2);
            let end = [" ", " ", " ", ", ", ". ", "\n\n"][dice(6) as usize];
            text.push_str(&format!(
                "{}ord{}ing{end}",
                ["w", "W"][dice(2) as usize],
                dice(range)
            ));
        }
        let language = ["en", "de", "fi"][dice(3) as usize];
        let title = format!("Title {id} of ferries");
        articles.push(article(1000 + id, language, &title, &text));
    }
    articles
}

fn empty_index() -> (Index, Fields) {
    let (schema, fields) = schema::schema();
    let mut index = Index::create_in_ram(schema);
    let tokenizers = schema::tokenizers();
    tokenizers.register("text", TextAnalyzer::from(TextTokenizer::default()));
    tokenizers.register("title", TextAnalyzer::from(TextTokenizer::default()));
    tokenizers.register("name_sound", TextAnalyzer::from(RawTokenizer::default()));
    index.set_tokenizers(tokenizers);
    (index, fields)
}

/// The article at two places, so that fields have several values.
fn entry(article: &Article) -> Entry {
    let mut entry = Entry::new(article.clone(), 1);
    entry.places.push(Held {
        path: format!("{}.copy", article.path),
        fingerprint: u64::MAX,
        ..Held::default()
    });
    entry
}

/// Marks with no, one and several blocks.
fn marks(article: &Article) -> Marks {
    let number = store::key(&article.id);
    Marks {
        site: (!number.is_multiple_of(3)).then_some(number % 3),
        blocks: (0..number % 4).map(|at| number >> at).collect(),
        furniture: (0..number % 2).collect(),
        ..Marks::default()
    }
}

/// What tantivy writes of the articles, in their order.
fn by_tantivy(articles: &[&Article]) -> SegmentReader {
    let (index, fields) = empty_index();
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 1 << 30).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for article in articles {
        let entry = entry(article);
        let document = store::document(&entry, &marks(article), &fields).unwrap();
        let mut values = document.values;
        let (language, title, text) = (document.language, document.title, document.text);
        values.add_text(fields.text, encode(language, title, text));
        for name in text_names(language, text) {
            values.add_text(fields.name_sound, name);
        }
        if !title.is_empty() {
            values.add_text(fields.title, encode(language, title, ""));
        }
        writer.add_document(values).unwrap();
    }
    writer.commit().unwrap();
    let segments = index.searchable_segments().unwrap();
    assert_eq!(segments.len(), 1, "the memory is enough for one segment");
    SegmentReader::open(&segments[0]).unwrap()
}

/// What the inverter writes of them, in any order, with so many threads.
fn by_inverter(articles: &[Article], threads: usize, memory: usize) -> SegmentReader {
    let (index, fields) = empty_index();
    let inverter = Inverter::new(&index, threads, memory).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (inverter, fields) = (&inverter, &fields);
            scope.spawn(move || {
                for article in articles.iter().skip(thread).step_by(threads) {
                    let entry = entry(article);
                    let document = store::document(&entry, &marks(article), fields).unwrap();
                    inverter.add(&document).unwrap();
                }
            });
        }
    });
    let segment = inverter.write_segment().unwrap().unwrap();
    assert_eq!(inverter.memory(), 0);
    assert!(inverter.write_segment().unwrap().is_none());
    SegmentReader::open(&segment).unwrap()
}

/// The bytes of a segment's file.
fn bytes(segment: &SegmentReader, component: SegmentComponent) -> Vec<u8> {
    let file = segment.open_read(component).unwrap();
    file.read_bytes().unwrap().to_vec()
}

/// The stored documents of a segment.
fn stored(segment: &SegmentReader) -> Vec<String> {
    let store = segment.get_store_reader(10).unwrap();
    let docs = 0..segment.max_doc();
    docs.map(|doc| {
        let document: TantivyDocument = store.get(doc).unwrap();
        document.to_json(segment.schema())
    })
    .collect()
}

/// Each term of a field with its postings, as text: what differs can be read.
fn postings(segment: &SegmentReader, field: Field) -> Vec<String> {
    let inverted_index = segment.inverted_index(field).unwrap();
    let mut terms = inverted_index.terms().stream().unwrap();
    let mut found = Vec::new();
    while terms.advance() {
        let detail = IndexRecordOption::WithFreqsAndPositions;
        let info = terms.value();
        let mut postings = inverted_index
            .read_postings_from_terminfo(info, detail)
            .unwrap();
        let mut line = format!("{:?}: {}", terms.key(), info.doc_freq);
        let mut positions = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            let (doc, term_freq) = (postings.doc(), postings.term_freq());
            write!(line, "; {doc} {term_freq} {positions:?}").unwrap();
            postings.advance();
        }
        found.push(line);
    }
    found.push(format!("{} tokens", inverted_index.total_num_tokens()));
    found
}

fn check(articles: &[Article], threads: usize, memory: usize) {
    let ours = by_inverter(articles, threads, memory);
    assert_eq!(ours.max_doc() as usize, articles.len());
    // With several threads the order is a matter of chance; tantivy is given the same.
    let mut by_key: HashMap<u64, &Article> = articles
        .iter()
        .map(|article| (store::key(&article.id), article))
        .collect();
    let keys = ours.fast_fields().u64(column::ID_KEY).unwrap();
    let in_order: Vec<&Article> = (0..ours.max_doc())
        .filter_map(|doc| by_key.remove(&keys.first(doc)?))
        .collect();
    let theirs = by_tantivy(&in_order);
    for (field, entry) in ours.schema().fields() {
        if entry.is_indexed() {
            let (ours, theirs) = (postings(&ours, field), postings(&theirs, field));
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert_eq!(ours, theirs, "{}", entry.name());
            }
            assert_eq!(ours.len(), theirs.len(), "{}", entry.name());
        }
    }
    for component in [
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
    ] {
        let is_same = bytes(&ours, component.clone()) == bytes(&theirs, component.clone());
        assert!(is_same, "{component:?} differ");
    }
    check_norms(&in_order, &ours, &theirs);
    assert!(stored(&ours) == stored(&theirs), "stored documents differ");
}

/// Norms are tantivy's, but that a compound, which repeats words that stand there, makes no article longer.
fn check_norms(articles: &[&Article], ours: &SegmentReader, theirs: &SegmentReader) {
    for (field, entry) in ours
        .schema()
        .fields()
        .filter(|(_, entry)| entry.has_fieldnorms())
    {
        let norms = |segment: &SegmentReader| segment.get_fieldnorms_reader(field).unwrap();
        let (ours, theirs) = (norms(ours), norms(theirs));
        for (doc, article) in (0..).zip(articles) {
            let (own, other) = (ours.fieldnorm_id(doc), theirs.fieldnorm_id(doc));
            let article = format!("{} of {}", entry.name(), article.id);
            match has_compounds(articles[doc as usize]) && ["title", "text"].contains(&entry.name())
            {
                true => assert!(own <= other, "{article}: {own}, {other}"),
                false => assert_eq!(own, other, "{article}"),
            }
        }
    }
}

fn has_compounds(article: &Article) -> bool {
    let title = article.title.as_ref().map_or("", |title| &title.value);
    let mut tokens = joined::tokens(title).chain(joined::tokens(&article.text));
    tokens.any(|token| token.is_joined())
}

#[test]
fn a_compound_makes_no_article_longer() {
    let with = article(
        1,
        "en",
        "",
        "A cease-fire was signed. The e-mail and the C-130 came late.",
    );
    let without = article(
        2,
        "en",
        "",
        "A cease fire was signed. The e mail and the C 130 came late.",
    );
    let segment = by_inverter(&[with, without], 1, MEMORY);
    let field = segment.schema().get_field("text").unwrap();
    let norms = segment.get_fieldnorms_reader(field).unwrap();
    assert_eq!(norms.fieldnorm_id(0), norms.fieldnorm_id(1));
}

#[test]
fn odd_articles_are_written_as_tantivy_would() {
    check(&odd_articles(), 1, MEMORY);
}

#[test]
fn batches_are_strung_together() {
    // More documents than a batch holds, and many batches of the least number of tokens.
    let mut articles = many_articles(1500, 60);
    articles.extend(odd_articles().into_iter().filter(|it| !has_compounds(it)));
    check(&articles, 1, 1);
}

#[test]
fn shards_are_strung_together() {
    let mut articles = many_articles(400, 200);
    articles.extend(odd_articles());
    check(&articles, 3, MEMORY);
}

#[test]
fn a_text_may_have_more_positions_than_a_batch() {
    let mut articles = many_articles(3, 20);
    // Half a million words are 2^22 positions.
    articles.insert(
        1,
        article(1, "en", "Long", &"word at sea. ".repeat(250_000)),
    );
    articles.insert(3, article(2, "en", "Long", &"a b ".repeat(150_000)));
    // Each line of a name leaves places free.
    articles.push(with_names(3, &"\n".repeat(10), &["\n"; 60_000]));
    check(&articles, 1, MEMORY);
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let (index, fields) = empty_index();
    let inverter = Inverter::new(&index, 1, MEMORY).unwrap();
    let article = article(1, "", "", &" ".repeat((256 << 20) + 1));
    let entry = entry(&article);
    let document = store::document(&entry, &marks(&article), &fields).unwrap();
    assert!(inverter.add(&document).is_err());
    assert!(inverter.write_segment().is_err());
}

#[test]
fn memory_is_counted() {
    let (index, fields) = empty_index();
    let inverter = Inverter::new(&index, 2, MEMORY).unwrap();
    let mut before = 0;
    for articles in many_articles(600, 300).chunks(200) {
        for article in articles {
            let entry = entry(article);
            let document = store::document(&entry, &marks(article), &fields).unwrap();
            inverter.add(&document).unwrap();
        }
        assert!(
            inverter.memory() > before + 100_000,
            "{}",
            inverter.memory()
        );
        before = inverter.memory();
    }
}
