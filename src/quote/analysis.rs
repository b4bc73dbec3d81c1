//! What is known of an article before a speaker is looked for: words with tags, noun phrases, marks, cues.
//!
//! Why words of its own, when the article has tokens? The learned models see `Brown’s` as two words and `Mr.` as one,
//! whatever the tokens are good for elsewhere; their features must not change when tokens do. Everything here is an
//! index into one of the vectors of [`Analysis`]: word numbers, phrase numbers, and so on, all `u32`, in text order.

use std::ops::Range;

use super::features::Counts;
use super::forms::{FormId, Forms, Room, with_forms};
use super::lexicon::{First, Lists};
use super::models::Models;
use super::speakers::Class;
use super::tagger::Tagger;
use super::{claims, content, cues, marks, rules, segments, sources, words};
use crate::article::SentenceId;
use crate::model::features::{Key, key};
use crate::{Article, QuoteKind, Span};

/// Part of speech: the Penn tags, some of them joined (proper nouns have one tag, comparatives none of their own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub(crate) enum Tag {
    /// Marks and symbols that are no word (Penn `.`, `,`, `:`, quotes, brackets, hyphens).
    #[default]
    Mark,
    /// Coordinating conjunction: and, or, but.
    Cc,
    /// Number, list mark.
    Cd,
    /// Determiner: the, a, this, all.
    Dt,
    /// Existential there.
    Ex,
    /// Preposition or subordinating conjunction; also "that".
    In,
    /// Adjective, comparative and superlative too.
    Jj,
    /// Modal: will, can, could.
    Md,
    /// Noun, singular or mass.
    Nn,
    /// Noun, plural.
    Nns,
    /// Proper noun, singular or plural.
    Nnp,
    /// Possessive `'s`.
    Pos,
    /// Possessive pronoun: his, their.
    PpS,
    /// Personal pronoun.
    Prp,
    /// Adverb.
    Rb,
    /// Particle.
    Rp,
    /// Symbol, sign of currency, per cent.
    Sym,
    /// to.
    To,
    /// Interjection.
    Uh,
    /// Verb, base form.
    Vb,
    /// Verb, past tense.
    Vbd,
    /// Verb, -ing form.
    Vbg,
    /// Verb, past participle.
    Vbn,
    /// Verb, present, not third person singular.
    Vbp,
    /// Verb, present, third person singular.
    Vbz,
    /// Which, that as a determiner or relative.
    Wdt,
    /// Who, what.
    Wp,
    /// When, where, why, how.
    Wrb,
}

impl Tag {
    /// Every tag, in the order of its number.
    pub(crate) const ALL: [Self; 28] = [
        Self::Mark,
        Self::Cc,
        Self::Cd,
        Self::Dt,
        Self::Ex,
        Self::In,
        Self::Jj,
        Self::Md,
        Self::Nn,
        Self::Nns,
        Self::Nnp,
        Self::Pos,
        Self::PpS,
        Self::Prp,
        Self::Rb,
        Self::Rp,
        Self::Sym,
        Self::To,
        Self::Uh,
        Self::Vb,
        Self::Vbd,
        Self::Vbg,
        Self::Vbn,
        Self::Vbp,
        Self::Vbz,
        Self::Wdt,
        Self::Wp,
        Self::Wrb,
    ];

    /// Whether it is a noun of any kind.
    #[inline]
    pub(crate) const fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp)
    }

    /// Whether it is a finite verb or a modal: VBD, VBZ, VBP, MD.
    #[inline]
    pub(crate) const fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbz | Self::Vbp | Self::Md)
    }

    /// Whether it is a verb of any form, modals too.
    #[inline]
    pub(crate) const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz | Self::Md)
    }
}

/// Marks that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub(crate) enum Glyph {
    /// Not a mark: a word, a number, a clitic.
    #[default]
    Word,
    Comma,
    Period,
    Colon,
    Semicolon,
    Question,
    Exclamation,
    ParenOpen,
    ParenClose,
    EmDash,
    EnDash,
    Hyphen,
    /// `…`
    Ellipsis,
    /// `...` and longer.
    Dots,
    BracketOpen,
    BracketClose,
    /// `“`, and two grave accents or single marks in its place.
    CurlyOpen,
    /// `”`, and two single marks in its place.
    CurlyClose,
    /// `„`
    LowOpen,
    /// `«`
    AngleLeft,
    /// `»`
    AngleRight,
    /// `"` and the doubled apostrophe.
    Straight,
    /// `‘`
    SingleOpen,
    /// `’`
    SingleClose,
    /// `'`
    SingleStraight,
    /// Any other.
    Other,
}

