//! `tinsmith`: generates clients from Smithy models, and inspects, converts and compares models.

fn main() -> std::process::ExitCode {
    tinsmith::main()
}
