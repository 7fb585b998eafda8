//! Joins texts with little code. The standard library's `join` compiles to a thousand lines of intermediate code for each
//! type.

/// The texts, separated.
pub(crate) fn join<T: AsRef<str>>(texts: &[T], separator: &str) -> String {
    let mut joined = String::new();
    for (index, text) in texts.iter().enumerate() {
        joined.push_str(if index == 0 { "" } else { separator });
        joined.push_str(text.as_ref());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn texts_are_joined_as_the_standard_library_does() {
        let cases: [&[&str]; 4] = [&[], &[""], &["a", "", "b"], &["one"]];
        for texts in cases {
            assert_eq!(join(texts, ", "), texts.join(", "));
        }
    }
}
