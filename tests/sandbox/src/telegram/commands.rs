//! Command menus by scope and language.

use serde_json::{Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::state::State;

impl State {
    pub(crate) fn set_my_commands(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let commands = fields.json("commands")?.unwrap_or_default();
        let list =
            commands.as_array().ok_or_else(|| Problem::bad("can't parse commands: expected an Array"))?;
        if list.len() > 100 {
            return Err(Problem::bad("BOT_COMMANDS_TOO_MUCH"));
        }
        list.iter().try_for_each(check)?;
        // as the real server does of a person who never wrote to the bot
        let of_chat = fields.json("scope")?.and_then(|scope| scope["chat_id"].as_i64());
        if of_chat.is_some_and(|chat| !self.chats.contains_key(&chat)) {
            return Err(Problem::bad("chat not found"));
        }
        self.menus.insert(scope(fields)?, commands);
        Ok(json!(true))
    }

    pub(crate) fn my_commands(&self, fields: &Fields) -> Result<Value, Problem> {
        Ok(self.menus.get(&scope(fields)?).cloned().unwrap_or_else(|| json!([])))
    }
}

fn scope(fields: &Fields) -> Result<String, Problem> {
    let scope = fields.json("scope")?.unwrap_or_else(|| json!({ "type": "default" }));
    Ok(format!("{scope} {}", fields.text("language_code").unwrap_or_default()))
}

fn check(entry: &Value) -> Result<(), Problem> {
    let command = entry["command"].as_str().unwrap_or_default();
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !(1..=32).contains(&command.len()) || !command.chars().all(allowed) {
        return Err(Problem::bad("BOT_COMMAND_INVALID"));
    }
    let description = entry["description"].as_str().unwrap_or_default().chars().count();
    if !(1..=256).contains(&description) {
        return Err(Problem::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}