impl Glyph {
    /// Which mark a word that begins with one is.
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "," => Self::Comma,
            "." => Self::Period,
            ":" => Self::Colon,
            ";" => Self::Semicolon,
            "?" => Self::Question,
            "!" => Self::Exclamation,
            "(" => Self::ParenOpen,
            ")" => Self::ParenClose,
            "—" | "―" => Self::EmDash,
            "–" => Self::EnDash,
            "-" => Self::Hyphen,
            "…" => Self::Ellipsis,
            "[" => Self::BracketOpen,
            "]" => Self::BracketClose,
            "“" | "``" | "‘‘" | "‘’" => Self::CurlyOpen,
            "”" | "’’" => Self::CurlyClose,
            "„" => Self::LowOpen,
            "«" => Self::AngleLeft,
            "»" => Self::AngleRight,
            "\"" | "''" => Self::Straight,
            "‘" => Self::SingleOpen,
            "’" => Self::SingleClose,
            "'" => Self::SingleStraight,
            _ if word.starts_with("...") => Self::Dots,
            _ if word.starts_with(['$', '£', '€', '@', '#', '’', '\'']) && word.len() > 1 => Self::Word,
            _ => Self::Other,
        }
    }

    /// Whether it is a double quote mark.
    #[inline]
    pub(crate) const fn is_double(self) -> bool {
        matches!(
            self,
            Self::CurlyOpen | Self::CurlyClose | Self::LowOpen | Self::AngleLeft | Self::AngleRight | Self::Straight
        )
    }

    /// Whether it is a single quote mark or apostrophe.
    #[inline]
    pub(crate) const fn is_single(self) -> bool {
        matches!(self, Self::SingleOpen | Self::SingleClose | Self::SingleStraight)
    }
}

/// A word or mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it stands in the article's text. `'s` is a word of its own; an abbreviation keeps its dot.
    pub(crate) span: Span,
    /// Key of its lower-cased form with `’` as `'`: compare with `key("said")` in a constant.
    pub(crate) low: Key,
    /// What it tells about people and bodies.
    pub(crate) role: Class,
    /// The same when it is a noun or adjective.
    pub(crate) noun_role: Class,
    /// The word lists it is in.
    pub(crate) lists: Lists,
    /// Part of speech.
    pub(crate) tag: Tag,
    /// Which mark it is, if it is one.
    pub(crate) glyph: Glyph,
    /// What it is to features: mark, place or tag, see [`class`](super::tagger::class).
    pub(crate) class: u8,
    /// Whether features that tell function words and verbs of saying apart see it as itself, and not by its tag.
    pub(crate) as_itself: bool,
    /// What its first character is.
    pub(crate) first: First,
    /// Whether it holds a letter or digit.
    pub(crate) is_word: bool,
    /// Whether it ends in s.
    pub(crate) ends_in_s: bool,
    /// Whether it ends in -ed.
    pub(crate) ends_in_ed: bool,
    /// Whether all of its letters are upper case (and it has one).
    pub(crate) is_upper: bool,
    /// Whether it ends in a dot after other characters.
    pub(crate) is_dotted: bool,
    /// Whether it stands between quote marks (or is one of them).
    pub(crate) marked: bool,
    /// Whether white space (or a paragraph's start) precedes it.
    pub(crate) spaced: bool,
    /// Its sentence: an index into [`Analysis::sentences`].
    pub(crate) sentence: u32,
    /// Its paragraph: an index into [`Analysis::paragraphs`].
    pub(crate) paragraph: u32,
    /// The noun phrase it belongs to, [`NONE`] when none: an index into [`Analysis::phrases`].
    pub(crate) phrase: u32,
    /// The marked segment it belongs to, [`NONE`] when none: an index into [`Analysis::segments`].
    pub(crate) segment: u32,
    /// Where its lower-cased form begins in [`Analysis::lowered`], a line of its own; 0 when it stands there as in the
    /// text, for lower-casing its ASCII letters is all that lower-casing does.
    pub(crate) lower: u32,
    /// Its form, see [`forms`](super::forms).
    pub(crate) form: FormId,
}

