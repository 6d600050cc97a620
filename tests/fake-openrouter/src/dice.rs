//! Repeatable chance: a stream of choices that depends on its seed alone. It knows nothing of what
//! is chosen.

/// A seeded stream of random numbers (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// A stream of its own for each seed and list of parts (a purpose, a word, an attempt).
    pub(crate) fn new(seed: u64, parts: &[&str]) -> Self {
        Self(parts.iter().fold(mix(seed), |state, part| mix(state ^ fnv1a(part.as_bytes()))))
    }

    /// The stream's next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A number from 0 up to, not including, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from the normal distribution of mean 0 and deviation 1 (Box and Muller's way).
    pub(crate) fn normal(&mut self) -> f64 {
        let (radius, angle) = (1.0 - self.unit(), self.unit());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    }

    /// One of the options, all equally likely.
    pub(crate) fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())]
    }

    /// Up to `count` of the options, none twice, in an order of its own.
    pub(crate) fn several<'a, T>(&mut self, options: &'a [T], count: usize) -> Vec<&'a T> {
        let mut order: Vec<&T> = options.iter().collect();
        for place in 0..count.min(order.len()) {
            let other = place + self.below(order.len() - place);
            order.swap(place, other);
        }
        order.truncate(count);
        order
    }
}

/// A stable hash of text (FNV-1a, 64 bits).
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_parts_give_the_same_stream() {
        let draws = |seed, part| {
            let mut dice = Dice::new(seed, &[part]);
            (0..8).map(|_| dice.next()).collect::<Vec<_>>()
        };
        assert_eq!(draws(1, "학교"), draws(1, "학교"));
        assert_ne!(draws(1, "학교"), draws(2, "학교"));
        assert_ne!(draws(1, "학교"), draws(1, "학원"));
    }

    #[test]
    fn draws_spread_evenly_over_the_unit_interval() {
        let mut dice = Dice::new(7, &[]);
        let low = (0..10_000).filter(|_| dice.unit() < 0.05).count();
        assert!((400..600).contains(&low), "{low} of 10,000 below 0.05");
    }

    #[test]
    fn normal_draws_keep_to_the_bell() {
        let mut dice = Dice::new(7, &[]);
        let mut draws: Vec<f64> = (0..10_000).map(|_| dice.normal()).collect();
        draws.sort_by(f64::total_cmp);
        for (rank, value) in [(1_587, -1.0), (5_000, 0.0), (8_413, 1.0), (9_900, 2.326)] {
            assert!((draws[rank] - value).abs() < 0.15, "draw {rank} is {}", draws[rank]);
        }
    }

    #[test]
    fn several_never_repeats_an_option() {
        let mut dice = Dice::new(3, &[]);
        let mut drawn: Vec<i32> = dice.several(&[1, 2, 3, 4, 5], 9).into_iter().copied().collect();
        drawn.sort_unstable();
        assert_eq!(drawn, [1, 2, 3, 4, 5]);
    }
}
