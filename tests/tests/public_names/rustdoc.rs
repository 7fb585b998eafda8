//! The public interface of crates, from rustdoc's JSON.
//!
//! Its format changes from compiler to compiler, so that little of it is read: whatever has the keys `path`, `id` and
//! `args` is a type or a trait.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

/// A crate that was documented with its private items.
pub struct Documented {
    name: String,
    root: String,
    index: Value,
    paths: Value,
    by_path: HashMap<String, String>,
}

impl Documented {
    pub fn new(mut json: Value) -> Self {
        let (index, paths) = (json["index"].take(), json["paths"].take());
        let root = json["root"].to_string();
        let name = index[&root]["name"].as_str().expect("the root has a name").to_owned();
        let own = paths.as_object().expect("paths").iter().filter(|(_, it)| it["crate_id"] == 0);
        let by_path = own.map(|(id, it)| (joined(&it["path"]), id.clone())).collect();
        Self { name, root, index, paths, by_path }
    }
}

fn joined(path: &Value) -> String {
    path.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("::")
}

/// A type, trait, module or function: one of a documented crate, or the path of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Thing {
    Item(usize, String),
    Elsewhere(String),
}

/// What a program can name.
#[derive(Default)]
struct Names {
    things: HashSet<Thing>,
    /// Modules of crates that are not documented here, whose contents are all exported.
    modules: Vec<String>,
}

impl Names {
    fn has(&self, thing: &Thing) -> bool {
        // Such a module may define its contents in private modules of its own.
        let is_below =
            |path: &String, module: &String| path.strip_prefix(module).is_some_and(|it| it.starts_with("::"));
        let is_in = |path| self.modules.iter().any(|module| is_below(path, module));
        self.things.contains(thing) || matches!(thing, Thing::Elsewhere(path) if is_in(path))
    }
}

/// Crates that know each other. The first is the one that programs depend on.
pub struct Crates(pub Vec<Documented>);

impl Crates {
    /// The types and traits in public signatures that have no public path in the first crate, with the places where
    /// they appear, and the number of items whose signatures were read. Paths through re-exports of whole crates in the
    /// first one only count if `all`.
    pub fn nameless(&self, all: bool) -> (BTreeMap<String, BTreeSet<String>>, usize) {
        let named = self.named(all);
        let mut nameless: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut seen: HashSet<Thing> = named.things.clone();
        let mut waiting: Vec<Thing> = seen.iter().cloned().collect();
        let mut read = 0;
        while let Some(thing) = waiting.pop() {
            let Thing::Item(krate, id) = &thing else { continue };
            if is_hidden(self.item(*krate, id)) {
                continue;
            }
            let place = self.path(&thing);
            read += 1;
            for (member, id) in self.mentioned(*krate, id) {
                let found = self.resolve(*krate, &id);
                if !named.has(&found) && !self.is_standard(&found) {
                    let place = if member.is_empty() { place.clone() } else { format!("{place}::{member}") };
                    nameless.entry(self.path(&found)).or_default().insert(place);
                }
                if named.has(&found) && seen.insert(found.clone()) {
                    waiting.push(found);
                }
            }
        }
        (nameless, read)
    }

    fn item(&self, krate: usize, id: &str) -> &Value {
        &self.0[krate].index[id]
    }

    fn resolve(&self, krate: usize, id: &str) -> Thing {
        let path = &self.0[krate].paths[id];
        if path.is_null() || path["crate_id"] == 0 {
            return Thing::Item(krate, id.to_owned());
        }
        let path = joined(&path["path"]);
        let name = path.split("::").next().unwrap_or_default();
        let other = self.0.iter().position(|it| it.name == name);
        let found = other.and_then(|other| Some(Thing::Item(other, self.0[other].by_path.get(&path)?.clone())));
        found.unwrap_or(Thing::Elsewhere(path))
    }

    fn path(&self, thing: &Thing) -> String {
        match thing {
            Thing::Item(krate, id) => {
                let path = joined(&self.0[*krate].paths[id]["path"]);
                let name = self.item(*krate, id)["name"].as_str().unwrap_or(id);
                if path.is_empty() { format!("{}: {name}", self.0[*krate].name) } else { path }
            }
            Thing::Elsewhere(path) => path.clone(),
        }
    }

    fn is_standard(&self, thing: &Thing) -> bool {
        let Thing::Elsewhere(path) = thing else { return false };
        ["core", "alloc", "std"].contains(&path.split("::").next().unwrap_or_default())
    }

    /// All things with a public path in the first crate, with `all` also those in crates that it exports as a whole.
    fn named(&self, all: bool) -> Names {
        let root = Thing::Item(0, self.0[0].root.clone());
        let mut named = Names::default();
        let mut modules = vec![root];
        while let Some(module) = modules.pop() {
            let Thing::Item(krate, id) = &module else {
                named.modules.push(self.path(&module));
                continue;
            };
            let inner = kind(self.item(*krate, id)).1;
            let contents = inner["items"].as_array().or(inner["variants"].as_array());
            for child in contents.into_iter().flatten() {
                let (child, item) = (child.to_string(), self.item(*krate, &child.to_string()));
                if item["visibility"] != "public" {
                    continue;
                }
                let (what, inner) = kind(item);
                let thing = match what {
                    "use" if inner["id"].is_null() => continue,
                    "use" => self.resolve(*krate, &inner["id"].to_string()),
                    _ => Thing::Item(*krate, child),
                };
                if matches!(&thing, Thing::Item(krate, id) if !all && self.0[*krate].root == *id) {
                    continue;
                }
                named.things.extend(self.aliased(&thing));
                let is_all = what == "use" && inner["is_glob"] == true;
                let is_module = matches!(&thing, Thing::Item(krate, id) if kind(self.item(*krate, id)).0 == "module");
                if is_all || is_module && !named.things.contains(&thing) {
                    modules.push(thing.clone());
                }
                named.things.insert(thing);
            }
        }
        named
    }

