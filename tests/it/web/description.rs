//! The description of the API says what the API answers.

use serde_json::{Value, json};

use super::site_of_tests::NEWSROOM;

/// What is wrong with a value by its schema; `at` is where it stands.
fn faults(value: &Value, schema: &Value, all: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        return faults(value, &all[name], all, at);
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_allowed =
        |allowed: &Value| allowed == kind || (allowed == "number" && kind == "integer");
    let is_of_type = match &schema["type"] {
        Value::Null => true,
        Value::Array(several) => several.iter().any(is_allowed),
        one => is_allowed(one),
    };
    if !is_of_type {
        return vec![format!("{at} is {kind}, not {}", schema["type"])];
    }
    let mut found = Vec::new();
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        if value.get(name).is_none() {
            found.push(format!("{at}.{name} is missing"));
        }
    }
    for (name, own) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            found.extend(faults(value, own, all, &format!("{at}.{name}")));
        }
    }
    if let (Some(values), Some(items)) = (value.as_array(), schema.get("items")) {
        for value in values {
            found.extend(faults(value, items, all, &format!("{at}[]")));
        }
    }
    found
}

#[test]
fn every_answer_is_as_it_is_described() {
    let description = NEWSROOM.get("/api/v1/openapi.json").json();
    let schemas = &description["components"]["schemas"];
    let hits = NEWSROOM.get("/api/v1/search?q=ferry+inspection").json();
    let id = hits["hits"][0]["id"].as_str().unwrap();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, own) in description["paths"].as_object().unwrap() {
        if path.ends_with("/export") {
            continue;
        }
        let address = path.replace("{id}", id).replace("{name}", "Korolchuk");
        let answer = NEWSROOM
            .get(&format!("{address}?q=ferry&facet=source&group=story"))
            .json();
        let schema = &own["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema["$ref"].is_string(), "{path} has no schema: {schema}");
        wrong.extend(faults(&answer, schema, schemas, path));
        seen += 1;
    }
    assert_eq!(seen, 11);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let problem = NEWSROOM.get("/api/v1/articles/nowhere");
    let problem: Value = serde_json::from_str(&problem.body).unwrap();
    assert_eq!(
        faults(
            &problem,
            &json!({"$ref": "#/components/schemas/Problem"}),
            schemas,
            ""
        ),
        [""; 0]
    );
}
