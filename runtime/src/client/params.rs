//! Endpoint parameters from an operation, its input and the client's configuration.
//!
//! <https://smithy.io/2.0/additional-specs/rules-engine/parameters.html>

use crate::config::{Config, EndpointParam};
use crate::endpoint::rules::Value;
use crate::schema::{Datum, Trait};
use crate::service::Operation;
use crate::shape::{Structure, View};

/// Values by parameter name. Values fixed by the operation win over those of its input, which win over the client's.
pub(super) type Own = Vec<(&'static str, Value<'static>)>;

/// The endpoint parameters of a call. Empty for a service without endpoint rules.
pub(super) fn own(operation: &Operation, input: &dyn Structure, config: &Config) -> Own {
    let mut own = Own::new();
    if operation.service.endpoint_rules.is_none() {
        return own;
    }
    let mut add = |name: &'static str, value: Option<Value<'static>>| {
        if !own.iter().any(|(known, _)| *known == name) {
            own.extend(value.map(|value| (name, value)));
        }
    };
    for (name, datum) in operation.static_context_params() {
        add(name, of_datum(*datum));
    }
    for (index, member) in input.schema().members().iter().enumerate() {
        let param = member.traits().iter().find_map(|it| match it {
            Trait::ContextParam(name) => Some(*name),
            _ => None,
        });
        if let Some(name) = param {
            add(name, input.member(index).and_then(|it| of_view(it.view())));
        }
    }
    for (name, expression) in operation.operation_context_params() {
        add(name, of_expression(expression, input));
    }
    for (name, value) in config.endpoint_params() {
        add(name, Some(of_param(value)));
    }
    own
}

fn of_datum(datum: Datum) -> Option<Value<'static>> {
    Some(match datum {
        Datum::Flag(value) => Value::Bool(value),
        Datum::Text(text) => Value::text(text),
        Datum::Number(_) => return None,
        Datum::Texts(texts) => Value::List(texts.iter().map(|it| Value::text(*it)).collect()),
    })
}

fn of_view(view: View<'_>) -> Option<Value<'static>> {
    Some(match view {
        View::Boolean(value) => Value::Bool(value),
        View::String(text) => Value::text(text.to_owned()),
        View::List(list) => {
            let items = (0..list.len()).filter_map(|index| of_view(list.get(index)?.view()));
            Value::List(items.collect())
        }
        _ => return None,
    })
}

#[cfg(feature = "operation-context-params")]
fn of_expression(expression: &str, input: &dyn Structure) -> Option<Value<'static>> {
    use tinsmith_jmespath::Function;

    use crate::jmespath::{Object, Value as Found, search};

    fn of_found(found: Found<'_>) -> Option<Value<'static>> {
        Some(match found {
            Found::Boolean(value) => Value::Bool(value),
            Found::Text(text) => Value::text(text.into_owned()),
            Found::List(items) => Value::List(items.into_iter().filter_map(of_found).collect()),
            _ => return None,
        })
    }

    // The only function that such an expression may call.
    search(expression, Object::Structure(input), &[Function::KEYS]).and_then(of_found)
}

/// Without the feature, which the generator enables for services with such parameters, the evaluator is not compiled.
#[cfg(not(feature = "operation-context-params"))]
fn of_expression(_: &str, _: &dyn Structure) -> Option<Value<'static>> {
    None
}

fn of_param(param: &EndpointParam) -> Value<'static> {
    match param {
        EndpointParam::Bool(value) => Value::Bool(*value),
        EndpointParam::Text(text) => Value::text(text.clone()),
        EndpointParam::Texts(texts) => Value::List(texts.iter().map(|it| Value::text(it.clone())).collect()),
    }
}
