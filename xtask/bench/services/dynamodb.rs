//! Calls DynamoDB: `get` an item, or `query` many.

use dynamodb::types::AttributeValue;

mod program;

fn main() -> program::Called {
    let client = client!(dynamodb);
    let queries = program::case() == "query";
    program::run(async || {
        let value = AttributeValue::S("a".to_owned());
        let found = if queries {
            let query = client.query().table_name("table").key_condition_expression("pk = :pk");
            query.expression_attribute_values(":pk", value).send().await?.items().len()
        } else {
            let item = client.get_item().table_name("table").key("pk", value).send().await?;
            item.item().map_or(0, |item| item.len())
        };
        if found > 0 { Ok(()) } else { Err("nothing found".into()) }
    })
}
