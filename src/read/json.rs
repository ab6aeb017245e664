//! JSON: one object into the few fields that matter. What does not matter is passed over, not kept; dirt that other tools write is mended.

use std::cell::Cell;
use std::fmt;

use encoding_rs::UTF_8;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::read::charset;
use crate::read::fields;

/// A value, bounded in size and depth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Nothing,
    Text(String),
    /// A number as it is written.
    Number(String),
    List(Vec<Value>),
    /// Keys as [`fields::key`] writes them.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value at the end of a path.
    pub(crate) fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| match value {
            Self::Object(entries) => entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, value)| value),
            _ => None,
        })
    }
}

/// A record's fields and the names of all of them.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) fields: Value,
    pub(crate) names: Vec<String>,
}

/// Reads one object.
pub(crate) fn object(bytes: &[u8]) -> Result<Object, serde_json::Error> {
    strict(bytes).or_else(|error| match mended(bytes) {
        Some(text) => strict(text.as_bytes()).map_err(|_| error),
        None => Err(error),
    })
}

fn strict(bytes: &[u8]) -> Result<Object, serde_json::Error> {
    let left = Cell::new(MOST_VALUES);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut names = Vec::new();
    let fields = Top {
        left: &left,
        names: &mut names,
    }
    .deserialize(&mut reader)?;
    reader.end()?;
    Ok(Object { fields, names })
}

/// More values than this are kept of no record; a body of 20,000 paragraphs is not news.
const MOST_VALUES: usize = 20_000;

/// As deep as any known export goes, twice over.
const DEEPEST: usize = 8;

/// The record itself: only fields with a known name are kept.
struct Top<'a> {
    left: &'a Cell<usize>,
    names: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        const MOST_NAMES: usize = 100;
        let mut entries = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let key = fields::key(&name);
            if self.names.len() < MOST_NAMES {
                self.names.push(name.chars().take(80).collect());
            }
            if fields::begins(&key) {
                entries.push((
                    key,
                    map.next_value_seed(Inner {
                        left: self.left,
                        depth: 1,
                    })?,
                ));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Value::Object(entries))
    }
}

/// A value inside a record.
#[derive(Clone, Copy)]
struct Inner<'a> {
    left: &'a Cell<usize>,
    depth: usize,
}

impl Inner<'_> {
    fn deeper(self) -> Option<Self> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        (self.depth < DEEPEST).then_some(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(inner) = self.deeper() {
            match list.next_element_seed(inner)? {
                Some(value) => values.push(value),
                None => return Ok(Value::List(values)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(inner) = self.deeper() {
            let Some(name) = map.next_key::<String>()? else {
                return Ok(Value::Object(entries));
            };
            entries.push((fields::key(&name), map.next_value_seed(inner)?));
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object(entries))
    }
}

/// The same JSON without what a strict reader refuses: bytes that are not UTF-8, control characters in strings, halves of surrogate
/// pairs, `NaN` and `Infinity` (Python writes all of these). `None` when there is nothing to mend.
fn mended(bytes: &[u8]) -> Option<String> {
    let text = if std::str::from_utf8(bytes).is_ok() {
        UTF_8.decode_without_bom_handling(bytes).0.into_owned()
    } else {
        charset::decode(bytes.to_vec(), charset::Hint::default()).0
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut quoted = false;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..)?;
        rest = match c {
            '"' => {
                quoted = !quoted;
                out.push(c);
                after
            }
            '\\' if quoted => escape(rest, &mut out),
            c if quoted && c < ' ' => {
                out.push_str(if c == '\n' { "\\n" } else { " " });
                after
            }
            'N' | 'I' if !quoted => match ["NaN", "Infinity"]
                .iter()
                .find_map(|w| rest.strip_prefix(w))
            {
                Some(after) => {
                    if out.ends_with('-') {
                        out.pop();
                    }
                    out.push_str("null");
                    after
                }
                None => after,
            },
            _ => {
                out.push(c);
                after
            }
        };
    }
    (out.as_bytes() != bytes).then_some(out)
}

/// Copies the escape sequence at the start of `rest`; gives what follows it.
fn escape<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let split = |at: usize| rest.split_at_checked(at).unwrap_or((rest, ""));
    let unit = |text: &str| {
        text.strip_prefix("\\u")
            .and_then(|hex| u32::from_str_radix(hex.get(..4)?, 16).ok())
    };
    let (copied, after) = match (unit(rest), rest.get(6..).and_then(unit)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => split(12),
        (Some(0xD800..=0xDFFF), _) => ("\\ufffd", split(6).1),
        (Some(_), _) => split(6),
        (None, _) => match rest.chars().nth(1) {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => split(2),
            _ => ("\\\\", split(1).1),
        },
    };
    out.push_str(copied);
    after
}
