//! The sources of services.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tinsmith_cli::many::{Asked, Services};
use tinsmith_cli::{Group, Table, Tables};
use tinsmith_credentials::DefaultChain;
use tinsmith_pack::Pack;
use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::service::Operation;
use tinsmith_tables::StaticTables;

use crate::commands::{COMMANDS, GROUPS};
use crate::other_services;

/// The pack that is part of the program, if it was built with one.
static BUILT_IN: Option<&[u8]> = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The environment variable with the path of another pack.
const VARIABLE: &str = "TINSMITH_PACK";

/// Opens what the arguments request.
pub(crate) fn open(asked: &Asked) -> Result<Box<dyn Services>, String> {
    if !asked.models.is_empty() {
        return Ok(Box::new(Model { program: asked.program, files: asked.models.clone() }));
    }
    let path = asked.pack.clone().or_else(|| std::env::var_os(VARIABLE).filter(|it| !it.is_empty()).map(PathBuf::from));
    let pack = match (path, BUILT_IN) {
        (Some(path), _) => Pack::open(&path),
        (None, Some(bytes)) => Pack::of_bytes(bytes),
        (None, None) => {
            return Err(format!(
                "this program was built without a pack of services: create one with \
                 `cargo xtask pack --out services.pack` and pass it with --pack or {VARIABLE}, \
                 or build a program that contains one with `cargo xtask install`"
            ));
        }
    };
    let packed = Packed { program: asked.program, pack: pack.map_err(|error| error.to_string())? };
    other_services::provide(find_opened);
    Ok(Box::new(OPENED.get_or_init(|| packed)))
}

/// The services of a pack.
struct Packed {
    program: &'static str,
    pack: Pack,
}

/// The pack that was opened, for commands that call more than one service.
static OPENED: OnceLock<Packed> = OnceLock::new();

/// The service with this name in the pack that was opened.
fn find_opened(name: &str) -> Result<Option<&'static Table>, String> {
    OPENED.get().map_or(Ok(None), |packed| packed.find(name))
}

impl Services for &'static Packed {
    fn names(&self) -> Vec<(String, String)> {
        (**self).names()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Table>, String> {
        (**self).find(name)
    }

    fn groups(&self) -> &'static [Group] {
        GROUPS
    }

    fn credentials(&self) -> Option<&'static dyn ProviderChain> {
        Some(&DefaultChain)
    }
}

impl Packed {
    fn names(&self) -> Vec<(String, String)> {
        self.pack.services().iter().map(|entry| (entry.name.clone(), entry.title.clone())).collect()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Table>, String> {
        let Some(entry) = self.pack.find(name) else { return Ok(None) };
        let loaded = self.pack.load(entry).map_err(|error| format!("{name}: {error}"))?;
        table(self.program, name, tinsmith_tables::Tables::new(loaded).leak()).map(Some)
    }
}

/// The service of a model.
struct Model {
    program: &'static str,
    files: Vec<PathBuf>,
}

impl Services for Model {
    fn names(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn find(&self, _: &str) -> Result<Option<&'static Table>, String> {
        let loaded = tinsmith_tables::load_files(&self.files, &Default::default());
        let loaded = loaded.map_err(|found| format!("failed to load the model\n{found}"))?;
        let name = self.files.first().and_then(|path| Path::file_stem(path)).unwrap_or_default();
        table(self.program, &name.to_string_lossy(), loaded.tables.leak()).map(Some)
    }

    fn is_one(&self) -> bool {
        true
    }
}

/// The table of a service's commands. It is kept until the program ends, as are the tables created later.
fn table(program: &'static str, name: &str, tables: StaticTables) -> Result<&'static Table, String> {
    let service = tables.service().map_err(|error| format!("{name}: {error}"))?;
    Ok(Box::leak(Box::new(Table {
        program: format!("{program} {name}").leak(),
        service,
        tables: Box::leak(Box::new(Loaded(tables))),
        credentials: Some(&DefaultChain),
        commands: if service.sdk_id == "IAM" { tinsmith_iam_commands::COMMANDS } else { COMMANDS },
    })))
}

/// Tables that are created when they are requested.
struct Loaded(StaticTables);

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loaded")
    }
}

impl Tables for Loaded {
    fn names(&self) -> Vec<&'static str> {
        // Names that cannot be read belong to operations that cannot be called either.
        self.0.operation_names().filter_map(Result::ok).collect()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Operation>, String> {
        self.0.operation(name).map_err(|error| error.to_string())
    }

    fn docs(&self) -> &'static Docs {
        static NONE: Docs = Docs::new(&[]);
        self.0.docs().unwrap_or(&NONE)
    }
}
