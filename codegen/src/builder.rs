//! Generates clients in a build script.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::generate_model;
use crate::ir::CrateInfo;
use crate::model::Protocol;
use crate::output::{GeneratedFile, replace_file};
use crate::project::{self, is_project, load_projected, read_project};
use crate::transform::Selection;

/// Generates a client while a package is built, for a `build.rs`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     tinsmith_codegen::Builder::new().model("model/weather.smithy").build()?;
///     Ok(())
/// }
/// ```
///
/// The root of the package, `src/lib.rs` or `src/main.rs`, includes the client with `include!(concat!(env!("OUT_DIR"),
/// "/client.rs"));`. It must be the root, because the generated code uses paths that start there. The package depends
/// on `tinsmith-runtime` with the feature of the model's protocol.
///
/// Cargo runs the build script again only if a model changes. Nothing is read from the network.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    models: Vec<PathBuf>,
    projection: Option<String>,
    selection: Selection,
    protocol: Option<String>,
    file: Option<String>,
    out: Option<PathBuf>,
}

impl Builder {
    /// Creates a builder without models.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a model file, a directory with `.smithy` and `.json` model files, or a `smithy-build.json` with its sources
    /// and imports. Paths are relative to the package.
    #[must_use]
    pub fn model(mut self, path: impl Into<PathBuf>) -> Self {
        self.models.push(path.into());
        self
    }

    /// Selects the projection of the `smithy-build.json`, whose transforms are applied to the models.
    #[must_use]
    pub fn projection(mut self, name: impl Into<String>) -> Self {
        self.projection = Some(name.into());
        self
    }

