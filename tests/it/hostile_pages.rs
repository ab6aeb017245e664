//! Pages that mean no good, by kind: each takes time in proportion to its length, and none takes long.
//!
//! `DATELINE_SLOW=1` takes pages of a megabyte; in an optimised build none of them may take a second.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::ingest;
use dateline::read::{self, Event, Options};
use dateline::site::rules::PageRules;

use serde_json::{Value, json};

use crate::bounds::within_bounds;
use crate::support::{Desk, Dice};

/// A kind of page: its name, how it begins, what is repeated (`#` stands for a new number each time), and how it ends.
type Kind<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Markup. `html` stands before each of them.
const MARKUP: &[Kind<'static>] = &[
    ("many attributes of a format", "<b ", "a#=b ", ">fog</b>"),
    (
        "many attributes that are read",
        "<p ",
        "data-a#-name=b ",
        ">fog</p>",
    ),
    (
        "attributes that are not well formed",
        "<p \"",
        "c# <",
        ">fog</p>",
    ),
    ("nested divs", "", "<div>", "fog"),
    ("nested articles", "", "<article><section>", "fog"),
    ("nested lists", "", "<ul><li>", "fog"),
    ("nested tables", "", "<table><tr><td>", "fog"),
    ("nested quotes", "", "<blockquote><p>", "fog"),
    ("nested spans with text", "", "<span>fog ", ""),
    ("nested links", "", "<a href=x><div>", "fog"),
    ("nested buttons and forms", "", "<form><button><p>", "fog"),
    ("nested rubies", "", "<ruby><rt>fog<rb>", "fog"),
    ("nested definitions", "", "<dl><dt>fog<dd>", "fog"),
    ("nested options", "<select>", "<optgroup><option>", "fog"),
    ("nested templates", "", "<template>", "fog"),
    ("nested svg", "", "<svg><g><desc>", "fog"),
    ("nested math", "", "<math><mi><annotation-xml>", "fog"),
    ("nested noscript", "", "<noscript><p>fog", ""),
    ("nested objects", "", "<object><marquee>", "fog"),
    ("nested headings", "", "<h1><h2>", "fog"),
    ("nested frames", "", "<frameset><frame>", ""),
    ("nested depth, closed", "", "<div><p>fog</p></div><div>", ""),
    ("bold never closed", "", "<p><b>fog", ""),
    ("bold of many classes", "", "<p><b class=#>fog", ""),
    ("crossed tags", "", "<b><i></b></i>", "fog"),
    ("crossed blocks", "", "<b><p></b>", "fog"),
    ("links in links", "", "<a href=#>fog", ""),
    ("nobr", "", "<nobr>fog", ""),
    ("text in tables", "<table>", "fog<b>", ""),
    ("links in tables", "<table>", "<a href=#>fog<tr>", ""),
    ("fonts in tables", "", "<table><font size=#>fog", ""),
    ("closing only", "", "</p></br></div>", "fog"),
    ("captions", "", "<table><caption>fog", ""),
    ("cells of a row", "<table><tr>", "<td>#</td>", "</table>"),
    (
        "rows",
        "<table>",
        "<tr><td>Lund</td><td>#</td></tr>",
        "</table>",
    ),
    (
        "columns",
        "<table>",
        "<col><colgroup>",
        "<tr><td>fog</table>",
    ),
    (
        "cells that span",
        "<table>",
        "<tr><td colspan=1000 rowspan=1000>#",
        "</table>",
    ),
    ("a long class", "<p class=\"", "share nav ad ", "\">fog</p>"),
    (
        "a long class of many names",
        "<p class=\"",
        "c# ",
        "\">fog</p>",
    ),
    ("a long id", "<p id=\"", "share-nav_", "\">fog</p>"),
    (
        "a long style",
        "<p style=\"",
        "display:block;",
        "\">fog</p>",
    ),
    (
        "a long link",
        "<a href=\"https://lund.example/",
        "a/../",
        "\">fog</a>",
    ),
    ("many attributes", "<p ", "a#=b ", ">fog</p>"),
    (
        "one attribute again and again",
        "<p ",
        "class=x ",
        ">fog</p>",
    ),
    (
        "data attributes",
        "<p ",
        "data-a#=\"2031-05-04\" ",
        ">fog</p>",
    ),
    ("many bodies", "", "<body a#=b><html c#=d>", "fog"),
    (
        "links",
        "",
        "<a href=\"https://lund.example/#\">Gate #</a> ",
        "",
    ),
    (
        "links in a list",
        "<ul>",
        "<li><a href=/#>Gate # opened at noon</a></li>",
        "</ul>",
    ),
    ("links without text", "", "<a href=/#></a>", "fog"),
    ("anchors", "", "<a name=#>", "fog"),
    ("pictures", "", "<img src=/#.png alt=\"Gate #\">", ""),
    (
        "figures",
        "",
        "<figure><img src=x><figcaption>Gate #. Photo: Ines Tarn</figcaption></figure>",
        "",
    ),
    (
        "a picture in its address",
        "<img src=\"data:image/png;base64,",
        "iVBORw0KGgoAAAAN",
        "\">fog",
    ),
    ("line breaks", "<p>fog", "<br>", "fog</p>"),
    ("lines by line breaks", "<p>", "Gate # opened.<br>", "</p>"),
    ("rules between", "", "<hr>fog", ""),
    ("word breaks", "<p>", "fog<wbr>&shy;", "</p>"),
    (
        "paragraphs that are the same",
        "",
        "<p>The weir of Lund opened at dawn, said its keeper.</p>",
        "",
    ),
    ("paragraphs of one word", "", "<p>fog</p>", ""),
    (
        "paragraphs",
        "",
        "<p>Gate # of the weir of Lund opened at dawn, said keeper #.</p>",
        "",
    ),
    ("empty paragraphs", "", "<p></p>", "fog"),
    (
        "inline pieces",
        "<p>",
        "<i>f</i><b>o</b><span>g</span>",
        "</p>",
    ),
    (
        "boxes in classes",
        "",
        "<div class=\"share nav ad c#\">Gate # opened</div>",
        "",
    ),
    (
        "articles",
        "",
        "<article><h2>Gate #</h2><p>The weir of Lund opened at dawn.</p></article>",
        "",
    ),
    ("headings", "", "<h2>Read also: gate #</h2>", ""),
    (
        "headlines",
        "",
        "<h1>Gate # of the weir of Lund opened</h1>",
        "",
    ),
    (
        "titles",
        "",
        "<title>Gate # of the weir of Lund - Lund Lantern</title>",
        "fog",
    ),
    (
        "a long title",
        "<title>",
        "Weir of Lund - Lund Lantern | ",
        "</title><p>fog",
    ),
    ("a long headline", "<h1>", "Weir of Lund: ", "</h1><p>fog"),
    (
        "a long author",
        "<meta name=author content=\"",
        "Ines Tarn and ",
        "\"><p>fog",
    ),
    (
        "a long byline",
        "<p class=byline>By ",
        "Ines Tarn, ",
        "</p><p>fog",
    ),
    ("bylines", "", "<p class=byline>By Ines Tarn #</p>", ""),
    (
        "marked authors",
        "",
        "<span itemprop=author><span itemprop=name>Ines Tarn #</span></span>",
        "",
    ),
    (
        "links of authors",
        "",
        "<a rel=author href=/#>Ines Tarn #</a>",
        "",
    ),
    (
        "marked dates",
        "",
        "<time datetime=\"2031-05-04T10:#\">5 May 2031</time>",
        "",
    ),
    (
        "lines of dates",
        "",
        "<p>Published 5 May 2031, updated 6 May 2031 at 10:#</p>",
        "",
    ),
    ("days", "<p>", "5 May 2031, ", "</p>"),
    ("numbers of dates", "<p>", "1/2/", "</p>"),
    ("numbers with points", "<p>", "1.2.", "</p>"),
    ("hours", "<p>", "12:", "</p>"),
    (
        "datelines",
        "",
        "<p>LUND (Lantern) - 5 May - The weir opened.</p>",
        "",
    ),
    ("agencies", "", "<p>(Reuters) AP - dpa/AFP: fog</p>", ""),
    (
        "properties",
        "",
        "<meta property=\"article:author\" content=\"Ines #\">",
        "<p>fog",
    ),
    (
        "properties of a title",
        "",
        "<meta property=\"og:title\" content=\"Gate # opened\">",
        "<p>fog",
    ),
    (
        "canonical links",
        "",
        "<link rel=canonical href=\"https://lund.example/#\">",
        "<p>fog",
    ),
    (
        "structured data",
        "",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Gate #\"}</script>",
        "<p>fog",
    ),
    (
        "deep structured data",
        "<script type=\"application/ld+json\">",
        "[{\"a\":",
        "</script><p>fog",
    ),
    (
        "structured data of deep kinds",
        "<script type=\"application/ld+json\">",
        "{\"@type\":\"NewsArticle\",\"author\":",
        "</script><p>fog",
    ),
    (
        "a list of structured authors",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"author\":[",
        "{\"name\":\"Ines Tarn #\"},",
        "{}]}</script><p>fog",
    ),
    (
        "a graph of structured data",
        "<script type=\"application/ld+json\">{\"@graph\":[",
        "{\"@type\":\"NewsArticle\",\"@id\":\"#\"},",
        "{}]}</script><p>fog",
    ),
    (
        "a structured text",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"",
        "The weir of Lund opened at dawn, said keeper #. ",
        "\"}</script><p>fog",
    ),
    (
        "a structured text of lines",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"",
        "Gate # opened.\\n\\n",
        "\"}</script><p>Gate 1 opened.",
    ),
    (
        "data of scripts",
        "<script>window.__STATE__={\"a\":[",
        "{\"text\":\"The weir of Lund opened at dawn, said keeper #.\"},",
        "{}]}</script><p>fog",
    ),
    (
        "deep data of scripts",
        "<script>window.__STATE__=",
        "{\"a\":[",
        "</script><p>fog",
    ),
    (
        "pieces of data",
        "",
        "<script>self.__next_f.push([1,\"#:[\\\"$\\\",\\\"p\\\",null,{\\\"children\\\":\\\"The weir of Lund opened.\\\"}]\\n\"])</script>",
        "<p>fog",
    ),
    ("data in braces", "<script>", "{\"", "</script><p>fog"),
    ("scripts", "", "<script>x</script>", "<p>fog"),
    ("scripts never closed", "", "<script>", ""),
    ("scripts in comments", "", "<script><!--", "fog"),
    (
        "scripts in scripts",
        "",
        "<script><!--<script>",
        "--></script><p>fog",
    ),
    ("styles never closed", "", "<style>a{", ""),
    ("text areas", "", "<textarea>fog", ""),
    (
        "frames in the page",
        "",
        "<iframe src=#></iframe><iframe>",
        "fog",
    ),
    ("plain text inside", "", "<plaintext>fog", ""),
    ("comments", "", "<!-- fog -->", "<p>fog"),
    ("comments never closed", "", "<!--", ""),
    ("comments that close at once", "", "<!--><!--->", "<p>fog"),
    ("dashes in a comment", "<!--", "--!", "--><p>fog"),
    (
        "conditions of old browsers",
        "",
        "<!--[if IE]><![endif]-->",
        "<p>fog",
    ),
    ("sections", "", "<![CDATA[fog]]>", ""),
    ("sections never closed", "<svg>", "<![CDATA[", ""),
    ("instructions", "", "<?fog", ""),
    ("types of documents", "", "<!DOCTYPE html #>", "<p>fog"),
    ("signs of tags", "<p>", "<", "</p>"),
    ("signs of ends", "<p>", "</", "</p>"),
    ("tags never closed", "", "<a ", ""),
    ("quotes never closed", "", "<a title=\"", ""),
    ("quotes of both kinds", "", "<p title='\"", ""),
    ("names of tags", "<", "fog", ">fog"),
    ("equal signs", "<p ", "=", ">fog"),
    ("slashes in a tag", "<p ", "/", ">fog"),
    ("entities", "<p>", "&amp;", "</p>"),
    ("entities of numbers", "<p>", "&#x10FFFF;&#0;&#128;", "</p>"),
    ("entities of long numbers", "<p>&#", "9", "</p>"),
    ("entities that are none", "<p>", "&notanentity", "</p>"),
    ("entities of entities", "<p>", "&amp;amp;lt;", "</p>"),
    ("ampersands", "<p>", "&", "</p>"),
    (
        "hidden paragraphs",
        "",
        "<p style=\"display:none\">Gate # opened</p>",
        "<p>fog",
    ),
    ("hidden boxes", "", "<div hidden aria-hidden=true>", "fog"),
    (
        "comments of readers",
        "",
        "<div class=comment id=comment-#><p>Ines Tarn says: fog!</p><time>5 May 2031</time></div>",
        "",
    ),
    (
        "walls",
        "",
        "<p>Subscribe to continue reading. Verify that you are human.</p>",
        "",
    ),
    (
        "frozen pages",
        "",
        "<p>Wayback Machine captured 5 May 2031</p>",
        "",
    ),
    ("declarations never closed", "", "<!fog", ""),
    ("custom elements", "", "<x-gate-#>fog</x-gate-#>", ""),
];

