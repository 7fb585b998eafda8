//! Whether a move is onto itself, under another name: access points and their aliases hide the bucket.

use tinsmith_cli::command::{Failure, Fields, Globals, OtherService, Value, eprint};
use tinsmith_runtime::config::Environment;

use crate::entry::Action;
use crate::listing::fields_of;
use crate::options::{Given, Verb};
use crate::paths::{Paths, check_not_same};
use crate::uri;

/// The option that resolves access points to buckets, and the variable that turns it on.
const OPTION: &str = "validate-same-s3-paths";
const VARIABLE: &str = "AWS_CLI_S3_MV_VALIDATE_SAME_S3_PATHS";

/// Fails if a move is onto itself. Without the option that looks up the buckets, only warns that it may be.
pub(crate) fn check(given: &Given, paths: &Paths, globals: &Globals) -> Result<(), Failure> {
    let hides_bucket = |path: &str| uri::has_underlying_bucket(path);
    let may_be_same = given.verb() == Verb::Mv && paths.action == Action::Copy && paths.have_same_key();
    if !may_be_same || !(hides_bucket(&paths.from) || hides_bucket(&paths.to)) {
        return Ok(());
    }
    let is_set = || Environment::of_process().get(VARIABLE).is_some_and(|it| it.eq_ignore_ascii_case("true"));
    if !given.has(OPTION) && !is_set() {
        eprint(&format!(
            "warning: the paths may be the same object, which would be deleted instead of moved. --{OPTION} or the \
             variable {VARIABLE} looks up the buckets of access points and fails if they are the same. The alias of an \
             access point on Outposts cannot be looked up; use its ARN.\n"
        ));
        return Ok(());
    }
    let from = resolved(&paths.from, given.text("source-region"), globals)?;
    let to = resolved(&paths.to, None, globals)?;
    from.iter().try_for_each(|from| to.iter().try_for_each(|to| check_not_same(from, to)))
}

/// The paths in buckets for which a path stands.
fn resolved(path: &str, region: Option<&str>, globals: &Globals) -> Result<Vec<String>, Failure> {
    let (bucket, key) = uri::parts(path);
    let control = || {
        let mut globals = globals.for_other_service();
        globals.region = region.map(str::to_owned).or(globals.region);
        OtherService::connect("s3control", &globals)
    };
    let buckets = match uri::access_point(bucket) {
        None => return Ok(vec![path.to_owned()]),
        Some(uri::AccessPoint::Named { account, name }) => vec![bucket_of(&control()?, account, name)?],
        Some(uri::AccessPoint::MultiRegion { account, alias }) => buckets_of(&control()?, account, alias)?,
        Some(uri::AccessPoint::Alias) => {
            let sts = OtherService::connect("sts", &globals.for_other_service())?;
            let answer = sts.call("GetCallerIdentity", &[])?;
            vec![bucket_of(&control()?, text(&answer, "Account"), bucket)?]
        }
        Some(uri::AccessPoint::OutpostsAlias) => {
            let message = "Can't resolve underlying bucket name of s3 outposts access point alias. Use arn instead to \
                           resolve the bucket name and validate the mv command.";
            return Err(Failure::Param(message.to_owned()));
        }
    };
    Ok(buckets.into_iter().map(|bucket| format!("s3://{bucket}/{key}")).collect())
}

fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The bucket of an access point.
fn bucket_of(control: &OtherService, account: &str, name: &str) -> Result<String, Failure> {
    let values = [("AccountId", Value::string(account)), ("Name", Value::string(name))];
    let answer = control.call("GetAccessPoint", &values)?;
    match text(&answer, "Bucket") {
        "" => Err(Failure::General(format!("the response does not name the bucket of the access point {name}"))),
        bucket => Ok(bucket.to_owned()),
    }
}

/// The buckets of a multi-region access point.
fn buckets_of(control: &OtherService, account: &str, alias: &str) -> Result<Vec<String>, Failure> {
    let mut values = vec![("AccountId", Value::string(account))];
    loop {
        let page = control.call("ListMultiRegionAccessPoints", &values)?;
        if let Some(point) = fields_of(&page, "AccessPoints").find(|it| text(it, "Alias") == alias) {
            return Ok(fields_of(point, "Regions").map(|it| text(it, "Bucket").to_owned()).collect());
        }
        let next = text(&page, "NextToken");
        if next.is_empty() {
            let message = format!("Couldn't find multi-region access point with alias {alias} in account {account}");
            return Err(Failure::Param(message));
        }
        values.truncate(1);
        values.push(("NextToken", Value::string(next)));
    }
}