    /// An alias names its type.
    fn aliased(&self, thing: &Thing) -> Option<Thing> {
        let Thing::Item(krate, id) = thing else { return None };
        let (what, inner) = kind(self.item(*krate, id));
        let id = &inner["type"]["resolved_path"]["id"];
        (what == "type_alias" && !id.is_null()).then(|| self.resolve(*krate, &id.to_string()))
    }

    /// The types and traits in the signatures of an item and its public members: the member's name, and an ID.
    fn mentioned(&self, krate: usize, id: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let (what, inner) = kind(self.item(krate, id));
        let mut read = |member: &str, value: &Value| {
            let mut ids = Vec::new();
            collect(value, &mut ids);
            found.extend(ids.into_iter().map(|id| (member.to_owned(), id)));
        };
        read("", &inner["generics"]);
        match what {
            "struct" | "union" => self.fields(krate, &inner["kind"], true, &mut read),
            "enum" => {
                for variant in inner["variants"].as_array().into_iter().flatten() {
                    let variant = self.item(krate, &variant.to_string());
                    self.fields(krate, &kind(variant).1["kind"], false, &mut read);
                }
            }
            "trait" => {
                read("", &inner["bounds"]);
                for item in inner["items"].as_array().into_iter().flatten() {
                    let item = self.item(krate, &item.to_string());
                    if !is_hidden(item) {
                        read(name(item), kind(item).1);
                    }
                }
            }
            "module" => return Vec::new(),
            _ => read("", inner),
        }
        for id in inner["impls"].as_array().into_iter().flatten() {
            let item = self.item(krate, &id.to_string());
            if !is_hidden(item) {
                self.implementation(krate, kind(item).1, &mut read);
            }
        }
        found
    }

    fn fields(&self, krate: usize, kind_of: &Value, only_public: bool, read: &mut impl FnMut(&str, &Value)) {
        let fields = [&kind_of["plain"]["fields"], &kind_of["struct"]["fields"], &kind_of["tuple"]];
        for id in fields.into_iter().filter_map(Value::as_array).flatten() {
            let field = self.item(krate, &id.to_string());
            if !is_hidden(field) && (!only_public || field["visibility"] == "public") {
                read(name(field), kind(field).1);
            }
        }
    }

    /// Blanket implementations and those of auto traits belong to the trait.
    fn implementation(&self, krate: usize, inner: &Value, read: &mut impl FnMut(&str, &Value)) {
        if inner.is_null() || inner["is_synthetic"] == true || !inner["blanket_impl"].is_null() {
            return;
        }
        // Implementations for private types are private.
        let target = own_path(&inner["for"]).map(|id| self.resolve(krate, &id));
        if matches!(target, Some(Thing::Item(krate, id)) if self.item(krate, &id)["visibility"] != "public") {
            return;
        }
        let label = inner["trait"]["path"].as_str().map_or_else(String::new, |it| format!("<impl {it}>"));
        [&inner["generics"], &inner["trait"], &inner["for"]].into_iter().for_each(|it| read(&label, it));
        for item in inner["items"].as_array().into_iter().flatten() {
            let item = self.item(krate, &item.to_string());
            let (what, value) = kind(item);
            // Signatures of a trait's functions are those of the trait.
            let is_relevant =
                if inner["trait"].is_null() { item["visibility"] == "public" } else { what == "assoc_type" };
            if is_relevant && !is_hidden(item) {
                read(&format!("{label}{}", name(item)), value);
            }
        }
    }
}

/// Whether the documentation does not show the item.
fn is_hidden(item: &Value) -> bool {
    item["attrs"].as_array().is_some_and(|it| it.iter().any(|it| it.to_string().contains("#[doc(hidden)]")))
}

fn name(item: &Value) -> &str {
    item["name"].as_str().unwrap_or_default()
}

/// The kind of an item and its content.
fn kind(item: &Value) -> (&str, &Value) {
    let entry = item["inner"].as_object().and_then(|it| it.iter().next());
    entry.map_or(("", &Value::Null), |(kind, inner)| (kind, inner))
}

/// The ID of a type that is a path.
fn own_path(of: &Value) -> Option<String> {
    let id = &of["resolved_path"]["id"];
    (!id.is_null()).then(|| id.to_string())
}

/// Collects the IDs of all paths.
fn collect(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            if let Some(id) = entries.get("id").filter(|_| entries.contains_key("args") && entries.contains_key("path"))
            {
                ids.push(id.to_string());
            }
            entries.values().for_each(|it| collect(it, ids));
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, ids)),
        _ => {}
    }
}
