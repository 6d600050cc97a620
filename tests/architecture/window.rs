//! What the window may ask of the machine, and what its page may load: the lists of commands are
//! one, the capability is one, the security policy lets nothing in from outside.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Source, files_under, read, rust::Facts};

type Names = BTreeSet<String>;

/// What else the window may do: hear of dropped files.
const CORE: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

fn config() -> Value {
    serde_json::from_str(&read("tauri.conf.json")).unwrap()
}

/// Where commands are listed, and which.
fn lists() -> Vec<(&'static str, Names)> {
    let shell = files_under("src-tauri/src", &[".rs"]);
    let shell: Vec<Facts> = shell.iter().map(Facts::of).collect();
    let build = Facts::of(&Source::new("src-tauri/build.rs", &read("src-tauri/build.rs")));
    vec![
        ("src-tauri/build.rs", build.declared),
        ("#[tauri::command]", shell.iter().flat_map(|file| file.commands.clone()).collect()),
        ("generate_handler!", shell.iter().flat_map(|file| file.handled.clone()).collect()),
        ("tauri.conf.json", permitted(&config())),
        ("ui/src/platform/tauri.ts", invoked(&read("ui/src/platform/tauri.ts"))),
    ]
}

/// The commands that the capability allows; whatever else it allows, by its own name.
fn permitted(config: &Value) -> Names {
    let capabilities = config["app"]["security"]["capabilities"].as_array().unwrap();
    let permissions = capabilities.iter().flat_map(|one| one["permissions"].as_array().unwrap());
    permissions
        .map(|permission| permission.as_str().map_or_else(|| permission.to_string(), String::from))
        .filter(|permission| !CORE.contains(&permission.as_str()))
        .map(|permission| match permission.strip_prefix("allow-") {
            Some(command) => command.replace('-', "_"),
            None => permission,
        })
        .collect()
}

/// The first argument of every `invoke`, type arguments left out.
fn invoked(typescript: &str) -> Names {
    let calls = typescript.split("invoke").skip(1);
    calls
        .filter_map(|call| call.split_once('('))
        .filter(|(types, _)| types.is_empty() || types.starts_with('<') && types.ends_with('>'))
        .map(|(_, arguments)| arguments.split([',', ')']).next().unwrap_or_default().trim())
        .map(|name| name.trim_matches(['\'', '"']).to_owned())
        .collect()
}

/// What one list has and another has not.
fn disagreements(lists: &[(&str, Names)]) -> Vec<String> {
    let all: Names = lists.iter().flat_map(|(_, names)| names.clone()).collect();
    let missing = |name: &String| {
        let lacking = lists.iter().filter(|(_, names)| !names.contains(name));
        lacking.map(|(list, _)| format!("{name} is not in {list}")).collect::<Vec<_>>()
    };
    all.iter().flat_map(missing).collect()
}

/// What a security policy lets in.
fn openings(policy: &str) -> Vec<String> {
    let mut directives = BTreeMap::new();
    let mut openings = Vec::new();
    for directive in policy.split(';').filter(|directive| !directive.trim().is_empty()) {
        let mut words = directive.split_whitespace();
        let name = words.next().unwrap_or_default();
        let sources: Vec<&str> = words.collect();
        let open = sources.iter().filter(|source| !is_closed(name, source));
        openings.extend(open.map(|source| format!("{name} {source}")));
        // a browser heeds the first of two
        if directives.insert(name, sources).is_some() {
            openings.push(format!("{name} twice"));
        }
    }
    // what `default-src` does not stand in for, and that itself
    for name in ["default-src", "base-uri", "form-action", "frame-ancestors", "object-src"] {
        if directives.get(name).is_none_or(|sources| *sources != ["'none'"]) {
            openings.push(format!("{name} is not 'none'"));
        }
    }
    openings
}

/// Whether a source stays within the application.
fn is_closed(directive: &str, source: &str) -> bool {
    match source {
        "'none'" | "'self'" => true,
        "data:" => directive == "img-src",
        "ipc:" | "http://ipc.localhost" => directive == "connect-src",
        _ => false,
    }
}

