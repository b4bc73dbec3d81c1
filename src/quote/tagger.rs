//! Parts of speech: a greedy averaged perceptron (Collins 2002) over twelve feature templates.
//!
//! Each feature has a row of numbers, one a tag. Words that bear one tag nearly always, in the training text or in news as
//! the tagger itself sees them, are decided by the word alone.
//! Most features ask for one word at a time, so that what a word adds to the sums of its neighbours is looked up once
//! a form ([`Parts`]) and not once an occurrence: an eighth of the time.
//! Rules for news text follow in [`mend`]: what the training text (reviews, blogs, mails, newsgroups) teaches badly.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::analysis::{Glyph, Phrase, Tag, Word};
use super::forms::Forms;
use super::lexicon::{First, Lists};
use super::speakers::Class;
use crate::model::features::{Key, key, with};
use crate::model::table::Table;

/// Feature templates.
pub(crate) const TEMPLATES: [&str; 13] = [
    "known word",
    "word",
    "last three letters",
    "last two letters",
    "shape",
    "tag before",
    "two tags before",
    "word before",
    "word after",
    "ending of word after",
    "word and tag before",
    "shape of word after",
    "second word before",
];

const KEYS: [Key; 13] = {
    let mut keys = [0; 13];
    let mut at = 0;
    while at < 13 {
        keys[at] = with(key("tagger"), key(TEMPLATES[at]));
        at += 1;
    }
    keys
};

/// Number of tags, and of columns in the table.
pub(crate) const TAGS: usize = Tag::ALL.len();

/// What the tagger sees of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Key of the word as written.
    pub(crate) exact: Key,
    /// Key of the lower-cased word.
    pub(crate) low: Key,
    last_three: Key,
    last_two: Key,
    shape: u8,
    alphanumeric: bool,
}

/// The edge of a sentence.
const EDGE: Key = key("edge of the sentence");

impl Seen {
    /// Of a word, its lower-cased form and that form's key.
    pub(crate) fn new(text: &str, lower: &str, low: Key) -> Self {
        let first = text.chars().next().map_or(First::Other, First::of);
        let single = text.chars().nth(1).is_none();
        let upper = !text.chars().any(char::is_lowercase);
        let shape = match first {
            First::Digit => 0,
            First::Other => 1,
            First::Upper if upper && single => 2,
            First::Upper if upper => 3,
            First::Upper => 4,
            First::Lower => 5,
        };
        let exact = if first == First::Upper { key(text) } else { low };
        Self {
            exact,
            low,
            last_three: tail(lower, 3),
            last_two: tail(lower, 2),
            shape,
            alphanumeric: first.is_alphanumeric(),
        }
    }

    /// Key of the lexicon row of the word.
    pub(crate) fn known(&self) -> Key {
        with(KEYS[0], self.exact)
    }
}

/// Key of the last `n` characters.
fn tail(word: &str, n: usize) -> Key {
    let start = word.char_indices().rev().nth(n - 1).map_or(0, |(at, _)| at);
    key(&word[start..])
}

impl Seen {
    /// What stands before and after a sentence.
    const NONE: Self =
        Self { exact: EDGE, low: EDGE, last_three: EDGE, last_two: EDGE, shape: NO_SHAPE, alphanumeric: false };

    /// Features of the word itself.
    fn own(&self) -> [Key; 3] {
        [with(KEYS[1], self.low), with(KEYS[2], self.last_three), with(KEYS[3], self.last_two)]
    }

    /// What it is to the word after it.
    fn before(&self) -> [Key; 1] {
        [with(KEYS[7], self.low)]
    }

    /// What it is to the second word after it.
    fn before_that(&self) -> [Key; 1] {
        [with(KEYS[12], self.low)]
    }

    /// What it is to the word before it.
    fn after(&self) -> [Key; 3] {
        [with(KEYS[8], self.low), with(KEYS[9], self.last_three), with(KEYS[11], self.shape.into())]
    }
}

/// Shape of what is no word.
const NO_SHAPE: u8 = 9;

