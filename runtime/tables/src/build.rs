//! Converts descriptions to the runtime's tables.

use tinsmith_pack::description::{self, DefaultValue, Kind as Described, PatternRef, ShapeRef, Text, WaiterRef};
use tinsmith_pack::{Broken, Source};
use tinsmith_runtime::schema::waiters::Waiter;
use tinsmith_runtime::schema::{self, Kind, Pattern, Schema, Trait};
use tinsmith_runtime::service::{EndpointDiscovery, Operation, Service};

use crate::arena::{Arena, Room};
use crate::made::{ByNumber, Made};
use crate::names;

/// Creates tables in the arena of those created before.
pub(crate) struct Builder<'a> {
    pub(crate) source: &'a dyn Source,
    made: &'a mut Made,
    /// Shapes that were referred to but not created yet.
    pending: Vec<(ShapeRef, Room)>,
    /// The created lists and maps, with the shapes of their elements.
    containers: Vec<(ShapeRef, ShapeRef)>,
    /// The shapes of a sketch with one value of each enum, which nothing else refers to.
    sketched: Option<ByNumber<ShapeRef, Room>>,
}

/// The maximum number of lists and maps directly within each other. Walks end cycles of shapes at structures.
const CONTAINERS: usize = 64;

impl<'a> Builder<'a> {
    pub(crate) fn new(source: &'a dyn Source, made: &'a mut Made) -> Self {
        Self { source, made, pending: Vec::new(), containers: Vec::new(), sketched: None }
    }

    pub(crate) fn arena(&self) -> &Arena {
        &self.made.arena
    }

