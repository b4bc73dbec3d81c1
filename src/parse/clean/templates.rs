//! The features of a line: templates with a few values each, numbered densely.
//!
//! A feature's number is its template's base plus its value, so that a score is a sum over a small array. The same
//! numbers serve the text model and the HTML model; the text model has no weights for what only HTML knows.

use crate::model::features::{Key, key, with};

macro_rules! templates {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $size:literal,)*) => {
        /// Feature templates.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u16)]
        #[cfg_attr(not(feature = "html"), expect(dead_code, reason = "some are of pages only"))]
        pub(crate) enum Template {
            $($(#[doc = $doc])* $variant,)*
        }

        /// Names in weights files.
        pub(crate) const NAMES: &[&str] = &[$($name),*];
        /// Number of values of each.
        const SIZES: &[u16] = &[$($size),*];
    };
}

templates! {
    /// Number of words in steps.
    Length "n" 11,
    /// Share of capitalised words in fifths.
    Capitals "cap" 5,
    AllCapitals "allcaps" 1,
    /// Share of function words in tenths, to four.
    Function "st" 5,
    /// How the line ends.
    End "end" 5,
    EndBySize "end_kk" 15,
    Bullet "bul" 1,
    BulletBySize "bul_kk" 3,
    BulletByStop "bul_t" 2,
    Numbered "num" 1,
    NumberedBySize "num_kk" 3,
    LowerCase "lower" 1,
    DigitFirst "digit1" 1,
    ManyDigits "dig3" 1,
    SomeDigits "dig1" 1,
    NoLetters "noalpha" 1,
    NoWords "noword" 1,
    Pipe "pipe" 1,
    Arrow "arrow" 1,
    Copyright "copy" 1,
    AtSign "at" 1,
    Address "url" 1,
    Money "money" 1,
    Comma "comma1" 1,
    Commas "comma3" 1,
    Quoted "quo" 1,
    QuoteFirst "quo1" 1,
    Question "qm" 1,
    QuestionBySize "qm_kk" 3,
    Exclamation "em" 1,
    ExclamationBySize "em_kk" 3,
    DashTail "dashtail" 1,
    BracketTail "partail" 1,
    CreditTail "credit" 1,
    Date "date" 1,
    DateBySize "date_kk" 3,
    DateOnly "dateonly" 1,
    TimeBySize "time_kk" 3,
    AgoBySize "ago_kk" 3,
    Phone "phone" 1,
    ByName "byline" 1,
    /// A phrase group is hit, by size.
    Phrase "g_kk" 63,
    /// Two phrases of a group, by size.
    Phrases "g2_kk" 63,
    /// The line is a phrase of the group.
    PhraseIsLine "g_x" 21,
    /// The line is a phrase.
    LineIsPhrase "lexx" 1,
    /// The line begins with a phrase of the group.
    PhraseFirst "g_a" 21,
    /// Number of groups hit, by size.
    GroupCount "nlex" 15,

    /// Blank line before and after.
    Gaps "g" 4,
    GapsByShape "g_k2" 16,
    Run "rl" 11,
    RunByShape "rl_k2" 28,
    RunWords "rw" 1,
    RunMean "rm" 1,
    RunHasProse "rs" 1,
    ProseBefore5 "bk" 1,
    ProseAfter5 "fr" 1,
    ProseBefore8 "bk2" 1,
    ProseAfter8 "fr2" 1,
    ProseBefore95 "bk3" 1,
    ProseAfter95 "fr3" 1,
    ProseAround8 "min2" 1,
    ProseAround95 "min3" 1,
    ProseAround8ByShape "min2_k2" 4,
    ProseBefore8ByShape "bk2_k2" 4,
    ProseAfter8ByShape "fr2_k2" 4,
    ProseAround95ByShape "min3_k2" 4,
    ProseDistanceBefore "dp" 10,
    ProseDistanceAfter "dn" 10,
    /// Before, in or after the main block.
    Main "main" 3,
    MainByShape "main_k2" 12,
    MainDistanceBefore "pred" 1,
    MainDistanceAfter "postd" 1,
    MainByKind "in_k" 10,
    Tenth "pos" 10,
    First "first" 1,
    TenthOfWords "cum" 10,
    Endings "ends" 5,
    EndingDistance "endd" 1,
    AfterEndingByShape "end_k2" 4,
    Repeated "dup" 1,
    RepeatedByShape "dup_k2" 4,
    RepeatedBefore "dupl" 1,
    RepeatedNext "dupadj" 1,
    Overlap "ov" 5,
    OverlapByShape "ov_k2" 4,
    OverlapCountByShape "ov2_k2" 4,
    OverlapAfterByShape "ovpost_k2" 4,
    NoContent "ovn" 1,
    CommentCues "cmn" 5,
    CommentCuesByShape "cmn_k2" 20,
    CommentCuesBefore "cmcum" 1,
    CommentCuesBeforeByShape "cmcum_k2" 4,
    PageProse "sf" 1,
    PageProseByShape "sf_k2" 4,
    PageLines "N" 1,
    PageLinesByShape "N_k2" 4,
    /// Whether it has a verb of the list, by shape; the same by how it ends.
    Verb "verb_k2" 8,
    VerbByEnd "verb_end" 10,
    /// Sentences that end inside of it, by size.
    Stops "stops_kk" 12,
    /// Lines with dates around it.
    DatesNear "daten_k2" 16,
    /// Lines around it that stand elsewhere on the page as well.
    RepeatsNear "rpn_k2" 20,
    /// Lines of one to five words around it.
    ShortNear "shn_k2" 24,
    /// Share of the headline's content words in it, by side and shape; that it has none of them.
    Headline "ttl_k2" 12,
    HeadlineNone "ttl0_k2" 12,

    /// The first pass, of this line and its neighbours.
    First0 "z0" 1,
    First0BySize "z0_kk" 3,
    /// Lines −4…−1, 1…4.
    Neighbour "z" 8,
    /// Lines −2, −1, 1, 2.
    NeighbourBySize "z_kk" 12,
    NeighbourLeast "zmin" 1,
    NeighbourMost "zmax" 1,
    NeighbourLeastBySize "zmin_kk" 3,
    /// Kept words (.5, .8, .95), dropped words (.8), probabilities (.7), before and after.
    Mass "zmass" 10,
    MassBySize "zmass_kk" 30,
    MassAround8 "zm8" 1,
    MassAround8BySize "zm8_kk" 3,
    MassAround95 "zm95" 1,
    MassAround95BySize "zm95_kk" 3,
    Kept "zmain" 3,
    KeptBySize "zmain_kk" 9,
    KeptDistance "zmaind" 3,
    KeptDepthBySize "zind_kk" 3,
    KeptFirst0 "zi*z0" 3,
    KeptShare "zcum" 6,
    KeptRest "zrem" 1,
    NothingBefore "zfirst" 1,
    NothingAfter "zlast" 1,
    /// Mean and least of the lines between two blank ones.
    RunOdds "zrun_kk" 3,
    RunOddsLeast "zrunmin_kk" 3,

    /// Odds of the mean of the other lines in each group that the line is in, by size; share of the kept words there;
    /// that there are no others.
    GroupOdds "zgr_kk" 12,
    GroupKept "zgk_kk" 12,
    GroupAlone "zg1" 4,

    /// HTML: the block's element.
    Tag "h_T" 48,
    /// HTML: elements around it.
    Within "h_A" 24,
    LinkShare "h_ld" 1,
    LinkShareStep "h_ldb" 5,
    LinkShareByShape "h_ld_k2" 4,
    Bold "h_bold" 1,
    /// HTML: words in class and id of the nearest four ancestors that have some.
    ClassNear "h_cn" 24,
    ClassFar "h_cf" 24,
    Depth "h_dep" 1,
    TagByShape "h_T_k2" 24,
    ParentProse "pm" 1,
    ParentProseShare "pmr" 1,
    ParentProseShareByShape "pmr_k2" 4,
    /// HTML: link share of the blocks before and after.
    NeighbourLinks "h_nld" 2,
    /// HTML: whether they have the same parent.
    NeighbourSibling "h_sib" 2,
    /// HTML: in the element with the most running text, deeper in it, or outside, by shape.
    Best "h_best_k2" 12,
    /// HTML: number of blocks of the same template in steps, by shape; of their words the shares that are running text,
    /// and that stand in links.
    Alike "h_al_k2" 24,
    AlikeProse "h_alp_k2" 4,
    AlikeLinks "h_all_k2" 4,
    /// HTML: of the words in the elements around: share of running text, and share of the page's running text in them.
    AroundProse "h_upp_k2" 12,
    AroundShare "h_ups_k2" 12,
    /// HTML: whether the linked data's text of the article has it, by shape.
    Linked "h_ldb_k2" 8,
}

/// First number of each template; the last entry is the number of features.
const BASES: [u16; SIZES.len() + 1] = {
    let mut bases = [0; SIZES.len() + 1];
    let mut at = 0;
    while at < SIZES.len() {
        bases[at + 1] = bases[at] + SIZES[at];
        at += 1;
    }
    bases
};

/// Number of features.
pub(crate) const FEATURES: usize = BASES[SIZES.len()] as usize;

impl Template {
    /// Number of the feature with that value.
    #[inline]
    pub(crate) const fn at(self, value: usize) -> usize {
        debug_assert!(value < SIZES[self as usize] as usize);
        BASES[self as usize] as usize + value
    }
}

/// Key of the feature in weights files.
pub(crate) fn key_of(feature: usize) -> Key {
    let (template, value) = place(feature);
    with(key(NAMES[template]), value as u64)
}

/// A feature’s name, for people.
#[cfg(test)]
pub(crate) fn name_of(feature: usize) -> String {
    let (template, value) = place(feature);
    if SIZES[template] == 1 { NAMES[template].to_owned() } else { format!("{}={value}", NAMES[template]) }
}

fn place(feature: usize) -> (usize, usize) {
    let template = BASES.partition_point(|&base| base as usize <= feature) - 1;
    (template, feature - BASES[template] as usize)
}

/// Where features go: into a score, or into a training set.
pub(crate) trait Sink {
    /// Takes a feature with its value.
    fn add(&mut self, feature: usize, value: f32);

    /// Takes a feature of value 1.
    #[inline]
    fn set(&mut self, template: Template, value: usize) {
        self.add(template.at(value), 1.0);
    }

    /// Takes a feature that holds or does not.
    #[inline]
    fn flag(&mut self, template: Template, holds: bool) {
        if holds {
            self.set(template, 0);
        }
    }

    /// Takes a number.
    #[inline]
    fn number(&mut self, template: Template, value: f32) {
        if value != 0.0 {
            self.add(template.at(0), value);
        }
    }
}

impl Sink for Vec<(u16, f32)> {
    fn add(&mut self, feature: usize, value: f32) {
        self.push((u16::try_from(feature).unwrap_or(u16::MAX), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_keys_agree() {
        assert_eq!(name_of(Template::EndBySize.at(7)), "end_kk=7");
        assert_eq!(name_of(Template::Bullet.at(0)), "bul");
        let mut keys: Vec<Key> = (0..FEATURES).map(key_of).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), FEATURES);
    }
}
