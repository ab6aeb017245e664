//! What a tool may be given: the schema that says so, and the reading of it.

use serde_json::{Map, Value, json};

use crate::mcp::tool_fault::ToolFault;

/// One parameter of a tool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) kind: ParameterKind,
    pub(crate) about: &'static str,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ParameterKind {
    /// A text that must be there.
    Needed,
    Text,
    Choice(&'static [&'static str]),
    Number {
        default: usize,
        most: usize,
    },
}

/// The JSON schema of a tool's parameters.
pub(crate) fn schema(parameters: &[Parameter]) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for parameter in parameters {
        let about = parameter.about;
        let property = match parameter.kind {
            ParameterKind::Needed | ParameterKind::Text => {
                json!({"type": "string", "description": about})
            }
            ParameterKind::Choice(values) => {
                json!({"type": "string", "enum": values, "description": about})
            }
            ParameterKind::Number { default, most } => {
                json!({"type": "integer", "minimum": 0, "maximum": most, "default": default, "description": about})
            }
        };
        if matches!(parameter.kind, ParameterKind::Needed) {
            required.push(parameter.name);
        }
        properties.insert(parameter.name.to_owned(), property);
    }
    let schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// What a tool was given, checked against its parameters.
#[derive(Debug)]
pub(crate) struct Arguments<'a> {
    given: &'a Map<String, Value>,
    parameters: &'static [Parameter],
}

impl<'a> Arguments<'a> {
    /// Refuses what the tool does not take, and what is missing.
    pub(crate) fn read(
        given: &'a Map<String, Value>,
        parameters: &'static [Parameter],
    ) -> Result<Self, ToolFault> {
        let arguments = Self { given, parameters };
        for name in given.keys() {
            if !parameters.iter().any(|parameter| parameter.name == name) {
                return Err(ToolFault::new(format!(
                    "there is no parameter `{name}`; this tool takes {}",
                    arguments.names()
                )));
            }
        }
        for parameter in parameters {
            arguments.check(parameter)?;
        }
        Ok(arguments)
    }

    fn names(&self) -> String {
        let names = self.parameters.iter().map(|one| format!("`{}`", one.name));
        let names: Vec<String> = names.collect();
        match names.is_empty() {
            true => "none".to_owned(),
            false => names.join(", "),
        }
    }

    fn check(&self, parameter: &Parameter) -> Result<(), ToolFault> {
        let name = parameter.name;
        let value = self.given.get(name).filter(|value| !value.is_null());
        let wrong = match (parameter.kind, value) {
            (ParameterKind::Needed, None) => "is needed: ".to_owned(),
            (ParameterKind::Needed, Some(Value::String(text))) if text.trim().is_empty() => {
                "is empty: ".to_owned()
            }
            (_, None) => return Ok(()),
            (ParameterKind::Needed | ParameterKind::Text, Some(Value::String(_))) => return Ok(()),
            (ParameterKind::Needed | ParameterKind::Text, _) => "must be a text: ".to_owned(),
            (ParameterKind::Choice(values), Some(value)) => {
                if value.as_str().is_some_and(|text| values.contains(&text)) {
                    return Ok(());
                }
                format!("must be one of {}: ", values.join(", "))
            }
            (ParameterKind::Number { most, .. }, Some(value)) => {
                if number_of(value).is_some_and(|number| number <= most) {
                    return Ok(());
                }
                format!("must be a number from 0 to {most}: ")
            }
        };
        Err(ToolFault::new(format!(
            "`{name}` {wrong}{}",
            parameter.about
        )))
    }

    /// A text, trimmed; `None` where it is not given or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        let text = self.given.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A text that is needed.
    pub(crate) fn needed(&self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    /// A number, or its default.
    pub(crate) fn number(&self, name: &str) -> usize {
        let given = self.given.get(name).and_then(number_of);
        let parameter = self.parameters.iter().find(|one| one.name == name);
        let default = parameter.map_or(0, |parameter| match parameter.kind {
            ParameterKind::Number { default, .. } => default,
            _ => 0,
        });
        given.unwrap_or(default)
    }
}

/// Some clients write numbers as texts.
fn number_of(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => usize::try_from(value.as_u64()?).ok(),
    }
}
