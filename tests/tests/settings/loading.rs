//! Settings: their precedence, and invalid ones.

use std::time::Duration;

use tinsmith_iam::Client;
use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Config, ConfigError, Region, ValidationPolicy};
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_iam::schema::SERVICE;
use tinsmith_tests::home::Home;

const CONFIG: &str = "\
[default]
region = eu-west-1
max_attempts = 7

[profile work]
region = eu-north-1
endpoint_url = http://profile
services = local
use_fips_endpoint = true
use_dualstack_endpoint = TRUE
sdk_ua_app_id = from-profile
retry_mode = standard
ca_bundle = /profile.pem

[profile plain]
endpoint_url = http://plain

[profile quiet]
endpoint_url = http://quiet
ignore_configured_endpoint_urls = true

[services local]
iam =
  endpoint_url = http://service/path?x=1
s3 =
  endpoint_url = http://elsewhere
";

type Variables = &'static [(&'static str, &'static str)];

/// The result of a setting with these variables.
type Case<'a> = (Variables, &'a str);

fn check(cases: &[Case<'_>], read: impl Fn(&Config) -> String) {
    let home = Home::new(Some(CONFIG), None);
    for (variables, expected) in cases {
        let config = home.loader(variables).load().unwrap_or_else(|errors| panic!("{variables:?}: {errors}"));
        assert_eq!(read(&config), *expected, "{variables:?}");
    }
}

#[test]
fn the_region() {
    let cases: [Case<'_>; 7] = [
        (&[], "eu-west-1"),
        (&[("AWS_PROFILE", "work")], "eu-north-1"),
        (&[("AWS_DEFAULT_PROFILE", "work")], "eu-north-1"),
        (&[("AWS_PROFILE", "plain"), ("AWS_DEFAULT_PROFILE", "work")], "none"),
        (&[("AWS_PROFILE", "work"), ("AWS_DEFAULT_REGION", "a-b-1")], "a-b-1"),
        (&[("AWS_DEFAULT_REGION", "a-b-1"), ("AWS_REGION", "c-d-1")], "c-d-1"),
        (&[("AWS_REGION", ""), ("AWS_PROFILE", "")], "eu-west-1"),
    ];
    check(&cases, |it| it.region().map_or("none".to_owned(), Region::to_string));
}

#[test]
fn the_endpoint() {
    let cases: [Case<'_>; 9] = [
        (&[], "none"),
        (&[("AWS_PROFILE", "plain")], "http://plain"),
        (&[("AWS_PROFILE", "work")], "http://service/path?x=1"),
        (&[("AWS_PROFILE", "work"), ("AWS_ENDPOINT_URL", "http://all")], "http://all"),
        (&[("AWS_ENDPOINT_URL", "http://all"), ("AWS_ENDPOINT_URL_IAM", "http://iam")], "http://iam"),
        (&[("AWS_ENDPOINT_URL_S3", "http://s3")], "none"),
        (&[("AWS_ENDPOINT_URL", "http://all"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")], "none"),
        (&[("AWS_PROFILE", "quiet")], "none"),
        (&[("AWS_PROFILE", "quiet"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false")], "http://quiet"),
    ];
    check(&cases, |it| it.endpoint_url_of(&SERVICE).unwrap_or("none".to_owned()));
}

#[test]
fn everything_else() {
    let cases: [Case<'_>; 8] = [
        (&[], "Some(7) false false None None"),
        (&[("AWS_PROFILE", "plain"), ("AWS_RETRY_MODE", "legacy")], "Some(5) false false None None"),
        (&[("AWS_MAX_ATTEMPTS", "1"), ("AWS_RETRY_MODE", "legacy")], "Some(1) false false None None"),
        (&[("AWS_PROFILE", "work")], r#"Some(3) true true Some("from-profile") Some("/profile.pem")"#),
        (
            &[("AWS_PROFILE", "work"), ("AWS_USE_FIPS_ENDPOINT", "false"), ("AWS_SDK_UA_APP_ID", "own")],
            r#"Some(3) false true Some("own") Some("/profile.pem")"#,
        ),
        (
            &[("AWS_CA_BUNDLE", "/own.pem"), ("AWS_USE_DUALSTACK_ENDPOINT", "true"), ("AWS_RETRY_MODE", "adaptive")],
            r#"Some(7) false true None Some("/own.pem")"#,
        ),
        (&[("REQUESTS_CA_BUNDLE", "/requests.pem")], r#"Some(7) false false None Some("/requests.pem")"#),
        (
            &[("REQUESTS_CA_BUNDLE", "/requests.pem"), ("AWS_PROFILE", "work")],
            r#"Some(3) true true Some("from-profile") Some("/profile.pem")"#,
        ),
    ];
    check(&cases, |it| {
        let (attempts, name) = (it.retry_config().map(|it| it.max_attempts()), it.app_name().map(AsRef::<str>::as_ref));
        format!("{attempts:?} {} {} {name:?} {:?}", it.use_fips(), it.use_dual_stack(), it.ca_bundle())
    });
}

#[test]
fn files_may_lie_elsewhere_or_nowhere() {
    let home = Home::new(None, None);
    home.loader(&[]).load().expect("no file is as good as an empty one");
    std::fs::write(home.path("other"), "[profile x]\nregion = o-p-1\n").expect("a file");
    let path = home.path("other").to_string_lossy().into_owned();
    for path in [path.as_str(), "~/other"] {
        let config = home.loader(&[("AWS_CONFIG_FILE", path)]).profile_name("x").load().expect("the other file");
        assert_eq!(config.region().map(Region::as_ref), Some("o-p-1"), "{path}");
    }
    let config = home.loader(&[("AWS_CA_BUNDLE", "~/corp.pem")]).load().expect("no mistake");
    assert_eq!(config.ca_bundle(), Some(home.path("corp.pem").as_path()));
    // A directory can be opened but not read.
    let errors = home.loader(&[("AWS_CONFIG_FILE", "~/.aws")]).load().expect_err("no file");
    assert!(errors.to_string().contains(".aws: failed to read the file"), "{errors}");
}

#[test]
fn what_is_set_by_hand_wins() {
    let home = Home::new(Some(CONFIG), None);
    let loaded = home.loader(&[("AWS_ENDPOINT_URL_IAM", "http://iam")]).load_builder().expect("no mistake");
    let config = loaded.endpoint_url("http://own").region(Region::new("q-r-1")).build();
    assert_eq!(config.endpoint_url_of(&SERVICE).as_deref(), Some("http://own"));
    assert_eq!(config.region().map(Region::as_ref), Some("q-r-1"));
}

#[test]
fn a_profile_has_to_exist_where_one_is_named() {
    let home = Home::new(Some(CONFIG), None);
    // No later provider is tried.
    let container = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/");
    for loader in [home.loader(&[container]).profile_name("nope"), home.loader(&[("AWS_PROFILE", "nope"), container])] {
        let errors = loader.load().expect_err("there is no such profile");
        let errors: Vec<_> = errors.iter().collect();
        assert_eq!(errors, [&ConfigError::ProfileNotFound { name: "nope".to_owned(), reasons: Vec::new() }]);
    }
    let errors = home.loader(&[("AWS_PROFILE", "nope")]).profile_name("").load().expect_err("as without a name");
    assert_eq!(errors.to_string(), "the profile `nope` does not exist");
}

#[test]
fn a_profile_that_is_missing_has_a_reason() {
    let home = Home::new(Some("[docgen]\nregion = a-b-1\n[profile broken\nregion = c-d-1\n"), None);
    let cases = [
        ("docgen", ":1: the section `[docgen]` is not a profile: write `[profile docgen]`"),
        ("broken", ":3: expected `]` after the section's name"),
    ];
    for (name, reason) in cases {
        let error = home.loader(&[("AWS_PROFILE", name)]).load().expect_err("a missing profile").to_string();
        assert!(error.starts_with(&format!("the profile `{name}` does not exist; ")), "{error}");
        assert!(error.contains(&format!(".aws/config{reason}")), "{error}");
    }
}

#[test]
fn every_mistake_is_reported() {
    let home = Home::new(Some("[default]\nuse_fips_endpoint = perhaps\n"), None);
    let variables = [
        ("AWS_RETRY_MODE", "bogus"),
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "1"),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "yes"),
        ("TINSMITH_VALIDATION", "maybe"),
    ];
    let errors = home.loader(&variables).load().expect_err("six mistakes");
    let expected = "\
invalid value \"perhaps\" for `use_fips_endpoint` (profile `default`): expected true or false
invalid value \"1\" for `use_dualstack_endpoint` (AWS_USE_DUALSTACK_ENDPOINT): expected true or false
invalid value \"maybe\" for `tinsmith_validation` (TINSMITH_VALIDATION): expected enforce, warn or off
invalid value \"bogus\" for `retry_mode` (AWS_RETRY_MODE): expected legacy, standard or adaptive
invalid value \"0\" for `max_attempts` (AWS_MAX_ATTEMPTS): expected an integer greater than or equal to one
invalid value \"yes\" for `ignore_configured_endpoint_urls` (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS): expected true or false";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn an_odd_application_name_fails_no_call() {
    let home = Home::new(Some("[default]\nsdk_ua_app_id = my app/é\n"), None);
    let name = |variables: &[(&str, &str)]| {
        let config = home.loader(variables).load().expect("no mistake");
        config.app_name().map(ToString::to_string)
    };
    assert_eq!(name(&[]).as_deref(), Some("my-app--"));
    assert_eq!(name(&[("AWS_SDK_UA_APP_ID", "a\r\nb: c")]).as_deref(), Some("a--b--c"));
}

const MISTAKES: &str = "\
no secret = before
[default]
region = eu-west-1
unknown = 1
  secret
[profile broken]
no secret
region = a-b-1
[profile tab]
region = a-b-1
\taws_secret_access_key = s3cr3t
[services all]
iam =
  endpoint_url = http://iam
s3 =
  secret
[services bad]
iam =
  secret
[profile fine] /* note */
services = all
[profile bad]
services = bad
[]
[open
";

#[test]
fn mistakes_matter_to_who_uses_them() {
    let home = Home::new(Some(MISTAKES), Some("[other]\nsecret\n"));
    let region = |profile: &str| {
        let config = home.loader(&[("AWS_PROFILE", profile)]).load().map_err(|errors| errors.to_string());
        config.map(|it| it.region().map_or_else(String::new, Region::to_string))
    };
    assert_eq!(region("default").as_deref(), Ok("eu-west-1"));
    assert_eq!(region("fine").as_deref(), Ok(""));
    for (profile, place) in [
        ("broken", ".aws/config:7: expected a section"),
        ("tab", ".aws/config:11: the line is indented"),
        ("other", ".aws/credentials:2: expected a section"),
    ] {
        let error = region(profile).expect_err(profile);
        assert!(error.contains(place), "{error}");
        assert!(!error.contains("s3cr3t"), "{error}");
    }
    let config = home.loader(&[("AWS_PROFILE", "fine")]).load().expect("no mistake");
    assert_eq!(config.endpoint_url_of(&SERVICE).as_deref(), Some("http://iam"));
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_read_fails_the_call() {
    let home = Home::new(Some(MISTAKES), None);
    let config = home.loader(&[("AWS_PROFILE", "bad"), ("AWS_REGION", "us-east-1")]).load().expect("no other mistake");
    let error = Client::from_conf(config).list_users().send().await.expect_err("no endpoint");
    let error = DisplayErrorContext(error).to_string();
    assert!(error.contains(".aws/config:19: expected a section"), "{error}");
}

#[test]
fn the_validation_policy() {
    let home = Home::new(
        Some(
            "[default]\nparameter_validation = false\n[profile warn]\ntinsmith_validation = Warn\n\
             [profile on]\nparameter_validation = true\n",
        ),
        None,
    );
    use ValidationPolicy::{Enforce, Off, Warn};
    let cases: [(Variables, ValidationPolicy); 5] = [
        (&[], Off),
        (&[("AWS_PROFILE", "warn")], Warn),
        (&[("AWS_PROFILE", "on")], Enforce),
        (&[("AWS_PROFILE", "warn"), ("TINSMITH_VALIDATION", "off")], Off),
        (&[("TINSMITH_VALIDATION", "ENFORCE")], Enforce),
    ];
    for (variables, expected) in cases {
        let loaded = home.loader(variables).load_builder().expect("no mistake");
        assert_eq!(loaded.clone().build().validation(), expected, "{variables:?}");
        assert_eq!(loaded.validation(Enforce).build().validation(), Enforce, "what the program says wins");
    }
}

#[test]
fn one_timeout_may_differ_and_leaves_the_others() {
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    let own = || TimeoutConfig::builder().read_timeout(2 * minute).build();
    let cases = [(Config::builder(), minute), (Config::builder().timeout_config(own()), 2 * minute)];
    for (client, read) in cases {
        let overrides = TimeoutConfig::builder().operation_timeout(second).build();
        let config = client.build().with_overrides(Config::builder().timeout_config(overrides));
        let timeouts = config.timeout_config().expect("what was set");
        assert_eq!(timeouts.operation_timeout(), Some(second));
        assert_eq!(timeouts.read_timeout(), Some(read));
        assert_eq!(timeouts.connect_timeout(), Some(Duration::from_millis(3100)));
    }
}