/// Feature of a shape after a word, or after a mark.
fn shape(shape: u8, after_mark: bool) -> Key {
    with(KEYS[4], u64::from(shape) * 2 + u64::from(after_mark))
}

/// Features of the two tags before.
fn history(before: u8, before_that: u8) -> [Key; 2] {
    let (before, before_that) = (u64::from(before), u64::from(before_that));
    [with(KEYS[5], before), with(KEYS[6], before * 64 + before_that)]
}

/// Feature of a word and the tag before.
fn joint(low: Key, before: u8) -> Key {
    with(KEYS[10], low.wrapping_add(before.into()))
}

/// The twelve features of word `at` of a sentence; `before` and `before_that` are the tags of the two words before.
pub(crate) fn features(sentence: &[Seen], at: usize, before: u8, before_that: u8) -> [Key; 12] {
    let word = &sentence[at];
    let previous = if at > 0 { &sentence[at - 1] } else { &Seen::NONE };
    let second = if at > 1 { &sentence[at - 2] } else { &Seen::NONE };
    let next = sentence.get(at + 1).unwrap_or(&Seen::NONE);
    let [low, three, two] = word.own();
    let [previous_low] = previous.before();
    let [second_low] = second.before_that();
    let [next_low, next_three, next_shape] = next.after();
    let [tag, tags] = history(before, before_that);
    let shape = shape(word.shape, !previous.alphanumeric);
    let joint = joint(word.low, before);
    [low, three, two, shape, tag, tags, previous_low, next_low, next_three, joint, next_shape, second_low]
}

/// Number that stands for "no tag": before a sentence's first word.
pub(crate) const NO_TAG: u8 = 63;

/// Tags of words that need no model, by their form alone.
pub(crate) fn by_form(text: &str) -> Option<Tag> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if First::of(first).is_alphanumeric() {
        return None;
    }
    let more = chars.next().is_some();
    Some(match first {
        '$' | '£' | '€' if more => Tag::Cd,
        '%' | '$' | '£' | '€' => Tag::Sym,
        '@' | '#' if more => Tag::Nnp,
        _ => Tag::Mark,
    })
}

/// Weights of some features, added up, one number a tag. Wider than there are tags, so that four or two vector instructions
/// add them.
#[derive(Debug, Clone, Copy)]
// none of them lies in two cache lines
#[repr(align(64))]
struct Sums([i16; WIDE]);
const WIDE: usize = 32;

/// The tags in the order of their places in [`Sums`] and [`Factors`]: those that are most often the greatest come first, where they are
/// found soonest.
const ORDER: [Tag; TAGS] = [
    Tag::Nn,
    Tag::Vb,
    Tag::Vbn,
    Tag::Jj,
    Tag::Nns,
    Tag::Vbd,
    Tag::Nnp,
    Tag::In,
    Tag::Rb,
    Tag::Vbp,
    Tag::Vbz,
    Tag::Vbg,
    Tag::Prp,
    Tag::PpS,
    Tag::Wdt,
    Tag::Dt,
    Tag::To,
    Tag::Rp,
    Tag::Cd,
    Tag::Pos,
    Tag::Wp,
    Tag::Wrb,
    Tag::Cc,
    Tag::Md,
    Tag::Ex,
    Tag::Uh,
    Tag::Sym,
    Tag::Mark,
];

/// The place of each tag in [`ORDER`].
#[expect(clippy::cast_possible_truncation, reason = "tags are few")]
const PLACE: [u8; WIDE] = {
    let mut place = [0; WIDE];
    let mut at = 0;
    while at < TAGS {
        place[ORDER[at] as usize] = at as u8;
        at += 1;
    }
    place
};

/// What stored numbers are multiplied by, so that those of all tags mean the same: the numbers are [`FINER`] times
/// them and a factor, in units of 2⁻¹⁶.
type Factors = [i16; WIDE];
/// Three features of one byte each fit, times this.
const FINER: i16 = 64;

/// What a form adds to the sums of its own word and of those around it: places in a [`Pool`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts {
    low: Key,
    own: u32,
    before: u32,
    before_that: u32,
    after: u32,
    shape: u8,
    /// Its tag, when the form alone decides.
    decided: Option<Tag>,
    alphanumeric: bool,
    ready: bool,
}

