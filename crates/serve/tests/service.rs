//! The service over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{net::SocketAddr, sync::Arc};

use app::{App, Import, Options, SystemKeychain};
use serve::{Error, serve};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

struct Service {
    folder: TempDir,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), Error>>,
}

fn open(folder: &TempDir) -> App {
    let data_dir = Some(folder.path().join("data"));
    App::open(Options {
        data_dir,
        key: None,
        key_for_any_address: false,
        keychain: Arc::new(SystemKeychain),
    })
    .unwrap()
}

async fn started() -> Service {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    let (tell, told) = oneshot::channel();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(serve(
        app,
        "127.0.0.1:0".parse().unwrap(),
        |address| tell.send(address).unwrap(),
        async { drop(stopped.await) },
    ));
    Service { folder, address: told.await.unwrap(), stop, ended }
}

async fn get(service: &Service, path: &str) -> (u16, String) {
    let response = reqwest::get(format!("http://{}{path}", service.address)).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_ready_and_shows_where_runs_stand() {
    let service = started().await;
    assert_eq!(get(&service, "/healthz").await.0, 200);
    let (status, components) = get(&service, "/readyz").await;
    assert!(status == 200 && components.contains("store"), "{components}");
    assert_eq!(get(&service, "/v1/runs").await, (200, "[]".into()));
    let mut import = Import::default();
    import.add("words.txt", "학교".as_bytes());
    let app = open(&service.folder);
    app.start_run_over(&import, app.settings()).await.unwrap();
    let (status, run) = get(&service, "/v1/runs/1").await;
    assert!(status == 200 && run.contains("\"words\":1"), "{run}");
    let (status, problem) = get(&service, "/v1/runs/2").await;
    assert!(status == 404 && problem.contains("not_found"), "{problem}");
    assert_eq!(get(&service, "/v1/runs/none").await.0, 400);
    assert_eq!(get(&service, "/etc/passwd").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_when_told() {
    let service = started().await;
    service.stop.send(()).unwrap();
    service.ended.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_listen_to_other_machines() {
    let folder = TempDir::new().unwrap();
    let refused = serve(open(&folder), "0.0.0.0:0".parse().unwrap(), |_| (), async {}).await;
    let Err(Error::NotLoopback(_)) = refused else { panic!("{refused:?}") };
}
