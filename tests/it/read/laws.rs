//! Laws.

use super::*;

/// Hands out its bytes in pieces of the given sizes.
struct Pieces<'a> {
    bytes: &'a [u8],
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self
            .sizes
            .next()
            .unwrap()
            .min(buffer.len())
            .min(self.bytes.len());
        let (now, later) = self.bytes.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.bytes = later;
        Ok(size)
    }
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[a-zåжの \"\\\\{}\\[\\],]{0,30}"
            .prop_map(|text| serde_json::json!({"text": text}).to_string()),
        "[a-z{}\"]{0,20}",
        Just(String::new()),
    ];
    proptest::collection::vec(line, 0..20)
        .prop_map(|lines| format!("{{\"text\":\"0\"}}\n{}", lines.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunking_changes_nothing(text in lines(), sizes in proptest::collection::vec(1_usize..50, 1..10)) {
        let whole = stream("x", text.as_bytes());
        let pieces = Pieces { bytes: text.as_bytes(), sizes: sizes.into_iter().cycle() };
        prop_assert_eq!(stream("x", pieces), whole);
    }

    #[test]
    fn nor_in_arrays_and_tables(
        texts in proptest::collection::vec("[a-zж \"\\\\{}\\[\\],\n]{1,30}", 1..10),
        sizes in proptest::collection::vec(1_usize..50, 1..10),
    ) {
        let objects: Vec<String> = texts.iter().map(|text| serde_json::json!({"text": text}).to_string()).collect();
        let rows: Vec<String> = texts.iter().map(|text| format!("x,\"{}\"\n", text.replace('"', "\"\""))).collect();
        for input in [format!("[{}]", objects.join(",\n")), format!("title,text\n{}", rows.concat())] {
            let whole = stream("x", input.as_bytes());
            prop_assert_eq!(whole.len(), texts.len());
            let pieces = Pieces { bytes: input.as_bytes(), sizes: sizes.clone().into_iter().cycle() };
            prop_assert_eq!(stream("x", pieces), whole);
        }
    }

    #[test]
    fn an_array_has_the_records_of_its_lines(texts in proptest::collection::vec("[a-zж \"\\\\{}\\[\\],\n]{1,30}", 1..10)) {
        let objects: Vec<String> = texts.iter().map(|text| serde_json::json!({"text": text}).to_string()).collect();
        let lines = show(stream("x", objects.join("\n").as_bytes()));
        let array = show(stream("x", format!("[\n{}\n]", objects.join(",\n  ")).as_bytes()));
        prop_assert_eq!(array, lines);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        show(stream("x", bytes.as_slice()));
        let _ = read::page(record("x", &bytes, Form::Page));
        let _ = read::page(record("x", &bytes, Form::Json));
    }

    #[test]
    fn no_text_panics(text in "(---\n|\\+\\+\\+\n|<!--|\\{\"|\\[|From: |<html>|<meta charset=|saved from url=\\(|\\\\u[0-9a-f]{0,4}|[ -~ж\n]){0,40}") {
        show(stream("x", text.as_bytes()));
        let _ = read::page(record("x", text.as_bytes(), Form::Json));
    }
}

#[test]
fn every_label_on_every_charset() {
    const LABELS: &str = "utf-8 ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i \
            iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 \
            windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 \
            x-mac-cyrillic gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr replacement utf-16be utf-16le x-user-defined nonsense";
    let text = "Fähre “Przewóz” Паром Πλοίο 渡轮 フェリー 연락선 מעבורת عبّارة เรือ";
    for label in LABELS.split_whitespace() {
        let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes()) else {
            continue;
        };
        let (bytes, _, _) = encoding.encode(text);
        for other in LABELS.split_whitespace() {
            let page = [
                format!("<html><meta charset={other}><p>").as_bytes(),
                &bytes,
                b"</p>\0</html>",
            ]
            .concat();
            let page = read::page(record("x", &page, Form::Page)).unwrap();
            assert!(
                text_of(&page).ends_with("</p></html>"),
                "{label} as {other}"
            );
        }
    }
}
