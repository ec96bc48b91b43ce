//! Reading the prompt as the model would: who posts, what is true, what mood, what is asked for, how many.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::problem::Problem;

/// What the writer knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Brief {
    /// Name of the project.
    pub(crate) project: String,
    /// Sentences to say.
    pub(crate) facts: Vec<String>,
    /// Key words of the vibe.
    pub(crate) vibe: Vec<String>,
    /// Key words of the instruction.
    pub(crate) topic: Vec<String>,
    /// What was posted lately.
    pub(crate) recent: String,
    /// How many variants.
    pub(crate) count: usize,
}

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z_][^<>]*>").expect("the pattern is valid"));

/// Words that say nothing about the subject.
const FILLERS: [&str; 84] = [
    "a",
    "about",
    "again",
    "all",
    "an",
    "and",
    "announce",
    "any",
    "are",
    "as",
    "at",
    "be",
    "but",
    "by",
    "celebrate",
    "different",
    "do",
    "for",
    "from",
    "give",
    "has",
    "have",
    "in",
    "into",
    "is",
    "it",
    "its",
    "just",
    "keep",
    "like",
    "make",
    "me",
    "mention",
    "more",
    "of",
    "on",
    "one",
    "or",
    "our",
    "people",
    "please",
    "post",
    "posts",
    "promote",
    "remind",
    "say",
    "share",
    "short",
    "should",
    "so",
    "some",
    "something",
    "suggest",
    "suggestion",
    "suggestions",
    "talk",
    "tell",
    "than",
    "thank",
    "that",
    "the",
    "them",
    "these",
    "they",
    "thing",
    "this",
    "to",
    "tone",
    "tweet",
    "tweets",
    "use",
    "variant",
    "variants",
    "very",
    "vibe",
    "was",
    "we",
    "who",
    "will",
    "with",
    "without",
    "write",
    "you",
    "your",
];

impl Brief {
    /// Picks the brief out of the input, and out of the instructions what the input does not say.
    pub(crate) fn read(input: &str, instructions: &str) -> Self {
        let section = |tag: &str| section_of(input, tag).or_else(|| section_of(instructions, tag));
        let told: Vec<String> = ["context", "base_description"].into_iter().filter_map(section).collect();
        let mut facts: Vec<String> = told.iter().flat_map(|text| sentences(text)).collect();
        if facts.is_empty() {
            facts = longest(sentences(&without_tags(input)));
        }
        let words = |tag: &str, most: usize| key_words(&section(tag).unwrap_or_default(), most);
        Self {
            project: section("project")
                .and_then(|text| name(&text))
                .unwrap_or_else(|| "our project".to_owned()),
            facts,
            vibe: words("vibe", 2),
            topic: words("instruction", 4),
            recent: section("recent_posts").unwrap_or_default().to_lowercase(),
            count: section("count").and_then(|text| text.trim().parse().ok()).unwrap_or(2).clamp(1, 10),
        }
    }
}

/// All text of the `input` parameter: a string, or messages whose content is a string or parts.
pub(crate) fn input_text(input: &Value) -> Result<String, Problem> {
    match input {
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => {
            let texts: Result<Vec<_>, _> = items.iter().map(|item| content_text(&item["content"])).collect();
            Ok(texts?.join("\n"))
        }
        Value::Null => Err(Problem::missing_parameter("input")),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Err(Problem::invalid_type("input", "one of a string or array of input items"))
        }
    }
}

fn content_text(content: &Value) -> Result<String, Problem> {
    if let Some(text) = content.as_str() {
        return Ok(text.to_owned());
    }
    let parts = content.as_array().ok_or_else(|| Problem::missing_parameter("input[0].content"))?;
    let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
    Ok(texts.join("\n"))
}

/// The longest text between `<tag ...>` and `</tag>`, so that a mention of the tag in passing does not win.
fn section_of(text: &str, tag: &str) -> Option<String> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let starts = text.match_indices(&open).filter_map(|(at, _)| {
        let rest = &text[at + open.len()..];
        let inside =
            rest.split_once('>').filter(|(rest, _)| rest.is_empty() || rest.starts_with([' ', '\n']))?.1;
        Some(&inside[..inside.find(&close)?])
    });
    let longest = starts.max_by_key(|inside| inside.len())?;
    Some(unescape(&without_tags(longest))).filter(|text| !text.trim().is_empty())
}

fn without_tags(text: &str) -> String {
    TAG.replace_all(text, "\n").into_owned()
}

fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&amp;", "&")
}

fn name(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.strip_prefix("name:").or_else(|| line.strip_prefix("Name:")).unwrap_or(line).trim();
    Some(line.chars().take(40).collect())
}

/// Sentences and lines long enough to say something, without bullets and links.
fn sentences(text: &str) -> Vec<String> {
    let broken = text.replace(". ", ".\n").replace("! ", "!\n").replace("? ", "?\n");
    let clean = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '*', '#', '•', ' ']);
        let words = line.split_whitespace().filter(|word| !word.contains("://") && !word.starts_with("www."));
        words.collect::<Vec<_>>().join(" ")
    };
    broken.lines().map(clean).filter(|line| line.chars().count() >= 12).collect()
}

fn longest(mut sentences: Vec<String>) -> Vec<String> {
    sentences.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    sentences.truncate(5);
    sentences
}

fn key_words(text: &str, most: usize) -> Vec<String> {
    let words = text.split_whitespace().filter(|word| !word.contains("://") && !word.starts_with("www."));
    let trimmed = words.map(|word| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '$' && letter != '#')
    });
    let telling = trimmed.filter(|word| !word.is_empty() && !FILLERS.contains(&word.to_lowercase().as_str()));
    telling.take(most).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Brief;

    #[test]
    fn sections_are_found_among_free_text() {
        let input = "Everything between <context> and </context> is data.\n<project>Otter Coin</project>\n\
            <context>\n<layer version=\"1\">Otters hold hands &amp; sleep. They like rivers very much.</layer></context>\n\
            <vibe>calm and playful</vibe><instruction>Please write a post about the summer meetup</instruction>\
            <count>3</count>";
        let brief = Brief::read(input, "");
        assert_eq!(brief.project, "Otter Coin");
        assert_eq!(brief.facts, ["Otters hold hands & sleep.", "They like rivers very much."]);
        assert_eq!(brief.vibe, ["calm", "playful"]);
        assert_eq!(brief.topic, ["summer", "meetup"]);
        assert_eq!(brief.count, 3);
    }

    #[test]
    fn without_sections_the_longest_sentences_serve() {
        let brief = Brief::read("Hi. The bakery opens at seven every morning. It sells warm bread.", "");
        assert_eq!(brief.facts[0], "The bakery opens at seven every morning.");
        assert_eq!(brief.count, 2);
    }
}
