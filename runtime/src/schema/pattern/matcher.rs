//! Searches a string for a match of a pattern's tree.
//!
//! A depth-first search with its stacks in vectors: recursion is only as deep as the pattern's lookarounds, however
//! long the string is. A frame is the rest that is still to be matched. Equal frames are shared, and none is tried
//! twice at a position, so time is bounded by frames times positions, and no pattern takes exponential time. The tree
//! has no captures, so neither sharing nor the order of alternatives can change the result.

use std::collections::{HashMap, HashSet};
use std::mem::Discriminant;

use super::width::width;
use super::{Class, Node};

/// The number of steps of any search. A step is one task, or a few consumed characters of a class.
const STEPS: u64 = 1_000_000;
/// Additional steps per byte of the string, so that long strings are decided too.
const STEPS_PER_BYTE: u64 = 16;

/// The number of distinct frames of a search, which bounds its memory. Only groups that repeat a large number of times
/// have as many.
const FRAMES: usize = 1 << 18;

/// The number of characters of a class that count as one step.
const CHARACTERS_PER_STEP: u64 = 16;

/// Whether the string contains a match. `None` if the steps did not suffice.
pub(super) fn search(root: &Node, text: &str) -> Option<bool> {
    if let Node::Sequence([Node::Start, Node::Repeat { node: Node::Class(class), min, max }, Node::End]) = root {
        return Some(is_run(class, *min, *max, text));
    }
    let mut search = Search { text, left: STEPS + STEPS_PER_BYTE * text.len() as u64 };
    // Shared by all starting positions: what failed at a position fails there again.
    let mut path = Path::default();
    let found = search.run(&mut path, root, 0, None)
        || !is_anchored(root)
            && text.char_indices().any(|(at, c)| search.run(&mut path, root, at + c.len_utf8(), None));
    (search.left > 0).then_some(found)
}

/// Whether the string consists of `min` to `max` characters of the class.
fn is_run(class: &Class, min: u32, max: u32, text: &str) -> bool {
    let mut count = 0_u64;
    let all = text.chars().all(|c| {
        count += 1;
        class.contains(c)
    });
    all && count >= u64::from(min) && (max == u32::MAX || count <= u64::from(max))
}

/// Whether a match can only begin at the start of the string.
fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Sequence(nodes) => nodes.first().is_some_and(is_anchored),
        Node::Choice(nodes) => nodes.iter().all(is_anchored),
        Node::Repeat { node, min, .. } => *min > 0 && is_anchored(node),
        _ => false,
    }
}

struct Search<'p> {
    text: &'p str,
    /// The steps left. At 0, the search gives up.
    left: u64,
}

/// A task at a position.
#[derive(Clone, Copy)]
enum Task<'p> {
    /// Match a node.
    Match(&'p Node),
    /// Match all nodes in sequence.
    All(&'p [Node]),
    /// Match any one of the nodes.
    Any(&'p [Node]),
    /// Match the body of a repetition again or leave the repetition, after `done` rounds.
    Again { body: &'p Node, min: u32, max: u32, done: u32 },
    /// Give back one character of a run of a class, down to `least`.
    Shrink { least: usize },
}

/// The identity of a task: its kind, the address and number of its nodes, and its counts.
///
/// Equal constants may share an address, so the address alone does not identify a task.
type Key<'p> = (Discriminant<Task<'p>>, *const Node, usize, [u32; 3]);

impl<'p> Task<'p> {
    fn key(&self) -> Key<'p> {
        let (place, count, counts) = match *self {
            Self::Match(node) => (std::ptr::from_ref(node), 1, [0; 3]),
            Self::All(nodes) | Self::Any(nodes) => (nodes.as_ptr(), nodes.len(), [0; 3]),
            Self::Again { body, min, max, done } => (std::ptr::from_ref(body), 1, [min, max, done]),
            Self::Shrink { least } => (std::ptr::null(), least, [0; 3]),
        };
        (std::mem::discriminant(self), place, count, counts)
    }
}

/// A task for later, and the frame after it.
#[derive(Clone, Copy)]
struct Frame<'p> {
    task: Task<'p>,
    next: Option<usize>,
}

/// An alternative, to try if the current one fails.
struct Branch<'p> {
    task: Task<'p>,
    at: usize,
    next: Option<usize>,
}

/// The current alternative, the remaining ones, and what has been tried.
#[derive(Default)]
struct Path<'p> {
    at: usize,
    next: Option<usize>,
    /// A list whose links only point backwards, so that alternatives share their tails.
    frames: Vec<Frame<'p>>,
    /// The index of the frame with a certain task and next frame.
    known: HashMap<(Key<'p>, Option<usize>), usize>,
    /// The frames taken, with their positions.
    tried: HashSet<(usize, usize)>,
    branches: Vec<Branch<'p>>,
}

impl<'p> Path<'p> {
    /// Adds a task to do next.
    fn then(&mut self, task: Task<'p>) {
        let index = *self.known.entry((task.key(), self.next)).or_insert(self.frames.len());
        if index == self.frames.len() {
            self.frames.push(Frame { task, next: self.next });
        }
        self.next = Some(index);
    }

