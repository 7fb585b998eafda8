//! A program that loads a thousand models, calls their services and drops them keeps nothing of them.
//!
//! An allocator counts the bytes in use. It is a separate program because of the allocator.

#![allow(unsafe_code, reason = "an allocator is unsafe to implement")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_tables::{Client, load_model};

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "customizations/script.rs"]
mod script;

use script::Script;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(block, layout) }
    }
}

/// A service with endpoint discovery. The names are not those of AWS.
const MODEL: &str = "$version: \"2.0\"
namespace demo
use aws.api#clientDiscoveredEndpoint
use aws.api#clientEndpointDiscovery
use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_0
@awsJson1_0 @sigv4(name: \"demo\") @service(sdkId: \"Demo\", endpointPrefix: \"demo\")
@clientEndpointDiscovery(operation: FindCells, error: CellClosed)
service Demo { version: \"1\", operations: [FindCells, Query] }
operation FindCells { output := { @required Endpoints: Endpoints } }
list Endpoints { member: Endpoint }
structure Endpoint { @required Address: String, @required CachePeriodInMinutes: Long }
@clientDiscoveredEndpoint(required: true)
operation Query { input := {}, output := {}, errors: [CellClosed] }
@error(\"client\") structure CellClosed { Message: String }
";

/// Loads the model, and calls its service: the first cell that it names is closed.
async fn load_and_call() {
    let script = Script::new(|request, number| match request.operation {
        "FindCells" => {
            let address = format!("cell{number}.demo.eu-west-1.amazonaws.com");
            (200, format!("{{\"Endpoints\": [{{\"Address\": \"{address}\", \"CachePeriodInMinutes\": 5}}]}}"))
        }
        _ if number == 2 => (400, "{\"__type\": \"CellClosed\"}".to_owned()),
        _ => (200, "{}".to_owned()),
    });
    let model = load_sources(vec![Source::new("demo.smithy", MODEL)]).unwrap();
    let tables = load_model(model, &Selection::default()).unwrap().tables;
    let client = Client::new(tables, script.config().build()).unwrap();
    client.call("Query", "{}").await.unwrap();
    let urls = script.urls();
    let cells = urls.iter().map(|it| it.split('.').next().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(cells, ["https://demo", "https://cell1", "https://demo", "https://cell3"]);
}

#[tokio::test]
async fn a_thousand_services_with_endpoint_discovery_leave_nothing_behind() {
    for _ in 0..20 {
        load_and_call().await;
    }
    let before = IN_USE.load(Ordering::Relaxed);
    for _ in 0..1000 {
        load_and_call().await;
    }
    // Even a pointer for each of them would be more.
    let grown = IN_USE.load(Ordering::Relaxed).saturating_sub(before);
    assert!(grown < 4000, "{grown} bytes are left");
}
