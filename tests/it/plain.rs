//! Tests of plain.
