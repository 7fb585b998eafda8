//! XML documents as trees, for comparison.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element. Order matters only among elements with the same name.
#[derive(Debug, Default, PartialEq)]
pub(in crate::conformance) struct Element {
    attributes: BTreeMap<String, String>,
    children: BTreeMap<String, Vec<Element>>,
    text: String,
}

/// Parses a document.
pub(in crate::conformance) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![(String::new(), Element::default())];
    loop {
        let wrong = |why: String| format!("{why} in {text}");
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(start) => open.push((start.name().into_inner().to_owned(), element(&start)?)),
            Event::End(_) => {
                let (name, mut element) = open.pop().ok_or_else(|| wrong("an element ends twice".to_owned()))?;
                let parent = open.last_mut().ok_or_else(|| wrong("an element ends twice".to_owned()))?;
                if !element.children.is_empty() {
                    element.text = element.text.trim().to_owned();
                }
                element.children.values_mut().for_each(|children| sort_entries(children));
                parent.1.children.entry(name).or_default().push(element);
            }
            Event::Text(it) => push(&mut open, &it),
            Event::CData(it) => push(&mut open, &it),
            Event::GeneralRef(it) => push(&mut open, &format!("&{};", &*it)),
            Event::Eof => break,
            _ => {}
        }
    }
    let (_, mut root) =
        open.pop().filter(|_| open.is_empty()).ok_or_else(|| format!("an element is open in {text}"))?;
    root.text = root.text.trim().to_owned();
    Ok(root)
}

/// Sorts elements that look like map entries, whose order does not matter: pairs whose first element is a unique
/// string.
fn sort_entries(elements: &mut [Element]) {
    let key = |it: &Element| {
        let texts = it.children.values().filter_map(|values| match values.as_slice() {
            [value] if value.children.is_empty() => Some(value.text.clone()),
            _ => None,
        });
        (it.children.len() == 2).then(|| texts.collect::<Vec<_>>()).filter(|it| !it.is_empty())
    };
    let keys: Option<BTreeSet<_>> = elements.iter().map(key).collect();
    if keys.is_some_and(|it| it.len() == elements.len()) {
        elements.sort_by_key(key);
    }
}

fn push(open: &mut [(String, Element)], text: &str) {
    if let Some((_, element)) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element::default();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.value.into_owned();
        element.attributes.insert(attribute.key.into_inner().to_owned(), value);
    }
    Ok(element)
}
