//! The sources of services.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tinsmith_cli::many::{Asked, OwnCommand, Services, Texts};
use tinsmith_cli::{Group, Statics, Table, Tables};
use tinsmith_credentials::DefaultChain;
use tinsmith_pack::description::Trait;
use tinsmith_pack::{Broken, Entry, Pack, PackedService, Source};
use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::protocol::AwsJson1_0;
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_tables::StaticTables;

use crate::commands::{COMMANDS, GROUPS, OWN};
use crate::store;

/// The pack that is part of the program, if it was built with one.
static BUILT_IN: Option<&[u8]> = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The SDK id of the service with commands of its own crate.
const IAM: &str = "IAM";

/// The environment variable with the path of another pack.
const VARIABLE: &str = "TINSMITH_PACK";

/// Opens what the arguments request. A pack is only read when a service is looked for.
#[allow(clippy::unnecessary_wraps, reason = "the signature is that of all programs")]
pub(crate) fn open(asked: &Asked) -> Result<Box<dyn Services>, String> {
    if !asked.models.is_empty() {
        return Ok(Box::new(Model { program: asked.program, files: asked.models.clone() }));
    }
    tinsmith_cli::command::provide_services(find_opened);
    let available = || Available { program: asked.program, path: asked.pack.clone(), pack: OnceLock::new() };
    Ok(Box::new(OPENED.get_or_init(available)))
}

/// The pack at this path, in `TINSMITH_PACK` or in the program.
fn open_pack(path: Option<&Path>) -> Result<Pack, String> {
    let variable = || std::env::var_os(VARIABLE).filter(|it| !it.is_empty()).map(PathBuf::from);
    let pack = match (path.map(Path::to_owned).or_else(variable), BUILT_IN) {
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
    pack.map_err(|error| error.to_string())
}

/// The services of a pack, and of stored models.
struct Available {
    program: &'static str,
    /// The pack in `--pack`.
    path: Option<PathBuf>,
    pack: OnceLock<Result<Pack, String>>,
}

/// The services that were opened, for commands that call more than one.
static OPENED: OnceLock<Available> = OnceLock::new();

/// The service with this name among those that were opened.
fn find_opened(name: &str) -> Result<Option<&'static Table>, String> {
    OPENED.get().map_or(Ok(None), |available| available.find(name))
}

impl Services for &'static Available {
    fn names(&self) -> Vec<(String, String)> {
        (**self).names()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Table>, String> {
        (**self).find(name)
    }

    fn is_known(&self, name: &str) -> bool {
        self.pack().is_ok_and(|pack| pack.find(name).is_some()) || store::names().iter().any(|it| it == name)
    }

    fn groups(&self) -> &'static [Group] {
        GROUPS
    }

    fn commands(&self) -> &'static [OwnCommand] {
        OWN
    }

    fn credentials(&self) -> Option<&'static dyn ProviderChain> {
        Some(&DefaultChain)
    }

    fn missing(&self) -> Option<String> {
        self.pack().err()
    }

    fn texts(&self, name: &str) -> Result<Texts, String> {
        let loaded = self.load(name)?;
        loaded.map_or_else(|| Ok(Texts::default()), |it| texts(&it.source).map_err(|error| error.to_string()))
    }
}

impl Available {
    fn pack(&self) -> Result<&Pack, String> {
        self.pack.get_or_init(|| open_pack(self.path.as_deref())).as_ref().map_err(Clone::clone)
    }

    fn names(&self) -> Vec<(String, String)> {
        let packed = self.pack().ok().into_iter().flat_map(|it| it.services());
        let mut names: Vec<_> = packed.map(|entry| (entry.name.to_owned(), entry.title.to_owned())).collect();
        for name in store::names() {
            if names.iter().any(|(other, _)| *other == name) {
                continue;
            }
            let title = match store::open(&name) {
                Ok(pack) => pack.and_then(|it| Some(it.services().next()?.title.to_owned())).unwrap_or_default(),
                Err(_) => "A stored model that cannot be used; `model list` says why.".to_owned(),
            };
            names.push((name, title));
        }
        names.sort();
        names
    }

    /// The service with this name: of the pack, or else a stored model.
    fn load(&self, name: &str) -> Result<Option<Found>, String> {
        let load = |pack: &Pack, entry: &Entry<'_>, origin: Origin| {
            let source = pack.load(entry).map_err(|error| origin.message(name, &error))?;
            Ok(Some(Found { name: entry.name.to_owned(), source, origin }))
        };
        if let Ok(pack) = self.pack()
            && let Some(entry) = pack.find(name)
        {
            return load(pack, &entry, Origin::Pack);
        }
        let Some(pack) = store::open(name)? else { return Ok(None) };
        pack.services().next().map_or(Ok(None), |entry| load(&pack, &entry, Origin::Stored))
    }

    fn find(&self, name: &str) -> Result<Option<&'static Table>, String> {
        let Some(Found { name, source, origin }) = self.load(name)? else { return Ok(None) };
        table(self.program, &name, tinsmith_tables::Tables::new(source).leak(), origin).map(Some)
    }
}

