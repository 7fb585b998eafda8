//! The search of a text for a match of a tree.
//!
//! A depth-first search whose stacks are vectors: the depth of recursion is that of the pattern's
//! lookarounds and never that of the text. What is still to be matched is a frame; equal frames are
//! one frame, and none is tried twice at a position, so time is bounded by frames times positions
//! and no pattern explodes. The tree has no captures, so neither this nor the order in which ways
//! are tried can change the answer.

use std::collections::{HashMap, HashSet};
use std::mem::Discriminant;

use super::width::width;
use super::{Class, Node};

/// Steps that any search may take; a step is a task done or a few characters of a class consumed.
const STEPS: u64 = 1_000_000;
/// Steps granted on top for each byte of the text, so that long honest texts are decided.
const STEPS_PER_BYTE: u64 = 16;

/// How many characters of a class are consumed in the time of a step.
const CHARACTERS_PER_STEP: u64 = 16;

/// Whether the text contains a match; none where the steps did not suffice to tell.
pub(super) fn search(root: &Node, text: &str) -> Option<bool> {
    if let Node::Sequence([Node::Start, Node::Repeat { node: Node::Class(class), min, max }, Node::End]) = root {
        return Some(is_run(class, *min, *max, text));
    }
    let mut search = Search { text, left: STEPS + STEPS_PER_BYTE * text.len() as u64 };
    // Shared by all starts: what failed at a position fails there again.
    let mut path = Path::default();
    let found = search.run(&mut path, root, 0, None)
        || !is_anchored(root)
            && text.char_indices().any(|(at, c)| search.run(&mut path, root, at + c.len_utf8(), None));
    (search.left > 0).then_some(found)
}

/// Whether the text is `min` to `max` characters of the class and nothing else.
fn is_run(class: &Class, min: u32, max: u32, text: &str) -> bool {
    let mut count = 0_u64;
    let all = text.chars().all(|c| {
        count += 1;
        class.contains(c)
    });
    all && count >= u64::from(min) && (max == u32::MAX || count <= u64::from(max))
}

/// Whether a match can only begin at the start of the text.
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
    /// steps left; at 0 the search is given up
    left: u64,
}

/// What is to be done at a position.
#[derive(Clone, Copy)]
enum Task<'p> {
    /// match a node
    Match(&'p Node),
    /// match all nodes in turn
    All(&'p [Node]),
    /// match any one node
    Any(&'p [Node]),
    /// match the body of a repetition once more or leave it, after `done` rounds
    Again { body: &'p Node, min: u32, max: u32, done: u32 },
    /// go one character back in a run of a class that may shrink to `least`
    Shrink { least: usize },
}

/// What tells tasks apart: the kind, where the nodes lie and how many, and the counts.
///
/// Equal constants may lie at one place, so the place alone does not tell.
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

/// A task that is to be done later, and the frame after it.
#[derive(Clone, Copy)]
struct Frame<'p> {
    task: Task<'p>,
    next: Option<usize>,
}

/// Another way, to be tried should the present one fail.
struct Branch<'p> {
    task: Task<'p>,
    at: usize,
    next: Option<usize>,
}

/// The way that is being tried, those that are left, and what has been tried.
#[derive(Default)]
struct Path<'p> {
    at: usize,
    next: Option<usize>,
    /// a list that only points backwards, so that ways share their tails
    frames: Vec<Frame<'p>>,
    /// where the frame of a task and a next frame is
    known: HashMap<(Key<'p>, Option<usize>), usize>,
    /// frames and the positions at which they were taken
    tried: HashSet<(usize, usize)>,
    branches: Vec<Branch<'p>>,
}

impl<'p> Path<'p> {
    /// Has the task done next.
    fn then(&mut self, task: Task<'p>) {
        let index = *self.known.entry((task.key(), self.next)).or_insert(self.frames.len());
        if index == self.frames.len() {
            self.frames.push(Frame { task, next: self.next });
        }
        self.next = Some(index);
    }

    /// Keeps the task, from the present position on, as another way.
    fn or(&mut self, task: Task<'p>) {
        self.branches.push(Branch { task, at: self.at, next: self.next });
    }

    /// The next task; none where it has been tried at this position before.
    fn take(&mut self, index: usize) -> Option<Task<'p>> {
        let frame = *self.frames.get(index)?;
        self.next = frame.next;
        self.tried.insert((index, self.at)).then_some(frame.task)
    }

    /// Turns to the newest of the other ways.
    fn turn_back(&mut self) -> Option<Task<'p>> {
        let branch = self.branches.pop()?;
        self.at = branch.at;
        self.next = branch.next;
        Some(branch.task)
    }
}

impl<'p> Search<'p> {
    /// Whether the node matches from a position on, and where a goal is given, up to it.
    ///
    /// Also true when the steps are used up; callers look at `left`. A path may be used again for
    /// the same node and goal.
    fn run(&mut self, path: &mut Path<'p>, node: &'p Node, at: usize, goal: Option<usize>) -> bool {
        path.at = at;
        path.next = None;
        let mut task = Some(Task::Match(node));
        loop {
            self.left = self.left.saturating_sub(1);
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

    /// Does a task; false where the present way fails.
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
                // Past `min` the count only matters while there is a most. A round that consumed
                // nothing comes back to a frame that has been tried, and ends there.
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

    /// Consumes as many characters of the class as there are, and leaves a branch to give back.
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

    /// The position one character before.
    fn previous(&self, at: usize) -> usize {
        self.text[..at].chars().next_back().map_or(0, |c| at - c.len_utf8())
    }
}
