//! Packs for tests: of the services whose models are in the repository, and of all services.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;

use crate::peers;

/// The path of a pack of all services, which the variable `TINSMITH_TEST_PACK` names. Without it, the running test is
/// recorded as skipped.
pub fn of_all_services() -> Option<OsString> {
    let pack = std::env::var_os("TINSMITH_TEST_PACK");
    if pack.is_none() {
        peers::skip("TINSMITH_TEST_PACK does not name a pack of all services");
    }
    pack
}

/// The path of a pack with IAM and STS, and their documentation.
///
/// # Panics
///
/// Panics if it cannot be written.
pub fn of_repository() -> &'static PathBuf {
    static PACK: OnceLock<PathBuf> = OnceLock::new();
    PACK.get_or_init(|| {
        let mut writer = PackWriter::new();
        for name in ["iam", "sts"] {
            let files = ["model.json", "docs.json"].map(|file| peers::root().join("models").join(name).join(file));
            let model = load_files(&files).unwrap_or_else(|found| panic!("{name}: {found}"));
            let described =
                describe_model(model, &Selection::default()).unwrap_or_else(|found| panic!("{name}: {found}"));
            writer.add(PackWriter::pack(name, &described.description, true).expect("a service that can be packed"));
        }
        // Tests in other processes write the same file.
        let path = peers::target().join(format!("repository-{}.pack", std::process::id()));
        std::fs::write(&path, writer.finish().expect("a pack")).expect("a file");
        path
    })
}
