//! The chat client: one request, its errors, its price; retry, limits, breaker and budget.
