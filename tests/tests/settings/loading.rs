//! Settings: what wins over what, and what is refused.

use std::time::Duration;

use tinsmith_iam::config::timeout::TimeoutConfig;
use tinsmith_iam::config::{Config, ConfigError, Region};
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

/// What a setting comes to be with these variables.
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
    let cases: [Case<'_>; 6] = [
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
    // A directory can be opened, but not read.
    let errors = home.loader(&[("AWS_CONFIG_FILE", "~/.aws")]).load().expect_err("no file");
    assert!(errors.to_string().contains(".aws: the file cannot be read"), "{errors}");
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
    for loader in [home.loader(&[]).profile_name("nope"), home.loader(&[("AWS_PROFILE", "nope")])] {
        let errors = loader.load().expect_err("there is no such profile");
        let errors: Vec<_> = errors.iter().collect();
        assert_eq!(errors, [&ConfigError::ProfileNotFound { name: "nope".to_owned() }]);
    }
}

#[test]
fn every_mistake_is_reported() {
    let home = Home::new(Some("[default]\nuse_fips_endpoint = perhaps\n"), None);
    let variables = [
        ("AWS_RETRY_MODE", "bogus"),
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "1"),
        ("AWS_SDK_UA_APP_ID", "two words"),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "yes"),
    ];
    let errors = home.loader(&variables).load().expect_err("six mistakes");
    let expected = "\
\"perhaps\" is no value of `use_fips_endpoint` (profile `default`): it has to be true or false
\"1\" is no value of `use_dualstack_endpoint` (AWS_USE_DUALSTACK_ENDPOINT): it has to be true or false
\"two words\" is no value of `sdk_ua_app_id` (AWS_SDK_UA_APP_ID): an application's name is made of ASCII letters, \
digits and !#$%&'*+-.^_`|~
\"bogus\" is no value of `retry_mode` (AWS_RETRY_MODE): it has to be legacy, standard or adaptive
\"0\" is no value of `max_attempts` (AWS_MAX_ATTEMPTS): it has to be an integer greater than or equal to one
\"yes\" is no value of `ignore_configured_endpoint_urls` (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS): it has to be true or false";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn mistakes_of_files_have_file_and_line() {
    let home = Home::new(Some("[default\n"), Some("[default]\nno secret = in\nmessages\n"));
    let errors = home.loader(&[]).load().expect_err("two mistakes").to_string();
    let lines: Vec<_> = errors.lines().collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert!(lines[0].contains(".aws/config:1: "), "{errors}");
    assert!(lines[1].contains(".aws/credentials:3: "), "{errors}");
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
