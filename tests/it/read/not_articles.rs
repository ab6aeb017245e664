//! Files that are no articles, and folders that hold one page in several files.

use super::*;

fn why(bytes: &[u8]) -> String {
    let mut found = stream("x", bytes);
    match found.pop() {
        Some(Err(rejected)) => rejected.why.to_string(),
        Some(Ok(record)) => read::page(record)
            .map_or_else(|rejected| rejected.why.to_string(), |_| "a page".to_owned()),
        None => "nothing".to_owned(),
    }
}

/// What a file is, and its text.
const NAMED: &[(&str, &str)] = &[
    ("a script", "var board = 1;\nvar bridge = document.title;\n"),
    ("source code", "x = 1\ny = 2\nprint(x + y)\n"),
    (
        "a script",
        "(function(a,b){a.q=a.q||[];a.push=function(){(a.q=a.q||[]).push(arguments)}})(window,document,'script','t.js');",
    ),
    (
        "a script",
        "import { go } from './go.js';\n\nconst board = document.querySelector('#board');\nlet n = 0;\nexport function vote() {\n  n += 1;\n  \
            board.textContent = `${n} votes`;\n}\n",
    ),
    (
        "a script",
        "window.__STATE__={\"user\":null,\"route\":{\"path\":\"/\"}};",
    ),
    (
        "a style sheet",
        "body{font-family:Georgia,serif}\n/* The banner is hidden on small screens */\n@media (max-width:600px){.banner{display:none}}",
    ),
    (
        "a style sheet",
        ".board > .vote:hover {\n  color: #c00;\n  margin: 0 auto;\n}\n\n#bridge { width: 100%; }\n",
    ),
    ("a style sheet", "@charset \"utf-8\";\n"),
    ("source code", "#!/bin/sh\necho bridge\n"),
    (
        "source code",
        "import os\nfrom board import vote\n\n\ndef close(bridge):\n    if bridge.cracks > 4:\n        return vote(bridge)\n    return None\n",
    ),
    (
        "source code",
        "#include <stdio.h>\n\nint main(void) {\n  printf(\"bridge\");\n  return 0;\n}\n",
    ),
    ("source code", "<?php echo $bridge->title(); ?>\n<p>x</p>"),
    (
        "source code",
        "CREATE TABLE bridge (id INT, name TEXT);\nINSERT INTO bridge VALUES (1, 'swing');\nINSERT INTO bridge VALUES (2, 'foot');\nSELECT * FROM bridge;\n",
    ),
    (
        "a robots.txt file",
        "User-agent: *\nDisallow: /admin\n\n# the map\nSitemap: https://echo.example/sitemap.xml\n",
    ),
    (
        "a list of addresses",
        "https://echo.example/1\nhttps://echo.example/2\n",
    ),
    (
        "a list of advertising sellers",
        "ads.example, 1234, DIRECT, f08c47\nmore.example, 99, RESELLER\n",
    ),
    (
        "a file of settings",
        "[board]\nname=Quillport\nport=8080\n; note\n[bridge]\nopen=no\n",
    ),
    (
        "a file of settings",
        "name: quillport\nversion: 2\nbridge:\n  open: false\n  arms: 2\n",
    ),
    (
        "a log",
        "2024-03-04 07:00:01 start\n2024-03-04 07:00:02 read\n2024-03-04 07:00:03 write\n2024-03-04 07:00:04 stop\n",
    ),
    (
        "a log",
        "2024-03-04 07:00:01 start\n2024-03-04 07:00:02 stop\n",
    ),
    (
        "a log",
        "Mar  4 07:00:01 pier sshd[17]: session opened\nMar  4 07:02:01 pier cron[9]: done\n",
    ),
    ("a file of settings", "name: quillport\nversion: 2\n"),
    ("a table of numbers", "1,2,3\n4,5,6\n7,8,9\n"),
    ("a table of numbers", "12.5 13.9\n13.7 12.2\n"),
    (
        "a table of numbers",
        "year;seats;sold\n2021;400;398\n2022;400;377\n2023;420;401\n",
    ),
    ("a table of numbers", "年\t乗客\n2021\t400\n2022\t４１０\n"),
    (
        "a file of subtitles",
        "1\n00:00:01,000 --> 00:00:03,000\nThe bridge closes.\n",
    ),
    ("a calendar", "BEGIN:VCALENDAR\nVERSION:2.0\n"),
    (
        "a list of bookmarks",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p><DT><A HREF=\"https://echo.example\">Echo</A></DL>",
    ),
    (
        "an RSS feed",
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><item><title>Bridge</title></item></channel></rss>",
    ),
    (
        "an Atom feed",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Bridge</title></entry></feed>",
    ),
    ("JSON data", "[1, 2, [\"bridge\"], null]"),
    ("JSON data", "[\"bridge\", \"board\"]"),
    (
        "a source map",
        "{\"version\":3,\"sources\":[\"a.js\"],\"names\":[],\"mappings\":\"AAAA\"}",
    ),
    (
        "the state of a page",
        "{\"props\":{\"pageProps\":{}},\"page\":\"/\",\"query\":{},\"buildId\":\"x\"}",
    ),
    (
        "a table without a known text column",
        "town,seats,sold,day\nMarrowick,400,398,2024-03-12\nPellworth,250,250,2024-03-14\n",
    ),
    (
        "a table without a known text column",
        "town;seats\nMarrowick;400\nPellworth;250\nSandholm;610\nBrack;45\n",
    ),
];

