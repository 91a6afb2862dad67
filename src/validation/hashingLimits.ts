import type { ValidationLimits } from './validationOptions';

/**
 * A log is hashed as it is unzipped and never held whole, so what may be opened as text does not bound it. The same
 * wherever a validation runs, because a verdict must not depend on that; DEFLATE itself cannot grow more than 1,032 times.
 */
export const hashingLimits: ValidationLimits = { maxLogBytes: 1024 * 1024 * 1024, maxGzipRatio: 1100 };
