//! `hanji say`: the shape that the design fixes.

use crate::support::{Desk, code, stdout_json};

#[test]
fn a_word_is_said() {
    let output = Desk::new().run("say 학교 --json");
    assert_eq!(code(&output), 0);
    let said = &stdout_json(&output)[0];
    assert_eq!(said["pronunciation"], "학꾜");
    assert_eq!(said["romanization"], "hakgyo");
    assert!(said["alternatives"].is_array() && said["lemma"].is_array());
    assert!(said["ipa"].is_string() && said["ipa_narrow"].is_string());
    assert!(["lexicon", "rules"].contains(&said["source"].as_str().unwrap()));
}

#[test]
fn lines_of_standard_input_give_part_of_speech_and_hanja() {
    let output = Desk::new()
        .hanji("say - --json")
        .write_stdin("발전\t명사\t發展\n신다\tverb\t\n\n물\n")
        .output()
        .unwrap();
    let said = stdout_json(&output);
    assert_eq!(said[0]["pronunciation"], "발쩐");
    assert_eq!((&said[0]["hanja"], &said[0]["pos"]), (&"發展".into(), &"noun".into()));
    assert_eq!(said[1]["pronunciation"], "신따");
    assert_eq!(said[2]["word"], "물");
    assert_eq!(said.as_array().unwrap().len(), 3);
}