impl Parts {
    /// Whether the tagger has made them.
    #[inline]
    pub(crate) const fn is_ready(&self) -> bool {
        self.ready
    }
}

/// Sums that forms share: most names and numbers add nothing but what their endings and shapes do.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    /// First those of the edge, in the order of its parts.
    sums: Vec<Sums>,
    /// Places of those that are made of endings and shapes alone.
    shared: FxHashMap<Key, u32>,
}

/// The place of what adds nothing.
const NOTHING: u32 = u32::MAX;
static NO_SUMS: Sums = Sums([0; WIDE]);

impl Pool {
    #[inline]
    fn get(&self, place: u32) -> &Sums {
        self.sums.get(place as usize).unwrap_or(&NO_SUMS)
    }

    fn push(&mut self, sums: Sums) -> u32 {
        self.sums.push(sums);
        u32::try_from(self.sums.len() - 1).unwrap_or(NOTHING)
    }

    fn shared(&mut self, by: Key, sums: impl FnOnce() -> Sums) -> u32 {
        if let Some(&place) = self.shared.get(&by) {
            return place;
        }
        let place = self.push(sums());
        self.shared.insert(by, place);
        place
    }

    /// Sums of some forms alone, and what finds them: the forms' parts are changed to the new places.
    pub(crate) fn kept<'p>(&self, forms: impl Iterator<Item = &'p mut Parts>) -> Self {
        let mut kept = Self { sums: self.sums.iter().take(EDGE_PARTS).copied().collect(), ..Self::default() };
        let mut moved = vec![NOTHING; self.sums.len()];
        for parts in forms {
            for place in [&mut parts.own, &mut parts.before, &mut parts.before_that, &mut parts.after] {
                let Some(to) = moved.get_mut(*place as usize) else { continue };
                if *to == NOTHING {
                    *to = kept.push(self.sums[*place as usize]);
                }
                *place = *to;
            }
        }
        let known = |place: u32| moved.get(place as usize).copied().filter(|&to| to != NOTHING);
        kept.shared = self.shared.iter().filter_map(|(&by, &place)| Some((by, known(place)?))).collect();
        kept
    }
}

/// The tagger: its table, and the sums that do not depend on words.
#[derive(Debug)]
pub(crate) struct Tagger {
    table: Table,
    factors: Factors,
    /// Of the two tags before, by `before × (TAGS + 1) + before_that`.
    histories: Vec<Sums>,
    /// Of shapes, twice: after a word, after a mark.
    shapes: Vec<[Sums; 2]>,
    /// Of shapes of the word after.
    shapes_after: Vec<Sums>,
    /// The edge of a sentence: its parts are the first of each pool.
    edge: Parts,
    edge_sums: [Sums; EDGE_PARTS],
}

/// The edge adds to words before and after it.
const EDGE_PARTS: usize = 3;

/// Number of a tag or of [`NO_TAG`] among the rows of `histories`.
fn row_of(tag: u8) -> usize {
    usize::from(tag).min(TAGS)
}

impl Tagger {
    /// Of a fitted table.
    pub(crate) fn new(table: Table) -> Self {
        let tags = || (0..TAGS).map(|tag| u8::try_from(tag).unwrap_or(NO_TAG)).chain([NO_TAG]);
        let factors = factors(&table);
        let histories = tags()
            .flat_map(|before| tags().map(move |before_that| (before, before_that)))
            .map(|(before, before_that)| {
                let mut sums = sum(&table, &factors, &history(before, before_that));
                // there are no such tags
                sums.0[TAGS..].fill(i16::MIN);
                sums
            })
            .collect();
        let shapes = (0..=NO_SHAPE)
            .map(|of| [false, true].map(|after_mark| sum(&table, &factors, &[shape(of, after_mark)])))
            .collect();
        let shapes_after: Vec<Sums> =
            (0..=NO_SHAPE).map(|shape| sum(&table, &factors, &[with(KEYS[11], shape.into())])).collect();
        let none = &Seen::NONE;
        let [low, three, _] = none.after();
        let mut after = shapes_after[usize::from(none.shape)];
        add(&mut after, &sum(&table, &factors, &[low, three]));
        let edge_sums = [sum(&table, &factors, &none.before()), sum(&table, &factors, &none.before_that()), after];
        let edge = Parts { own: NOTHING, before: 0, before_that: 1, after: 2, shape: none.shape, ..Parts::default() };
        Self { table, factors, histories, shapes, shapes_after, edge, edge_sums }
    }

