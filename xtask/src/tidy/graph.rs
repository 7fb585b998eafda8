//! The modules of a package and their imports.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{self, Facts};
use super::sources::{Package, SourceFile};

/// The path of a module from the crate root. The path of the root is empty.
pub(super) type Module = Vec<String>;

/// The modules below `src` of a package.
pub(super) struct Graph<'p> {
    modules: BTreeMap<Module, (&'p SourceFile, Facts)>,
    /// Files that are not modules below `src`: tests, examples and programs.
    others: Vec<(&'p SourceFile, Facts)>,
    /// The re-exports: the original path by module and name.
    reexports: BTreeMap<(Module, String), Module>,
}

/// An import of one module by another.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) from: Module,
    pub(super) to: Module,
    pub(super) file: String,
    pub(super) line: usize,
}

impl<'p> Graph<'p> {
    /// Reads the files of a package.
    pub(super) fn of(package: &'p Package) -> Result<Self, String> {
        let mut graph = Graph { modules: BTreeMap::new(), others: Vec::new(), reexports: BTreeMap::new() };
        for file in &package.files {
            let facts = facts::read(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
            match module_of(&package.directory, &file.path) {
                Some(module) => {
                    graph.modules.insert(module, (file, facts));
                }
                None => graph.others.push((file, facts)),
            }
        }
        graph.drop_tests();
        graph.reexports = graph.find_reexports();
        Ok(graph)
    }

    /// Every module.
    pub(super) fn modules(&self) -> impl Iterator<Item = (&Module, &'p SourceFile)> {
        self.modules.iter().map(|(module, (file, _))| (module, *file))
    }

    /// Every file with its facts.
    pub(super) fn files(&self) -> impl Iterator<Item = (&'p SourceFile, &Facts)> {
        let others = self.others.iter().map(|(file, facts)| (*file, facts));
        self.modules.values().map(|(file, facts)| (*file, facts)).chain(others)
    }

    /// Moves modules that are compiled only for unit tests to the other files.
    fn drop_tests(&mut self) {
        let of_tests: Vec<Module> = self
            .modules
            .iter()
            .flat_map(|(module, (_, facts))| facts.test_modules.iter().map(|it| child(module, it)))
            .collect();
        let is_test = |module: &Module| of_tests.iter().any(|it| module.starts_with(it));
        let dropped: Vec<Module> = self.modules.keys().filter(|it| is_test(it)).cloned().collect();
        self.others.extend(dropped.iter().filter_map(|it| self.modules.remove(it)));
    }

    fn find_reexports(&self) -> BTreeMap<(Module, String), Module> {
        let mut found = BTreeMap::new();
        for (module, (_, facts)) in &self.modules {
            for path in facts.paths.iter().filter(|it| it.is_reexport) {
                if let Some(target) = self.absolute(module, path)
                    && let Some(name) = path.alias.as_ref().or(target.last())
                {
                    found.insert((module.clone(), name.clone()), target.clone());
                }
            }
        }
        found
    }

    /// Every import of a module by another.
    pub(super) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        let mut seen = BTreeSet::new();
        for (module, (file, facts)) in &self.modules {
            for path in facts.paths.iter().filter(|it| !it.is_reexport) {
                let Some(target) = self.absolute(module, path) else { continue };
                let target = self.definition(target, 0);
                if target != *module && seen.insert((module.clone(), target.clone())) {
                    let (file, line) = (file.path.clone(), path.line);
                    imports.push(Import { from: module.clone(), to: target, file, line });
                }
            }
        }
        imports
    }

    /// The path from the crate root, or `None` if it is not in the crate.
    fn absolute(&self, module: &Module, path: &facts::Path) -> Option<Module> {
        let mut base: Module = module.iter().chain(&path.within).cloned().collect();
        let mut rest = path.segments.as_slice();
        match rest.first()?.as_str() {
            "crate" => (base, rest) = (Module::new(), &rest[1..]),
            "self" | "super" => {
                while let Some((first, others)) = rest.split_first() {
                    match first.as_str() {
                        "super" => drop(base.pop()),
                        "self" => {}
                        _ => break,
                    }
                    rest = others;
                }
            }
            first if self.modules.contains_key(&child(module, first)) => base.clone_from(module),
            _ => return None,
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The module that defines the target of a path, following re-exports.
    fn definition(&self, path: Module, depth: usize) -> Module {
        let mut module = path.clone();
        while !module.is_empty() && !self.modules.contains_key(&module) {
            module.pop();
        }
        let rest = &path[module.len()..];
        let handed_on = rest.first().and_then(|name| self.reexports.get(&(module.clone(), name.clone())));
        match handed_on {
            // No chain of re-exports is longer, except a cycle.
            Some(target) if depth < 16 => {
                let target = target.iter().chain(&rest[1..]).cloned().collect();
                self.definition(target, depth + 1)
            }
            _ => module,
        }
    }
}

fn child(module: &Module, name: &str) -> Module {
    module.iter().map(String::as_str).chain([name]).map(str::to_owned).collect()
}

/// The module of a file below `src`. Programs in `src/bin` are separate crates.
fn module_of(directory: &str, path: &str) -> Option<Module> {
    let inside = path.strip_prefix(directory)?.trim_start_matches('/').strip_prefix("src/")?;
    let mut module: Module = inside.strip_suffix(".rs")?.split('/').map(str::to_owned).collect();
    match module.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["lib" | "main"] => module.clear(),
        ["bin", ..] => return None,
        [.., "mod"] => drop(module.pop()),
        _ => {}
    }
    Some(module)
}
