package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	g, ctx := errgroup.WithContext(context.Background())
	g.SetLimit(2)
	g.Go(func() error {
		select {
		case <-time.After(time.Minute):
			return nil
		case <-ctx.Done():
			fmt.Println("the long task was stopped")
			return ctx.Err()
		}
	})
	g.Go(func() error {
		return errors.New("out of tea")
	})
	fmt.Println("failed:", g.Wait())
}