/// Bare text, and what stands in paragraphs too.
const TEXT: &[Kind<'static>] = &[
    ("one long word", "", "a", ""),
    ("one long line", "", "the weir of Lund opened at dawn, ", ""),
    ("one long line of sentences", "", "Gate # opened. ", ""),
    ("one long number", "", "7", ""),
    ("capitals", "", "WEIR OF LUND ", ""),
    ("capitalised words", "", "Ines Tarn ", ""),
    ("names with commas", "By ", "Ines Tarn, Orvil Pell and ", ""),
    ("characters without spaces", "", "漢字", ""),
    ("kana", "", "フェリーの", ""),
    ("thai", "", "เรือข้ามฟาก", ""),
    ("arabic", "", "السد فتح ", ""),
    ("marks on one letter", "a", "\u{300}\u{301}", ""),
    ("many scripts", "", "weir шлюз 漢字 σ ט ع ", ""),
    ("signs of direction", "", "\u{202e}a\u{2066}", ""),
    ("signs without width", "", "a\u{200b}\u{feff}\u{ad}", ""),
    ("zero bytes", "", "a\u{0}", ""),
    ("escapes", "", "\u{1b}]0;x\u{7}", ""),
    ("text decoded wrongly", "", "Ã©tÃ© â€™ ", ""),
    ("text decoded wrongly twice", "", "ÃƒÂ©", ""),
    ("text lost", "", "\u{fffd}", ""),
    ("quotes", "", "\"", ""),
    ("apostrophes", "", "l'", ""),
    ("brackets", "", "(", ""),
    ("brackets closed", "", "(a) ", ""),
    ("dashes", "", "- ", ""),
    ("hyphens", "", "a-", ""),
    ("points", "", ".", ""),
    ("addresses", "", "https://lund.example/# ", ""),
    ("addresses of mail", "", "ines#@lund.example ", ""),
    ("hosts", "", "www.lund.example.", ""),
    ("short lines", "", "a\n", ""),
    ("empty lines", "fog", "\n", "fog"),
    ("white space", "fog", " \t\u{a0}\u{3000}", "fog"),
    (
        "lines that are the same",
        "",
        "The weir of Lund opened at dawn.\n",
        "",
    ),
    (
        "lines",
        "",
        "Gate # of the weir of Lund opened at dawn.\n",
        "",
    ),
    (
        "passages",
        "",
        "Gate # of the weir of Lund opened at dawn, said its keeper.\n\n",
        "",
    ),
    (
        "wrapped lines",
        "",
        "the keepers of the weir of Lund had opened the upper ga-\n",
        "",
    ),
    ("bylines of lines", "", "By Ines Tarn\n", ""),
    ("dates of lines", "", "5 May 2031\n", ""),
    ("sources of lines", "", "Source: Lund Lantern\n", ""),
    ("headlines of lines", "", "WEIR OF LUND OPENED\n\n", ""),
    ("dashes of lines", "", "-----\n", ""),
    ("markdown headings", "", "# Gate #\n", ""),
    ("markdown quotes", "", "> ", "fog"),
    ("markdown lists", "", "* Gate # opened\n", ""),
    ("markdown links", "", "[fog](https://lund.example/#) ", ""),
    ("markdown brackets", "", "![[", ""),
    ("markdown stars", "", "*a **b ", ""),
    ("markdown fences", "", "```\n", ""),
    ("markdown tables", "", "|a|b|\n", ""),
    ("fields before a text", "---\n", "a#: b\n", "---\nfog"),
    ("fields never closed", "---\n", "title: fog\n", ""),
    ("columns of spaces", "", "fog      lock\n", ""),
    ("replies to mail", "", ">>>> fog\n", ""),
    (
        "heads of mail",
        "From: a@b.example\nSubject: x\n",
        "X-#: y\n",
        "\nfog",
    ),
    (
        "parts of mail",
        "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n",
        "--a\n\nfog\n",
        "--a--",
    ),
    (
        "mail in mail",
        "From: a@b.example\nMIME-Version: 1.0\n",
        "Content-Type: multipart/mixed; boundary=a#\n\n--a#\n",
        "\nfog",
    ),
    (
        "coded words of mail",
        "From: a@b.example\nSubject: ",
        "=?utf-8?q?a?= ",
        "\n\nfog",
    ),
];

