//! A Rust file as the rules read it: what it names outside its tests, which of its types hold a
//! secret and can be written out, which commands it declares. It judges nothing.

use std::collections::BTreeSet;

use syn::{
    Attribute, Fields, Item, ItemFn, ItemImpl, ItemMod, Macro, Path, Token, UseTree,
    punctuated::Punctuated, visit::Visit,
};

use super::Source;

/// What one file says outside its tests.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Every path, method and imported name, as `a::b::c`; a macro's content as one text.
    pub(crate) names: BTreeSet<String>,
    /// Types that hold a secret and derive or implement a way out.
    pub(crate) leaks: BTreeSet<String>,
    /// Functions that are commands of the window.
    pub(crate) commands: BTreeSet<String>,
    /// Commands handed to Tauri.
    pub(crate) handled: BTreeSet<String>,
    /// Commands declared to Tauri's build.
    pub(crate) declared: BTreeSet<String>,
    holders: BTreeSet<String>,
    written_out: BTreeSet<String>,
}

impl Facts {
    pub(crate) fn of(source: &Source) -> Self {
        let mut facts = Self::default();
        if source.path.ends_with("/tests.rs") || source.path.contains("/tests/") {
            return facts;
        }
        let file = syn::parse_file(&source.text)
            .map_err(|error| format!("{}: {error}", source.path))
            .unwrap();
        facts.visit_file(&file);
        facts.leaks = facts.holders.intersection(&facts.written_out).cloned().collect();
        facts
    }

    /// Whether the file names `path`, whole or as the end of a longer path.
    pub(crate) fn names(&self, path: &str) -> bool {
        let end = format!("::{path}");
        self.names.iter().any(|name| {
            name == path || name.ends_with(&end) || name.starts_with('!') && name.contains(path)
        })
    }

    /// Whether the file names `path` or anything in it.
    pub(crate) fn names_within(&self, path: &str) -> bool {
        let inside = format!("{path}::");
        self.names.iter().any(|name| {
            name == path
                || name.starts_with(&inside)
                || name.starts_with('!') && name.contains(&inside)
        })
    }

    fn hold(&mut self, name: &syn::Ident, attributes: &[Attribute], fields: &[&Fields]) {
        let mut inside = Self::default();
        for fields in fields {
            inside.visit_fields(fields);
        }
        if ["SecretString", "SecretBox", "SecretSlice"].iter().any(|secret| inside.names(secret)) {
            self.holders.insert(name.to_string());
        }
        if attributes.iter().flat_map(derives).any(|derived| is_way_out(&derived)) {
            self.written_out.insert(name.to_string());
        }
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Struct(item) => self.hold(&item.ident, &item.attrs, &[&item.fields]),
            Item::Enum(item) => {
                let fields: Vec<&Fields> = item.variants.iter().map(|case| &case.fields).collect();
                self.hold(&item.ident, &item.attrs, &fields);
            }
            Item::Use(item) => named_by(&item.tree, "", &mut self.names),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if item.attrs.iter().any(|attribute| text(attribute.path()) == "tauri::command") {
            self.commands.insert(item.sig.ident.to_string());
        }
        if !is_test(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if is_test(&item.attrs) {
            return;
        }
        if let (Some((of, _)), syn::Type::Path(holder)) = (&item.trait_, &*item.self_ty)
            && is_way_out(&text(of))
        {
            self.written_out.extend(holder.path.segments.last().map(|last| last.ident.to_string()));
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.names.insert(text(path));
        syn::visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.names.insert(call.method.to_string());
        if call.method == "commands" {
            let mut strings = Strings::default();
            call.args.iter().for_each(|argument| strings.visit_expr(argument));
            self.declared.extend(strings.0);
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, used: &'ast Macro) {
        if text(&used.path).ends_with("generate_handler") {
            let paths = used.parse_body_with(Punctuated::<Path, Token![,]>::parse_terminated);
            let paths = paths.unwrap();
            let last = paths.iter().filter_map(|path| path.segments.last());
            self.handled.extend(last.map(|segment| segment.ident.to_string()));
        }
        let content: String = used.tokens.to_string().split_whitespace().collect();
        self.names.insert(format!("!{content}"));
        syn::visit::visit_macro(self, used);
    }
}

#[derive(Default)]
struct Strings(Vec<String>);

impl<'ast> Visit<'ast> for Strings {
    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.0.push(literal.value());
    }
}

/// All paths that a `use` brings in, under their own names.
fn named_by(tree: &UseTree, before: &str, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => named_by(&path.tree, &format!("{before}{}::", path.ident), names),
        UseTree::Group(group) => group.items.iter().for_each(|item| named_by(item, before, names)),
        UseTree::Name(name) => _ = names.insert(format!("{before}{}", name.ident)),
        UseTree::Rename(name) => _ = names.insert(format!("{before}{}", name.ident)),
        UseTree::Glob(_) => _ = names.insert(format!("{before}*")),
    }
}

fn text(path: &Path) -> String {
    let names: Vec<String> =
        path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}

fn derives(attribute: &Attribute) -> Vec<String> {
    if !attribute.path().is_ident("derive") {
        return Vec::new();
    }
    let paths = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    paths.unwrap().iter().map(text).collect()
}

/// Traits by which a value leaves the process.
fn is_way_out(of: &str) -> bool {
    matches!(of.rsplit("::").next(), Some("Serialize" | "TS" | "Display" | "ToSql"))
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}
