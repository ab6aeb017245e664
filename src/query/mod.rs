//! The query language: text in; always a query out, and warnings about what was not understood.
//!
//! [`parse`] reads any text, [`caret`] shows a warning under its place, [`explain`] shows the tree, and a [`Query`] prints as the
//! shortest text that reads back as itself. [`EXAMPLES`] is the grammar by example.
mod ast;
mod build;
mod capitals;
mod dates;
mod examples;
mod foreign;
mod kin;
mod name_part;
mod operator;
mod parse;
mod pattern;
mod plain;
mod print;
mod chars;
mod regex_fault;
mod spread;
mod term;
mod warning;
mod word;
mod word_lists;

pub use ast::{
    CountRange, DateRange, Expr, Field, Form, Kind, MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, MAX_HEIGHT,
    Order, Period, Query, Unit, Within,
};
pub use examples::{EXAMPLES, Example, FOREIGN, Foreign, help};
pub use name_part::Names;
pub use parse::parse;
pub use print::explain;
pub use warning::{Severity, Warning, caret};
pub use word_lists::{ListError, ListOf, Widened, WordLists};