    /// What the word adds to sums, which go to the pool; `lower` is its lower-cased form.
    pub(crate) fn parts(&self, word: &str, lower: &str, pool: &mut Pool) -> Parts {
        if pool.sums.is_empty() {
            pool.sums.extend_from_slice(&self.edge_sums);
        }
        let seen = Seen::new(word, lower, key(lower));
        let mut known = NO_SUMS;
        let decided = by_form(word).or_else(|| {
            add_bytes(&self.table, seen.known(), &mut known).then(|| best_of(&equal(&known, &self.factors)))
        });
        let sum = |keys: &[Key]| sum(&self.table, &self.factors, keys);
        let own = seen.own();
        let own = match decided {
            Some(_) => NOTHING,
            None if self.table.has(own[0]) => pool.push(sum(&own)),
            None => pool.shared(with(own[1], own[2]), || sum(&own)),
        };
        let [low, three, _] = seen.after();
        let after_sums = || {
            let mut after = self.shapes_after[usize::from(seen.shape)];
            add(&mut after, &sum(&[low, three]));
            after
        };
        let after = if self.table.has(low) {
            pool.push(after_sums())
        } else {
            pool.shared(with(three, seen.shape.into()), after_sums)
        };
        let mut alone = |key: Key| if self.table.has(key) { pool.push(sum(&[key])) } else { NOTHING };
        let ([before], [before_that]) = (seen.before(), seen.before_that());
        Parts {
            low: seen.low,
            own,
            before: alone(before),
            before_that: alone(before_that),
            after,
            shape: seen.shape,
            decided,
            alphanumeric: seen.alphanumeric,
            ready: true,
        }
    }

    /// The likeliest tag of a word between others, when its form alone does not decide.
    fn best(&self, pool: &Pool, [second, previous, word, next]: [&Parts; 4], before: u8, before_that: u8) -> Tag {
        let mut sums = *pool.get(word.own);
        let history = &self.histories[row_of(before) * (TAGS + 1) + row_of(before_that)];
        let shape = &self.shapes[usize::from(word.shape)][usize::from(!previous.alphanumeric)];
        add(&mut sums, history);
        add(&mut sums, shape);
        add(&mut sums, pool.get(previous.before));
        add(&mut sums, pool.get(second.before_that));
        add(&mut sums, pool.get(next.after));
        self.table.for_bytes(joint(word.low, before), |column, number| {
            let place = place(column);
            sums.0[place] = sums.0[place].saturating_add(scaled(number.into(), self.factors[place]));
        });
        best_of(&sums)
    }

    /// Tags words as training does: `seen` one by one, no clitics.
    pub(crate) fn tag_words(&self, words: &[(&str, &str)], fixed: impl Fn(usize) -> Option<Tag>) -> Vec<Tag> {
        let mut pool = Pool::default();
        let parts: Vec<Parts> = words.iter().map(|(word, lower)| self.parts(word, lower, &mut pool)).collect();
        let at = |at: usize| parts.get(at).unwrap_or(&self.edge);
        let (mut before, mut before_that) = (NO_TAG, NO_TAG);
        let mut out = Vec::with_capacity(words.len());
        for word in 0..words.len() {
            let around = [at(word.wrapping_sub(2)), at(word.wrapping_sub(1)), at(word), at(word + 1)];
            let known = fixed(word).or(at(word).decided);
            let tag = known.unwrap_or_else(|| self.best(&pool, around, before, before_that));
            (before, before_that) = (tag as u8, before);
            out.push(tag);
        }
        out
    }

