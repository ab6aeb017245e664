//! Quotations: what is said of real ones, and of ones that were altered.
mod altered;
mod cases;
mod measured;
