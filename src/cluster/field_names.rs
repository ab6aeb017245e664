//! The names of an index's fields, for filters that give a part of one.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::archive::{Facet, Field, SearchError};
use crate::cluster::connection::Connection;
use crate::cluster::filter_clauses;
use crate::search::plan::filter_names::FieldNames;

impl FieldNames for Connection {
    type Error = SearchError;

    fn has(&self, field: Field, name: &str) -> Result<bool, SearchError> {
        Ok(self.count(&filter_clauses::whole(field.name(), name))? > 0)
    }

    fn all(&self, field: Field) -> Result<BTreeSet<String>, SearchError> {
        let every = Facet { field, limit: None };
        let counted = self.aggregated(&[&every], &json!({"match_all": {}}))?;
        let buckets = counted.pointer(&format!("/{}/buckets", field.name()));
        let buckets = buckets.and_then(Value::as_array).into_iter().flatten();
        let names = buckets.filter_map(|bucket| bucket.get("key")?.as_str());
        Ok(names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect())
    }
}
