//! What a refusal says about the load: too fast (requests or tokens a minute), too many at the same
//! time, or only "busy". It reads the server's words and headers; what follows from them is decided
//! by the limits.

use crate::failure::Class;

/// Why a server could not take a request on top of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strain {
    /// More in a minute than allowed.
    TooFast {
        /// More of what.
        measure: Measure,
        /// How many a minute are allowed, where the server says so.
        limit: Option<u32>,
    },
    /// More at the same time than allowed.
    TooMany,
    /// The limit of all free models of an OpenRouter account together.
    FreeModels,
    /// No reason given.
    Busy,
}

/// What a server counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Requests.
    Requests,
    /// Tokens, read and written.
    Tokens,
}

const TOGETHER: [&str; 6] =
    ["concurren", "in flight", "in-flight", "simultaneous", "parallel", "same time"];
const OF_TOKENS: [&str; 5] = ["tokens per", "token per", "tokens/min", "tpm", "token rate"];
const OF_A_MINUTE: [&str; 6] = ["per min", "per-min", "/min", "a minute", "rpm", "tpm"];
const OF_ANOTHER_TIME: [&str; 4] = ["per hour", "/hour", "per day", "/day"];

/// The strain of a fault of this class; `header` gives the value of a header by its name, and
/// `message` is what the server said.
pub(crate) fn strain(
    class: Class,
    message: &str,
    header: impl Fn(&str) -> Option<String>,
) -> Option<Strain> {
    match class {
        Class::RateLimited => Some(rate_limited(&message.to_lowercase(), header)),
        Class::Overloaded => Some(Strain::Busy),
        _ => None,
    }
}

fn rate_limited(words: &str, header: impl Fn(&str) -> Option<String>) -> Strain {
    let speak_of = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
    if speak_of(&TOGETHER) {
        return Strain::TooMany;
    }
    if words.contains("free-models-per-min") {
        return Strain::FreeModels;
    }
    if speak_of(&OF_ANOTHER_TIME) {
        return Strain::Busy;
    }
    let measure = if speak_of(&OF_TOKENS) { Measure::Tokens } else { Measure::Requests };
    let a_second = words.contains("per second");
    let limit = named_limit(measure, header).map(|limit| per_minute(limit, a_second));
    if limit.is_some() || speak_of(&OF_A_MINUTE) {
        return Strain::TooFast { measure, limit };
    }
    Strain::Busy
}

fn per_minute(limit: u32, a_second: bool) -> u32 {
    limit.saturating_mul(if a_second { 60 } else { 1 })
}

/// `X-RateLimit-Limit` (OpenRouter and many others) unless something remains of it, or that of
/// `OpenAI` for what is measured.
fn named_limit(measure: Measure, header: impl Fn(&str) -> Option<String>) -> Option<u32> {
    let number = |name: &str| header(name)?.trim().parse::<u32>().ok();
    let used_up = number("x-ratelimit-remaining").is_none_or(|left| left == 0);
    let limit = number("x-ratelimit-limit").filter(|_| used_up);
    let of_measure = || match measure {
        Measure::Requests => number("x-ratelimit-limit-requests"),
        Measure::Tokens => number("x-ratelimit-limit-tokens"),
    };
    limit.or_else(of_measure).filter(|limit| *limit > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(message: &str, headers: &[(&str, &str)]) -> Strain {
        let header = |name: &str| {
            let (_, value) = headers.iter().find(|(key, _)| *key == name)?;
            Some((*value).to_owned())
        };
        strain(Class::RateLimited, message, header).unwrap()
    }

    #[test]
    fn too_fast_is_told_by_a_header_or_by_words_about_minutes() {
        let requests = |limit| Strain::TooFast { measure: Measure::Requests, limit };
        let tokens = |limit| Strain::TooFast { measure: Measure::Tokens, limit };
        let limit = ("x-ratelimit-limit", "30");
        assert_eq!(read("slow down", &[limit]), requests(Some(30)));
        assert_eq!(read("limited to 9 requests per minute", &[]), requests(None));
        assert_eq!(
            read("5 requests per second", &[("x-ratelimit-limit", "5")]),
            requests(Some(300))
        );
        assert_eq!(read("limited to 90 tokens per minute", &[limit]), tokens(Some(30)));
        let openai = "Rate limit reached on tokens per min (TPM): Limit 10000, Requested 2000";
        let headers =
            [("x-ratelimit-limit-requests", "500"), ("x-ratelimit-limit-tokens", "10000")];
        assert_eq!(read(openai, &headers), tokens(Some(10_000)));
    }

    #[test]
    fn too_many_is_told_by_words_about_the_same_time() {
        let raw = "Provider returned error: Too many concurrent requests: the limit is 4";
        assert_eq!(read(raw, &[]), Strain::TooMany);
        assert_eq!(read("max in-flight reached", &[("x-ratelimit-limit", "4")]), Strain::TooMany);
    }

    #[test]
    fn what_gives_no_reason_is_busy() {
        assert_eq!(read("Too Many Requests", &[]), Strain::Busy);
        assert_eq!(read("temporarily rate-limited upstream", &[]), Strain::Busy);
        let left = [("x-ratelimit-limit", "30"), ("x-ratelimit-remaining", "12")];
        assert_eq!(read("Too Many Requests", &left), Strain::Busy);
        assert_eq!(read("100 requests per hour", &[("x-ratelimit-limit", "100")]), Strain::Busy);
        assert_eq!(strain(Class::Overloaded, "busy", |_| None), Some(Strain::Busy));
        assert_eq!(strain(Class::Server, "oops", |_| None), None);
    }

    #[test]
    fn the_limit_of_the_free_models_belongs_to_all_of_them() {
        let message = "Rate limit exceeded: free-models-per-min. ";
        assert_eq!(read(message, &[("x-ratelimit-limit", "20")]), Strain::FreeModels);
    }
}
