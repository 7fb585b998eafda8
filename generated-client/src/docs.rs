use tinsmith_runtime::docs::Docs;

pub static DOCS: Docs = Docs::new(&[("com.amazonaws.iam#UpdateAccessKey", "…")]);