/// A service that was found.
struct Found {
    /// Its first name in commands.
    name: String,
    source: PackedService,
    origin: Origin,
}

/// Where the tables of a service come from.
#[derive(Clone, Copy)]
enum Origin {
    Pack,
    Stored,
    Model,
}

impl Origin {
    /// The message about tables that cannot be read.
    fn message(self, name: &str, error: &Broken) -> String {
        match self {
            Self::Pack | Self::Model => format!("{name}: {error}"),
            Self::Stored => store::damaged(name, &error.to_string()),
        }
    }
}

/// The names and documentation of a service's operations.
fn texts(source: &PackedService) -> Result<Texts, Broken> {
    let service = source.service()?;
    let namespace = source.text(service.id)?.split('#').next().unwrap_or_default().to_owned();
    let mut texts = Texts::default();
    texts.sdk_id = source.text(service.sdk_id)?.to_owned();
    for index in 0..source.operation_count() {
        let name = source.operation_name(index)?;
        let about = source.doc(&format!("{namespace}#{name}"))?.unwrap_or_default();
        texts.operations.push((name.to_owned(), about.to_owned()));
        for it in &source.operation(index)?.traits {
            let Trait::Waitable(waiters) = it else { continue };
            for waiter in waiters {
                let waiter = source.waiter(*waiter)?;
                texts.waiters.push((source.text(waiter.name)?.to_owned(), source.text(waiter.about)?.to_owned()));
            }
        }
    }
    texts.commands = commands(&texts.sdk_id);
    Ok(texts)
}

/// The names and descriptions of the commands of a service.
fn commands(sdk_id: &str) -> Vec<(String, String)> {
    static NONE: Docs = Docs::new(&[]);
    static NO_TABLES: Statics = Statics::new(&[], &NONE);
    let owned = |(name, about): (&str, &str)| (name.to_owned(), about.to_owned());
    if sdk_id == IAM {
        return tinsmith_iam_commands::COMMANDS.iter().map(|it| owned((it.name, it.about))).collect();
    }
    // Commands ask a table whether it is that of their service. Its other tables are not needed. A program searches once,
    // so little is kept.
    let service = Box::leak(Box::new(Service { sdk_id: sdk_id.to_owned().leak(), ..Service::example(&AwsJson1_0) }));
    let table = Table { program: "", service, tables: &NO_TABLES, credentials: None, commands: COMMANDS };
    Box::leak(Box::new(table)).command_texts().map(owned).collect()
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
        table(self.program, &name.to_string_lossy(), loaded.tables.leak(), Origin::Model).map(Some)
    }

    fn is_one(&self) -> bool {
        true
    }
}

/// The table of a service's commands. It is kept until the program ends, as are the tables created later.
fn table(program: &'static str, name: &str, tables: StaticTables, origin: Origin) -> Result<&'static Table, String> {
    let service = tables.service().map_err(|error| origin.message(name, &error))?;
    Ok(Box::leak(Box::new(Table {
        program: format!("{program} {name}").leak(),
        service,
        tables: Box::leak(Box::new(Loaded { tables, names: OnceLock::new(), name: name.to_owned(), origin })),
        credentials: Some(&DefaultChain),
        commands: if service.sdk_id == IAM { tinsmith_iam_commands::COMMANDS } else { COMMANDS },
    })))
}

/// Tables that are created when they are requested.
struct Loaded {
    tables: StaticTables,
    /// The names of operations, which help looks up again and again.
    names: OnceLock<Vec<&'static str>>,
    /// The name of the service in commands.
    name: String,
    origin: Origin,
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Loaded")
    }
}

impl Tables for Loaded {
    fn names(&self) -> Vec<&'static str> {
        // Names that cannot be read belong to operations that cannot be called either.
        self.names.get_or_init(|| self.tables.operation_names().filter_map(Result::ok).collect()).clone()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Operation>, String> {
        self.tables.operation(name).map_err(|error| self.origin.message(&self.name, &error))
    }

    fn sketch(&self, name: &str, has_all_values: bool) -> Result<Option<&'static Operation>, String> {
        self.tables.sketch(name, has_all_values).map_err(|error| self.origin.message(&self.name, &error))
    }

    fn waiters(&self) -> Vec<(&'static str, &'static str)> {
        self.tables.waiters().unwrap_or_default()
    }

    fn docs(&self) -> &'static Docs {
        static NONE: Docs = Docs::new(&[]);
        self.tables.docs().unwrap_or(&NONE)
    }
}
