//! The help pages of the commands.

use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Page, Takes, global_options};

use crate::options::Verb;

/// The help page of a command.
pub(crate) fn page(verb: Verb, program: &Program) -> Result<Page, Failure> {
    let forms: Vec<String> = verb
        .usage()
        .split(" or ")
        .map(|form| match form {
            "NONE" => verb.name().to_owned(),
            form => format!("{} {form} [options]", verb.name()),
        })
        .collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    let mut page = Page::of_command(program.name(), verb.about(), verb.name(), &forms, "");
    page.section("OPTIONS");
    for option in verb.options() {
        let value = match option.takes {
            Takes::Nothing => String::new(),
            Takes::OneOr(_) | Takes::ChoiceOr(_) => format!(" [{}]", option.choices.join("|")),
            _ if !option.choices.is_empty() => format!(" <{}>", option.choices.join("|")),
            Takes::Many => " <value>…".to_owned(),
            Takes::One | Takes::OwnChoice => " <value>".to_owned(),
        };
        page.item(1, &format!("`--{}`{value}", option.name));
        page.text(2, option.about);
    }
    global_options(&mut page);
    Ok(page)
}
