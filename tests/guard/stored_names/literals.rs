//! String literals of Rust code, each with the code before it.

/// A string literal.
pub(super) struct Literal {
    /// The code between the literal or statement before it and itself, without spaces.
    pub(super) lead: String,
    /// What it says; values that are filled in are shown as `{}`.
    pub(super) text: String,
}

/// Every string literal of this code, in order. Comments are no code.
pub(super) fn literals(code: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut lead = String::new();
    let mut rest = code;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some((text, after)) = literal(rest, &lead) {
            found.push(Literal { lead: std::mem::take(&mut lead), text: without_values(&text) });
            rest = after;
        } else if let Some(after) = character(rest) {
            rest = after;
        } else {
            if next == ';' {
                lead.clear();
            } else if !next.is_whitespace() {
                lead.push(next);
            }
            rest = &rest[next.len_utf8()..];
        }
    }
    found
}

/// A literal that begins here, and what follows it.
fn literal<'a>(rest: &'a str, lead: &str) -> Option<(String, &'a str)> {
    if let Some(body) = rest.strip_prefix('"') {
        return Some(plain(body));
    }
    let in_a_word = lead.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    let hashes = rest.strip_prefix('r').filter(|_| !in_a_word)?;
    let body = hashes.trim_start_matches('#').strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes.len() - body.len() - 1));
    let (text, after) = body.split_once(&end)?;
    Some((text.to_owned(), after))
}

fn plain(body: &str) -> (String, &str) {
    let mut text = String::new();
    let mut escaped = false;
    for (at, next) in body.char_indices() {
        match (escaped, next) {
            (false, '"') => return (text, &body[at + 1..]),
            (false, '\\') => escaped = true,
            (_, next) => {
                escaped = false;
                text.push(next);
            }
        }
    }
    (text, "")
}

/// What follows a character literal, which may be a quotation mark; `None` for a lifetime.
fn character(rest: &str) -> Option<&str> {
    let body = rest.strip_prefix('\'')?;
    let after_one = body.strip_prefix('\\').unwrap_or(body);
    let mut characters = after_one.chars();
    characters.next()?;
    characters.as_str().strip_prefix('\'')
}

fn without_values(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for next in text.chars() {
        inside = (inside || next == '{') && next != '}';
        if !inside || next == '{' {
            plain.push(next);
        }
    }
    plain
}

#[test]
fn literals_are_found_with_the_code_before_them() {
    let code =
        "let a = f('\"', \"one\"); // \"two\"\nlet b: &'static str =\n    r#\"th\"ree\"#; g(\"a{b}:{}\\\"\")";
    let found: Vec<_> = literals(code).into_iter().map(|found| (found.lead, found.text)).collect();
    let expected = [("leta=f(,", "one"), ("letb:&'staticstr=", "th\"ree"), ("g(", "a{}:{}\"")];
    assert_eq!(found, expected.map(|(lead, text)| (lead.to_owned(), text.to_owned())));
}
