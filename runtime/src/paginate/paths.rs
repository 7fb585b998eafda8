//! Paths to tokens and items in outputs: names of members separated by dots, with `[-1]` for the last element of a list.
//! Alternatives are separated by `||`.

/// A value that a path leads through.
pub trait Node: Clone {
    /// The value of the member with this name, if it exists.
    fn member(&self, name: &str) -> Option<Self>;

    /// The last element, if this is a list.
    fn last(&self) -> Option<Self>;

    /// Whether the value counts as missing. Some services end with an empty token.
    fn is_blank(&self) -> bool;
}

/// The first value at one of the paths that does not count as missing.
pub fn find<N: Node>(root: &N, paths: &str) -> Option<N> {
    paths.split("||").find_map(|path| follow(root, path.trim()).filter(|found| !found.is_blank()))
}

fn follow<N: Node>(root: &N, path: &str) -> Option<N> {
    path.split('.').try_fold(root.clone(), |node, step| match step.strip_suffix("[-1]") {
        Some(name) => node.member(name)?.last(),
        None => node.member(step),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An object of texts and lists of objects.
    #[derive(Clone)]
    enum Json {
        Text(&'static str),
        List(Vec<Json>),
        Object(Vec<(&'static str, Json)>),
    }

    impl Node for Json {
        fn member(&self, name: &str) -> Option<Self> {
            let Self::Object(fields) = self else { return None };
            fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
        }

        fn last(&self) -> Option<Self> {
            let Self::List(values) = self else { return None };
            values.last().cloned()
        }

        fn is_blank(&self) -> bool {
            matches!(self, Self::Text(""))
        }
    }

    #[test]
    fn paths_lead_through_members_and_lists_to_the_first_token() {
        let key = |text| Json::Object(vec![("Key", Json::Text(text))]);
        let page = Json::Object(vec![
            ("Marker", Json::Text("")),
            ("Next", Json::Text("n")),
            ("Contents", Json::List(vec![key("a"), key("b")])),
            ("Empty", Json::List(vec![])),
            ("Inner", key("c")),
        ]);
        for (paths, expected) in [
            ("Next", Some("n")),
            ("Marker", None),
            ("Missing", None),
            ("Inner.Key", Some("c")),
            ("Contents[-1].Key", Some("b")),
            ("Empty[-1].Key", None),
            ("Inner[-1].Key", None),
            ("Next.Key", None),
            ("Marker || Contents[-1].Key", Some("b")),
            ("Next || Contents[-1].Key", Some("n")),
        ] {
            let found = find(&page, paths).map(|it| match it {
                Json::Text(text) => text,
                _ => "another value",
            });
            assert_eq!(found, expected, "{paths}");
        }
    }
}
