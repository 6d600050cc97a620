//! How long a server asks to be left alone, in all the ways in which servers say so. It reads only;
//! who waits is decided elsewhere.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::failure::Class;

/// The wait asked for by `Retry-After` (seconds or an HTTP date), `retry-after-ms` or, for a rate
/// limit, the reset time; in the response's headers or in those that OpenRouter passes on from a
/// provider in `metadata.headers`. The server's own `Date` is its clock; `now` serves without one.
pub(crate) fn wait(
    class: Class,
    headers: &HeaderMap,
    error: Option<&Value>,
    now: SystemTime,
) -> Option<Duration> {
    let direct = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    let server_now = direct("date").and_then(|date| httpdate::parse_http_date(&date).ok());
    let now = server_now.unwrap_or(now);
    let passed_on = |name: &str| passed_on(error?, name);
    let resets = class == Class::RateLimited;
    asked(&direct, resets, now)
        .or_else(|| in_body(error?))
        .or_else(|| asked(&passed_on, resets, now))
}

/// A header of the response, or the one that OpenRouter passes on from a provider.
pub(crate) fn header(headers: &HeaderMap, error: Option<&Value>, name: &str) -> Option<String> {
    let direct = headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    direct.or_else(|| passed_on(error?, name))
}

fn asked(
    header: &impl Fn(&str) -> Option<String>,
    resets: bool,
    now: SystemTime,
) -> Option<Duration> {
    let reset = || {
        let header = header("x-ratelimit-reset").filter(|_| resets)?;
        reset_in(&header, now)
    };
    header("retry-after-ms")
        .and_then(|ms| seconds(&ms).map(|ms| ms / 1000))
        .or_else(|| retry_after(&header("retry-after")?, now))
        .or_else(reset)
}

fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    seconds(value).or_else(|| {
        let date = httpdate::parse_http_date(value.trim()).ok()?;
        Some(date.duration_since(now).unwrap_or_default())
    })
}

/// `error.availability.retry_after` and `error.metadata.retry_after_seconds`.
fn in_body(error: &Value) -> Option<Duration> {
    let availability = error.get("availability").and_then(|state| state.get("retry_after"));
    let metadata = error.get("metadata").and_then(|data| data.get("retry_after_seconds"));
    seconds(&text(availability.or(metadata)?)?)
}

/// A header of `metadata.headers`, whose names keep the provider's capitals.
fn passed_on(error: &Value, name: &str) -> Option<String> {
    let headers = error.get("metadata")?.get("headers")?.as_object()?;
    let (_, value) = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    text(value)
}

/// A time in milliseconds since 1970 (from 10¹²), in seconds since 1970 (from 10⁹), or seconds from
/// now.
fn reset_in(value: &str, now: SystemTime) -> Option<Duration> {
    let number: f64 = value.trim().parse().ok()?;
    let since_epoch = match number {
        ms if ms >= 1e12 => Duration::try_from_secs_f64(ms / 1000.0).ok()?,
        seconds if seconds >= 1e9 => Duration::try_from_secs_f64(seconds).ok()?,
        seconds => return Duration::try_from_secs_f64(seconds).ok(),
    };
    let reset = SystemTime::UNIX_EPOCH.checked_add(since_epoch)?;
    Some(reset.duration_since(now).unwrap_or_default())
}

fn seconds(value: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(value.trim().parse().ok()?).ok()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::{HeaderName, HeaderValue};
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn waits(class: Class, headers: &[(&str, &str)]) -> Option<Duration> {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        wait(class, &headers, None, now())
    }

    fn date(seconds: u64) -> String {
        httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn reads_seconds_milliseconds_and_dates() {
        let second = |n| Some(Duration::from_secs(n));
        assert_eq!(waits(Class::Server, &[("retry-after", "7")]), second(7));
        assert_eq!(waits(Class::Server, &[("retry-after-ms", "1500")]), second(3).map(|t| t / 2));
        assert_eq!(waits(Class::Server, &[("retry-after", &date(NOW + 9))]), second(9));
        assert_eq!(waits(Class::Server, &[("retry-after", &date(NOW - 9))]), second(0));
    }

    #[test]
    fn a_date_is_read_by_the_servers_clock_where_it_tells_the_time() {
        let headers = [("retry-after", &*date(NOW + 500)), ("date", &*date(NOW + 490))];
        assert_eq!(waits(Class::RateLimited, &headers), Some(Duration::from_secs(10)));
    }

    #[test]
    fn a_reset_is_seconds_or_milliseconds_and_counts_for_a_rate_limit_alone() {
        let seconds = [("x-ratelimit-reset", &*(NOW + 4).to_string())];
        let millis = [("x-ratelimit-reset", &*((NOW + 4) * 1000).to_string())];
        for headers in [seconds, millis, [("x-ratelimit-reset", "4")]] {
            assert_eq!(waits(Class::RateLimited, &headers), Some(Duration::from_secs(4)));
            assert_eq!(waits(Class::Server, &headers), None);
        }
    }

    #[test]
    fn reads_the_headers_that_are_passed_on_in_the_body() {
        let error = json!({"metadata": {"headers": {
            "X-RateLimit-Reset": ((NOW + 20) * 1000).to_string()}}});
        let wait = |error| wait(Class::RateLimited, &HeaderMap::new(), Some(error), now());
        assert_eq!(wait(&error), Some(Duration::from_secs(20)));
        assert_eq!(
            wait(&json!({"availability": {"retry_after": 3}})),
            Some(Duration::from_secs(3))
        );
    }

    proptest! {
        #[test]
        fn nonsense_is_no_wait_and_no_panic(value in "[ -~]*") {
            let _ = waits(Class::RateLimited, &[("retry-after", &value), ("x-ratelimit-reset", &value)]);
        }
    }
}
