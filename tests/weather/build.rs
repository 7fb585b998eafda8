fn main() -> Result<(), Box<dyn std::error::Error>> {
    tinsmith_codegen::Builder::new().model("weather.smithy").build()?;
    Ok(())
}
