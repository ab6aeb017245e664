//! Tests of newsroom.
