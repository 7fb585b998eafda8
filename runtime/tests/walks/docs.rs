//! The documentation of the shared schemas, which skeletons use for comments.

use tinsmith_runtime::docs::Docs;

pub(crate) static DOCS: Docs = Docs::new(&[
    ("test#Everything$Any", "Anything:\nwhatever. Really."),
    ("test#Everything$Name", "What to call it,\nin a word. Never empty."),
    ("test#Everything$Status", "Whether it is on"),
    ("test#Everything$Tags", "Up to 50 tags. No more."),
    ("test#Everything$Texts", "See https://example.com/a.b for more. Or not."),
    ("test#Tag$Key", "The key."),
    ("test#Tag$Value", "The value."),
]);
