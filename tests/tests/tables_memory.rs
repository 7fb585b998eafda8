//! Tables are freed. In a process of its own, because other tests take memory too.

use std::time::SystemTime;

use tinsmith_codegen::Selection;
use tinsmith_runtime::config::Config;
use tinsmith_tables::{Client, load_files};
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

/// A thousand services that are loaded, called and dropped take no more memory than a hundred.
#[tokio::test]
async fn memory_is_given_back() {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).map(str::trim).unwrap_or_default();
        line.split(' ').next().and_then(|it| it.parse::<u64>().ok()).unwrap_or_default()
    };
    let page = r#"{"items": [{"cityId": "a", "name": "A"}]}"#;
    let server = Server::start_deciding(move |_| Act::Answer(200, Vec::new(), page.to_owned()));
    let model = peers::root().join("tests/weather/weather.smithy");
    let started = SystemTime::now();
    let mut before = 0;
    for count in 0..400 {
        if count == 100 {
            before = resident();
        }
        let tables = load_files(std::slice::from_ref(&model), &Selection::default())
            .unwrap_or_else(|found| panic!("{found}"))
            .tables;
        let client = Client::new(tables, Config::builder().endpoint_url(server.url()).build()).unwrap();
        let mut items = client.request("ListCities").unwrap().items().unwrap();
        drop(client);
        assert!(items.next().await.unwrap().is_ok());
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 8 << 10, "{grown} KiB in {:?}", started.elapsed());
}
