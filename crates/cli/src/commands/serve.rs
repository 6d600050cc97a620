//! `hanji serve`.

use app::{App, Code, Problem};

use crate::{args::Serve, exit::Exit, progress::interruption, terminal::tell};

pub(super) async fn run(app: App, command: Serve) -> Result<Exit, Problem> {
    let listening = |address| tell(format!("Listening on http://{address}"));
    let served = serve::serve(app, command.listen, listening, interruption()).await;
    served.map(|()| Exit::Done).map_err(|error| {
        Problem::new(Code::InvalidInput, format!("{error}."))
            .with_hint("Choose another address with --listen, such as 127.0.0.1:8720.")
    })
}
