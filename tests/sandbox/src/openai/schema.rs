//! Filling a JSON schema with posts, and refusing the schemas that strict mode refuses.

use serde_json::{Map, Value, json};

use super::problem::Problem;

/// What goes into the strings of a schema.
pub(crate) struct Filling<'a> {
    /// One post per variant.
    pub(crate) posts: &'a [String],
    /// For strings that are not a post.
    pub(crate) rationale: &'a str,
    /// Where `$ref`s point into.
    pub(crate) root: &'a Value,
}

/// Names of fields that hold a post.
const POST_FIELDS: [&str; 5] = ["text", "content", "post", "tweet", "variant"];

impl Filling<'_> {
    /// A value that conforms to the schema.
    pub(crate) fn fill(&self, schema: &Value) -> Value {
        self.value(schema, "", 0)
    }

    fn value(&self, schema: &Value, name: &str, index: usize) -> Value {
        if let Some(target) = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            return self.root.pointer(target).map_or(Value::Null, |schema| self.value(schema, name, index));
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
            return first.clone();
        }
        let choices = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
        if let Some(choice) = choices.and_then(|all| all.iter().find(|choice| choice["type"] != "null")) {
            return self.value(choice, name, index);
        }
        match kind(schema) {
            "object" => self.object(schema, index),
            "array" => self.array(schema, name),
            "string" if POST_FIELDS.contains(&name) || name.is_empty() => json!(self.posts[index]),
            "string" => json!(self.rationale),
            "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
            "boolean" => json!(false),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, index: usize) -> Value {
        let properties = schema["properties"].as_object();
        let fill = |(name, schema): (&String, &Value)| (name.clone(), self.value(schema, name, index));
        Value::Object(properties.into_iter().flatten().map(fill).collect::<Map<_, _>>())
    }

    /// As many elements as posts if they are objects or posts; one otherwise; within the schema's own bounds.
    fn array(&self, schema: &Value, name: &str) -> Value {
        let items = &schema["items"];
        let item_name = name.trim_end_matches('s');
        let variants = kind(items) != "string" || POST_FIELDS.contains(&item_name);
        let wanted = if variants { self.posts.len() } else { 1 };
        let bound = |name: &str| schema[name].as_u64().and_then(|bound| usize::try_from(bound).ok());
        let least = bound("minItems").unwrap_or(0);
        let most = bound("maxItems").unwrap_or(usize::MAX).max(least);
        let element = |index: usize| self.value(items, item_name, index % self.posts.len());
        Value::Array((0..wanted.clamp(least, most)).map(element).collect())
    }
}

/// The type, or the first that is not null of several.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        Value::String(kind) => Some(kind.as_str()),
        Value::Null if schema.get("properties").is_some() || schema.get("$ref").is_some() => Some("object"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
    .unwrap_or_default()
}

/// What strict mode asks of every object: all properties required, no others allowed.
pub(crate) fn check_strict(name: &str, schema: &Value) -> Result<(), Problem> {
    let refuse = |reason: &str| {
        let message = format!("Invalid schema for response_format '{name}': {reason}");
        Err(Problem::invalid("text.format.schema", "invalid_json_schema", message))
    };
    if let Some(properties) = schema["properties"].as_object() {
        if schema["additionalProperties"] != json!(false) {
            return refuse("'additionalProperties' is required to be supplied and to be false.");
        }
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if properties.keys().any(|property| !required.contains(&property.as_str())) {
            return refuse(
                "'required' is required to be supplied and to be an array including every key in properties.",
            );
        }
    }
    match schema {
        Value::Object(parts) => parts.values().try_for_each(|part| check_strict(name, part)),
        Value::Array(parts) => parts.iter().try_for_each(|part| check_strict(name, part)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Filling, check_strict};
    use serde_json::json;

    #[test]
    fn any_schema_is_filled() {
        let schema = json!({
            "type": "object",
            "properties": {
                "variants": { "type": "array", "items": { "$ref": "#/$defs/variant" } },
                "language": { "type": "string", "enum": ["en"] },
                "tags": { "type": "array", "items": { "type": "string" } },
                "score": { "type": ["integer", "null"], "minimum": 1 },
            },
            "$defs": { "variant": {
                "type": "object",
                "properties": { "text": { "type": "string" }, "rationale": { "type": "string" } },
            } },
        });
        let posts = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
        let filled = Filling { posts: &posts, rationale: "why", root: &schema }.fill(&schema);
        let variant = |text| json!({ "text": text, "rationale": "why" });
        assert_eq!(filled["variants"], json!([variant("one"), variant("two"), variant("three")]));
        assert_eq!((&filled["language"], &filled["tags"]), (&json!("en"), &json!(["why"])));
        assert_eq!(filled["score"], json!(1));
    }

    #[test]
    fn strict_mode_wants_closed_objects() {
        let open =
            json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] });
        assert!(check_strict("x", &open).is_err());
        let mut closed = open;
        closed["additionalProperties"] = json!(false);
        assert!(check_strict("x", &closed).is_ok());
    }
}