    /// Creates the service.
    pub(crate) fn service(mut self) -> Result<&'static Service, Broken> {
        let described = self.source.service()?;
        let rules = match self.source.rules()? {
            Some(rules) => Some(self.rules(&rules)?),
            None => None,
        };
        let mut service = Service {
            id: self.text(described.id)?,
            version: self.text(described.version)?,
            sdk_id: self.text(described.sdk_id)?,
            endpoint_prefix: self.text(described.endpoint_prefix)?,
            signing_name: self.text(described.signing_name)?,
            title: self.text(described.title)?,
            protocol: names::protocol(self.text(described.protocol)?)?,
            endpoint_rules: rules,
            endpoint_discovery: None,
            traits: &[],
        };
        let (discoveries, traits): (Vec<_>, Vec<_>) =
            described.traits.iter().cloned().partition(|it| self.discovery(it).is_some());
        service.traits = self.traits(&traits)?;
        if let Some(fields) = discoveries.first().and_then(|it| self.discovery(it)) {
            let (operation, error) = self.discovery_names(fields)?;
            // The operation belongs to a service of its own, because tables cannot be changed once something refers to
            // them.
            let asked = self.arena().value(Service { ..service });
            service.endpoint_discovery = Some(self.arena().value(EndpointDiscovery::new(operation, error, asked)));
        }
        Ok(self.arena().value(service))
    }

    /// The fields of the trait that becomes [`Service::endpoint_discovery`].
    fn discovery<'b>(&self, it: &'b description::Trait) -> Option<&'b [(Text, description::Datum)]> {
        match it {
            description::Trait::Record(name, fields) if self.source.text(*name).ok()? == names::ENDPOINT_DISCOVERY => {
                Some(fields)
            }
            _ => None,
        }
    }

    /// The names of the operation and error of endpoint discovery.
    fn discovery_names(
        &mut self,
        fields: &[(Text, description::Datum)],
    ) -> Result<(&'static str, &'static str), Broken> {
        let (mut operation, mut error) = (None, "");
        for (name, value) in fields {
            let value = self.datum(value)?.text();
            match (self.text(*name)?, value) {
                ("operation", Some(value)) => operation = Some(value),
                ("error", Some(value)) => error = value,
                (name, _) => return Err(Broken::new(format!("invalid field {name:?} of endpoint discovery"))),
            }
        }
        Ok((operation.ok_or_else(|| Broken::new("endpoint discovery names no operation"))?, error))
    }

    /// Creates an operation and all shapes that it leads to.
    pub(crate) fn operation(mut self, index: usize, service: &'static Service) -> Result<&'static Operation, Broken> {
        let described = self.source.operation(index)?;
        let name = self.text(described.name)?;
        let (input, output) = (self.room(described.input), self.room(described.output));
        let errors: Vec<Room> = described.errors.iter().map(|error| self.room(*error)).collect();
        let traits = self.traits(&described.traits)?;
        self.finish()?;
        // SAFETY: `finish` has written every place that was requested. The references are stored in the arena of the
        // places.
        #[allow(unsafe_code)]
        let (input, output, errors) =
            unsafe { (input.read(), output.read(), errors.into_iter().map(|error| error.read()).collect()) };
        for schema in [input, output] {
            if schema.kind() != Kind::Structure {
                return Err(Broken::new(format!("expected {} to be a structure", schema.id())));
            }
        }
        let errors = self.arena().slice(errors);
        Ok(self.arena().value(Operation { name, service, input, output, errors, traits }))
    }

    /// Creates an operation with all shapes of its input, but without errors, with only the first level of its output, and
    /// with only the first value of each enum unless it `has_all_values`.
    pub(crate) fn sketch(
        mut self,
        index: usize,
        service: &'static Service,
        has_all_values: bool,
    ) -> Result<&'static Operation, Broken> {
        self.sketched = (!has_all_values).then(ByNumber::default);
        let described = self.source.operation(index)?;
        let name = self.text(described.name)?;
        let input = self.room(described.input);
        let output = self.source.shape(described.output)?;
        let mut members = Vec::with_capacity(output.members.len());
        for member in &output.members {
            members.push((self.text(member.name)?, self.leaf(member.target)?, self.traits(&member.traits)?));
        }
        let members = self.arena().members(members);
        let traits = self.traits(&output.traits)?;
        let output = Schema::structure(self.text(output.id)?, members, traits);
        let traits = self.traits(&described.traits)?;
        self.finish()?;
        // SAFETY: as in `operation`. `leaf` has written its places.
        #[allow(unsafe_code)]
        let input = unsafe { input.read() };
        if input.kind() != Kind::Structure {
            return Err(Broken::new(format!("expected {} to be a structure", input.id())));
        }
        let output = self.arena().value(output);
        Ok(self.arena().value(Operation { name, service, input, output, errors: &[], traits }))
    }

    /// Returns the place of a shape. A structure, union, list or map becomes one without members, which is a structure
    /// unless it is a union.
    fn leaf(&mut self, shape: ShapeRef) -> Result<Room, Broken> {
        let described = self.source.shape(shape)?;
        let schema: fn(_, _, _) -> Schema = match described.kind {
            Described::Union => Schema::union,
            Described::Structure | Described::List | Described::Map => Schema::structure,
            _ => return Ok(self.room(shape)),
        };
        let traits = self.traits(&described.traits)?;
        let schema = schema(self.text(described.id)?, &[], traits);
        let room = self.arena().room();
        // SAFETY: the place was just allocated, and nothing has read it.
        #[allow(unsafe_code)]
        unsafe {
            room.write(schema);
        }
        Ok(room)
    }

    /// Returns a string, of which only one copy is stored.
    pub(crate) fn text(&mut self, text: Text) -> Result<&'static str, Broken> {
        if let Some(known) = self.made.texts.get(&text) {
            return Ok(known);
        }
        let kept = self.made.arena.text(self.source.text(text)?);
        self.made.texts.insert(text, kept);
        Ok(kept)
    }

    pub(crate) fn optional(&mut self, text: Option<Text>) -> Result<Option<&'static str>, Broken> {
        text.map(|text| self.text(text)).transpose()
    }

    fn texts(&mut self, texts: &[Text]) -> Result<&'static [&'static str], Broken> {
        let texts = texts.iter().map(|text| self.text(*text)).collect::<Result<_, _>>()?;
        Ok(self.arena().slice(texts))
    }

    /// Returns the place of a shape, which is created later if it is new.
    fn room(&mut self, shape: ShapeRef) -> Room {
        let known = self.sketched.as_mut().unwrap_or(&mut self.made.shapes);
        if let Some(known) = known.get(&shape) {
            return *known;
        }
        let room = self.made.arena.room();
        known.insert(shape, room);
        self.pending.push((shape, room));
        room
    }

    /// Creates all shapes that were referred to.
    fn finish(&mut self) -> Result<(), Broken> {
        while let Some((shape, room)) = self.pending.pop() {
            let schema = self.schema(shape)?;
            // SAFETY: the place was allocated by this builder, and is only read after it has finished.
            #[allow(unsafe_code)]
            unsafe {
                room.write(schema);
            }
        }
        self.check_containers()
    }

    /// Checks that lists and maps are not within themselves.
    fn check_containers(&mut self) -> Result<(), Broken> {
        let created = std::mem::take(&mut self.containers);
        self.made.containers.extend(created.iter().copied());
        for (container, _) in created {
            let mut at = container;
            let chain = std::iter::from_fn(|| {
                at = *self.made.containers.get(&at)?;
                Some(at)
            });
            if chain.take(CONTAINERS).count() == CONTAINERS {
                return Err(Broken::new("a list or map is within itself"));
            }
        }
        Ok(())
    }

    fn schema(&mut self, shape: ShapeRef) -> Result<Schema, Broken> {
        let described = self.source.shape(shape)?;
        let id = self.text(described.id)?;
        let traits = self.traits(&described.traits)?;
        let mut members = Vec::with_capacity(described.members.len());
        for member in &described.members {
            members.push((self.text(member.name)?, self.room(member.target), self.traits(&member.traits)?));
        }
        let members = self.arena().members(members);
        if let (Described::List | Described::Map, Some(element)) = (&described.kind, described.members.last()) {
            self.containers.push((shape, element.target));
        }
        if let (Described::Map, Some(key)) = (&described.kind, described.members.first()) {
            self.check_key(key.target)?;
        }
        let wrong = || Broken::new(format!("{id} has {} members", members.len()));
        Ok(match &described.kind {
            Described::Structure => Schema::structure(id, members, traits),
            Described::Union => Schema::union(id, members, traits),
            Described::List => Schema::list(id, members.try_into().map_err(|_| wrong())?, traits),
            Described::Map => Schema::map(id, members.try_into().map_err(|_| wrong())?, traits),
            _ if !members.is_empty() => return Err(wrong()),
            Described::Enum(values) => {
                let values = if self.sketched.is_some() { values.get(..1).unwrap_or_default() } else { values };
                Schema::simple(id, Kind::Enum(self.texts(values)?), traits)
            }
            Described::IntEnum(values) => Schema::simple(id, Kind::IntEnum(self.arena().slice(values.clone())), traits),
            Described::Simple(name) => Schema::simple(id, names::kind(self.text(*name)?)?, traits),
        })
    }

    /// Checks that the keys of a map are strings.
    fn check_key(&self, key: ShapeRef) -> Result<(), Broken> {
        let is_string = match &self.source.shape(key)?.kind {
            Described::Enum(_) => true,
            Described::Simple(name) => self.source.text(*name)? == "String",
            _ => false,
        };
        if is_string { Ok(()) } else { Err(Broken::new("the keys of a map are not strings")) }
    }

    fn traits(&mut self, traits: &[description::Trait]) -> Result<&'static [Trait], Broken> {
        let traits = traits.iter().map(|it| self.one_trait(it)).collect::<Result<_, _>>()?;
        Ok(self.arena().slice(traits))
    }

    fn one_trait(&mut self, it: &description::Trait) -> Result<Trait, Broken> {
        use description::Trait as Described;
        Ok(match it {
            Described::Flag(name) => names::flag(self.text(*name)?)?,
            Described::Text(name, value) => names::text_trait(self.text(*name)?, self.text(*value)?)?,
            Described::Truth(name, value) => names::truth_trait(self.text(*name)?, *value)?,
            Described::Default(value) => Trait::Default(self.default(value)?),
            Described::Length(min, max) => Trait::Length(schema::Length { min: *min, max: *max }),
            Described::Pattern(pattern) => Trait::Pattern(self.pattern_of(*pattern)?),
            Described::Range(min, max) => Trait::Range(schema::Range { min: *min, max: *max }),
            Described::HttpError(status) => Trait::HttpError(*status),
            Described::XmlNamespace(uri, prefix) => {
                Trait::XmlNamespace(schema::XmlNamespace { uri: self.text(*uri)?, prefix: self.text(*prefix)? })
            }
            Described::TimestampFormat(name) => Trait::TimestampFormat(names::timestamp_format(self.text(*name)?)?),
            Described::Http(method, uri, status) => Trait::Http(self.text(*method)?, self.text(*uri)?, *status),
            Described::RequestCompression(encodings) => Trait::RequestCompression(self.texts(encodings)?),
            Described::Paginated { input_token, output_token, items, page_size } => Trait::Paginated {
                input_token: self.text(*input_token)?,
                output_token: self.text(*output_token)?,
                items: self.optional(*items)?,
                page_size: self.optional(*page_size)?,
            },
            Described::Record(name, fields) => {
                let fields = fields.iter().map(|(field, value)| Ok((self.text(*field)?, self.datum(value)?)));
                let fields = fields.collect::<Result<_, Broken>>()?;
                names::record_trait(self.text(*name)?, self.arena().slice(fields))?
            }
            Described::OperationContextParams(params) => {
                let params = params.iter().map(|(name, path)| Ok((self.text(*name)?, self.text(*path)?)));
                let params = params.collect::<Result<_, Broken>>()?;
                Trait::OperationContextParams(self.arena().slice(params))
            }
            Described::Waitable(waiters) => {
                let waiters = waiters.iter().map(|it| self.waiter_of(*it)).collect::<Result<_, _>>()?;
                Trait::Waitable(self.arena().slice(waiters))
            }
        })
    }

    fn datum(&mut self, value: &description::Datum) -> Result<schema::Datum, Broken> {
        Ok(match value {
            description::Datum::Flag(value) => schema::Datum::Flag(*value),
            description::Datum::Text(value) => schema::Datum::Text(self.text(*value)?),
            description::Datum::Number(value) => schema::Datum::Number(*value),
            description::Datum::Texts(values) => schema::Datum::Texts(self.texts(values)?),
        })
    }

    fn default(&mut self, value: &DefaultValue) -> Result<schema::DefaultValue, Broken> {
        Ok(match value {
            DefaultValue::Boolean(value) => schema::DefaultValue::Boolean(*value),
            DefaultValue::Integer(value) => schema::DefaultValue::Integer(*value),
            DefaultValue::Double(value) => schema::DefaultValue::Double(*value),
            DefaultValue::String(value) => schema::DefaultValue::String(self.text(*value)?),
            DefaultValue::EmptyList => schema::DefaultValue::EmptyList,
            DefaultValue::EmptyMap => schema::DefaultValue::EmptyMap,
        })
    }

    fn pattern_of(&mut self, number: PatternRef) -> Result<&'static Pattern, Broken> {
        if let Some(known) = self.made.patterns.get(&number) {
            return Ok(known);
        }
        let pattern = self.pattern(&*self.source.pattern(number)?)?;
        self.made.patterns.insert(number, pattern);
        Ok(pattern)
    }

    fn waiter_of(&mut self, number: WaiterRef) -> Result<&'static Waiter, Broken> {
        if let Some(known) = self.made.waiters.get(&number) {
            return Ok(known);
        }
        let waiter = self.waiter(&*self.source.waiter(number)?)?;
        self.made.waiters.insert(number, waiter);
        Ok(waiter)
    }
}
