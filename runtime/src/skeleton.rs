//! The walk that makes samples from a table alone.
//!
//! There are two kinds. A skeleton of an *input* is a form to fill in: blank strings, every
//! member of every union, laid out as the AWS CLI's `--generate-cli-skeleton` is. A sample of an
//! *output* is an answer that a service could give: it satisfies every constraint of its own
//! shape, which the AWS CLI's does not (aws/aws-cli#2337).

mod sample;
mod sketch;
mod text;
mod variant;
mod yaml;

pub use sample::sample;

use crate::docs::Docs;
use crate::dynamic::Dynamic;
use crate::schema::Schema;
use crate::shape::Structure;
use sketch::Sketch;

/// A sample of a structure, yet to be written.
/// `skeleton()` of an input gives one.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    schema: &'static Schema,
    docs: &'static Docs,
}

/// A skeleton in which some values are given, which no longer stand for anything else.
#[derive(Clone)]
pub struct Filled<'a> {
    sketch: Sketch<'a>,
    docs: &'static Docs,
}

impl Skeleton {
    /// The sample of this table, commented from these docs.
    #[inline]
    pub fn new(schema: &'static Schema, docs: &'static Docs) -> Self {
        Self { schema, docs }
    }

    /// A form of the input as JSON, indented by four spaces, without a line end at its end.
    #[inline]
    pub fn to_json(&self) -> String {
        self.form().to_json()
    }

    /// A form of the input as YAML, with a comment on every member, without a line end at its end.
    #[inline]
    pub fn to_yaml(&self) -> String {
        self.form().to_yaml()
    }

    /// The form in which the members that are set in `values` have their values already.
    #[inline]
    pub fn filled<'a>(&self, values: &'a dyn Structure) -> Filled<'a> {
        Filled { sketch: Sketch::filled(self.schema, values), docs: self.docs }
    }

    /// A sample of the output, as a value.
    #[inline]
    pub fn sample(&self) -> Dynamic {
        let mut value = Dynamic::new(self.schema);
        sample(&mut value);
        value
    }

    /// A sample of the output as JSON, laid out as [`to_json`](Self::to_json) does.
    #[inline]
    pub fn to_output_json(&self) -> String {
        let value = self.sample();
        Filled { sketch: Sketch::of(&value), docs: self.docs }.to_json()
    }

    /// A sample of the output as YAML, laid out as [`to_yaml`](Self::to_yaml) does.
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
    /// As [`Skeleton::to_json`].
    #[inline]
    pub fn to_json(&self) -> String {
        text::to_json(&self.sketch)
    }

    /// As [`Skeleton::to_yaml`].
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
