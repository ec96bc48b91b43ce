//! The reader's promises: everything at once, nothing secret shown.

use std::time::Duration;

use super::{Setting, SettingsReader};

const PORT: Setting = Setting::new("PORT", Some("8080"), "where to listen");
const NAME: Setting = Setting::new("NAME", None, "what to be called");
const WAIT: Setting = Setting::new("WAIT", Some("1.5"), "how long, in seconds");
const URL: Setting = Setting::new("URL", None, "where the database is");
const TOKEN: Setting = Setting::secret("TOKEN", "the key");

fn look_up(name: &str) -> Option<String> {
    let value = match name {
        "PORT" => "eighty",
        "URL" => "postgres://me:hunter2@localhost/db",
        "TOKEN" => "swordfish",
        _ => return None,
    };
    Some(value.to_owned())
}

#[test]
fn reports_every_fault_together() {
    let mut reader = SettingsReader::new(&look_up);
    assert_eq!(reader.required::<u16>(&PORT), None);
    assert_eq!(reader.required::<String>(&NAME), None);
    assert_eq!(reader.seconds(&WAIT), Some(Duration::from_millis(1500)));
    let (_, errors) = reader.finish();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "PORT: `eighty` cannot be read: invalid digit found in string",
            "NAME: is missing: what to be called"
        ]
    );
}

#[test]
fn shows_no_secret_and_no_password() {
    let mut reader = SettingsReader::new(&look_up);
    assert!(reader.secret(&TOKEN).is_some());
    assert!(reader.required::<String>(&URL).is_some());
    let (shown, _) = reader.finish();
    let told = format!("{shown:?}");
    assert!(told.contains("[secret]@localhost") && !told.contains("hunter2") && !told.contains("swordfish"));
}
