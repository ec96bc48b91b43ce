//! Where the links are in a text, with and without `https://`.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};

/// One link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The host it leads to, in lower case, without user, port and path.
    pub host: String,
    /// Whether the host is written behind a user name, as in `https://bank.example@evil.example`.
    pub has_user: bool,
    /// Whether X makes a link of it: it needs a top-level domain that X knows.
    pub on_x: bool,
}

/// All links in their order: everything with `http://` or `https://`, and bare names under a known top-level domain.
pub fn links(text: &str) -> Vec<Link> {
    FINDER.links(text).filter_map(|found| link(text, found.start()..found.end())).collect()
}

static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    // email addresses are looked for too, so that their domains are not taken for links
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false).url_can_be_iri(true);
    finder
});

fn link(text: &str, range: Range<usize>) -> Option<Link> {
    let written = &text[range.clone()];
    let (scheme, rest) =
        written.split_once("://").map_or((None, written), |(scheme, rest)| (Some(scheme), rest));
    let is_web =
        scheme.is_none_or(|name| name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https"));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    // With a scheme, what stands before `@` is a user name: the way to make a link look as if it led elsewhere.
    let is_email = scheme.is_none() && user.is_some();
    if !is_web || is_email {
        return None;
    }
    let host = host.rsplit_once(':').map_or(host, |(name, _port)| name).to_lowercase();
    let on_x = is_known(&host) && stands_alone(&text[..range.start], scheme.is_none());
    (scheme.is_some() || on_x).then_some(Link { range, host, has_user: user.is_some(), on_x })
}

/// Whether what is written before allows X to see a link here.
fn stands_alone(before: &str, is_bare: bool) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let joins = last.is_ascii_alphanumeric() || matches!(last, '@' | '＠' | '$' | '#' | '＃');
    // X reads `a-example.com` as one name; after a scheme a link may begin there.
    let joins_bare = is_bare && matches!(last, '-' | '_' | '.' | '/');
    !(joins || joins_bare)
}

fn is_known(host: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let labels_fit = name.split('.').all(|label| (1..=63).contains(&label.chars().count()));
    let is_listed = |list: &str| list.split_ascii_whitespace().any(|known| known == top);
    labels_fit && (is_listed(GENERIC) || is_listed(COUNTRIES) || top.starts_with("xn--"))
}

/// Generic top-level domains in common use. A rarer one counts as plain text.
const GENERIC: &str = "academy adult aero africa agency ai amazon app apple art asia attorney audio auto \
    baby band bar berlin best bet bike biz black blog blue boats bond boo bot business buzz cafe capital \
    care cars cash casino cat center cfd chat city click clinic clothing cloud club codes coffee com \
    community company consulting cool coop credit cyou dad day deals degree dental design dev digital \
    discount doctor dog eat edu education email energy enterprises esq estate eu events exchange family \
    farm fashion film finance fish fitness flights fm foo foundation fun fund fyi gallery game games \
    garden gay gift gifts global gmbh gold goog google gov green group guru health holdings holiday homes \
    host hosting house how icu inc industries info ing insurance int international jewelry jobs land lat \
    law legal life limo link live llc loan loans lol london love ltd management market marketing markets \
    media meme microsoft mil mobi moe mom money monster mortgage mov movie museum music name net network \
    new news ninja nyc one online org ovh page paris partners party pet phd photo photography photos \
    pictures pink pizza play poker porn press pro prof promo properties pub quest radio red ren rent rest \
    rocks rsvp run sale sbs school science services sexy shoes shop show site social software solar \
    solutions soy space store studio style support systems tax taxi team tech technology tel theater \
    tickets tips today tokyo tools top tours trade trading training travel tv university vacations \
    ventures video vip wang watch website wiki win world wtf xin xxx xyz yoga youtube zip zone";

/// Top-level domains of countries and territories.
const COUNTRIES: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm \
    bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz \
    ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm \
    hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk \
    lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni \
    nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh \
    si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk \
    us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";
