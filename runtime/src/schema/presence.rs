//! Accessors of traits without a value.

use super::traits::{Trait, has};
use super::{Member, Schema};

impl Schema {
    /// Whether elements or values may be null.
    pub fn is_sparse(&self) -> bool {
        has!(self.traits(), Trait::Sparse)
    }

    /// Whether the strings are policies: JSON in percent encoding.
    pub fn is_policy_document(&self) -> bool {
        has!(self.traits(), Trait::PolicyDocument)
    }

    /// Whether values must not be shown.
    pub fn is_sensitive(&self) -> bool {
        has!(self.traits(), Trait::Sensitive)
    }

    /// Whether the list's elements must be unique.
    pub fn is_unique_items(&self) -> bool {
        has!(self.traits(), Trait::UniqueItems)
    }

    /// Whether the blob is a stream, or the union holds the events of a stream.
    pub fn is_streaming(&self) -> bool {
        has!(self.traits(), Trait::Streaming)
    }

    /// Whether the size of the streaming blob must be known before it is sent.
    pub fn requires_length(&self) -> bool {
        has!(self.traits(), Trait::RequiresLength)
    }

    /// The streaming member of an input or output, with its index.
    pub fn streaming_member(&self) -> Option<(usize, &'static Member)> {
        self.members().iter().enumerate().find(|(_, member)| member.target().is_streaming())
    }

    /// Whether the structure is an error.
    pub fn is_error(&self) -> bool {
        has!(self.traits(), Trait::Error(_))
    }
}

impl Member {
    /// Whether a value is required.
    pub fn is_required(&self) -> bool {
        has!(self.traits(), Trait::Required)
    }

    /// Whether clients treat the member as optional, despite its other traits.
    pub fn is_client_optional(&self) -> bool {
        has!(self.traits(), Trait::ClientOptional)
    }

    /// Whether values must not be shown, by the member's own trait or its target's.
    pub fn is_sensitive(&self) -> bool {
        has!(self.traits(), Trait::Sensitive) || self.target().is_sensitive()
    }

    /// Whether values must not be shown, or, for lists and maps, what they contain.
    pub fn holds_sensitive(&self) -> bool {
        self.is_sensitive() || self.target().members.iter().any(Self::is_sensitive)
    }

    /// Whether the list or map is written without an element around it.
    pub fn is_xml_flattened(&self) -> bool {
        has!(self.traits(), Trait::XmlFlattened)
    }

    /// Whether the member is an attribute of its structure's element.
    pub fn is_xml_attribute(&self) -> bool {
        has!(self.traits(), Trait::XmlAttribute)
    }

    /// Whether the client fills in a token if the caller did not.
    pub fn is_idempotency_token(&self) -> bool {
        has!(self.traits(), Trait::IdempotencyToken)
    }

    /// Whether responses return the value as an id with a path before it.
    pub fn is_resource_id(&self) -> bool {
        has!(self.traits(), Trait::ResourceId)
    }

    /// Whether the value is the endpoint URL of the request.
    pub fn is_endpoint_url(&self) -> bool {
        has!(self.traits(), Trait::EndpointUrl)
    }

    /// Whether a value in a response that is not valid is ignored.
    pub fn is_lenient(&self) -> bool {
        has!(self.traits(), Trait::Lenient)
    }

    /// Whether the member is not part of requests.
    pub fn is_not_sent(&self) -> bool {
        has!(self.traits(), Trait::NotSent)
    }

    /// The name of the member whose MD5 digest the value is.
    pub fn md5_of(&self) -> Option<&'static str> {
        self.traits().iter().find_map(|it| match it {
            Trait::Md5Of(name) => Some(*name),
            _ => None,
        })
    }

    /// Whether the value is part of the operation's host prefix.
    pub fn is_host_label(&self) -> bool {
        has!(self.traits(), Trait::HostLabel)
    }
}