/// No index.
pub(crate) const NONE: u32 = u32::MAX;

/// What stands after the last word: a mark that belongs to nothing. Rules look at the word after, and need not ask first
/// whether there is one.
static END: Word = Word { glyph: Glyph::Period, ..NO_WORD };

/// A word of no form and at no place.
pub(crate) const NO_WORD: Word = Word {
    span: Span::new(0, 0),
    low: 0,
    role: Class::NONE,
    noun_role: Class::NONE,
    lists: Lists::NONE,
    tag: Tag::Mark,
    glyph: Glyph::Word,
    class: 0,
    as_itself: false,
    first: First::Other,
    is_word: false,
    ends_in_s: false,
    ends_in_ed: false,
    is_upper: false,
    is_dotted: false,
    marked: false,
    spaced: false,
    sentence: NONE,
    paragraph: NONE,
    phrase: NONE,
    segment: NONE,
    lower: 0,
    form: 0,
};

/// What a noun phrase looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum PhraseKind {
    /// A pronoun or a word that stands alone for a noun: he, they, who, some, one.
    Pronoun,
    /// Ends in a proper noun, no determiner: `Prime Minister Jane Doe`.
    Name,
    /// Ends in a proper noun, after a determiner or possessive: `the White House`.
    DeterminedName,
    /// Begins with the, this, that, these, those.
    Definite,
    /// Begins with a, an, one, another.
    Indefinite,
    /// Begins with a possessive pronoun.
    Possessive,
    /// Plural noun without any of these: `officials`.
    Plural,
    /// A proper noun inside, a common noun last: `State Department officials` (singular), `Trump aide`.
    NameNoun,
    /// Any other.
    Noun,
}

/// A base noun phrase: no clause, no prepositional phrase inside (except `of` between two proper nouns).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its first word.
    pub(crate) start: u32,
    /// After its last word; the head is the last one.
    pub(crate) end: u32,
    /// Its head word (the last noun, or the pronoun).
    pub(crate) head: u32,
    /// What it looks like.
    pub(crate) kind: PhraseKind,
}

/// What the marks around a segment mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub(crate) enum SegmentKind {
    /// Words somebody said, a unit of their own.
    #[default]
    Direct,
    /// A part of what somebody said, the rest without marks.
    Part,
    /// No quote: the name of a work, words held at arm's length.
    Scare,
}

/// A stretch between quote marks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    /// The opening mark.
    pub(crate) open: u32,
    /// After the last word inside: the closing mark if `closed`, else the end of the paragraph or the next opening mark.
    pub(crate) close: u32,
    /// Whether there is a closing mark.
    pub(crate) closed: bool,
    /// What the marks mean, as the model sees it.
    pub(crate) kind: SegmentKind,
    /// By how much a quote of its own outscores a part of one.
    pub(crate) margin: f32,
}

/// A word that may report speech (`said`, `according`, `:`), all of them, likely or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cue {
    /// The word.
    pub(crate) word: u32,
    /// How likely it reports speech, 0 to 1.
    pub(crate) probability: f32,
    /// Its most likely source: an index into [`Analysis::phrases`], [`NONE`] when none or when it is not likely a cue
    /// (below 0.15).
    pub(crate) source: u32,
}

/// Words that a cue of the same sentence reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content {
    /// Index of the cue.
    pub(crate) cue: u32,
    /// The first word.
    pub(crate) from: u32,
    /// After the last word.
    pub(crate) to: u32,
}

impl Content {
    /// Puts them in the order of their cues.
    pub(crate) fn sort(contents: &mut [Self]) {
        contents.sort_by_key(|content| (content.cue, content.from));
    }
}

