//! The weights that ship, opened once.

use std::sync::LazyLock;

use super::tagger::Tagger;
use super::{content, cues, links, segments, sources, tagger};
use crate::model::table::Table;

/// One table a model, without the tagger's.
#[derive(Debug, Clone)]
pub(crate) struct Models {
    pub(crate) cue: Table,
    pub(crate) source: Table,
    pub(crate) content: Table,
    pub(crate) segment: Table,
    pub(crate) link: Table,
}

/// The tagger alone: all that fitting of the others needs.
pub(crate) static TAGGER: LazyLock<Tagger> =
    LazyLock::new(|| Tagger::new(open(include_bytes!("../weights/tagger.bin"), "tagger", &tagger::TEMPLATES)));

/// All others.
pub(crate) static MODELS: LazyLock<Models> = LazyLock::new(|| Models {
    cue: open(include_bytes!("../weights/cue.bin"), "cue", cues::TEMPLATES),
    source: open(include_bytes!("../weights/source.bin"), "source", sources::TEMPLATES),
    content: open(include_bytes!("../weights/content.bin"), "content", content::TEMPLATES),
    segment: open(include_bytes!("../weights/segment.bin"), "segment", segments::TEMPLATES),
    link: open(include_bytes!("../weights/link.bin"), "link", links::TEMPLATES),
});

fn open(bytes: &'static [u8], name: &str, templates: &[&str]) -> Table {
    Table::open(bytes, name, templates).expect("embedded weights fit this build")
}
