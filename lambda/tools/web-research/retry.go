package main

import (
	"context"
	"errors"
	"time"
)

const mostAttempts = 3

// withRetries runs attempts until one succeeds, further ones can't help, or the time ends. Its error is a failure.
func withRetries(ctx context.Context, limits times, attempt func(context.Context) (answer, error)) (answer, error) {
	pause := limits.pause
	for tried := 1; ; tried++ {
		if ctx.Err() != nil {
			return answer{}, noTime
		}
		said, err := once(ctx, limits, attempt)
		var failed *failure
		if err == nil || !errors.As(err, &failed) || !failed.again || tried == mostAttempts {
			return said, err
		}
		wait := pause
		if failed.retryAfter > 0 {
			wait = failed.retryAfter
		}
		if deadline, has := ctx.Deadline(); has && time.Until(deadline) <= wait {
			return answer{}, failed.tooLong(wait)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return answer{}, noTime
		}
		pause *= 2
	}
}

func once(ctx context.Context, limits times, attempt func(context.Context) (answer, error)) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.attempt)
	defer cancel()
	return attempt(ctx)
}