    /// Tags all sentences and finds their noun phrases. Sentence by sentence, for a sentence's words stay in the fastest
    /// cache.
    pub(crate) fn read(
        &self,
        text: &str,
        forms: &mut Forms,
        words: &mut [Word],
        sentences: &[Range<u32>],
        phrases: &mut Vec<Phrase>,
    ) {
        let known = forms.known_ready();
        for word in &*words {
            if word.form >= known && !forms.is_ready(word.form) {
                forms.prepare(word.form, &text[word.span], self);
            }
        }
        let mut names = FxHashSet::default();
        for sentence in sentences {
            let words = &mut words[sentence.start as usize..sentence.end as usize];
            let titled = self.tag(forms, words);
            mend(words, titled);
            open_with_names(words, &names);
            super::phrases::mend_cues(words);
            for word in &mut *words {
                word.note();
            }
            note_names(words, &mut names);
            super::phrases::chunk(words, sentence.start, phrases);
        }
    }

    /// Tags a sentence; whether most of its words are capitalized.
    fn tag(&self, forms: &Forms, words: &mut [Word]) -> bool {
        let of = |word: Option<&Word>| word.and_then(|word| forms.parts(word.form)).unwrap_or(&self.edge);
        let (mut second, mut previous, mut current) = (&self.edge, &self.edge, of(words.first()));
        let (mut before, mut before_that) = (NO_TAG, NO_TAG);
        let (mut letters, mut capitals) = (0, 0);
        for at in 0..words.len() {
            let next = of(words.get(at + 1));
            let tag = match current.decided {
                _ if current.low == key("'s") => clitic(words[..at].last()),
                Some(tag) => tag,
                None => self.best(forms.pool(), [second, previous, current, next], before, before_that),
            };
            let word = &mut words[at];
            word.tag = tag;
            letters += u32::from(word.first.is_letter());
            capitals += u32::from(word.first == First::Upper);
            (before, before_that) = (tag as u8, before);
            (second, previous, current) = (previous, current, next);
        }
        letters > 3 && capitals * 5 > letters * 3
    }
}

/// Factors in proportion to the scales of the columns.
fn factors(table: &Table) -> Factors {
    let scales: [f32; WIDE] = std::array::from_fn(|column| if column < TAGS { table.scale(column) } else { 0.0 });
    let top = scales.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    #[expect(clippy::cast_possible_truncation, reason = "the greatest is the greatest i16")]
    let factors = scales.map(|scale| (scale / top * f32::from(i16::MAX)).round() as i16);
    std::array::from_fn(|place| ORDER.get(place).map_or(0, |&tag| factors[tag as usize]))
}

/// Adds the stored numbers of a key, each in its place; whether the key is there.
fn add_bytes(table: &Table, key: Key, sums: &mut Sums) -> bool {
    table.for_bytes(key, |column, number| {
        let sum = &mut sums.0[place(column)];
        *sum = sum.wrapping_add(number.into());
    })
}

/// The place of a tag of that number.
#[inline]
fn place(column: usize) -> usize {
    usize::from(PLACE[column % WIDE]) % WIDE
}

fn sum(table: &Table, factors: &Factors, keys: &[Key]) -> Sums {
    let mut sums = NO_SUMS;
    for &key in keys {
        add_bytes(table, key, &mut sums);
    }
    equal(&sums, factors)
}

/// Stored numbers made equal in meaning.
fn equal(sums: &Sums, factors: &Factors) -> Sums {
    Sums(std::array::from_fn(|place| scaled(sums.0[place], factors[place])))
}

#[inline]
fn scaled(stored: i16, factor: i16) -> i16 {
    ((i32::from(stored.wrapping_mul(FINER)) * i32::from(factor)) >> 16) as i16
}

/// The tag of the greatest sum, the first of them in [`ORDER`].
#[inline]
fn best_of(Sums(sums): &Sums) -> Tag {
    // by eights, which are one vector
    let mut top: [i16; 8] = std::array::from_fn(|lane| sums[lane]);
    for eight in 1..WIDE / 8 {
        for lane in 0..8 {
            top[lane] = top[lane].max(sums[8 * eight + lane]);
        }
    }
    let top = top.into_iter().fold(i16::MIN, i16::max);
    let place = sums.iter().position(|&sum| sum == top);
    place.and_then(|place| ORDER.get(place)).copied().unwrap_or_default()
}

