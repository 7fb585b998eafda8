//! Types of public signatures that a program can name with the generated crate alone.
//!
//! It compiles or it does not: each function passes a value on from the signature that returns it, with the type that
//! a program would write.

use tinsmith_iam::Skeleton;
use tinsmith_iam::config::http::{ConnectorError, ConnectorErrorKind, Headers, HttpFuture, HttpRequest, Response};
use tinsmith_iam::config::{
    Builder, Config, ConfigErrors, Credentials, HttpClient, Loader, MfaPrompt, SharedCredentialsProvider,
    ValidationPolicy,
};
use tinsmith_iam::error::{
    Constraint, JsonErrors, LengthUnit, Mistake, MistakeKind, Path, Position, SdkError, Segment, Unhandled, Violation,
    Violations,
};
use tinsmith_iam::operation::list_users::{ListUsers, ListUsersError, ListUsersInput, ListUsersOutput};
use tinsmith_iam::skeleton::{Dynamic, Filled};
use tinsmith_iam::types::User;

fn prompted(loader: Loader, prompt: MfaPrompt) -> Result<Config, ConfigErrors> {
    loader.mfa_prompt(prompt).load()
}

fn configured(builder: Builder, provider: Credentials) -> Builder {
    builder.credentials_provider(SharedCredentialsProvider::new(provider)).validation(ValidationPolicy::Off)
}

fn first(violations: &Violations) -> Option<(&Path, &Constraint)> {
    let violation: &Violation = violations.iter().next()?;
    Some((&violation.path, &violation.constraint))
}

fn place(errors: &JsonErrors) -> Option<Position> {
    let mistake: &Mistake = errors.syntax()?;
    mistake.position
}

fn sample(input: &ListUsersInput) -> Result<(Skeleton, String), Violations> {
    input.validate()?;
    Ok((ListUsersInput::skeleton(), input.to_json()))
}

fn filled<'a>(skeleton: &Skeleton, input: &'a ListUsersInput) -> (Filled<'a>, Dynamic) {
    (skeleton.filled(input), skeleton.sample())
}

fn unhandled(error: &ListUsersError) -> Option<&Unhandled<ListUsers>> {
    match error {
        ListUsersError::Unhandled(unhandled) => Some(unhandled),
        _ => None,
    }
}

fn users(outcome: Result<ListUsersOutput, SdkError<ListUsersError>>) -> Vec<User> {
    outcome.map(|it| it.users().to_vec()).unwrap_or_default()
}

#[derive(Debug)]
struct Refusing;

impl HttpClient for Refusing {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async { Err::<Response, _>(ConnectorError::user("refused".into())) })
    }
}

#[test]
fn every_type_of_these_signatures_has_a_name() {
    let names = [
        std::any::type_name_of_val(&prompted),
        std::any::type_name_of_val(&configured),
        std::any::type_name_of_val(&first),
        std::any::type_name_of_val(&place),
        std::any::type_name_of_val(&sample),
        std::any::type_name_of_val(&filled),
        std::any::type_name_of_val(&unhandled),
        std::any::type_name_of_val(&users),
        std::any::type_name::<(Refusing, Headers, LengthUnit, MistakeKind, Segment, ConnectorErrorKind)>(),
    ];
    assert!(names.iter().all(|it| !it.is_empty()));
}
