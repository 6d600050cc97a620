//! The service over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{net::SocketAddr, sync::Arc};

use app::{App, Import, Options, SystemKeychain};
use serve::{Error, serve};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::oneshot,
    task::JoinHandle,
};

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
        anki_connect: None,
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
    app.start_run_over(&mut import, app.settings()).await.unwrap();
    let (status, run) = get(&service, "/v1/runs/1").await;
    assert!(status == 200 && run.contains("\"words\":1"), "{run}");
    let (status, problem) = get(&service, "/v1/runs/2").await;
    assert!(status == 404 && problem.contains("not_found"), "{problem}");
    assert_eq!(get(&service, "/v1/runs/none").await.0, 400);
    assert_eq!(get(&service, "/etc/passwd").await.0, 404);
}

async fn asked_as(service: &Service, host: &str) -> (u16, String) {
    let request = reqwest::Client::new().get(format!("http://{}/v1/runs", service.address));
    let response = request.header("host", host).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_to_the_names_of_this_machine() {
    let service = started().await;
    for host in ["localhost", "LocalHost:8720", "127.0.0.1:1", "127.9.9.9", "[::1]:8720", "[::1]"] {
        assert_eq!(asked_as(&service, host).await, (200, "[]".into()), "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_refuses_a_name_that_was_led_here() {
    let service = started().await;
    for host in [
        "rebound.example",
        "rebound.example:8720",
        "localhost.rebound.example",
        "127.0.0.1.rebound.example",
        "localhost@rebound.example",
        "192.168.1.2",
        "[::2]",
        "0.0.0.0",
        "",
    ] {
        let (status, said) = asked_as(&service, host).await;
        assert_eq!(status, 403, "{host}: {said}");
        assert!(said.contains("The service answers on this machine only."), "{host}: {said}");
    }
}

/// What is answered to a request as raw text.
async fn answer(service: &Service, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(service.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn it_refuses_a_request_that_hides_or_doubles_its_name() {
    let service = started().await;
    let end = "Connection: close\r\n\r\n";
    for request in [
        "GET /v1/runs HTTP/1.0\r\n",
        "GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example\r\n",
        "GET http://rebound.example/v1/runs HTTP/1.1\r\nHost: localhost\r\n",
    ] {
        let answer = answer(&service, &format!("{request}{end}")).await;
        let status = answer.lines().next().unwrap();
        assert!(status.contains(" 403 "), "{request}: {status}");
    }
    let own = "GET http://localhost/v1/runs HTTP/1.1\r\nHost: localhost\r\n";
    assert!(answer(&service, &format!("{own}{end}")).await.contains(" 200 OK"));
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
