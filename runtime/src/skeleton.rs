//! Generates samples from a schema.
//!
//! There are two kinds. The skeleton of an *input* is a form to fill in: blank strings, all members of unions, in the
//! layout of the AWS CLI's `--generate-cli-skeleton`. The sample of an *output* is a response that a service could
//! return: unlike the AWS CLI's, it satisfies all constraints of its shape (aws/aws-cli#2337).

mod sample;
mod sketch;
mod text;
mod variant;
mod yaml;

pub use sample::sample;

use crate::docs::Docs;
pub use crate::dynamic::Dynamic;
use crate::schema::Schema;
use crate::shape::Structure;
use sketch::Sketch;

/// A sample of a structure. The `skeleton()` of an input returns one.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    schema: &'static Schema,
    docs: &'static Docs,
}

/// A skeleton with some given values instead of samples.
#[derive(Clone)]
pub struct Filled<'a> {
    sketch: Sketch<'a>,
    docs: &'static Docs,
}

impl Skeleton {
    /// Creates a sample of this schema, with comments from these docs.
    #[inline]
    pub fn new(schema: &'static Schema, docs: &'static Docs) -> Self {
        Self { schema, docs }
    }

    /// The input's skeleton as JSON, indented by four spaces, without a trailing newline.
    #[inline]
    pub fn to_json(&self) -> String {
        self.form().to_json()
    }

    /// The input's skeleton as YAML, with a comment on every member, without a trailing newline.
    #[inline]
    pub fn to_yaml(&self) -> String {
        self.form().to_yaml()
    }

    /// The skeleton with the members that are set in `values` filled in.
    #[inline]
    pub fn filled<'a>(&self, values: &'a dyn Structure) -> Filled<'a> {
        Filled { sketch: Sketch::filled(self.schema, values), docs: self.docs }
    }

    /// A sample of the output as a value.
    #[inline]
    pub fn sample(&self) -> Dynamic {
        let mut value = Dynamic::new(self.schema);
        sample(&mut value);
        value
    }

    /// A sample of the output as JSON, in the layout of [`to_json`](Self::to_json).
    #[inline]
    pub fn to_output_json(&self) -> String {
        let value = self.sample();
        Filled { sketch: Sketch::of(&value), docs: self.docs }.to_json()
    }

    /// A sample of the output as YAML, in the layout of [`to_yaml`](Self::to_yaml).
    #[inline]
    pub fn to_output_yaml(&self) -> String {
        let value = self.sample();
        Filled { sketch: Sketch::of(&value), docs: self.docs }.to_yaml()
    }

    #[inline]
    fn form(&self) -> Filled<'static> {
        Filled { sketch: Sketch::form(self.schema), docs: self.docs }
    }
}

impl Filled<'_> {
    /// Like [`Skeleton::to_json`].
    #[inline]
    pub fn to_json(&self) -> String {
        text::to_json(&self.sketch)
    }

    /// Like [`Skeleton::to_yaml`].
    #[inline]
    pub fn to_yaml(&self) -> String {
        yaml::to_yaml(&self.sketch, self.docs)
    }
}

#[cfg(test)]
mod tests {
    use super::Skeleton;
    use crate::docs::Docs;
    use crate::schema::{Kind, Member, Schema};

    #[test]
    fn a_sample_is_written_in_every_form() {
        static NAME: Schema = Schema::simple("demo#Name", Kind::String, &[]);
        static USER: Schema = Schema::structure("demo#User", &[Member::new("Name", &NAME, &[])], &[]);
        static DOCS: Docs = Docs::new(&[("demo#User$Name", "What to call them. At least once.")]);
        let skeleton = Skeleton::new(&USER, &DOCS);
        assert_eq!(skeleton.to_json(), "{\n    \"Name\": \"\"\n}");
        assert_eq!(skeleton.to_yaml(), "Name: ''  # What to call them.");
        assert_eq!(skeleton.to_output_json(), "{\n    \"Name\": \"Name\"\n}");
    }
}