    /// Selects the protocol by name, such as `rpcv2Cbor`, if the service declares several.
    #[must_use]
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.protocol = Some(name.into());
        self
    }

    /// Selects the service, by shape ID or name. Required if the models have several.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.selection.service = Some(name.into());
        self
    }

    /// Generates only these operations.
    #[must_use]
    pub fn operations<I: IntoIterator<Item: Into<String>>>(mut self, names: I) -> Self {
        self.selection.operations = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the name of the file in the output directory. The default is `client.rs`.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// Sets the output directory. The default is `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out = Some(directory.into());
        self
    }

    /// Generates the client and returns the path of its file. Prints instructions for cargo: the files to watch, and
    /// warnings.
    ///
    /// # Errors
    ///
    /// Fails if a model is invalid or if the file cannot be written. Cargo also shows each error of the models.
    pub fn build(mut self) -> Result<PathBuf, BuildError> {
        if let Some(name) = &self.protocol {
            let protocol = Protocol::by_name(name);
            self.selection.protocol = Some(protocol.ok_or_else(|| BuildError(format!("unknown protocol {name}")))?);
        }
        let failed = |found: Diagnostics| {
            show(&found);
            let number = found.errors().count();
            BuildError(format!("the models have {number} error{}", if number == 1 { "" } else { "s" }))
        };
        let models = expand(&self.models)?;
        let mut watched = [&self.models[..], &models].concat();
        for path in models.iter().filter(|path| is_project(path)) {
            watched.extend(read_project(path, self.projection.as_deref()).map_err(failed)?.models);
        }
        for path in &watched {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let out = self.out.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        let out = out.ok_or_else(|| BuildError("OUT_DIR is not set; run this in a build script".to_owned()))?;
        let path = out.join(self.file.as_deref().unwrap_or("client.rs"));
        // What the last run read, and the warnings that it printed.
        let record = path.with_extension("rs.inputs");
        let inputs = format!("{:016x}\n", self.digest(&watched));
        let last = std::fs::read_to_string(&record).unwrap_or_default();
        if let Some(warnings) = last.strip_prefix(&inputs).filter(|_| path.is_file()) {
            print!("{warnings}");
            return Ok(path);
        }
        let (model, mut warnings) = load_projected(&models, self.projection.as_deref()).map_err(failed)?;
        let generated = generate_model(model, &self.selection, &CrateInfo::unnamed()).map_err(failed)?;
        warnings.extend(generated.warnings);
        print!("{}", lines(&warnings));
        let written = replace_file(&path, one_file(&generated.files)?);
        written.map_err(|error| BuildError(format!("failed to write {}: {error}", path.display())))?;
        // Without the record the next run generates again.
        let _ = std::fs::write(record, inputs + &lines(&warnings));
        Ok(path)
    }

    /// A hash of everything that the client depends on. A file that cannot be read is reported when it is loaded.
    fn digest(&self, files: &[PathBuf]) -> u64 {
        let mut hasher = DefaultHasher::new();
        (
            env!("CARGO_PKG_VERSION"),
            &self.projection,
            &self.selection.service,
            &self.selection.operations,
            &self.protocol,
        )
            .hash(&mut hasher);
        for path in files {
            (path, std::fs::read(path).ok()).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// The reason why a build script failed.
#[derive(Debug)]
pub struct BuildError(String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

/// Replaces directories by the model files in them.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, BuildError> {
    let mut models = Vec::new();
    for path in paths {
        if !path.is_dir() {
            models.push(path.clone());
            continue;
        }
        let failed = |error: std::io::Error| BuildError(format!("failed to read {}: {error}", path.display()));
        models.extend(project::models_in(path).map_err(failed)?);
    }
    Ok(models)
}

/// Prints diagnostics as cargo warnings, one line each.
fn show(found: &Diagnostics) {
    print!("{}", lines(found));
}

fn lines(found: &Diagnostics) -> String {
    let mut lines = String::new();
    for diagnostic in found {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        lines.push_str(&format!("cargo::{level}={}\n", line(diagnostic).replace('\n', " ")));
    }
    lines
}

/// A diagnostic as cargo shows it, after the severity and the package's name.
fn line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { event_id, shape_id, location, message, hint, .. } = diagnostic;
    let mut text = String::new();
    // As compilers do it, so that editors find the place.
    text.extend(location.iter().map(|location| format!("{location}: ")));
    text.push_str(&format!("[{event_id}] "));
    text.extend(shape_id.iter().map(|id| format!("{id}: ")));
    text.push_str(message);
    text.extend(hint.iter().map(|hint| format!(" ({hint})")));
    text
}

/// Nests the modules of a crate in a single file.
fn one_file(files: &[GeneratedFile]) -> Result<String, BuildError> {
    let mut tree = parse(files, "src/lib.rs")?;
    fill(&mut tree.items, files, "src")?;
    // An included file cannot have inner attributes, and the package lacks the features of a generated crate.
    tree.attrs.clear();
    tree.items.retain(|item| !is_behind_feature(item));
    for item in &mut tree.items {
        if let syn::Item::Mod(module) = item {
            module.attrs.push(syn::parse_quote!(#[allow(unexpected_cfgs, unused_imports)]));
        }
    }
    Ok(prettyplease::unparse(&tree))
}

fn parse(files: &[GeneratedFile], path: &str) -> Result<syn::File, BuildError> {
    let file = files.iter().find(|file| file.path == path);
    let file = file.ok_or_else(|| BuildError(format!("{path} was not generated")))?;
    syn::parse_file(&file.text).map_err(|error| BuildError(format!("failed to parse {path}: {error}")))
}

/// Fills each declared module with the content of its file.
fn fill(items: &mut [syn::Item], files: &[GeneratedFile], directory: &str) -> Result<(), BuildError> {
    for item in items {
        let syn::Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let inside = format!("{directory}/{}", name.trim_start_matches("r#"));
        match &mut module.content {
            Some((_, items)) => fill(items, files, &inside)?,
            None => {
                let mut content = parse(files, &format!("{inside}.rs"))?;
                fill(&mut content.items, files, &inside)?;
                module.attrs.extend(content.attrs.into_iter().map(outer));
                module.content = Some((syn::token::Brace::default(), content.items));
                module.semi = None;
            }
        }
    }
    Ok(())
}

/// Whether an item of the root module requires a feature of a generated crate.
fn is_behind_feature(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Use(it) => &it.attrs,
        syn::Item::Mod(it) => &it.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

/// Turns an inner doc attribute of a file into an outer one of its module.
fn outer(attribute: syn::Attribute) -> syn::Attribute {
    syn::Attribute { style: syn::AttrStyle::Outer, ..attribute }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_finds_nothing_changed_generates_nothing() {
        let out = std::env::temp_dir().join(format!("tinsmith-builder-{}", std::process::id()));
        std::fs::create_dir_all(&out).unwrap();
        let model = out.join("demo.smithy");
        let text = "$version: \"2.0\"\nnamespace demo\nuse aws.protocols#restJson1\n@restJson1 service Demo { version: \"1\", \
                    operations: [Get] }\n@readonly @http(method: \"GET\", uri: \"/\") operation Get { input := { \
                    @httpQuery(\"q\") @pattern(\"(a)\\\\1\") q: String } }\n";
        std::fs::write(&model, text).unwrap();
        let build = |operations: &[&str]| {
            let builder = Builder::new().model(&model).operations(operations.iter().copied()).out_dir(&out);
            std::fs::read_to_string(builder.build().unwrap()).unwrap()
        };
        let first = build(&["Get"]);
        let record = std::fs::read_to_string(out.join("client.rs.inputs")).unwrap();
        assert!(record.contains("\ncargo::warning=") && record.contains("demo.smithy:5:"), "{record}");
        // What is in place is taken, so that a change of it by hand shows that nothing is generated.
        std::fs::write(out.join("client.rs"), "by hand").unwrap();
        assert_eq!(build(&["Get"]), "by hand");
        std::fs::write(&model, text.replace("uri: \"/\"", "uri: \"/other\"")).unwrap();
        let changed = build(&["Get"]);
        assert!(changed != first && changed.contains("/other"));
        std::fs::remove_file(out.join("client.rs")).unwrap();
        assert_eq!(build(&["Get"]), changed);
        std::fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn a_missing_model_is_an_error() {
        let directory = std::env::temp_dir();
        let built = Builder::new().model("no/such.smithy").out_dir(directory).build();
        assert_eq!(built.unwrap_err().to_string(), "the models have 1 error");
    }
}
