//! Import cycles among modules with the same parent.
//!
//! A parent and its children count as one unit from outside: the parent declares what they share, and re-exports what
//! they define. Siblings must not import each other in a cycle.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Import, Module};
use super::layers::Table;
use super::sources::Package;
use super::{Finding, Report};

/// The imports of each child of a module from its siblings, with one import of each as evidence.
type Siblings<'i> = BTreeMap<String, BTreeMap<String, &'i Import>>;

/// Reports cycles that are not allowed.
pub(super) fn check(package: &Package, graph: &Graph<'_>, table: &Table, report: &mut Report) {
    for (parent, cycle, proof) in find(graph) {
        if table.allowed_cycles.iter().any(|it| it.is(&package.name, &parent, &cycle)) {
            report.allowed_cycles += 1;
            continue;
        }
        report.cycles += 1;
        let imports: Vec<String> = proof
            .iter()
            .map(|it| format!("{} imports {} ({}:{})", it.from.join("::"), it.to.join("::"), it.file, it.line))
            .collect();
        let (file, line) = proof.first().map_or((package.directory.clone(), 1), |it| (it.file.clone(), it.line));
        report.findings.push(Finding {
            file,
            line,
            rule: "cycle",
            what: format!("{} import each other: {}", cycle.join(", "), imports.join("; ")),
            remedy: "move what they share into a module below them, or pass it as an argument".to_owned(),
        });
    }
}

/// Reports allowed cycles that do not exist, because they might hide a later one.
pub(super) fn check_exceptions(packages: &[Package], table: &Table, report: &mut Report) {
    if report.allowed_cycles >= table.allowed_cycles.len() || packages.is_empty() {
        return;
    }
    report.findings.push(Finding {
        file: "xtask/src/tidy/layers.rs".to_owned(),
        line: 1,
        rule: "cycle",
        what: "a cycle that is listed as allowed does not exist".to_owned(),
        remedy: "remove it from `allowed_cycles`".to_owned(),
    });
}

/// Every cycle: the parent, the names of the modules, and the imports that form it.
fn find(graph: &Graph<'_>) -> Vec<(Module, Vec<String>, Vec<Import>)> {
    let imports = graph.imports();
    let parents: BTreeSet<Module> =
        graph.modules().flat_map(|(module, _)| (0..module.len()).map(|depth| module[..depth].to_vec())).collect();
    let mut found = Vec::new();
    for parent in parents {
        let siblings = siblings(&imports, &parent);
        for cycle in circles(&siblings) {
            let within = |names: &BTreeMap<String, &Import>| {
                let inside: Vec<Import> =
                    names.iter().filter(|(name, _)| cycle.contains(name)).map(|(_, it)| (*it).clone()).collect();
                inside
            };
            let proof = cycle.iter().filter_map(|name| siblings.get(name)).flat_map(within).collect();
            found.push((parent.clone(), cycle, proof));
        }
    }
    found
}

fn siblings<'i>(imports: &'i [Import], parent: &Module) -> Siblings<'i> {
    let mut siblings = Siblings::new();
    for import in imports {
        let child_of = |module: &Module| module.strip_prefix(parent.as_slice()).and_then(<[String]>::first).cloned();
        if let (Some(from), Some(to)) = (child_of(&import.from), child_of(&import.to))
            && from != to
        {
            siblings.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    siblings
}

/// The sets of modules that reach each other.
fn circles(siblings: &Siblings<'_>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        siblings.keys().map(|name| (name, reachable(siblings, name))).collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (name, others) in &reached {
        let circle: Vec<String> = others
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(name)))
            .map(|it| (*it).clone())
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// Every module that one imports, directly or indirectly.
fn reachable<'s>(siblings: &'s Siblings<'_>, from: &String) -> BTreeSet<&'s String> {
    let mut reached = BTreeSet::new();
    let mut queue: Vec<&String> = siblings.get(from).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(name) = queue.pop() {
        if reached.insert(name) {
            queue.extend(siblings.get(name).into_iter().flat_map(BTreeMap::keys));
        }
    }
    reached
}
