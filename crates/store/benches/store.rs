//! What the store costs at ten thousand words: looking an answer up, committing replies alone and
//! in groups, and counting where a run stands.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use store::{Finish, Keep, NewReply, NewRun, NewWord, Store};
use tempfile::TempDir;

const WORDS: u32 = 10_000;
const GROUP: u32 = 100;

fn reply(run: i64, number: u32) -> NewReply {
    let mut identity = [7; 32];
    identity[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_le_bytes());
    let content = format!(
        "{{\"term\":\"낱말{number}\",\"explanation\":\"{}\"}}",
        "A scene to remember it by, with a smell and a sound. ".repeat(20)
    );
    NewReply {
        run: Some(run),
        stage: if number.is_multiple_of(2) { "nuance" } else { "cards" },
        identity,
        prompt: Some([1; 8]),
        schema_version: 1,
        term: format!("낱말{}", number / 2),
        content,
        model: "google/gemini-2.5-flash".into(),
        served_by: "google/gemini-2.5-flash".into(),
        provider: Some("Google".into()),
        generation_id: Some(format!("gen-{number}")),
        prompt_tokens: 900,
        completion_tokens: 400,
        cached_tokens: 0,
        reasoning_tokens: 0,
        cost_pico_usd: Some(100_000_000),
        repaired: false,
        elapsed_ms: Some(900),
        created_at: i64::from(number),
    }
}

/// A store with a finished run over ten thousand words, and its number.
fn full(folder: &TempDir) -> (Store, i64) {
    let store = Store::open(&folder.path().join("hanji.sqlite"), 7).unwrap();
    let word = |number| NewWord { term: format!("낱말{number}"), ..NewWord::default() };
    let words = (0..WORDS).map(|number| Keep::from(word(number))).collect();
    let words = store.keep_words(words, 1).wait().unwrap().words;
    let new = NewRun { settings: "{}".into(), words: words.clone(), created_at: 1 };
    let run = store.create_run(new).wait().unwrap();
    let kept: Vec<_> = (0..2 * WORDS).map(|at| store.record_reply(reply(run, at))).collect();
    let kept: Vec<i64> = kept.into_iter().map(|it| it.wait().unwrap()).collect();
    let accept = |(at, id)| store.accept(reply(run, at).identity, id, vec![]);
    let accepted: Vec<_> = (0..).zip(kept.iter().copied()).map(accept).collect();
    for it in accepted {
        it.wait().unwrap();
    }
    let finish = |(word, pair): (i64, &[i64])| {
        let (nuance, cards) = (pair[0], pair[1]);
        Finish { run, word, nuance, cards, needs_review: false, elapsed_ms: 1 }
    };
    let finished = words.into_iter().zip(kept.chunks(2)).map(finish).collect();
    store.finish_words(finished).wait().unwrap();
    (store, run)
}

fn reading(criterion: &mut Criterion) {
    let folder = TempDir::new().unwrap();
    let (store, run) = full(&folder);
    let mut number = 0;
    criterion.bench_function("look an answer up", |bench| {
        bench.iter(|| {
            number = (number + 7_919) % (2 * WORDS);
            black_box(store.answer(&reply(run, number).identity).unwrap().unwrap())
        });
    });
    criterion.bench_function("count where a run stands", |bench| {
        bench.iter(|| black_box(store.counts(run).unwrap()));
    });
    criterion.bench_function("count what is kept", |bench| {
        bench.iter(|| black_box(store.cache_stats().unwrap()));
    });
    let mut slow = criterion.benchmark_group("whole file");
    slow.sample_size(10);
    slow.bench_function("read everything back", |bench| {
        bench.iter(|| black_box(store.verify(|text| text.starts_with('{')).unwrap()));
    });
    drop(store);
    slow.bench_function("open, with a quick check", |bench| {
        bench.iter(|| Store::open(&folder.path().join("hanji.sqlite"), 7).unwrap());
    });
}

fn writing(criterion: &mut Criterion) {
    let folder = TempDir::new().unwrap();
    let (store, run) = full(&folder);
    let mut number = 2 * WORDS;
    let mut next = || {
        number += 1;
        reply(run, number)
    };
    let mut commits = criterion.benchmark_group("commit");
    commits.throughput(Throughput::Elements(1));
    commits.bench_function("one reply", |bench| {
        bench.iter(|| store.record_reply(next()).wait().unwrap());
    });
    commits.throughput(Throughput::Elements(GROUP.into()));
    commits.bench_function("a hundred replies at once", |bench| {
        bench.iter(|| {
            let sent: Vec<_> = (0..GROUP).map(|_| store.record_reply(next())).collect();
            for it in sent {
                it.wait().unwrap();
            }
        });
    });
}

criterion_group!(benches, reading, writing);
criterion_main!(benches);