    /// Adds the task at the current position as an alternative.
    fn or(&mut self, task: Task<'p>) {
        self.branches.push(Branch { task, at: self.at, next: self.next });
    }

    /// Takes the next task. `None` if it has been tried at this position before.
    fn take(&mut self, index: usize) -> Option<Task<'p>> {
        let frame = *self.frames.get(index)?;
        self.next = frame.next;
        self.tried.insert((index, self.at)).then_some(frame.task)
    }

    /// Backtracks to the newest alternative.
    fn turn_back(&mut self) -> Option<Task<'p>> {
        let branch = self.branches.pop()?;
        self.at = branch.at;
        self.next = branch.next;
        Some(branch.task)
    }
}

impl<'p> Search<'p> {
    /// Whether the node matches from a position on and, if there is a goal, up to it.
    ///
    /// Also true when no steps are left; callers check `left`. A path can be reused for the same node and goal.
    fn run(&mut self, path: &mut Path<'p>, node: &'p Node, at: usize, goal: Option<usize>) -> bool {
        path.at = at;
        path.next = None;
        let mut task = Some(Task::Match(node));
        loop {
            self.left = if path.frames.len() > FRAMES { 0 } else { self.left.saturating_sub(1) };
            let held = task.is_some_and(|task| self.step(task, path));
            if self.left == 0 {
                return true;
            }
            task = match path.next {
                Some(index) if held => path.take(index),
                None if held && goal.is_none_or(|goal| goal == path.at) => return true,
                _ => match path.turn_back() {
                    Some(task) => Some(task),
                    None => return false,
                },
            };
        }
    }

    /// Performs a task. Returns false if the current alternative fails.
    fn step(&mut self, task: Task<'p>, path: &mut Path<'p>) -> bool {
        match task {
            Task::Match(node) => return self.match_node(node, path),
            Task::All([]) => {}
            Task::All([first, rest @ ..]) => {
                if !rest.is_empty() {
                    path.then(Task::All(rest));
                }
                return self.match_node(first, path);
            }
            Task::Any([]) => return false,
            Task::Any([first, rest @ ..]) => {
                if !rest.is_empty() {
                    path.or(Task::Any(rest));
                }
                path.then(Task::Match(first));
            }
            Task::Again { done, max, .. } if done >= max => {}
            Task::Again { body, min, max, done } => {
                if done >= min {
                    path.or(Task::All(&[]));
                }
                // Beyond `min`, the count only matters if there is a maximum. A round that consumed nothing returns to
                // a frame that has been tried, and ends there.
                let done = if max == u32::MAX { (done + 1).min(min) } else { done + 1 };
                path.then(Task::Again { body, min, max, done });
                path.then(Task::Match(body));
            }
            Task::Shrink { least } => {
                path.at = self.previous(path.at);
                if path.at > least {
                    path.or(Task::Shrink { least });
                }
            }
        }
        true
    }

    fn match_node(&mut self, node: &'p Node, path: &mut Path<'p>) -> bool {
        match node {
            Node::Literal(literal) => {
                let held = self.text[path.at..].starts_with(literal);
                if held {
                    path.at += literal.len();
                }
                held
            }
            Node::Class(class) => self.match_run(class, 1, 1, path),
            Node::Sequence(nodes) => self.step(Task::All(nodes), path),
            Node::Choice(nodes) => self.step(Task::Any(nodes), path),
            Node::Repeat { node: Node::Class(class), min, max } => self.match_run(class, *min, *max, path),
            Node::Repeat { node, min, max } => {
                self.step(Task::Again { body: node, min: *min, max: *max, done: 0 }, path)
            }
            Node::Start => path.at == 0,
            Node::End => path.at == self.text.len(),
            Node::Ahead { node, negated } => self.run(&mut Path::default(), node, path.at, None) != *negated,
            Node::Behind { node, negated } => self.precedes(node, path.at) != *negated,
        }
    }

    /// Consumes as many characters of the class as possible, and adds an alternative that gives some back.
    fn match_run(&mut self, class: &Class, min: u32, max: u32, path: &mut Path<'p>) -> bool {
        let mut count = 0;
        let mut least = path.at;
        for c in self.text[path.at..].chars() {
            if count == max || !class.contains(c) {
                break;
            }
            path.at += c.len_utf8();
            count = count.saturating_add(1);
            if count <= min {
                least = path.at;
            }
        }
        self.left = self.left.saturating_sub(u64::from(count) / CHARACTERS_PER_STEP);
        if count < min {
            return false;
        }
        if path.at > least {
            path.or(Task::Shrink { least });
        }
        true
    }

    /// Whether a match of the node ends at the position.
    fn precedes(&mut self, node: &'p Node, at: usize) -> bool {
        let (least, most) = width(node);
        let (mut start, mut count) = (at, 0);
        let mut path = Path::default();
        loop {
            if count >= least && self.run(&mut path, node, start, Some(at)) {
                return true;
            }
            if count >= most || start == 0 {
                return false;
            }
            start = self.previous(start);
            count += 1;
        }
    }

    /// The position of the previous character.
    fn previous(&self, at: usize) -> usize {
        self.text[..at].chars().next_back().map_or(0, |c| at - c.len_utf8())
    }
}
