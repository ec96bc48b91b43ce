//! The machine-readable Bot API: methods, types, fields; and what it says of a value.

use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value};

use super::prose::{self, Present};
use super::violation::{Kind, Violation};

/// Its file.
pub(super) const FILE: &str = "telegram-bot-api.json";

/// Fields that the bot may send although the document does not know them yet: owner, field, and the version that brought it.
pub(super) const NEWER: &[(&str, &str, &str)] = &[];

/// The document.
pub(super) struct Document {
    /// `Bot API 10.1`
    pub(super) version: String,
    methods: Map<String, Value>,
    types: Map<String, Value>,
}

impl Document {
    /// Reads it.
    pub(super) fn load(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let text =
            std::fs::read(&path).with_context(|| format!("nothing was checked: read {}", path.display()))?;
        let document: Value = serde_json::from_slice(&text).context("the document is JSON")?;
        let part =
            |name: &str| document[name].as_object().cloned().with_context(|| format!("it has no {name}"));
        let version = document["version"].as_str().unwrap_or("of no version").to_owned();
        Ok(Self { version, methods: part("methods")?, types: part("types")? })
    }

    /// What is wrong with a request.
    pub(super) fn check_request(&self, method: &str, fields: &Value) -> Vec<Violation> {
        let Some(known) = self.methods.get(method) else {
            return vec![Violation::new(Kind::UnknownMethod, method, "the document has no such method")];
        };
        let none = Value::Object(Map::new());
        let fields = if fields.is_null() { &none } else { fields };
        let mut found = Vec::new();
        self.check_object(known, fields, "", &mut found);
        found
    }

    /// What is wrong with an answer to a request.
    pub(super) fn check_answer(&self, method: &str, answer: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        if answer["ok"] == true {
            let known =
                self.methods.get(method).map(|method| strings(&method["returns"])).unwrap_or_default();
            self.check_value(&known, &answer["result"], "result", &mut found);
        } else {
            self.check_value(&["Integer"], &answer["error_code"], "error_code", &mut found);
            self.check_value(&["String"], &answer["description"], "description", &mut found);
            if let Some(parameters) = answer.get("parameters") {
                self.check_value(&["ResponseParameters"], parameters, "parameters", &mut found);
            }
        }
        found
    }

    /// The kinds of updates: what an update may have beside its number.
    pub(super) fn update_kinds(&self) -> impl Iterator<Item = &str> {
        let fields = self.types["Update"]["fields"].as_array().into_iter().flatten();
        fields.filter_map(|field| field["name"].as_str()).filter(|name| *name != "update_id")
    }

    /// Whether a field is known there.
    pub(super) fn knows(&self, owner: &str, field: &str) -> bool {
        let owner = self.methods.get(owner).or_else(|| self.types.get(owner));
        owner.is_some_and(|owner| fields_of(owner).any(|known| known["name"] == field))
    }

    fn check_object(&self, known: &Value, value: &Value, path: &str, found: &mut Vec<Violation>) {
        let owner = known["name"].as_str().unwrap_or_default();
        let Some(object) = value.as_object() else {
            found.push(Violation::new(Kind::WrongType, path, format!("no {owner}: {value}")));
            return;
        };
        for field in fields_of(known) {
            let name = field["name"].as_str().unwrap_or_default();
            let at = join(path, name);
            match object.get(name) {
                Some(value) => {
                    self.check_value(&strings(&field["types"]), value, &at, found);
                    let present = Present { owner, field, value, beside: object, path: &at };
                    prose::check(self, &present, found);
                }
                None if field["required"] == true || prose::is_required(field, object) => {
                    found.push(Violation::new(Kind::MissingField, &at, "is required"));
                }
                None => {}
            }
        }
        prose::check_whole(known, object, path, found);
        let unknown =
            object.keys().filter(|name| !fields_of(known).any(|field| field["name"] == name.as_str()));
        let unknown =
            unknown.filter(|name| !NEWER.iter().any(|(of, field, _)| *of == owner && field == name));
        found.extend(unknown.map(|name| {
            Violation::new(Kind::UnknownField, &join(path, name), format!("{owner} has no such field"))
        }));
    }

    /// Holds a value against types of which one must fit; what is told is what is wrong by the type that fits best.
    fn check_value(&self, types: &[&str], value: &Value, path: &str, found: &mut Vec<Violation>) {
        let tries = types.iter().map(|name| {
            let mut violations = Vec::new();
            self.check_type(name, value, path, &mut violations);
            violations
        });
        let wrong = |violations: &Vec<Violation>| {
            violations.iter().any(|one| one.kind == Kind::WrongType && one.path == path)
        };
        if let Some(best) = tries.min_by_key(|violations| (wrong(violations), violations.len())) {
            found.extend(best);
        }
    }

    fn check_type(&self, name: &str, value: &Value, path: &str, found: &mut Vec<Violation>) {
        if let Some(of) = name.strip_prefix("Array of ") {
            let Some(items) = value.as_array() else {
                found.push(Violation::new(Kind::WrongType, path, format!("no array: {value}")));
                return;
            };
            for (number, item) in items.iter().enumerate() {
                self.check_value(&[of], item, &join(path, &number.to_string()), found);
            }
            return;
        }
        let fits = match name {
            "Integer" => value.is_i64() || value.is_u64(),
            "Float" => value.is_number(),
            "Boolean" => value.is_boolean(),
            "String" | "InputFile" => value.is_string(),
            _ => {
                let Some(known) = self.types.get(name) else {
                    let what = format!("the document does not say what a {name} is");
                    found.push(Violation::new(Kind::WrongType, path, what));
                    return;
                };
                match strings(&known["subtypes"]).as_slice() {
                    [] => self.check_object(known, value, path, found),
                    subtypes => self.check_value(subtypes, value, path, found),
                }
                return;
            }
        };
        if !fits {
            found.push(Violation::new(Kind::WrongType, path, format!("no {name}: {value}")));
        }
    }
}

fn fields_of(owner: &Value) -> impl Iterator<Item = &Value> {
    owner["fields"].as_array().into_iter().flatten()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
