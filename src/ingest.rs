//! The one place that sees every stage.
