//! Exports of press databases, of mail and of tools that keep pages.

use super::*;

/// Title, source, day, authors and the beginning and end of the text of each record, as they are given.
fn given(name: &str, bytes: &[u8]) -> String {
    let mut out = String::new();
    for found in stream(name, bytes) {
        let page = match found.and_then(read::page) {
            Ok(page) => page,
            Err(rejected) => {
                writeln!(out, "{rejected}").unwrap();
                continue;
            }
        };
        let given = &page.given;
        let text = match &page.content {
            Content::Text(text) | Content::Html(text) => text.replace('\n', "/"),
        };
        let field = |value: &Option<String>| value.clone().unwrap_or_default();
        writeln!(
            out,
            "{}; {}; {}; {}; {text}",
            field(&given.title),
            field(&given.source),
            field(&given.published),
            given.authors.join("+"),
        )
        .unwrap();
    }
    out
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check_given(text: &str, expected: Expect) {
    expected.assert_eq(&given("x", text.as_bytes()));
}

#[test]
fn nexis_of_old() {
    check_given(
        "                               1 of 2 DOCUMENTS\n\n\n                             The Quillport Echo\n\n                             \
         March 4, 2024 Monday\n                                  First Edition\n\nBridge to close\nfor two years\n\nBYLINE: MARTA ELLWOOD \
         and IVO SAND\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 412 words\n\nDATELINE: QUILLPORT\n\nThe board voted on\nMonday.\n\nCorrection: none.\n\n\
         LOAD-DATE: March 9, 2024\n\nLANGUAGE: ENGLISH\n\n         Copyright 2024 Quillport Press\n              All Rights Reserved\n\n\n      \
         2 of 2 DOCUMENTS\n\n\n   The Quillport Echo\n\n  March 5, 2024\n\nHerons on the roof\n\nLENGTH: 12 words\n\nThey nest.\n\n\
         PUBLICATION-TYPE: Newspaper\n",
        expect![[r#"
            Bridge to close for two years; The Quillport Echo; March 4, 2024 Monday; Marta Ellwood+Ivo Sand; The board voted on/Monday.//Correction: none.
            Herons on the roof; The Quillport Echo; March 5, 2024; ; They nest.
        "#]],
    );
    check_given(
        "Dokument 1 von 1\n\nMarrowicker Bote\n\n4. März 2024 Montag\n\nBrücke schließt\n\nAUTOR: Marta Ellwood\n\nRUBRIK: LOKALES; S. 3\n\n\
         LÄNGE: 300 Wörter\n\nDer Rat hat beschlossen.\n\nUPDATE: 9. März 2024\n\nSPRACHE: GERMAN; DEUTSCH\n",
        expect![[r#"
            Brücke schließt; Marrowicker Bote; 4. März 2024 Montag; Marta Ellwood; Der Rat hat beschlossen.
        "#]],
    );
}

#[test]
fn nexis_uni() {
    let uni = |labels: [&str; 7], day: &str, end: &str| {
        let [
            section,
            length,
            byline,
            body,
            classification,
            load,
            length_words,
        ] = labels;
        format!(
            "Update: the bridge closes\n\nThe Quillport Echo (England)\n\n{day}\n\nCopyright 2024 Quillport Press All Rights Reserved\n\n\
             {section}: NEWS; Pg. 1\n\n{length}: 412 {length_words}\n\n{byline}: Marta Ellwood, Harbour Correspondent\n\n{body}\n\nThe board voted.\n\n\
             It was late.\n\n{classification}\n\n{load}: June 4, 2024\n\n{end}\n"
        )
    };
    let text = [
        uni(
            [
                "Section",
                "Length",
                "Byline",
                "Body",
                "Classification",
                "Load-Date",
                "words",
            ],
            "March 4, 2024 Monday",
            "End of Document",
        ),
        uni(
            [
                "Rubrik",
                "Länge",
                "Autor",
                "Text",
                "Klassifikation",
                "Ladedatum",
                "Wörter",
            ],
            "4. März 2024",
            "Ende des Dokuments",
        ),
        uni(
            [
                "Rubrique ",
                "Longueur\u{a0}",
                "Auteur ",
                "Corps",
                "Classification",
                "Date de chargement ",
                "mots",
            ],
            "lundi 4 mars 2024",
            "Fin du document",
        ),
        uni(
            [
                "Sección",
                "Longitud",
                "Autor",
                "Cuerpo",
                "Clasificación",
                "Fecha de carga",
                "palabras",
            ],
            "4 de marzo de 2024",
            "Fin del documento",
        ),
    ];
    check_given(
        &text.concat(),
        expect![[r#"
            Update: the bridge closes; The Quillport Echo; March 4, 2024 Monday; Marta Ellwood; The board voted.//It was late.
            Update: the bridge closes; The Quillport Echo; 4. März 2024; Marta Ellwood; The board voted.//It was late.
            Update: the bridge closes; The Quillport Echo; lundi 4 mars 2024; Marta Ellwood; The board voted.//It was late.
            Update: the bridge closes; The Quillport Echo; 4 de marzo de 2024; Marta Ellwood; The board voted.//It was late.
        "#]],
    );
}

#[test]
fn nexis_as_a_document_of_words() {
    let text = "Bridge to close\n\nThe Quillport Echo\n\nMarch 4, 2024 Monday\n\nLength: 412 words\n\nByline: Marta Ellwood\n\nBody\n\n\
        The board voted.\n\nIt was late.\n\nLoad-Date: March 9, 2024\n\nEnd of Document\n";
    expect![[r#"
        Bridge to close; The Quillport Echo; March 4, 2024 Monday; Marta Ellwood; The board voted.//It was late.
    "#]]
    .assert_eq(&given("x.docx", &docx(text)));
}

/// A word processor's document with a paragraph a line.
fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String = text
        .lines()
        .map(|line| format!("<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"))
        .collect();
    let body =
        format!("<?xml version=\"1.0\"?><w:document><w:body>{paragraphs}</w:body></w:document>");
    packed(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body),
    ])
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn other_packages_are_named() {
    for (part, what) in [
        (
            "word/document.xml",
            "a Word document that no press database made (save it as HTML or as text), not text",
        ),
        (
            "xl/workbook.xml",
            "a spreadsheet (save it as CSV), not text",
        ),
        ("ppt/presentation.xml", "a presentation, not text"),
        ("META-INF/container.xml", "an EPUB book, not text"),
        (
            "datapackage.json",
            "a WACZ crawl inside other packing or a stream (give the file itself), not text",
        ),
        (
            "a.html",
            "a ZIP archive inside other packing or a stream (give the file itself), not text",
        ),
    ] {
        assert_eq!(
            given("x", &packed(&[(part, "<w:p>Note.</w:p>")])),
            format!("x: {what}\n")
        );
    }
    assert!(given("x", b"PK\x03\x04broken").contains("a ZIP archive"));
    assert!(given("x", b"{\\rtf1\\ansi The board voted.}").contains("save it as"));
}

#[test]
fn factiva() {
    let displayed = |words: &str, day: &str, language: &str, document: &str, n: u32| {
        format!(
            "Bridge to close in {n} days\nMarta Ellwood\n412 {words}\n{day}\nThe Quillport Echo\nQUECHO\n1\n{language}\n© 2024 The Quillport Echo. \
             All rights reserved.\n\nThe board voted.\n\nIt was late.\n\n{document} QUECHO000020240304ek340000{n}\n\n"
        )
    };
    let text = displayed("words", "4 March 2024", "English", "Document", 1)
        + &displayed("Wörter", "4. März 2024", "Deutsch", "Dokument", 2)
        + &displayed("mots", "4 mars 2024", "Français", "Document", 3)
        + &displayed("palabras", "4 marzo 2024", "Español", "Documento", 4);
    check_given(
        &text,
        expect![[r#"
            Bridge to close in 1 days; The Quillport Echo; 4 March 2024; Marta Ellwood; The board voted.//It was late.
            Bridge to close in 2 days; The Quillport Echo; 4. März 2024; Marta Ellwood; The board voted.//It was late.
            Bridge to close in 3 days; The Quillport Echo; 4 mars 2024; Marta Ellwood; The board voted.//It was late.
            Bridge to close in 4 days; The Quillport Echo; 4 marzo 2024; Marta Ellwood; The board voted.//It was late.
        "#]],
    );
    check_given(
        "SE  News\nHD  Bridge to close\n    for two years\nBY  By Marta Ellwood\nWC  412 words\nPD  4 March 2024\nSN  The Quillport Echo\nSC  QUECHO\n\
         LA  English\nCY  Copyright 2024\nLP  The board voted.\nTD  It was late.\n\nNobody laughed.\nNS  gbridg : Bridges\nRE  quill\nPUB Quillport \
         Press\nAN  Document QUECHO000020240304ek3400001\n",
        expect![[r#"
            Bridge to close for two years; The Quillport Echo; 4 March 2024; Marta Ellwood; The board voted.//It was late.//Nobody laughed.
        "#]],
    );
    let page = "<html><head><title>Factiva</title><style>p{color:red}</style></head><body>\
        <div class='article enArticle'><div id=hd><span class=enHeadline>Bridge to close</span></div><div class=author>Marta Ellwood</div>\
        <div>412 words</div><div>4 March 2024</div><div>The Quillport Echo</div><div>QUECHO</div><div>English</div><div>© 2024 The Quillport Echo</div>\
        <p class='articleParagraph enarticleParagraph'>The board &amp; its men voted.</p><p>Document QUECHO000020240304ek3400001</p></div>\
        <div class=article><table><tr><td><b>HD</b></td><td>Herons nest</td></tr><tr><td>BY</td><td>Ivo Sand</td></tr><tr><td>PD</td><td>5 March 2024</td></tr>\
        <tr><td>SN</td><td>The Quillport Echo</td></tr><tr><td>LP</td><td><p>On the roof.</p></td></tr><tr><td>TD</td><td><p>Of the library.</p></td></tr>\
        <tr><td>AN</td><td>Document QUECHO000020240305ek3500002</td></tr></table></div></body></html>";
    check_given(
        page,
        expect![[r#"
            Bridge to close; The Quillport Echo; 4 March 2024; Marta Ellwood; The board & its men voted.
            Herons nest; The Quillport Echo; 5 March 2024; Ivo Sand; On the roof.//Of the library.
        "#]],
    );
}

#[test]
fn proquest() {
    let rule = "_".repeat(60);
    check_given(
        &format!(
            "{rule}\n\nDocument 1 of 2\n\nBridge to close\n\nAuthor: Ellwood, Marta; Sand, Ivo\n\nPublication info: The Quillport Echo ; Quillport [Quillport]. \
             04 Mar 2024: A.1.\n\nProQuest document link\n\nAbstract: It closes.\n\nFull text: The board voted.\n\nIt was late: nobody laughed.\n\nSubject: Bridges\n\n\
             Publication title: The Quillport Echo; Quillport\n\nPublication date: Mar 4, 2024\n\nProQuest document ID: 2931\n\nLast updated: 2024-03-09\n\nDatabase: ProQuest Central\n\n\
             {rule}\n\nDokument 2 von 2\n\nTitel: Reiher\n\nAutor: Ivo Sand\n\nVolltext: Sie nisten.\n\nTitel der Publikation: Marrowicker Bote\n\nPublikationsdatum: 5. März 2024\n\n\
             ProQuest-Dokument-ID: 2932\n\nZuletzt aktualisiert: 2024-03-09\n"
        ),
        expect![[r#"
            Bridge to close; The Quillport Echo; Mar 4, 2024; Ellwood, Marta+Sand, Ivo; The board voted.//It was late: nobody laughed.
            Reiher; Marrowicker Bote; 5. März 2024; Ivo Sand; Sie nisten.
        "#]],
    );
}

#[test]
fn europresse() {
    let one = |n: u32| {
        format!(
            "L'Écho de Quillport\nRégion, lundi 4 mars 2024, p. {n}\n\nLe pont ferme {n} fois\n\nMarta Ellwood\n\nLe conseil a voté.\n\nIl était tard.\n\n\
             © 2024 L'Écho de Quillport. Tous droits réservés.\nLe présent document est protégé par les lois sur le droit d'auteur.\n\
             news·20240304·EQ·000{n}\n\nCertificat émis le 9 mars 2024 à Université de Marrowick\n\n"
        )
    };
    let expected = expect![[r#"
        Le pont ferme 1 fois; L'Écho de Quillport; 2024-03-04; Marta Ellwood; Le conseil a voté.//Il était tard.
        Le pont ferme 2 fois; L'Écho de Quillport; 2024-03-04; Marta Ellwood; Le conseil a voté.//Il était tard.
    "#]];
    let text = one(1) + &one(2);
    expected.assert_eq(&given("x", text.as_bytes()));
    let divs: String = text
        .lines()
        .map(|line| format!("<div>{line}</div>"))
        .collect();
    let page = format!(
        "<html><head><meta charset=utf-8><script>var a = '<p>';</script></head><body class=europresse>{divs}</body></html>"
    );
    expected.assert_eq(&given("x", page.as_bytes()));
}

#[test]
fn mail() {
    let message = "From: =?utf-8?Q?L=27=C3=89cho?= =?utf-8?B?IGRlIFF1aWxscG9ydA==?= <news@echo.example>\r\nTo: me@home.example\r\n\
        Subject: =?iso-8859-1?Q?Le_pont_ferm=E9?=\r\nDate: Mon, 4 Mar 2024 07:00:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nLe conseil.\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Le conseil a vot=C3=A9.</p>\r\n--b--\r\n";
    check_given(
        message,
        expect![[r#"
            Le pont fermé; L'Écho de Quillport; Mon, 4 Mar 2024 07:00:00 +0100; ; <p>Le conseil a voté.</p>
        "#]],
    );
    let bare = "From: news@echo.example\nSubject: Herons\nDate: Tue, 5 Mar 2024 07:00:00 +0100\nMessage-ID: <2@echo>\n\nThey nest.\n\nFrom the roof.\n";
    check_given(
        &format!(
            "From news@echo.example Mon Mar  4 07:00:00 2024\n{message}\n\nFrom news@echo.example Tue Mar  5 07:00:00 2024\n{bare}"
        ),
        expect![[r#"
            Le pont fermé; L'Écho de Quillport; Mon, 4 Mar 2024 07:00:00 +0100; ; <p>Le conseil a voté.</p>
            Herons; news@echo.example; Tue, 5 Mar 2024 07:00:00 +0100; ; They nest.//From the roof.
        "#]],
    );
    check_given(
        "From the roof: herons.\nSubject: birds.\n",
        expect![[r#"
            ; ; ; ; From the roof: herons./Subject: birds./
        "#]],
    );
}

#[test]
fn tools_that_keep_pages() {
    check_given(
        r#"[{"is_archived":0,"is_starred":0,"id":7,"title":"Bridge","url":"https://echo.example/7","domain_name":"echo.example","content":"<p>The board voted.</p>","created_at":"2024-05-01T10:00:00+0000","published_at":null,"published_by":["Marta Ellwood"],"language":"en"},
            {"is_archived":1,"is_starred":0,"id":8,"title":"Herons","url":"https://echo.example/8","content":"<p>They nest.</p>","created_at":"2024-05-01","published_at":"2024-03-05"}]"#,
        expect![[r#"
            Bridge; ; ; Marta Ellwood; <p>The board voted.</p>
            Herons; ; 2024-03-05; ; <p>They nest.</p>
        "#]],
    );
    check_given(
        r#"{"articles":{"page":1,"totalResults":1,"results":[{"uri":"1","lang":"eng","date":"2024-03-04","url":"https://echo.example/7","title":"Bridge","body":"The board voted.","source":{"uri":"echo.example","title":"The Quillport Echo"},"authors":[{"uri":"m","name":"Marta Ellwood"}]}]}}"#,
        expect![[r#"
            Bridge; The Quillport Echo; 2024-03-04; Marta Ellwood; The board voted.
        "#]],
    );
    for (json, what) in [
        (
            r#"{"bookmarks":[{"createdAt":1714550400,"title":"Bridge","tags":[],"content":{"type":"link","url":"https://echo.example/7"},"note":null}]}"#,
            "Karakeep",
        ),
        (
            r#"[{"id":"1","slug":"bridge","title":"Bridge","description":"","url":"https://echo.example/7","savedAt":"2024-05-01","state":"Archived"}]"#,
            "Omnivore",
        ),
        (
            r#"[{"id":"x","type":"article-newspaper","title":"Bridge","container-title":"Echo","issued":{"date-parts":[[2024,3,4]]}}]"#,
            "CSL-JSON",
        ),
        (
            r#"{"name":"me","username":"me","collections":[{"name":"News","links":[]}]}"#,
            "Linkwarden",
        ),
        (
            "title,url,time_added,tags,status\nBridge,https://echo.example/7,1714550400,,unread\n",
            "Pocket",
        ),
        (
            "URL,Title,Selection,Folder,Timestamp\nhttps://echo.example/7,Bridge,,Unread,1714550400\n",
            "Instapaper",
        ),
        ("@article{ellwood, title={Bridge}}\n", "BibTeX"),
        ("TY  - NEWS\r\nTI  - Bridge\r\nER  - \r\n", "RIS"),
    ] {
        let found = given("x", json.as_bytes());
        assert!(
            found.contains(what) && found.lines().count() == 1,
            "{found}"
        );
    }
}

#[test]
fn tables_with_any_separator_in_any_language() {
    let headers = [
        "Titel,Datum,Quelle,Autor,Text",
        "Titre,Date de publication,Journal,Auteur,Texte intégral",
        "Título,Fecha,Fuente,Autor,Contenido",
        "Titolo,Data,Testata,Autore,Testo",
        "Título,Data de publicação,Jornal,Autor,Conteúdo",
        "Kop,Publicatiedatum,Krant,Auteur,Inhoud",
        "Rubrik,Publiceringsdatum,Tidning,Författare,Brödtext",
        "Tytuł,Data publikacji,Gazeta,Autor,Treść",
        "Název,Datum vydání,Noviny,Autor,Obsah",
        "Заголовок,Дата,Издание,Автор,Текст",
        "Заголовок,Дата публікації,Джерело,Автор,Зміст",
        "Başlık,Tarih,Gazete,Yazar,Metin",
        "العنوان,تاريخ النشر,المصدر,الكاتب,النص",
        "כותרת,תאריך,עיתון,כותב,תוכן",
        "शीर्षक,दिनांक,स्रोत,लेखक,पाठ",
        "标题,发布日期,来源,作者,正文",
        "見出し,掲載日,新聞名,記者,本文",
        "제목,날짜,언론사,기자,본문",
        "Tiêu đề,Ngày đăng,Nguồn,Tác giả,Nội dung",
    ];
    let signs = [",", ";", "\t", "|", "^", "~"];
    for (n, header) in headers.iter().enumerate() {
        let sign = signs[n % signs.len()];
        let table =
            format!("{header}\nBridge,2024-03-04,Echo,Marta Ellwood,\"The board; it voted.\"\n")
                .replace(',', sign);
        let found = given("x", table.as_bytes());
        assert_eq!(
            found, "Bridge; Echo; 2024-03-04; Marta Ellwood; The board; it voted.\n",
            "{header}"
        );
    }
    let table = "sep=;\r\nTitel;Text;Datum\r\nBrücke;Der Rat.;2024-03-04\r\n";
    assert_eq!(
        given("x", table.as_bytes()),
        "Brücke; ; 2024-03-04; ; Der Rat.\n"
    );
    let prose = "Quillport, Marrowick, Pellworth\n\nThe band goes on tour, it says, and plays in three towns, two of them inland.\n";
    assert!(given("x", prose.as_bytes()).contains("goes on tour"));
}
