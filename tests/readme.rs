//! What README.md shows is what the program prints.

use std::fs;
use std::path::Path;

use crate::helpers::nutgraf;

#[test]
fn the_example_is_real_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let mut shown = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let (command, expected) = block.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ nutgraf ").unwrap().split(' ');
        let output = nutgraf().args(arguments).current_dir(root).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{command}");
        shown += 1;
    }
    assert!(shown >= 1);
}
