//! The query language: text in; always a query out, and warnings about what was not understood.
mod ast;

pub use ast::{
    DateRange, Expr, Field, Form, Kind, MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, Order, Period, Query, Unit, Within,
};
