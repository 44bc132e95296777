//! No two modules of the crate depend on each other: the modules beside each other in a folder form no circle of paths
//! (`use` and others). What a folder's own file declares is there for all of its modules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Module = Vec<String>;

/// The code of each module by its path from the crate's root, without comments and tests.
struct Crate {
    modules: BTreeMap<Module, String>,
    /// What a module names anew: its own name for it, and the path.
    renamed: BTreeMap<Module, Vec<Module>>,
}

#[test]
fn modules_depend_downwards_only() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Crate { modules: BTreeMap::new(), renamed: BTreeMap::new() };
    found.read(&sources, &Vec::new());
    assert!(found.modules.len() > 100 && found.modules.contains_key(&path("kernels::scalar::gemm")));
    found.find_renamed();
    let circles = circles(&found.edges());
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// The test above finds circles that there are: through a name that a folder's file passes on, in a list, in an expression.
#[test]
fn circles_are_found() {
    let sources =
        [("", "mod a;"), ("a", "pub use b::B;"), ("a::b", "use super::{c::C, d};"), ("a::c", "super::B::new()")];
    let modules = sources.iter().map(|(name, code)| (path(name), code.to_string())).collect();
    let mut small = Crate { modules, renamed: BTreeMap::new() };
    small.find_renamed();
    assert_eq!(circles(&small.edges()), ["a: b -> c -> b"]);
}

fn path(text: &str) -> Module {
    text.split("::").filter(|part| !part.is_empty()).map(str::to_string).collect()
}

impl Crate {
    fn read(&mut self, folder: &Path, at: &Module) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap().to_string();
            let module = if ["mod", "lib"].contains(&&*name) { at.clone() } else { [&at[..], &[name]].concat() };
            if ["tests", "testing", "main"].iter().any(|test| module.last().is_some_and(|last| last == test)) {
                continue;
            }
            if file.is_dir() {
                self.read(&file, &module);
            } else {
                self.modules.insert(module, code(&std::fs::read_to_string(&file).unwrap()));
            }
        }
    }

    fn find_renamed(&mut self) {
        for (module, code) in &self.modules {
            let passed_on = uses(code).into_iter().filter(|(public, _)| *public).map(|(_, path)| path);
            let paths = passed_on.filter_map(|path| self.absolute(module, &path)).collect();
            self.renamed.insert(module.clone(), paths);
        }
    }

    /// For each folder, which of its modules reads which other.
    fn edges(&self) -> BTreeMap<Module, BTreeSet<(String, String)>> {
        let mut edges: BTreeMap<Module, BTreeSet<(String, String)>> = BTreeMap::new();
        for (module, code) in &self.modules {
            let used = uses(code).into_iter().map(|(_, path)| path).chain(inline(code));
            for other in used.filter_map(|path| self.absolute(module, &path)).map(|path| self.owner(&path, 0)) {
                let common = module.iter().zip(&other).take_while(|(own, other)| own == other).count();
                if let (Some(own), Some(other)) = (module.get(common), other.get(common)) {
                    edges.entry(module[..common].to_vec()).or_default().insert((own.clone(), other.clone()));
                }
            }
        }
        edges
    }

    /// The path from the crate's root; `None` for those of other crates.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let up = path.iter().take_while(|part| *part == "super").count();
        match path[0].as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" => Some([&module[..module.len() - up], &path[up..]].concat()),
            "self" => Some([module, &path[1..]].concat()),
            child if self.modules.contains_key(&[&module[..], &[child.to_string()]].concat()) => {
                Some([module, path].concat())
            }
            _ => None,
        }
    }

    /// The module that declares what a path names.
    fn owner(&self, path: &[String], depth: usize) -> Module {
        let len = (0..=path.len()).rev().find(|&len| self.modules.contains_key(&path[..len])).unwrap_or(0);
        let (module, item) = (path[..len].to_vec(), path.get(len));
        let passed_on =
            self.renamed.get(&module).into_iter().flatten().find(|path| item.is_some() && path.last() == item);
        match passed_on {
            Some(path) if depth < 8 => self.owner(path, depth + 1),
            _ => module,
        }
    }
}

/// A source without its comments and its tests, which stand at its end.
fn code(source: &str) -> String {
    let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    product.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths of all `use`, and whether they are passed on.
fn uses(code: &str) -> Vec<(bool, Module)> {
    let mut found = Vec::new();
    for statement in code.split(';') {
        let Some(start) = statement.rfind("use ").filter(|&at| !statement[..at].ends_with(char::is_alphanumeric))
        else {
            continue;
        };
        let line = statement[..start].rsplit('\n').next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with("pub") {
            let tree: String = statement[start + 4..].split_whitespace().collect::<Vec<_>>().join(" ");
            expand("", &tree, &mut |path| found.push((line.starts_with("pub"), path)));
        }
    }
    found
}

/// Calls `each` with every path of a tree such as `a::{b, c::{d, e}}`.
fn expand(before: &str, tree: &str, each: &mut impl FnMut(Module)) {
    let Some((prefix, list)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or_default().trim();
        return each(path(&format!("{before}{name}")));
    };
    let list = list.trim_end().strip_suffix('}').unwrap_or(list);
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in list.char_indices().chain([(list.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !list[start..at].trim().is_empty() {
                    expand(&format!("{before}{}", prefix.trim()), list[start..at].trim(), each);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// Paths from `crate` or `super` anywhere.
fn inline(code: &str) -> Vec<Module> {
    let words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    words.filter(|word| word.starts_with("crate::") || word.starts_with("super::")).map(path).collect()
}

/// Each circle once, by the folder that it lies in.
fn circles(edges: &BTreeMap<Module, BTreeSet<(String, String)>>) -> Vec<String> {
    let mut found = Vec::new();
    for (folder, edges) in edges {
        let mut done = BTreeSet::new();
        for (start, _) in edges {
            walk(&mut vec![start], edges, &mut done, &mut |circle| {
                found.push(format!("{}: {}", folder.join("::"), circle.join(" -> ")));
            });
        }
    }
    found
}

/// Follows edges from the end of `way`; modules from which everything was seen are in `done`.
fn walk<'a>(
    way: &mut Vec<&'a str>,
    edges: &'a BTreeSet<(String, String)>,
    done: &mut BTreeSet<&'a str>,
    report: &mut impl FnMut(Vec<&str>),
) {
    let last = way[way.len() - 1];
    if done.contains(last) {
        return;
    }
    for (_, next) in edges.iter().filter(|(from, _)| from == last) {
        match way.iter().position(|at| at == next) {
            Some(start) => report(way[start..].iter().copied().chain([&**next]).collect()),
            None => {
                way.push(next);
                walk(way, edges, done, report);
                way.pop();
            }
        }
    }
    done.insert(last);
}
