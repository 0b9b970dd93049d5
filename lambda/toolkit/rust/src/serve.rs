//! Runs the tools as a Lambda function: takes one event after another from Lambda's runtime interface.

use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::value::RawValue;

use crate::crash::Crash;
use crate::dispatch::{Tool, Tools};

/// Serves events until the process ends. It exits with 1 if Lambda can't be reached. If the tools don't fit `tools.json`, each
/// invocation fails with a DeclarationError, because a process that ends at its start couldn't report the reason.
pub fn serve(tools_json: &str, tools: Vec<Tool>) {
    let tools = Tools::new(tools_json, tools);
    let answer = async |event: LambdaEvent<Box<RawValue>>| match &tools {
        Ok(tools) => tools.handle_json(event.payload.get()),
        Err(wrong) => Err(Crash::new(&wrong.class, wrong.message.clone())),
    };
    // The runtime takes one event at a time. Nothing runs beside a tool, so a tool may block.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended =
        runtime.map_err(lambda_runtime::Error::from).and_then(|runtime| runtime.block_on(lambda_runtime::run(service_fn(answer))));
    if let Err(wrong) = ended {
        eprintln!("this function can't talk to Lambda: {wrong}");
        std::process::exit(1);
    }
}
