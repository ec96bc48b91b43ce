//! Writing posts out of a brief: short, plausible, different each time, the same for the same question and turn.

use super::prompt::Brief;

const LONGEST_POST: usize = 240;
const LONGEST_FACT: usize = 130;

/// Sentences about a topic; `{p}` project, `{f}` fact, `{t}` topic.
const ON_TOPIC: [&str; 7] = [
    "{p} on {t}: {f}",
    "Thinking about {t} today. {f}",
    "{f} And yes, {t} is on our mind.",
    "You asked about {t}? {f}",
    "One more word on {t}: {f}",
    "{t}, the way {p} does it. {f}",
    "Today at {p}: {t}. {f}",
];
/// Sentences when nothing special is asked for.
const OFF_TOPIC: [&str; 7] = [
    "{p}: {f}",
    "Small reminder: {f}",
    "Why {p}? {f}",
    "{f} That is {p} in one line.",
    "Good to see you all here. {f}",
    "Still true today: {f}",
    "If you are new to {p}: {f}",
];
const CLOSINGS: [&str; 5] =
    ["", " Glad you are here.", " What do you think?", " More soon.", " Stay with us."];

/// The post for a turn; neighbouring turns give different posts.
pub(crate) fn post(brief: &Brief, turn: usize) -> String {
    let attempts = (turn..turn + 24).map(|turn| compose(brief, turn));
    let mut fresh = attempts.filter(|post| !brief.recent.contains(&post.to_lowercase()));
    fresh.next().unwrap_or_else(|| compose(brief, turn))
}

/// A sentence for fields that are not the post.
pub(crate) fn rationale(brief: &Brief) -> String {
    let mood = if brief.vibe.is_empty() { "neutral".to_owned() } else { brief.vibe.join(" and ") };
    let subject =
        if brief.topic.is_empty() { "the approved context".to_owned() } else { brief.topic.join(" ") };
    format!("Keeps to {subject} in a {mood} tone.")
}

fn compose(brief: &Brief, turn: usize) -> String {
    let templates = if brief.topic.is_empty() { &OFF_TOPIC } else { &ON_TOPIC };
    let template = templates[turn % templates.len()];
    let fact = match brief.facts.len() {
        0 => "We build in the open, together.".to_owned(),
        facts => sentence(&brief.facts[turn % facts]),
    };
    let mut post =
        template.replace("{p}", &brief.project).replace("{t}", &brief.topic.join(" ")).replace("{f}", &fact);
    if !post.contains(&brief.project) {
        post = format!("{post} ({})", brief.project);
    }
    post.push_str(CLOSINGS[turn / templates.len() % CLOSINGS.len()]);
    if let Some(mood) = brief.vibe.first() {
        post.push_str(" #");
        post.extend(mood.chars().filter(|letter| letter.is_alphanumeric()));
    }
    capitalised(&one_cashtag(&cut(&post, LONGEST_POST)))
}

/// A fact short enough, with a full stop.
fn sentence(fact: &str) -> String {
    let fact = cut(fact, LONGEST_FACT);
    if fact.ends_with(['.', '!', '?', '…']) { fact } else { format!("{fact}.") }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most - 1).collect();
    let whole_words = short.rsplit_once(' ').map_or(short.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.']))
}

/// X allows one cashtag: the dollar signs of all later ones go.
fn one_cashtag(text: &str) -> String {
    let mut seen = false;
    let mut word = |word: &str| {
        let is_cashtag = word.strip_prefix('$').is_some_and(|name| name.starts_with(char::is_alphabetic));
        let repeated = is_cashtag && seen;
        seen |= is_cashtag;
        if repeated { word[1..].to_owned() } else { word.to_owned() }
    };
    text.split(' ').map(&mut word).collect::<Vec<_>>().join(" ")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::post;
    use crate::openai::prompt::Brief;

    fn brief() -> Brief {
        Brief {
            project: "Otter Coin".to_owned(),
            facts: vec![
                "$OTTER and $RIVER are friends".to_owned(),
                "Otters hold hands while they sleep".to_owned(),
            ],
            vibe: vec!["calm".to_owned()],
            topic: vec!["summer".to_owned(), "meetup".to_owned()],
            recent: String::new(),
            count: 3,
        }
    }

    #[test]
    fn posts_differ_fit_and_name_project_and_topic() {
        let posts: Vec<String> = (0..12).map(|turn| post(&brief(), turn)).collect();
        for (index, text) in posts.iter().enumerate() {
            assert!(text.chars().count() <= 240 && text.contains("Otter Coin"), "{text}");
            assert!(text.to_lowercase().contains("summer meetup"), "{text}");
            assert!(text.matches('$').count() <= 1, "{text}");
            assert!(!posts[..index].contains(text), "{text}");
        }
    }

    #[test]
    fn a_recent_post_is_not_repeated() {
        let recent = post(&brief(), 5).to_lowercase();
        assert_ne!(post(&Brief { recent: recent.clone(), ..brief() }, 5).to_lowercase(), recent);
    }
}
