//! The phrases: theft of wallets, financial promises, pressure, and attempts to instruct the model.
//!
//! Ticker talk and hype (moon, bags, gm, ape in) are deliberately absent: they are how a memecoin speaks.
//! A phrase is matched in folded text, a plural's `s` is free, and two words may also be joined by a hyphen.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Rule};
use super::signal::{Signal, SignalName};
use super::view::View;

/// All phrases found in a folded text.
pub(super) fn signals(folded: &View<'_>) -> Vec<Signal> {
    LEXICON.signals(folded)
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(RULES, DENIALS));

/// Words that deny what follows them at once.
const DENIALS: &str = "no|not|never|never ever|not ever|dont|do not|dont ever|do not ever|didnt|doesnt|wont|will not|\
    cant|cannot|arent|isnt|without|zero|nor|nobody should|no one can|nothing is|avoid|beware|beware of|\
    anyone who says|if someone says|if anyone says";

const SECRETS: &str = "seed phrase|seed words|recovery phrase|secret phrase|secret recovery phrase|recovery words|\
    mnemonic|mnemonic phrase|private key|secret key|keystore file|12 word phrase|24 word phrase|12word phrase|\
    24word phrase|12 secret words|your 12 words|your 24 words|wallet password|wallet passphrase";

const HAND_OVER: &str = "enter|share|send|send us|send me|type|type in|submit|give|give us|provide|paste|input|import|\
    verify|validate|confirm|dm us|dm me|tell us|reveal|upload|fill in";

const CONNECT_WALLET: &str = "connect wallet|connect your wallet|connect a wallet|connect the wallet|connect ur wallet|\
    link your wallet|link wallet|sync wallet|sync your wallet|verify wallet|verify your wallet|validate your wallet|\
    import your wallet|restore your wallet|connect metamask|connect your metamask|connect phantom|\
    connect your phantom|connect trust wallet|wallet connect to|walletconnect";

const REWARD: &str = "claim|claiming|airdrop|reward|bonus|refund|eligible|eligibility|redeem|compensation|free token|\
    giveaway|unlock your|receive your|get your share";

const ASSURED: &str =
    "guaranteed|guarantee|guaranteeing|guarantees|assured|100 percent sure|100 sure|promised";

const GAIN: &str = "profit|returns|gain|income|roi|payout|yield|earning|win|winning|moon|millionaire|rich|double|2x|3x|\
    4x|5x|10x|20x|25x|30x|50x|200x|300x|500x|apy|apr|per day|per month|to go up|will go up|price increase";

const MONEY_BACK: &str = "get back double|get double|receive double|double back|get 2x|receive 2x|2x back|get twice|\
    receive twice|twice back|get back twice|send back double|send back twice";

const PROMISES: &str = "risk free|riskless|zero risk|without any risk|double your money|double your investment|\
    double your crypto|triple your money|triple your investment|10x your money|multiply your money|cant lose money|\
    cannot lose money|never lose money|impossible to lose|you cant lose|you cannot lose|sure profit|\
    fixed daily return|fixed return|guaranteed return|guaranteed daily return|guaranteed monthly return|\
    guarantee a return";

const EXPECTATIONS: &str = "get rich quick|get rich|make you rich|make you a millionaire|become a millionaire|easy money|\
    fast money|quick money|quick profit|instant profit|daily profit|passive income|financial freedom|\
    investment opportunity|invest now|retire early|you will profit|huge profit|massive profit|make money fast|\
    price will go up|will make you money|our team will pump|return on your investment";

const CONTACT: &str = "dm me|dm us|pm me|pm us|inbox me|message me|text me|write me|write in private|\
    write to me in private|whatsapp me|hit me up on whatsapp|contact me on telegram|contact me on whatsapp|\
    dm for details|dm for info|dm to join|send me a dm|send me a message";

const PRESSURE: &str = "limited time|limited spots|limited offer|act now|act fast|last chance|hurry up|dont miss out|\
    only today|today only|spots left|before its too late|offer ends|ending soon|final hours";

const GIFTS: &str = "giveaway|free airdrop|free token|free crypto|free money|free eth|free sol|free btc|free nft|\
    retweet to win|follow and retweet|like and retweet|tag 3 friends|tag three friends";

const OVERRIDE: &str =
    "ignore|ignoring|disregard|forget|override|bypass|overwrite|do not follow|stop following";

const INSTRUCTIONS: &str = "instruction|prompt|directive|guideline|system message|programming|previous rule|prior rule|\
    rules above|above rule|all rule|your rule|safety rule|content policy|guardrail";

const DISCLOSE: &str = "reveal|print|show|repeat|output|leak|tell me|give me";

const PROMPT: &str =
    "system prompt|hidden prompt|your prompt|your instruction|initial instruction|instructions above";

const TAKEOVER: &str = "system prompt|developer mode|jailbreak|do anything now|you are now dan|you are now an ai|\
    you are now a language model|from now on you are|from now on you will|pretend to be an ai|pretend you are an ai|\
    your new instructions|new system instruction|begin system prompt|im_start|im_end|endoftext";

/// A rule whose groups follow each other at once: weight, weight when denied, groups.
const fn rule(name: SignalName, weight: u8, denied: u8, groups: &'static [&'static str]) -> Rule {
    Rule { name, weight, denied, gap: 0, groups }
}

/// The same with other words, up to so many bytes, between its groups.
const fn within(gap: usize, rule: Rule) -> Rule {
    Rule { gap, ..rule }
}

const RULES: &[Rule] = &[
    within(16, rule(SignalName::WalletTheft, 95, 25, &[HAND_OVER, SECRETS])),
    within(40, rule(SignalName::WalletTheft, 95, 25, &[CONNECT_WALLET, REWARD])),
    within(40, rule(SignalName::WalletTheft, 95, 25, &[REWARD, CONNECT_WALLET])),
    within(
        12,
        rule(SignalName::WalletTheft, 95, 25, &["buy|rent|sell|selling|download|deploy|run|use", "drainer"]),
    ),
    within(40, rule(SignalName::WalletTheft, 95, 25, &["send|deposit|transfer", MONEY_BACK])),
    rule(SignalName::WalletSecret, 25, 15, &[SECRETS]),
    rule(SignalName::WalletSecret, 25, 15, &["drainer|wallet drainer"]),
    within(24, rule(SignalName::FinancialPromise, 70, 20, &[ASSURED, GAIN])),
    within(8, rule(SignalName::FinancialPromise, 70, 20, &[GAIN, ASSURED])),
    rule(SignalName::FinancialPromise, 70, 20, &[PROMISES]),
    rule(SignalName::ProfitExpectation, 40, 15, &[EXPECTATIONS]),
    rule(SignalName::PrivateContact, 40, 10, &[CONTACT]),
    rule(SignalName::Urgency, 15, 5, &[PRESSURE]),
    rule(SignalName::Giveaway, 20, 5, &[GIFTS]),
    within(24, rule(SignalName::PromptInjection, 60, 45, &[OVERRIDE, INSTRUCTIONS])),
    within(24, rule(SignalName::PromptInjection, 60, 45, &[DISCLOSE, PROMPT])),
    rule(SignalName::PromptInjection, 50, 40, &[TAKEOVER]),
];
