package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func count(ctx context.Context, numbers chan<- int) error {
	for n := 1; ; n++ {
		select {
		case numbers <- n:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	numbers := make(chan int)
	stopped := make(chan error)
	go func() { stopped <- count(ctx, numbers) }()
	fmt.Println(<-numbers)
	fmt.Println(<-numbers)
	cancel(errors.New("seen enough"))
	fmt.Println("stopped:", <-stopped)

	late, stop := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer stop()
	select {
	case <-time.After(time.Minute):
	case <-late.Done():
		fmt.Println("timed out:", errors.Is(late.Err(), context.DeadlineExceeded))
	}
}
