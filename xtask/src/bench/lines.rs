//! Measures the number of source lines per operation.

use std::fs;
use std::io;
use std::path::Path;

use super::table::{Row, Target, Unit};
use crate::workspace;

/// The operation that is compared.
const OPERATION: &str = "update_access_key";

/// The size of a crate's source.
#[derive(Debug, Default, PartialEq, Eq)]
struct Source {
    /// The number of all lines.
    lines: usize,
    /// The number of lines in files and directories named after the operation.
    operation_lines: usize,
    /// The number of operations.
    operations: usize,
}

/// The rows, next to the official crate in the directory `peer`.
pub(super) fn rows(peer: &Path) -> Result<Vec<Row>, String> {
    let count = |package: &Path| {
        let source = package.join("src");
        let counted = count(&source).map_err(|error| format!("{}: {error}", source.display()))?;
        if counted.operations == 0 { Err(format!("{} contains no operations", source.display())) } else { Ok(counted) }
    };
    let (ours, peer) = (count(&workspace::root().join("generated-client"))?, count(peer)?);
    let average = |source: &Source| Some((source.lines / source.operations) as f64);
    Ok(vec![
        Row::new("lines named after UpdateAccessKey", Unit::Count)
            .figures(Some(ours.operation_lines as f64), Some(peer.operation_lines as f64))
            .target(Target::OneIn(10.0)),
        Row::new("lines of the crate, all operations", Unit::Count)
            .figures(Some(ours.lines as f64), Some(peer.lines as f64))
            .target(Target::OneIn(8.0))
            .plotted(),
        Row::new("lines of the crate per operation", Unit::Count).figures(average(&ours), average(&peer)),
    ])
}

/// The number of lines of a crate whose source is in this directory.
pub(super) fn of(source: &Path) -> Result<usize, String> {
    count(source).map(|it| it.lines).map_err(|error| format!("{}: {error}", source.display()))
}

fn count(source: &Path) -> io::Result<Source> {
    let mut total = Source::default();
    count_below(source, source, &mut total)?;
    Ok(total)
}

fn count_below(directory: &Path, source: &Path, total: &mut Source) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            count_below(&path, source, total)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let lines = fs::read_to_string(&path)?.lines().count();
            let relative = path.strip_prefix(source).unwrap_or(&path);
            total.lines += lines;
            total.operations += usize::from(relative.parent().is_some_and(|it| it == Path::new("operation")));
            if relative.to_string_lossy().contains(OPERATION) {
                total.operation_lines += lines;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_named_after_the_operation() {
        let source = workspace::target().join("test-lines");
        fs::create_dir_all(source.join("operation/update_access_key")).unwrap();
        fs::write(source.join("lib.rs"), "a\nb\n").unwrap();
        fs::write(source.join("operation/update_access_key.rs"), "a\n").unwrap();
        fs::write(source.join("operation/update_access_key/builders.rs"), "a\nb\nc\n").unwrap();
        fs::write(source.join("operation/get_user.rs"), "a\n").unwrap();
        assert_eq!(count(&source).unwrap(), Source { lines: 7, operation_lines: 4, operations: 2 });
    }
}