/// What a configuration leaves open beside its policy.
fn loose_ends(config: &Value) -> Vec<&'static str> {
    let security = &config["app"]["security"];
    let capabilities = security["capabilities"].as_array().map_or(&[][..], Vec::as_slice);
    let rules = [
        ("withGlobalTauri", config["app"]["withGlobalTauri"] == json!(false)),
        ("freezePrototype", security["freezePrototype"] == json!(true)),
        ("removeUnusedCommands", config["build"]["removeUnusedCommands"] == json!(true)),
        ("one policy", security["devCsp"].is_null()),
        ("policy as written", security["dangerousDisableAssetCspModification"].is_null()),
        ("no asset protocol", security["assetProtocol"].is_null()),
        ("one capability", capabilities.len() == 1),
        ("one window", capabilities.iter().all(|one| one["windows"] == json!(["main"]))),
        ("no remote page", capabilities.iter().all(|one| one.get("remote").is_none())),
        ("no other web view", capabilities.iter().all(|one| one.get("webviews").is_none())),
    ];
    rules.into_iter().filter(|(_, holds)| !holds).map(|(rule, _)| rule).collect()
}

#[test]
fn every_list_of_commands_is_the_same() {
    let lists = lists();
    assert!(lists.iter().all(|(_, names)| names.len() >= 10), "{lists:#?}");
    assert_eq!(disagreements(&lists), [""; 0]);
}

#[test]
fn a_command_missing_from_any_list_would_be_named() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Names>();
    let lists = [("a", names(&["x", "y"])), ("b", names(&["x"])), ("c", names(&["x", "y"]))];
    assert_eq!(disagreements(&lists), ["y is not in b"]);
    for index in 0..5 {
        let mut real = super::window::lists();
        let gone = real[index].1.pop_first().unwrap();
        assert_eq!(disagreements(&real), [format!("{gone} is not in {}", real[index].0)]);
    }
}

#[test]
fn a_permission_that_is_no_command_would_be_named() {
    let config = json!({"app": {"security": {"capabilities": [
        {"permissions": ["core:event:allow-listen", "core:default", "allow-run-start"]},
        {"permissions": [{"identifier": "fs:allow-read"}]}]}}});
    let permitted: Vec<String> = permitted(&config).into_iter().collect();
    assert_eq!(permitted, ["core:default", "run_start", "{\"identifier\":\"fs:allow-read\"}"]);
}

#[test]
fn invocations_are_read_with_and_without_types() {
    let names = invoked(
        "import { invoke } from 'x'; invoke('a_b'); invoke<Map<string, number>>('c', { d });
         invoke(\n  \"e\",\n  {},\n); invoke(name)",
    );
    assert_eq!(names.iter().collect::<Vec<_>>(), ["a_b", "c", "e", "name"]);
}

#[test]
fn the_security_policy_lets_nothing_in() {
    let config = config();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    assert_eq!(openings(policy), [""; 0]);
}

#[test]
fn an_opening_in_a_policy_would_be_named() {
    let closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
    assert_eq!(openings(closed), [""; 0]);
    for open in [
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-hashes'",
        "img-src https:",
        "font-src *",
        "script-src data:",
        "connect-src https://example.com",
    ] {
        assert_eq!(openings(&format!("{closed}; {open}")), [open]);
    }
    assert_eq!(openings(&closed.replace("default-src 'none'", "default-src 'self'")).len(), 1);
    assert_eq!(openings("default-src 'none'").len(), 4);
}

#[test]
fn the_configuration_leaves_no_loose_end() {
    assert_eq!(loose_ends(&config()), [""; 0]);
    for folder in ["capabilities", "src-tauri/capabilities"] {
        assert!(!super::root().join(folder).exists(), "{folder}: the one capability is inline");
    }
}

#[test]
fn a_loose_end_would_be_named() {
    let cases: [(&str, Value, &str); 5] = [
        ("/app/withGlobalTauri", json!(true), "withGlobalTauri"),
        ("/app/security/freezePrototype", json!(false), "freezePrototype"),
        ("/app/security/capabilities/0/windows", json!(["*"]), "one window"),
        ("/build/removeUnusedCommands", json!(false), "removeUnusedCommands"),
        ("/app/security/capabilities", json!([]), "one capability"),
    ];
    for (pointer, value, named) in cases {
        let mut config = config();
        *config.pointer_mut(pointer).unwrap() = value;
        assert_eq!(loose_ends(&config), [named]);
    }
}
