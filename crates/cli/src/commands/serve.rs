//! `hanji serve`.

use std::time::Duration;

use app::{App, Code, Problem};

use crate::{args::Serve, exit::Exit, interruption::Interruption, terminal::tell};

/// How long answers under way may take when the service is told to stop.
const STOP_WAIT: Duration = Duration::from_secs(10);

pub(super) async fn run(app: App, command: Serve) -> Result<Exit, Problem> {
    let interruption = Interruption::watch()?;
    let listening = |address| tell(format!("Listening on http://{address}"));
    let stop = interruption.clone();
    let served = serve::serve(app, command.listen, listening, async move { stop.came().await });
    let out_of_patience = async {
        interruption.came().await;
        tokio::time::sleep(STOP_WAIT).await;
    };
    tokio::select! {
        served = served => served.map(|()| Exit::Done).map_err(|error| {
            Problem::new(Code::InvalidInput, format!("{error}."))
                .with_hint("Choose another address with --listen, such as 127.0.0.1:8720.")
        }),
        () = out_of_patience => Ok(Exit::Done),
    }
}