#[test]
fn code_and_lists_are_named() {
    for (what, text) in NAMED {
        assert_eq!(
            why(text.as_bytes()),
            format!("{what}, not an article"),
            "{text}"
        );
    }
    assert!(why(b"{\"theme\": \"dark\", \"port\": 80}").contains("neither `html` nor `text`"));
}

#[test]
fn prose_about_code_is_a_page() {
    for text in [
        "The council's site runs on forty lines of code. One of them reads `if (bridge.open) { go(); }`, and nobody knows who wrote it.\n\n\
         \"It has worked since 1998,\" the clerk said, \"and I will not touch it.\" The board wants to see the rest of it in March.\n",
        "[1] The board voted.\n[2] It was late.\n",
        "Towns, and what they cost:\nQuillport: 400; Marrowick: 250.\nThe rest is for the board to say, and it will.\n",
        "# The bridge\n\n- two arms\n- four bearings\n\nIt closes on Monday (for two years), the board said; nobody laughed.\n",
        "import duties rise, the board said on Monday, and the herring trade will have to pay for them from the spring onwards.\n",
        "From the roof of the library one sees both arms of the bridge.\nUse of the quay is free; the board said so in March.\n",
        "Roses are red,\nviolets are blue;\nthe bridge it is dead,\nand so are you.\n",
        "User-agent: that is what the robots call themselves.\n\nThe clerk of Quillport wrote to all of them, and one wrote back.\n",
    ] {
        assert_eq!(why(text.as_bytes()), "a page", "{text}");
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const PAGE: &str = "<html><title>Bridge</title><p>The board voted.</p></html>";

/// The names of the files under a folder that come as pages.
fn pages(folder: &Path) -> Vec<String> {
    let found = scan(folder).into_iter().filter_map(Result::ok);
    let name = |record: Record| {
        let path = record.place.file.strip_prefix(folder).unwrap().to_owned();
        path.to_string_lossy().into_owned()
    };
    found.map(name).collect()
}

#[test]
fn what_a_browser_saves_beside_a_page_is_the_pages() {
    for assets in [
        "Bridge_files",
        "Bridge-Dateien",
        "Bridge_fichiers",
        "Bridge_archivos",
        "Bridge_pliki",
        "Bridge.files",
        "Bridge_файлы",
        "Bridge_ファイル",
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "Bridge.html", PAGE);
        write(folder.path(), &format!("{assets}/frame.html"), PAGE);
        write(folder.path(), &format!("{assets}/more/ad.htm"), PAGE);
        assert_eq!(pages(folder.path()), ["Bridge.html"], "{assets}");
    }
    // A word that is on no list, but the page takes its pictures from there.
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "Old bridge.htm",
        "<p>The board voted.</p><img src=\"Old%20bridge_hwylus/a.png\">",
    );
    write(folder.path(), "Old bridge_hwylus/frame.html", PAGE);
    assert_eq!(pages(folder.path()), ["Old bridge.htm"]);
    // Pages of their own, to which the page links.
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "news.html",
        "<p>The board voted.</p><a href=\"news-2023/1.html\">1</a>",
    );
    write(folder.path(), "news-2023/1.html", PAGE);
    write(folder.path(), "other_files/1.html", PAGE);
    assert_eq!(
        pages(folder.path()),
        ["news-2023/1.html", "news.html", "other_files/1.html"]
    );
}

#[test]
fn a_snapshot_is_one_page() {
    let index = r#"{"url": "https://echo.example/1", "timestamp": "1709535600.0", "history": {"dom": []}, "canonical": {}}"#;
    let make = |forms: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "archive/1709535600.0/index.json", index);
        write(folder.path(), "archive/1709535600.0/index.html", PAGE);
        for form in forms {
            write(folder.path(), &format!("archive/1709535600.0/{form}"), PAGE);
        }
        pages(folder.path())
    };
    let all = [
        "singlefile.html",
        "output.html",
        "readability/content.html",
        "mercury/content.html",
        "echo.example/1.html",
        "htmltotext.txt",
    ];
    for from in 0..4 {
        assert_eq!(
            make(&all[from..]),
            [format!("archive/1709535600.0/{}", all[from])]
        );
    }
    assert_eq!(
        make(&["echo.example/1.html"]),
        ["archive/1709535600.0/echo.example/1.html"]
    );
    assert_eq!(
        make(&["dom/output.html", "singlefile/singlefile.html"]),
        ["archive/1709535600.0/singlefile/singlefile.html"]
    );
}

#[test]
fn an_item_of_zotero_is_one_page() {
    let folder = tempfile::tempdir().unwrap();
    let long = PAGE.repeat(3);
    write(folder.path(), "storage/AB12CD34/bridge.html", &long);
    write(folder.path(), "storage/AB12CD34/frame.html", PAGE);
    write(
        folder.path(),
        "storage/AB12CD34/.zotero-ft-cache",
        "The board voted.",
    );
    write(folder.path(), "storage/AB12CD34/.zotero-ft-info", "{}");
    write(folder.path(), "storage/EF56GH78/herons.html", PAGE);
    write(folder.path(), "storage/EF56GH78/.zotero-ft-info", "{}");
    assert_eq!(
        pages(folder.path()),
        [
            "storage/AB12CD34/bridge.html",
            "storage/EF56GH78/herons.html"
        ]
    );
}
