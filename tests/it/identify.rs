//! Tests of identify.
