//! `tinsmith convert`: converts models between formats.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::convert::{json, to_ast, to_idl};
use tinsmith_codegen::model::Source;

use crate::{Failure, Outcome, models};

/// The arguments.
pub fn command() -> Command {
    Command::new("convert")
        .about("Converts models between the Smithy IDL and the JSON AST, in a canonical layout")
        .arg(models::argument())
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FORMAT")
                .required(true)
                .value_parser(PossibleValuesParser::new(["idl", "ast"]))
                .help("The format to convert to"),
        )
        .arg(Arg::new("out").long("out").value_name("PATH").value_parser(value_parser!(PathBuf)).help(
            "The output file, or the output directory for IDL with several namespaces [default: standard output]",
        ))
        .arg(
            Arg::new("drop-comments")
                .long("drop-comments")
                .action(ArgAction::SetTrue)
                .help("Convert even if line comments of .smithy files are lost"),
        )
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let sources = models::read(&models::paths(matches)?)?;
    let comments: usize = sources.iter().map(line_comments).sum();
    if comments > 0 && !matches.get_flag("drop-comments") {
        let lost = models::count(comments, "line comment");
        let message = format!("{lost} would be lost; pass --drop-comments to convert anyway");
        return Err(Failure::Other(message));
    }
    let document = to_ast(sources).map_err(Failure::Models)?;
    let out = matches.get_one::<PathBuf>("out");
    if matches.get_one::<String>("to").is_some_and(|it| it == "ast") {
        let text = json::print(&document);
        match out {
            Some(path) => models::write(path, &text)?,
            None => models::print(&text)?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    let files = to_idl(&document);
    match (files.as_slice(), out) {
        ([only], Some(path)) if path.extension().is_some() => models::write(path, &only.text)?,
        ([only], None) => models::print(&only.text)?,
        (files, Some(directory)) => {
            for file in files {
                models::write(&directory.join(format!("{}.smithy", file.namespace)), &file.text)?;
            }
        }
        (files, None) => {
            let message = format!("the model has {} namespaces, which need a file each; pass --out DIR", files.len());
            return Err(Failure::Other(message));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The number of line comments in a `.smithy` file, without documentation comments.
fn line_comments(source: &Source) -> usize {
    if !source.name.ends_with(".smithy") {
        return 0;
    }
    let is_comment = |line: &&str| line.trim_start().starts_with("//") && !line.trim_start().starts_with("///");
    source.text.lines().filter(is_comment).count()
}
