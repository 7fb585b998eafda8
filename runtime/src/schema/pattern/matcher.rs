//! The search of a text for a match of a tree.
//!
//! A backtracking search whose stacks are vectors: a repeated class is a loop and a repeated group
//! a stored frame, so the depth of recursion is that of the pattern's lookarounds and never that of
//! the text. The tree has no captures, so the order in which ways are tried cannot change the
//! answer.

use super::width::width;
use super::{Class, Node};

/// Steps that any search may take; a step is a node tried or a character consumed.
const STEPS: u64 = 1_000_000;
/// Steps granted on top for each byte of the text, so that long honest texts are decided.
const STEPS_PER_BYTE: u64 = 16;

/// Whether the text contains a match; none where the steps did not suffice to tell.
pub(super) fn search(root: &Node, text: &str) -> Option<bool> {
    if let Node::Sequence([Node::Start, Node::Repeat { node: Node::Class(class), min, max }, Node::End]) = root {
        return Some(is_run(class, *min, *max, text));
    }
    let mut search = Search { text, left: STEPS + STEPS_PER_BYTE * text.len() as u64 };
    let found = search.run(root, 0, None)
        || !is_anchored(root) && text.char_indices().any(|(at, c)| search.run(root, at + c.len_utf8(), None));
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
    /// match the body of a repetition once more or leave it, after `done` rounds of which the
    /// last began at `from`
    Again { body: &'p Node, min: u32, max: u32, done: u32, from: usize },
    /// go one character back in a run of a class that may shrink to `least`
    Shrink { least: usize },
}

/// A task that is to be done later, and the frame after it.
struct Frame<'p> {
    task: Task<'p>,
    next: Option<usize>,
}

/// Another way, to be tried should the present one fail.
struct Branch<'p> {
    task: Task<'p>,
    at: usize,
    next: Option<usize>,
    /// how many frames there were; the later ones belong to the way that failed
    frames: usize,
}

/// The way that is being tried, and those that are left.
///
/// Frames form a list that only ever points backwards, so that ways share their tails.
struct Path<'p> {
    at: usize,
    next: Option<usize>,
    frames: Vec<Frame<'p>>,
    branches: Vec<Branch<'p>>,
}

impl<'p> Path<'p> {
    /// Has the task done next.
    fn then(&mut self, task: Task<'p>) {
        self.frames.push(Frame { task, next: self.next });
        self.next = Some(self.frames.len() - 1);
    }

    /// Keeps the task, from the present position on, as another way.
    fn or(&mut self, task: Task<'p>) {
        self.branches.push(Branch { task, at: self.at, next: self.next, frames: self.frames.len() });
    }

    /// The next task, none where the way has come to its end.
    fn take(&mut self) -> Option<Task<'p>> {
        let index = self.next?;
        let frame = self.frames.get(index)?;
        let task = frame.task;
        self.next = frame.next;
        // Nobody else can reach the newest frame unless a branch was made while it stood.
        let shared = self.branches.last().is_some_and(|branch| branch.frames > index);
        if index + 1 == self.frames.len() && !shared {
            self.frames.pop();
        }
        Some(task)
    }

    /// Turns to the newest of the other ways; false where there is none.
    fn turn_back(&mut self) -> bool {
        let Some(branch) = self.branches.pop() else { return false };
        self.at = branch.at;
        self.next = branch.next;
        self.frames.truncate(branch.frames);
        self.then(branch.task);
        true
    }
}

impl<'p> Search<'p> {
    /// Whether the node matches from a position on, and where a goal is given, up to it.
    ///
    /// Also true when the steps are used up; callers look at `left`.
    fn run(&mut self, node: &'p Node, at: usize, goal: Option<usize>) -> bool {
        let mut path = Path { at, next: None, frames: Vec::new(), branches: Vec::new() };
        path.then(Task::Match(node));
        loop {
            self.left = self.left.saturating_sub(1);
            let held = match path.take() {
                Some(task) => self.step(task, &mut path),
                None if goal.is_none_or(|goal| goal == path.at) => return true,
                None => false,
            };
            if self.left == 0 {
                return true;
            }
            if !held && !path.turn_back() {
                return false;
            }
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
                path.then(Task::Match(first));
            }
            Task::Any([]) => return false,
            Task::Any([first, rest @ ..]) => {
                if !rest.is_empty() {
                    path.or(Task::Any(rest));
                }
                path.then(Task::Match(first));
            }
            // A round that consumed nothing could be repeated as often as is missing, to no effect.
            Task::Again { done, max, from, .. } if done >= max || done > 0 && path.at == from => {}
            Task::Again { body, min, max, done, .. } => {
                if done >= min {
                    path.or(Task::All(&[]));
                }
                // Past `min` the count only matters while there is a most.
                let done = if max == u32::MAX { (done + 1).min(min.max(1)) } else { done + 1 };
                path.then(Task::Again { body, min, max, done, from: path.at });
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
                self.step(Task::Again { body: node, min: *min, max: *max, done: 0, from: path.at }, path)
            }
            Node::Start => path.at == 0,
            Node::End => path.at == self.text.len(),
            Node::Ahead { node, negated } => self.run(node, path.at, None) != *negated,
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
        self.left = self.left.saturating_sub(u64::from(count));
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
        loop {
            if count >= least && self.run(node, start, Some(at)) {
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