/// An article made ready for quotes.
#[derive(Debug)]
pub(crate) struct Analysis<'a> {
    /// The article.
    pub(crate) article: &'a Article,
    /// Words and marks of title, subheadings and paragraphs.
    pub(crate) words: Vec<Word>,
    /// Word ranges of the sentences; every word is in one. Finer than paragraphs, near to the article's sentences.
    pub(crate) sentences: Vec<Range<u32>>,
    /// Word ranges of the paragraphs (blocks, and lines within a block that is not hand-wrapped).
    pub(crate) paragraphs: Vec<Range<u32>>,
    /// Noun phrases.
    pub(crate) phrases: Vec<Phrase>,
    /// Stretches between quote marks; they do not overlap.
    pub(crate) segments: Vec<Segment>,
    /// Every word that may be a cue.
    pub(crate) cues: Vec<Cue>,
    /// What the accepted cues report, as far as the words around them tell, in the order of the cues.
    pub(crate) contents: Vec<Content>,
    /// Whether each paragraph is a photo's caption.
    pub(crate) captions: Vec<bool>,
    /// Running counts before each word, and after the last.
    pub(crate) counts: Vec<Counts>,
    /// Words that may begin a name: capitals, and what begins with a sign.
    pub(crate) capitals: Vec<u32>,
    /// The text with its ASCII letters in lower case, then the lower-cased forms of words for which that is not enough.
    pub(crate) lowered: String,
}

/// A turn of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Turn {
    /// None.
    #[default]
    No,
    /// Marked with Q: by whoever asks.
    Question,
    /// Marked with A: by whoever is asked.
    Answer,
}

/// What was said, and where: a quote whose source is still words in the text.
#[derive(Debug, Clone)]
pub(crate) struct RawQuote {
    /// Direct, mixed or indirect.
    pub(crate) kind: QuoteKind,
    /// The words said, without outer marks, in text order; never empty.
    pub(crate) contents: Vec<Span>,
    /// First word of the first content.
    pub(crate) first: u32,
    /// After the last word of the last content.
    pub(crate) end: u32,
    /// The cue's main word.
    pub(crate) cue: Option<u32>,
    /// The whole reporting expression: "said", "according to".
    pub(crate) cue_span: Option<Span>,
    /// The noun phrase that names who said it: an index into [`Analysis::phrases`].
    pub(crate) source: Option<u32>,
    /// Whether the source was found by a link to a cue nearby (a quote that has no cue of its own in its sentence).
    pub(crate) linked: bool,
    /// Whether it is marked as a question or an answer.
    pub(crate) turn: Turn,
    /// How sure cue and content are, 0 to 1.
    pub(crate) probability: f32,
}

impl<'a> Analysis<'a> {
    /// Reads the article: words, marks, tags, phrases, and what may be a cue. Linear in its length.
    pub(crate) fn new(article: &'a Article, tagger: &Tagger) -> Self {
        with_forms(|forms| Self::with(article, tagger, forms))
    }

    fn with(article: &'a Article, tagger: &Tagger, forms: &mut Forms) -> Self {
        let Room { mut words, lowered, paragraphs, sentences, marks, capitals, mut phrases, cues, counts, captions } =
            words::read(article, forms);
        let segments = marks::pair(&mut words, &paragraphs, &marks);
        forms.give_back(marks);
        if let Some(lists) = rules::lists(article.language()) {
            phrases = rules::phrases(lists, article.language(), article.text(), &mut words, &sentences);
        } else {
            tagger.read(article.text(), forms, &mut words, &sentences, &mut phrases);
        }
        let mut analysis = Self {
            article,
            words,
            sentences,
            paragraphs,
            phrases,
            segments,
            cues,
            contents: Vec::new(),
            captions,
            counts,
            capitals,
            lowered,
        };
        let mut captions = std::mem::take(&mut analysis.captions);
        captions.extend(analysis.paragraphs.iter().map(|range| analysis.is_caption(range.clone())));
        analysis.captions = captions;
        running_counts(&analysis.words, &mut analysis.counts);
        if rules::lists(article.language()).is_none() {
            let mut cues = std::mem::take(&mut analysis.cues);
            cues::candidates(&analysis, &mut cues);
            analysis.cues = cues;
        }
        analysis
    }

