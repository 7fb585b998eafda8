//! Constructors that simplify a tree: same meaning, fewer and cheaper nodes.

use super::Tree;
use super::class::Class;

impl Tree {
    /// A single character of the class.
    pub(super) fn class(class: Class) -> Self {
        let class = class.finished();
        class.single().map_or(Self::Class(class), |c| Self::Literal(c.into()))
    }

    /// A sequence. Nested sequences and adjacent literals are merged.
    pub(super) fn sequence(trees: Vec<Tree>) -> Self {
        let mut flat = Vec::new();
        for tree in trees {
            match tree {
                Self::Sequence(inner) => inner.into_iter().for_each(|tree| append(&mut flat, tree)),
                tree => append(&mut flat, tree),
            }
        }
        single(flat, Self::Sequence)
    }

    /// A choice. Nested choices are merged, single characters become one class, and an empty alternative makes the rest
    /// optional.
    pub(super) fn choice(trees: Vec<Tree>) -> Self {
        let mut ways: Vec<Tree> = Vec::new();
        let mut class: Option<(usize, Class)> = None;
        let mut optional = false;
        let flat = trees.into_iter().flat_map(|tree| match tree {
            Self::Choice(inner) => inner,
            tree => vec![tree],
        });
        for tree in flat {
            if tree == Self::Sequence(Vec::new()) {
                optional = true;
            } else if let Some(found) = tree.as_class() {
                class.get_or_insert((ways.len(), Class::default())).1.union(&found);
            } else if !ways.contains(&tree) {
                ways.push(tree);
            }
        }
        if let Some((index, class)) = class {
            ways.insert(index, Self::class(class));
        }
        let choice = if optional && ways.is_empty() { Self::Sequence(ways) } else { single(ways, Self::Choice) };
        if optional { Self::repeat(choice, 0, 1) } else { choice }
    }

    /// A repetition. If the inner repetition has no maximum and the outer one allows any count, the two are merged:
    /// `(a+)*` becomes `a*`, which cannot backtrack.
    pub(super) fn repeat(tree: Tree, min: u32, max: u32) -> Self {
        match (tree, min, max) {
            (tree, 1, 1) => tree,
            (_, _, 0) => Self::Sequence(Vec::new()),
            (Self::Sequence(empty), ..) if empty.is_empty() => Self::Sequence(empty),
            (Self::Repeat { tree, min: least @ 0..=1, max: u32::MAX }, ..) => {
                Self::Repeat { tree, min: least * min, max: u32::MAX }
            }
            (Self::Repeat { tree, min: 0, max: 1 }, 0, max) => Self::Repeat { tree, min, max },
            (tree, ..) => {
                let tree = tree.as_class().map_or(tree, Self::Class);
                Self::Repeat { tree: tree.into(), min, max }
            }
        }
    }

    /// The class of a tree that matches exactly one character.
    fn as_class(&self) -> Option<Class> {
        match self {
            Self::Class(class) => Some(class.clone()),
            Self::Literal(text) => {
                let mut characters = text.chars();
                let first = characters.next()?;
                characters.next().is_none().then(|| Class::one(first.into()))
            }
            _ => None,
        }
    }
}

fn append(flat: &mut Vec<Tree>, tree: Tree) {
    match (flat.last_mut(), tree) {
        (Some(Tree::Literal(before)), Tree::Literal(text)) => before.push_str(&text),
        (_, tree) => flat.push(tree),
    }
}

/// The only tree of a list, or all of them wrapped.
fn single(mut trees: Vec<Tree>, wrap: impl Fn(Vec<Tree>) -> Tree) -> Tree {
    match trees.pop() {
        Some(only) if trees.is_empty() => only,
        last => {
            trees.extend(last);
            wrap(trees)
        }
    }
}
