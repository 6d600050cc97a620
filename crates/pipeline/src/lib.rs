//! The two stages, their checks, and the scheduler that takes words through them.
