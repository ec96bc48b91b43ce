//! Lengths, faults and comparison.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::{LinkExpansion, PostTextFault, comparable, faults, links, text_hash, weighted_length};

#[test]
fn counts_like_x() {
    let family = "👨‍👩‍👧‍👦";
    let examples = [
        ("Hi http://test.co", 26),
        ("H🐱☺👨‍👩‍👧‍👦", 7),
        ("🙋🏽👨‍🎤", 4),
        ("1⃣", 2),
        ("Hello, world! 👋", 16),
        ("", 0),
        ("This is a test.", 15),
        ("https://test.com", 23),
        ("test.com", 23),
        ("Test https://test.com test https://test.com test.com test", 86),
        ("저찀쯿쿿", 8),
        ("のの", 4),
        ("cafe\u{301}", 4),
        ("© ©\u{FE0F}", 4),
        ("🇫🇷🇩🇪", 4),
        ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
        ("❤\u{FE0F}\u{200D}🔥", 2),
        ("node.jsx and v1.2 and 69.420", 28),
        ("write to gm@example.com", 23),
        ("see pump.fun/coin/abcdefghijklmnopqrstuvwxyz?x=1.", 28),
        ("https://localhost:3000/x", 24),
        ("#example.com", 12),
    ];
    for (text, length) in examples {
        assert_eq!(weighted_length(text), length, "{text}");
    }
    assert_eq!(weighted_length(&family.repeat(140)), 280);
}

#[test]
fn a_host_with_an_overlong_label_is_plain_text() {
    let host = format!("https://{}.com", "a".repeat(64));
    assert_eq!(weighted_length(&host), host.len());
}

#[test]
fn finds_no_fault_in_a_good_text() {
    for text in ["gm", "$PEPE to the moon 🚀", "costs $5 and $10", "$GM, frens!\nhttps://example.com"] {
        assert_eq!(faults(text), [], "{text}");
    }
    assert_eq!(faults(&"a".repeat(280)), []);
}

#[test]
fn names_every_fault_in_a_sentence() {
    let sentences = |text: &str| faults(text).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(sentences(" \n"), ["the text is empty"]);
    assert_eq!(
        sentences(&"a".repeat(281)),
        ["the text counts 281 characters on X, 1 more than the 280 allowed"]
    );
    assert_eq!(sentences("gm\u{FEFF}"), ["the text has the character U+FEFF, which X does not take"]);
    assert_eq!(
        sentences("$GM and $WAGMI.x, not US$AB or $toolongtag"),
        ["the text has 2 cashtags such as $GM; X takes one in a post"]
    );
    assert_eq!(faults("$gm $gm"), [PostTextFault::ManyCashtags { count: 2 }]);
}

#[test]
fn finds_hosts() {
    let found = links("see Example.COM:8080/x?y, https://user@evil.example/ and http://10.0.0.1");
    let seen: Vec<_> = found.iter().map(|link| (link.host.as_str(), link.has_user, link.on_x)).collect();
    assert_eq!(
        seen,
        [("example.com", false, true), ("evil.example", true, false), ("10.0.0.1", false, false)]
    );
}

#[test]
fn recognises_a_text_as_x_returns_it() {
    let sent = "GM & <3 cafe\u{301}\n\nread example.com/a?b=1&c=2 and https://memes.fun/ ";
    let read = "GM &amp; &lt;3 café read https://t.co/abcdefghij and https://t.co/ABCDEFGHIJ https://t.co/mediamedia";
    let expansions = [
        LinkExpansion { short: "https://t.co/abcdefghij", expanded: "http://example.com/a?b=1&c=2" },
        LinkExpansion { short: "https://t.co/ABCDEFGHIJ", expanded: "https://memes.fun/" },
        LinkExpansion {
            short: "https://t.co/mediamedia",
            expanded: "https://x.com/memebot/status/1445880548472328192/photo/1",
        },
    ];
    assert_eq!(comparable(sent, &[]), comparable(read, &expansions));
    assert_eq!(text_hash(sent), text_hash(&comparable(read, &expansions)));
    assert_eq!(comparable("a &lt; b", &[]), comparable("a &amp;lt; b", &[]));
}

#[test]
fn tells_different_texts_apart() {
    for (one, other) in [("gm", "GM"), ("gm", "gm!"), ("see a.com", "see b.com"), ("", "gm")] {
        assert_ne!(text_hash(one), text_hash(other));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn comparing_is_idempotent(text in "(?s)(http://|https:|/|&|amp;|lt;|t\\.co/a|\u{338}|=|\\s|\\PC){0,24}") {
        let once = comparable(&text, &[]);
        prop_assert_eq!(comparable(&once, &[]), once);
    }

    #[test]
    fn any_text_has_a_length(text in any::<String>()) {
        prop_assert!(weighted_length(&text) <= text.chars().count() * 23);
        faults(&text);
    }
}
