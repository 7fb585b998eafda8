//! The property names in `
//!
//! {…}`.
//!
//! Outside ASCII, only letters and numbers are distinguished; any other property matches every non-ASCII character. In
//! ASCII, properties are exact.

use super::class::{Categories, Class};

const LETTER: Categories = Categories { letter: true, number: false, other: false };
const NUMBER: Categories = Categories { letter: false, number: true, other: false };
const OTHER: Categories = Categories { letter: false, number: false, other: true };
const NONE: Categories = Categories { letter: false, number: false, other: false };

/// Prefixes that indicate the kind of a name.
const PREFIXES: [&str; 9] =
    ["General_Category=", "gc=", "Script_Extensions=", "scx=", "Script=", "script=", "sc=", "Is", "In"];

/// The class of a property, or `None` for an unknown name.
///
/// Knows the general categories and common scripts of Unicode, and the POSIX names of Java's
/// regular expressions, which are ASCII: servers read patterns with these.
pub(super) fn property(name: &str) -> Option<Class> {
    let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let (class, categories) = category(name).or_else(|| posix(name)).or_else(|| script(name))?;
    Some(Class { categories, ..class })
}

fn category(name: &str) -> Option<(Class, Categories)> {
    Some(match name {
        "L" | "Letter" | "LC" | "Cased_Letter" | "Alphabetic" | "Alpha" => {
            (Class::ascii(|c| c.is_ascii_alphabetic()), LETTER)
        }
        "Lu" | "Uppercase_Letter" | "Uppercase" | "Upper" => (Class::ascii(|c| c.is_ascii_uppercase()), LETTER),
        "Ll" | "Lowercase_Letter" | "Lowercase" | "Lower" => (Class::ascii(|c| c.is_ascii_lowercase()), LETTER),
        "Lt" | "Titlecase_Letter" | "Lm" | "Modifier_Letter" | "Lo" | "Other_Letter" => (Class::default(), LETTER),
        "N" | "Number" | "Nd" | "Decimal_Number" => (Class::digit(), NUMBER),
        "Nl" | "Letter_Number" | "No" | "Other_Number" => (Class::default(), NUMBER),
        "Z" | "Separator" | "Zs" | "Space_Separator" => (set(" "), OTHER),
        "Zl" | "Line_Separator" | "Zp" | "Paragraph_Separator" => (Class::default(), OTHER),
        "White_Space" | "space" => (Class::space(), OTHER),
        "P" | "Punctuation" | "punct" => (set("!\"#%&'()*,-./:;?@[\\]_{}"), OTHER),
        "Pc" | "Connector_Punctuation" => (set("_"), OTHER),
        "Pd" | "Dash_Punctuation" => (set("-"), OTHER),
        "Ps" | "Open_Punctuation" => (set("([{"), OTHER),
        "Pe" | "Close_Punctuation" => (set(")]}"), OTHER),
        "Pi" | "Initial_Punctuation" | "Pf" | "Final_Punctuation" => (Class::default(), OTHER),
        "Po" | "Other_Punctuation" => (set("!\"#%&'*,./:;?@\\"), OTHER),
        "S" | "Symbol" => (set("$+<=>^`|~"), OTHER),
        "Sc" | "Currency_Symbol" => (set("$"), OTHER),
        "Sk" | "Modifier_Symbol" => (set("^`"), OTHER),
        "Sm" | "Math_Symbol" => (set("+<=>|~"), OTHER),
        "So" | "Other_Symbol" | "M" | "Mark" | "Mn" | "Mc" | "Me" | "Nonspacing_Mark" | "Spacing_Mark" => {
            (Class::default(), OTHER)
        }
        "C" | "Other" | "Cc" | "Control" => (Class::ascii(|c| c.is_ascii_control()), OTHER),
        "Cf" | "Format" | "Co" | "Private_Use" | "Cn" | "Unassigned" => (Class::default(), OTHER),
        "Any" | "Assigned" => (Class::ascii(|_| true), OTHER),
        _ => return None,
    })
}

fn posix(name: &str) -> Option<(Class, Categories)> {
    let class = match name {
        "ASCII" | "BasicLatin" => Class::ascii(|_| true),
        "Alnum" => Class::ascii(|c| c.is_ascii_alphanumeric()),
        "Digit" => Class::digit(),
        "Punct" => Class::ascii(|c| c.is_ascii_punctuation()),
        "Graph" => Class::ascii(|c| c.is_ascii_graphic()),
        "Print" => Class::ascii(|c| c.is_ascii_graphic() || c == b' '),
        "Blank" => set(" \t"),
        "Cntrl" => Class::ascii(|c| c.is_ascii_control()),
        "XDigit" | "ASCII_Hex_Digit" | "AHex" => Class::ascii(|c| c.is_ascii_hexdigit()),
        "Space" => Class::space(),
        _ => return None,
    };
    Some((class, NONE))
}

fn script(name: &str) -> Option<(Class, Categories)> {
    match name {
        "Latin" | "Latn" => Some((Class::ascii(|c| c.is_ascii_alphabetic()), OTHER)),
        "Common" | "Zyyy" => Some((Class::ascii(|c| !c.is_ascii_alphabetic()), OTHER)),
        "Han" | "Hiragana" | "Katakana" | "Hangul" | "Bopomofo" | "Greek" | "Cyrillic" | "Arabic" | "Hebrew"
        | "Thai" | "Devanagari" | "Armenian" | "Georgian" | "Inherited" => Some((Class::default(), OTHER)),
        _ => None,
    }
}

fn set(characters: &str) -> Class {
    Class::ascii(|c| characters.as_bytes().contains(&c))
}