#[inline]
fn add(Sums(sums): &mut Sums, Sums(part): &Sums) {
    for place in 0..WIDE {
        sums[place] = sums[place].saturating_add(part[place]);
    }
}

/// Whether `'s` is a possessive or a verb.
fn clitic(before: Option<&Word>) -> Tag {
    match before {
        Some(word) if word.first.is_letter() && !word.lists.has(Lists::NO_POSSESSOR) => Tag::Pos,
        _ => Tag::Vbz,
    }
}

/// Whether the word may be a person's surname: neither a function word nor a day nor a body.
fn may_name(word: &Word) -> bool {
    const NO_NAME: Lists = Lists::PRONOUN.or(Lists::CONNECTIVE).or(Lists::AUXILIARY).or(Lists::DAY).or(Lists::TIME);
    const BODY: Class = Class::ORGANIZATION.or(Class::BODY).or(Class::GROUP).or(Class::DOCUMENT);
    word.first == First::Upper && word.glyph == Glyph::Word && !word.lists.has(NO_NAME) && !word.noun_role.has(BODY)
}

/// Notes the last words of names of several words: what a later sentence begins with, if it is one of them, is a name again.
fn note_names(words: &[Word], names: &mut FxHashSet<Key>) {
    for at in 1..words.len() {
        let (before, word) = (&words[at - 1], &words[at]);
        if word.tag == Tag::Nnp && before.tag == Tag::Nnp && word.first == First::Upper && before.first == First::Upper
        {
            names.insert(word.low);
        }
    }
}

/// Tags a sentence's first word, and one right after an opening mark or a comma, as the name that it is elsewhere in the
/// article: the capital tells nothing there.
fn open_with_names(words: &mut [Word], names: &FxHashSet<Key>) {
    let Some(at) = words.iter().position(|word| word.is_word) else { return };
    let word = &words[at];
    if word.tag == Tag::Nnp || !may_name(word) {
        return;
    }
    let verb = words.get(at + 1).is_some_and(|next| {
        next.first == First::Lower && (next.tag.is_finite() || next.tag == Tag::Rb || next.lists.has(Lists::REPORTING))
    });
    if verb && names.contains(&word.low) {
        words[at].tag = Tag::Nnp;
    }
}