/// A name, and how the text of a page becomes bytes.
type Encoding = (&'static str, fn(&str) -> Vec<u8>);

/// The last ones are not what they say.
const ENCODINGS: &[Encoding] = &[
    ("as it is", |text| text.as_bytes().to_vec()),
    ("UTF-16 with a byte too many", |text| {
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(wide).chain([0]).collect()
    }),
    ("a byte in seven flipped", |text| {
        let bytes = text.bytes().zip(0..);
        let flip = |(byte, at): (u8, usize)| if at % 7 == 6 { byte ^ 0x80 } else { byte };
        bytes.map(flip).collect()
    }),
];

/// The page of a kind, of about `length` bytes.
fn page(kind: &Kind<'_>, length: usize) -> String {
    let (_, head, unit, tail) = kind;
    let mut page = String::from(*head);
    let end = length.saturating_sub(tail.len());
    for number in 0_usize.. {
        if page.len() >= end {
            break;
        }
        page.push_str(&unit.replace('#', &number.to_string()));
    }
    page.push_str(tail);
    page
}

/// Every kind, with what stands before its page: bare text comes in a paragraph too.
fn kinds() -> impl Iterator<Item = (&'static str, &'static Kind<'static>)> {
    let in_markup = MARKUP
        .iter()
        .chain(TEXT)
        .map(|kind| ("<!DOCTYPE html><html><body>", kind));
    in_markup.chain(TEXT.iter().map(|kind| ("", kind)))
}

/// The time that this thread has had; what others have on a busy machine does not count.
fn own_time(start: Instant) -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let own = text.split(' ').next().and_then(|nanos| nanos.parse().ok());
    own.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Reads, cleans and identifies a file as a run does, on this thread; how long that took.
fn time_of(bytes: &[u8]) -> Duration {
    let start = Instant::now();
    let before = own_time(start);
    let options = Options::default();
    let copy: Box<dyn std::io::Read + '_> = Box::new(bytes);
    let _ = read::scan_stream(Path::new("x"), copy, &options, &mut |event| {
        if let Event::Page(record) = event
            && let Ok(page) = read::page(record)
            && let Err(ingest::Cause::Panic { said }) = ingest::one(&page, &PageRules::default())
        {
            panic!("{said}");
        }
        ControlFlow::Continue(())
    });
    own_time(start).saturating_sub(before)
}

fn is_slow() -> bool {
    std::env::var_os("DATELINE_SLOW").is_some()
}

/// What a page of so many bytes may take: a second a megabyte in an optimised build, four in that of the tests, and what starting takes.
fn bound(bytes: usize) -> Duration {
    let per_megabyte = if cfg!(debug_assertions) { 4 } else { 1 };
    Duration::from_millis(50) + Duration::from_secs(per_megabyte) * (bytes as u32 >> 10) / 1024
}

/// The slowest of the pages that were timed.
#[derive(Default)]
struct Slowest(Duration, String);

impl Slowest {
    fn see(&mut self, took: Duration, name: String) {
        if took > self.0 {
            *self = Self(took, name);
        }
    }
}

#[test]
fn a_hostile_page_of_any_kind_takes_time_by_its_length() {
    let (short, long) = if is_slow() {
        (128 << 10, 1 << 20)
    } else {
        (16 << 10, 128 << 10)
    };
    let mut slowest = Slowest::default();
    for (before, kind) in kinds() {
        let time = |length| time_of(format!("{before}{}", page(kind, length)).as_bytes());
        let name = format!("{before}{}", kind.0);
        let (mut took, mut took_short) = (time(long), time(short));
        // Eight times the bytes take some eight times as long, and what is not linear 64 times.
        let is_linear = |took: Duration, took_short| took < took_short * 32 + bound(long) / 10;
        // What others do to the caches of a busy machine passes.
        for _ in 0..3 {
            if took > bound(long) || !is_linear(took, took_short) {
                took = took.min(time(long));
                took_short = took_short.max(time(short));
            }
        }
        assert!(took < bound(long), "{name}: {took:?} for {long} bytes");
        assert!(
            is_linear(took, took_short),
            "{name}: {took:?} for {long} bytes, {took_short:?} for {short}"
        );
        slowest.see(took, name);
    }
    println!(
        "the slowest of {} kinds took {:?}: {}",
        kinds().count(),
        slowest.0,
        slowest.1
    );
}

/// A page of two kinds, one after the other or one in the other, of at most so many bytes, in some encoding; what it is.
fn mixed_page(dice: &mut Dice, most: usize) -> (Vec<u8>, String) {
    let all: Vec<_> = kinds().collect();
    let ((before, one), (_, other)) = (all[dice.roll(all.len())], all[dice.roll(all.len())]);
    // Small pages are as usual as large ones.
    let length = (most >> dice.roll(7)).max(1 << 10);
    let text = match dice.roll(2) {
        0 => page(one, length / 2) + &page(other, length / 2),
        _ => {
            let unit = format!("{}{}", one.2, other.2);
            page(&("", one.1, &unit, one.3), length)
        }
    };
    let (encoding, encode) = ENCODINGS[dice.roll(ENCODINGS.len())];
    let name = format!(
        "{before}{} and {}, {length} bytes, {encoding}",
        one.0, other.0
    );
    (encode(&format!("{before}{text}")), name)
}

#[test]
fn hostile_pages_of_two_kinds_take_little_time() {
    let (pages, most) = if is_slow() {
        (10_000, 1 << 20)
    } else {
        (150, 128 << 10)
    };
    let mut dice = Dice(47);
    let mut slowest = Slowest::default();
    for _ in 0..pages {
        let (bytes, name) = mixed_page(&mut dice, most);
        let took = time_of(&bytes);
        assert!(took < bound(most), "{took:?}: {name}");
        slowest.see(took, name);
    }
    println!(
        "the slowest of {pages} pages took {:?}: {}",
        slowest.0, slowest.1
    );
}

/// Records of pages of one kind and one site. Each begins with lines of its own.
fn site_of(
    number: usize,
    (before, kind): (&str, &Kind<'_>),
    pages: usize,
    length: usize,
) -> String {
    let repeated = page(kind, length);
    let mut records = String::new();
    for at in 0..pages {
        let url = format!("https://site-{number}.example/2031/{at}");
        let lead = format!("The keepers of weir {at} opened gate {at} at dawn.");
        let record = match before {
            "" => {
                json!({"url": url, "text": format!("Report {at} of the weir\n\n{lead}\n\n{repeated}")})
            }
            _ => {
                json!({"url": url, "html": format!("{before}<h1>Report {at}</h1><p>{lead}</p>{repeated}")})
            }
        };
        records.push_str(&format!("{record}\n"));
    }
    records
}

/// Indexes records in bounded memory; how long that took.
fn indexing_time(records: &str, pages: usize) -> Duration {
    let desk = Desk::new();
    let start = Instant::now();
    let run = within_bounds(&desk, "index --json -", |out| {
        out.write_all(records.as_bytes())
    });
    let took = start.elapsed();
    let report: Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(report["counts"]["pages"], pages, "{report}");
    assert!(
        !report["rejected"].to_string().contains("please report it"),
        "{report}"
    );
    took
}

/// What all pages of a site have is learned and taken out, however often it stands there.
#[cfg(target_os = "linux")]
#[test]
fn sites_of_hostile_pages_are_learned_in_bounded_time_and_memory() {
    const PAGES: usize = 7;
    if !is_slow() {
        let sites: String = (0..)
            .zip(kinds())
            .map(|(n, kind)| site_of(n, kind, PAGES, 2 << 10))
            .collect();
        indexing_time(&sites, PAGES * kinds().count());
    }
    // Of the quick run those that took the square of their length before.
    let length = if is_slow() { 256 << 10 } else { 64 << 10 };
    let is_chosen =
        |name: &str| is_slow() || ["short lines", "fields never closed"].contains(&name);
    let mut slowest = Slowest::default();
    for (number, (before, kind)) in (0..).zip(kinds()) {
        if !is_chosen(kind.0) {
            continue;
        }
        let took = indexing_time(&site_of(number, (before, kind), PAGES, length), PAGES);
        let name = format!("{before}{}", kind.0);
        // The machine is shared with other tests.
        assert!(
            took < bound(length) * 4 * PAGES as u32,
            "{name}: {took:?} for {PAGES} pages"
        );
        slowest.see(took, name);
    }
    println!(
        "the slowest site of {PAGES} pages took {:?}: {}",
        slowest.0, slowest.1
    );
}

/// A page that is nothing but short lines. What each word of one page costs while it is indexed, some 40 bytes, is not bounded by `--memory`: 15 million
/// words of one letter take 640 MB.
#[cfg(target_os = "linux")]
#[test]
fn a_page_of_millions_of_lines_fits_in_memory() {
    let lines = if is_slow() { 4 << 20 } else { 1 << 20 };
    let desk = Desk::new();
    let text = format!(
        "Report of the weir\n\nThe keepers opened gate two at dawn.\n\n{}",
        "a\n".repeat(lines)
    );
    desk.write("page.txt", text);
    let run = within_bounds(&desk, "index --json page.txt", |_| Ok(()));
    assert_eq!(run.lines()[0]["counts"]["indexed"], 1);
}
