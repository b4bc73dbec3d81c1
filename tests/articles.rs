//! Every folder of `fixtures/articles` against its snapshots: a new folder is a new test.

use crate::helpers::{articles, run};

#[test]
fn pages_and_objects() {
    for (name, text) in articles() {
        let (page, ..) = run(&[], text.clone());
        insta::assert_snapshot!(format!("{name}.txt"), page);
        let (cleaned, ..) = run(&["clean", "--explain"], text.clone());
        insta::assert_snapshot!(format!("{name}.clean"), cleaned);
        let (quotes, ..) = run(&["quotes"], text);
        insta::assert_snapshot!(format!("{name}.quotes"), quotes);
    }
}

#[test]
fn the_whole_json_of_one_article() {
    let (_, text) = articles().into_iter().find(|(name, _)| name == "harbour-railway").unwrap();
    let (object, ..) = run(&["-f", "json"], text);
    insta::assert_snapshot!("harbour-railway.json", object);
}