    /// Judges cues and segments, and finds sources and contents.
    pub(crate) fn judge(&mut self, models: &Models) {
        cues::judge(self, &models.cue);
        sources::find(self, &models.source);
        content::find(self, &models.content);
        segments::judge(self, &models.segment);
        content::complete(self, &models.content);
        claims::settle(self);
    }

    /// Whether a paragraph is a photo's caption: short, with a credit in brackets at its end.
    fn is_caption(&self, range: Range<u32>) -> bool {
        const CREDITS: [&str; 9] =
            ["/", "Getty", "Canadian Press", "Reuters", "AP", "Photo", "Images", "Submitted", "Facebook"];
        if range.end - range.start >= 60 || self.before(range.end).glyph != Glyph::ParenClose {
            return false;
        }
        let text = &self.article.text()[self.span(range.start, range.end)];
        let Some(open) = text.rfind('(') else { return false };
        let inside = &text[open + 1..text.len() - 1];
        !inside.contains(')') && CREDITS.iter().any(|credit| inside.contains(credit))
    }

    /// The word as it stands in the text; nothing after the last.
    #[inline]
    pub(crate) fn text(&self, word: u32) -> &'a str {
        &self.article.text()[self.word(word).span]
    }

    /// The word in lower case, `’` as `'`; nothing after the last.
    #[inline]
    pub(crate) fn lower(&self, word: u32) -> &str {
        let word = self.word(word);
        if word.lower == 0 {
            return &self.lowered[word.span];
        }
        let line = &self.lowered[word.lower as usize..];
        line.split_once('\n').map_or(line, |(line, _)| line)
    }

    /// Key of the word in lower case without a final dot.
    #[inline]
    pub(crate) fn bare(&self, at: u32) -> Key {
        let word = self.word(at);
        if word.is_dotted { self.lower(at).strip_suffix('.').map_or(word.low, key) } else { word.low }
    }

    /// The word; a mark that belongs to nothing after the last.
    #[inline]
    pub(crate) fn word(&self, word: u32) -> &Word {
        self.words.get(word as usize).unwrap_or(&END)
    }

    /// The word before a place; at the beginning of the text one that is nothing.
    #[inline]
    pub(crate) fn before(&self, word: u32) -> &Word {
        word.checked_sub(1).map_or(&END, |word| self.word(word))
    }

    /// Word range of the sentence that holds the word.
    #[inline]
    pub(crate) fn sentence_of(&self, word: u32) -> Range<u32> {
        self.sentences.get(self.word(word).sentence as usize).cloned().unwrap_or_default()
    }

    /// Word range of the paragraph that holds the word.
    #[inline]
    pub(crate) fn paragraph_of(&self, word: u32) -> Range<u32> {
        self.paragraphs.get(self.word(word).paragraph as usize).cloned().unwrap_or_default()
    }

    /// The phrase at that word.
    #[inline]
    pub(crate) fn phrase_at(&self, word: u32) -> Option<&Phrase> {
        self.phrases.get(self.words.get(word as usize)?.phrase as usize)
    }

    /// The phrase that begins with that word.
    #[inline]
    pub(crate) fn phrase_from(&self, word: u32) -> Option<&Phrase> {
        self.phrase_at(word).filter(|phrase| phrase.start == word)
    }

    /// Text span of words `start..end`; `end` must lie after `start`.
    #[inline]
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.words[start as usize].span.start(), self.words[end as usize - 1].span.end())
    }

    /// The article's sentence that holds the byte at `offset`, or the one before it.
    pub(crate) fn article_sentence(&self, offset: usize) -> Option<SentenceId> {
        let at = self.article.sentences.partition_point(|sentence| sentence.span.start() <= offset);
        Some(SentenceId(u32::try_from(at.checked_sub(1)?).ok()?))
    }

    /// Number of words and marks.
    #[inline]
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }
}

/// Counts before each word, and after the last.
fn running_counts(words: &[Word], out: &mut Vec<Counts>) {
    let mut count = Counts::default();
    out.push(count);
    out.extend(words.iter().map(|word| {
        count.finite += u32::from(word.tag.is_finite());
        count.commas += u32::from(word.glyph == Glyph::Comma);
        count.marked += u32::from(word.marked);
        count.plain += u32::from(word.is_word && !word.marked);
        count.words += u32::from(word.is_word);
        count
    }));
}
