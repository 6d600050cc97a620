//! Amounts that are not known for sure: what is usual, moved by what was seen, and how far a sum of
//! many may lie from its mean.

/// The mean and the variance of one amount, and how much they rest on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prior {
    mean: f64,
    deviation: f64,
}

/// What was seen weighs as much as the prior when there is so much of it.
const WORTH: f64 = 2.0;

/// Four in five sums lie within so many deviations.
const FOUR_IN_FIVE: f64 = 1.28;

/// What is expected of one amount after looking at the history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expectation {
    mean: f64,
    variance: f64,
    /// How many amounts it rests on, the prior counted too.
    weight: f64,
}

/// A sum, and its variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) mean: f64,
    variance: f64,
}

impl Prior {
    /// What is usual, and by what part of it amounts usually differ.
    pub(super) fn of(mean: f64, part: f64) -> Self {
        Self { mean, deviation: mean * part }
    }

    /// The prior, and what was seen.
    pub(super) fn with(self, seen: &[f64]) -> Expectation {
        #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
        let weight = WORTH + seen.len() as f64;
        let mean = (WORTH * self.mean + seen.iter().sum::<f64>()) / weight;
        let off: f64 = seen.iter().map(|amount| (amount - mean).powi(2)).sum();
        let of_prior = self.deviation.powi(2) + (self.mean - mean).powi(2);
        Expectation { mean, variance: (WORTH * of_prior + off) / weight, weight }
    }
}

impl Expectation {
    /// The sum of so many: each varies, and the mean itself may be wrong.
    pub(super) fn times(self, count: f64) -> Spread {
        let of_each = count * self.variance;
        let of_the_mean = count.powi(2) * self.variance / self.weight;
        Spread { mean: count * self.mean, variance: of_each + of_the_mean }
    }
}

impl Spread {
    pub(super) fn certain(mean: f64) -> Self {
        Self { mean, variance: 0.0 }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { mean: self.mean + other.mean, variance: self.variance + other.variance }
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { mean: self.mean * factor, variance: self.variance * factor.powi(2) }
    }

    /// Nine in ten sums are higher.
    pub(super) fn low(self) -> f64 {
        (self.mean - FOUR_IN_FIVE * self.variance.sqrt()).max(0.0)
    }

    /// Nine in ten sums are lower.
    pub(super) fn high(self) -> f64 {
        self.mean + FOUR_IN_FIVE * self.variance.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_outweighs_what_is_usual_and_narrows_the_spread() {
        let prior = Prior::of(700.0, 0.5);
        let (unknown, known) =
            (prior.with(&[]).times(100.0), prior.with(&[300.0; 200]).times(100.0));
        assert!((unknown.mean - 70_000.0).abs() < 1e-6);
        assert!(known.mean > 30_000.0 && known.mean < 31_500.0, "{known:?}");
        let width = |spread: Spread| (spread.high() - spread.low()) / spread.mean;
        assert!(width(known) < width(unknown) / 3.0, "{known:?} {unknown:?}");
        assert!(unknown.low() > 0.0);
    }

    #[test]
    fn nothing_costs_nothing() {
        let nothing = Prior::of(700.0, 0.5).with(&[900.0]).times(0.0);
        assert_eq!((nothing.low(), nothing.mean, nothing.high()), (0.0, 0.0, 0.0));
    }
}
