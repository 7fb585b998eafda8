//! The table of results of a sweep.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::one::Swept;
use super::tally::Tally;
use crate::bench::measure;
use crate::say::{say, warn};

/// The maximum number of failures shown per model.
const SHOWN: usize = 5;

/// Prints a row per model, totals, and failures.
pub(crate) fn print(swept: &[Swept], elapsed: Duration) {
    let width = swept.iter().map(|it| it.name.len()).max().unwrap_or(0).max("model".len());
    say(format_args!(
        "{:width$}  {:>10}  {:>9}  {:>6}  {:>8}  {:>14}  {:>12}",
        "model", "operations", "lines", "ms", "warnings", "endpoint tests", "examples"
    ));
    for it in swept {
        match &it.unsupported {
            Some(why) => say(format_args!("{:width$}  {why}", it.name)),
            None => say(format_args!(
                "{:width$}  {:>10}  {:>9}  {:>6}  {:>8}  {:>14}  {:>12}",
                it.name,
                operations(it),
                it.lines,
                it.time.as_millis(),
                it.warnings.values().sum::<usize>(),
                tally(it.endpoint_tests),
                tally(it.examples)
            )),
        }
    }
    print_sums(swept, elapsed);
    for it in swept.iter().filter(|it| it.has_failed()) {
        warn(format_args!("\n{}:", it.name));
        it.failures.iter().take(SHOWN).for_each(|failure| warn(format_args!("  {failure}")));
        if it.failures.len() > SHOWN {
            warn(format_args!("  … and {} more", it.failures.len() - SHOWN));
        }
    }
}

fn operations(swept: &Swept) -> String {
    match swept.streaming {
        0 => swept.operations.to_string(),
        streaming => format!("{} (-{streaming})", swept.operations),
    }
}

/// The number of passed tests, and of all tests if some did not pass.
fn tally(tally: Tally) -> String {
    match tally.passed + tally.failed + tally.skipped {
        0 => "-".to_owned(),
        all if all == tally.passed => all.to_string(),
        all => format!("{}/{all}", tally.passed),
    }
}

fn print_sums(swept: &[Swept], elapsed: Duration) {
    let sum = |figure: fn(&Swept) -> usize| swept.iter().map(figure).sum::<usize>();
    let generated = swept.iter().filter(|it| it.lines > 0).count();
    let unsupported = swept.iter().filter(|it| it.unsupported.is_some()).count();
    let refused = swept.iter().filter(|it| it.lines == 0 && it.has_failed()).count();
    say(format_args!(
        "\n{} models: {generated} generated, {unsupported} with an unsupported protocol, {refused} rejected",
        swept.len()
    ));
    say(format_args!(
        "{} operations ({} more are streaming and omitted), {} lines",
        sum(|it| it.operations),
        sum(|it| it.streaming),
        sum(|it| it.lines)
    ));
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, number) in swept.iter().flat_map(|it| &it.warnings) {
        *kinds.entry(kind).or_default() += number;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
    say(format_args!("warnings: {}", if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") }));
    let all = |of: fn(&Swept) -> Tally| {
        swept.iter().map(of).fold(Tally::default(), |sum, it| Tally {
            passed: sum.passed + it.passed,
            failed: sum.failed + it.failed,
            skipped: sum.skipped + it.skipped,
        })
    };
    for (what, tally) in [("endpoint tests", all(|it| it.endpoint_tests)), ("examples", all(|it| it.examples))] {
        say(format_args!("{what}: {} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped));
    }
    say(format_args!(
        "skipped: endpoint tests of dual-stack endpoints in isolated partitions, which are older than AWS's list of \
         partitions; examples that do not fit their shapes or constraints"
    ));
    let mut hasher = DefaultHasher::new();
    swept.iter().for_each(|it| (&it.name, it.digest).hash(&mut hasher));
    say(format_args!(
        "{:.1} s, {} MB peak memory, digest {:016x}",
        elapsed.as_secs_f64(),
        measure::own_peak_bytes() / 1_000_000,
        hasher.finish()
    ));
}