/// Corrects the tags of a sentence: capitals in mid-sentence are names, and a verb of saying after a name is a verb.
fn mend(words: &mut [Word], titled: bool) {
    const I: [Key; 5] = [key("i"), key("i'm"), key("i've"), key("i'd"), key("i'll")];
    const SUBJECTS: [Key; 4] = [key("he"), key("she"), key("they"), key("who")];
    for at in 0..words.len() {
        // all that follows is about capitals and verbs of saying
        if words[at].first != First::Upper && !words[at].lists.has(Lists::SAID.or(Lists::VERB_AFTER_NAME)) {
            continue;
        }
        let word = words[at];
        if word.low == key("'s") {
            continue;
        }
        let upper = word.first == First::Upper;
        let inside = at > 0 && !titled;
        let previous = if at > 0 { words[at - 1] } else { word };
        if upper
            && inside
            && !I.contains(&word.low)
            && previous.first.is_alphanumeric()
            && !matches!(word.tag, Tag::Nnp | Tag::Jj | Tag::Nn)
            && !word.lists.has(Lists::REPORTING)
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && inside
            && matches!(word.tag, Tag::Nn | Tag::Jj)
            && previous.first == First::Upper
            && word.low != I[0]
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && word.lists.has(Lists::FIRST_NAME)
            && words.get(at + 1).is_some_and(|next| next.first == First::Upper)
        {
            words[at].tag = Tag::Nnp;
        } else if upper
            && !titled
            && matches!(
                word.tag,
                Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Jj | Tag::Nns | Tag::Rb
            )
            && !word.lists.has(Lists::PRONOUN.or(Lists::CONNECTIVE).or(Lists::AUXILIARY).or(Lists::DAY))
            && (at == 0 || !previous.first.is_alphanumeric())
            && words
                .get(at + 1)
                .is_some_and(|next| next.lists.has(Lists::VERB_AFTER_NAME) && next.first == First::Lower)
        {
            // a surname like any other word: "Brooks says"
            words[at].tag = Tag::Nnp;
        } else if word.lists.has(Lists::SAID) && matches!(word.tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vbn) && at > 0 {
            // "an official said": hardly anything else
            if matches!(previous.tag, Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Prp) {
                words[at].tag = if word.ends_in_s { Tag::Vbz } else { Tag::Vbd };
            }
            if previous.tag == Tag::Jj {
                words[at - 1].tag = if previous.ends_in_s { Tag::Nns } else { Tag::Nn };
            }
        } else if word.lists.has(Lists::VERB_AFTER_NAME)
            && matches!(word.tag, Tag::Nn | Tag::Nns | Tag::Jj)
            && word.first == First::Lower
            && at > 0
            && (previous.tag == Tag::Nnp
                || SUBJECTS.contains(&previous.low)
                || (at == 1 && previous.first == First::Upper && matches!(previous.tag, Tag::Nn | Tag::Jj)))
        {
            words[at].tag = if word.ends_in_ed { Tag::Vbd } else { Tag::Vbz };
            if previous.first == First::Upper && matches!(previous.tag, Tag::Nn | Tag::Jj | Tag::Rb) {
                words[at - 1].tag = Tag::Nnp;
            }
        }
    }
}

impl Word {
    /// What it is to features that tell function words and verbs of saying apart: its key, or its tag.
    #[inline]
    pub(crate) fn token(&self) -> Key {
        if self.as_itself { self.low } else { (class::TAG + self.tag as u8).into() }
    }

    /// Notes what features see, when tag and marks are known.
    #[inline]
    fn note(&mut self) {
        let tagged = class::TAG + self.tag as u8;
        if self.class == class::TAG {
            self.class = tagged;
        }
        if self.marked && self.glyph.is_single() {
            self.class = class::QUOTE;
        }
        self.as_itself |= matches!(self.tag, Tag::In | Tag::To | Tag::Cc | Tag::Dt | Tag::Rb | Tag::Wp | Tag::Wdt);
    }
}

/// Classes of words and marks, as features see them.
pub(crate) mod class {
    use super::{First, Glyph, Lists};

    /// Outside of the range looked at.
    pub(crate) const OUTSIDE: u8 = 1;
    /// The sentence's start.
    pub(crate) const START: u8 = 2;
    /// The sentence's end.
    pub(crate) const END: u8 = 3;
    /// A quote mark.
    pub(crate) const QUOTE: u8 = 4;
    /// A mark that is not told apart.
    pub(crate) const OTHER: u8 = 5;
    /// Marks that are told apart: this plus the glyph.
    pub(crate) const GLYPH: u8 = 16;
    /// Words: this plus the tag.
    pub(crate) const TAG: u8 = 64;

    /// The class that a mark has if it marks no quote, and [`TAG`] for words.
    pub(crate) fn of(glyph: Glyph) -> u8 {
        match glyph {
            glyph if glyph.is_double() => QUOTE,
            Glyph::Word | Glyph::SingleClose | Glyph::SingleStraight => TAG,
            Glyph::Ellipsis
            | Glyph::Dots
            | Glyph::BracketOpen
            | Glyph::BracketClose
            | Glyph::SingleOpen
            | Glyph::Other => OTHER,
            glyph => GLYPH + glyph as u8,
        }
    }

    /// Whether a word is seen as itself whatever its tag.
    pub(crate) fn as_itself(lists: Lists, first: First) -> bool {
        const SEEN: Lists =
            Lists::CONNECTIVE.or(Lists::AUXILIARY).or(Lists::REPORTING).or(Lists::PERSONAL).or(Lists::DAY);
        lists.has(SEEN) || !first.is_alphanumeric()
    }
}
